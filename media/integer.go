package media

import (
	"math"
	"math/bits"
)

func abs(a int64) int64 {
	if a < 0 {
		return -a
	}
	return a
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// mul is a*b and whether it fits.
func mul(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(abs(b)))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

// cmpProducts compares a*b with c*d in 128 bits, for positive b and d.
func cmpProducts(a, b, c, d int64) int {
	sa, sc := sign(a), sign(c)
	if sa != sc {
		return sign(int64(sa - sc))
	}
	h1, l1 := bits.Mul64(uint64(abs(a)), uint64(b))
	h2, l2 := bits.Mul64(uint64(abs(c)), uint64(d))
	switch {
	case h1 == h2 && l1 == l2:
		return 0
	case h1 < h2 || h1 == h2 && l1 < l2:
		return -sa
	}
	return sa
}

func sign(a int64) int {
	switch {
	case a < 0:
		return -1
	case a > 0:
		return 1
	}
	return 0
}

// mulDiv is floor(a*b/c) and the remainder in units of 1/c, for positive b and
// c; ok is false when the quotient does not fit.
func mulDiv(a, b, c int64) (q, rem int64, ok bool) {
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(b))
	if hi >= uint64(c) {
		return 0, 0, false
	}
	uq, ur := bits.Div64(hi, lo, uint64(c))
	if uq > math.MaxInt64-1 {
		return 0, 0, false
	}
	q, rem = int64(uq), int64(ur)
	if a < 0 {
		q = -q
		if rem != 0 {
			q, rem = q-1, c-rem
		}
	}
	return q, rem, true
}
