package id

import (
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"
)

// A C4 identifier is "c4" and the SHA-512 of the bytes as 88 digits of base 58,
// most significant first (ST 2114:2017).
const (
	c4Len      = 90
	c4Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
)

// FromSHA512 is the C4 identifier of the bytes with that SHA-512.
func FromSHA512(sum [sha512.Size]byte) URN {
	var words [16]uint32
	for i := range words {
		words[i] = binary.BigEndian.Uint32(sum[4*i:])
	}
	var text [c4Len]byte
	text[0], text[1] = 'c', '4'
	for at := c4Len - 1; at >= 2; at-- {
		var rem uint64
		for i, w := range words {
			v := rem<<32 | uint64(w)
			words[i], rem = uint32(v/58), v%58
		}
		text[at] = c4Alphabet[rem]
	}
	return URN("urn:c4id:" + string(text[:]))
}

// SHA512 is the digest inside a C4 identifier; ok is false for any other.
func (u URN) SHA512() (sum [sha512.Size]byte, ok bool) {
	scheme, value := u.split()
	if scheme != C4 {
		return sum, false
	}
	sum, err := c4Sum(value)
	return sum, err == nil
}

func c4Sum(s string) (sum [sha512.Size]byte, err error) {
	if len(s) != c4Len || !strings.HasPrefix(s, "c4") {
		return sum, fmt.Errorf("%q is no C4 identifier: it should be \"c4\" and 88 digits of base 58 (ST 2114)", shorten(s))
	}
	n, base := new(big.Int), big.NewInt(58)
	for i := 2; i < len(s); i++ {
		digit := strings.IndexByte(c4Alphabet, s[i])
		if digit < 0 {
			return sum, fmt.Errorf("the C4 identifier holds %q at character %d, which is no digit of base 58 (ST 2114)", s[i], i+1)
		}
		n.Add(n.Mul(n, base), big.NewInt(int64(digit)))
	}
	if n.BitLen() > 8*len(sum) {
		return sum, fmt.Errorf("%q is larger than any SHA-512, so it is no C4 identifier", shorten(s))
	}
	n.FillBytes(sum[:])
	return sum, nil
}
