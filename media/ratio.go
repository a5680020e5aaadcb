package media

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Ratio is an exact signed number, such as a speed: 1/1 is normal, -1/1
// backwards at normal speed, 1/2 half speed, 0/1 a freeze. The zero value is
// not a number; make one with [NewRatio]. A valid Ratio is in lowest terms and
// its denominator is positive, so that == compares by value.
type Ratio struct{ Num, Den int64 }

// NewRatio is num/den in lowest terms. A zero den gives the zero Ratio, which
// is not valid.
func NewRatio(num, den int64) Ratio {
	if den == 0 || num == math.MinInt64 || den == math.MinInt64 {
		return Ratio{}
	}
	if den < 0 {
		num, den = -num, -den
	}
	if g := gcd(abs(num), den); g > 1 {
		num, den = num/g, den/g
	}
	return Ratio{num, den}
}

// Valid reports whether the ratio is a number.
func (r Ratio) Valid() bool { return r.Den > 0 }

// String is the ratio as "1/2"; always with its denominator.
func (r Ratio) String() string {
	return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
}

// Neg is -r.
func (r Ratio) Neg() Ratio { return Ratio{-r.Num, r.Den} }

// Sign is -1, 0 or 1.
func (r Ratio) Sign() int {
	switch {
	case r.Num > 0:
		return 1
	case r.Num < 0:
		return -1
	}
	return 0
}

// Mul is r*o; the zero Ratio when it does not fit.
func (r Ratio) Mul(o Ratio) Ratio {
	g, h := gcd(abs(r.Num), o.Den), gcd(abs(o.Num), r.Den)
	if g == 0 || h == 0 {
		return Ratio{}
	}
	num, ok1 := mul(r.Num/g, o.Num/h)
	den, ok2 := mul(r.Den/h, o.Den/g)
	if !ok1 || !ok2 {
		return Ratio{}
	}
	return NewRatio(num, den)
}

// Div is r/o; the zero Ratio when o is zero or the result does not fit.
func (r Ratio) Div(o Ratio) Ratio {
	if o.Num == 0 {
		return Ratio{}
	}
	return r.Mul(NewRatio(o.Den, o.Num))
}

// Cmp compares r with o exactly: -1, 0 or 1.
func (r Ratio) Cmp(o Ratio) int { return cmpProducts(r.Num, o.Den, o.Num, r.Den) }

// Float is the nearest float64, for pictures and for formats that want one;
// never to compute with.
func (r Ratio) Float() float64 { return float64(r.Num) / float64(r.Den) }

// ParseRatio reads "1/2", "2" or a decimal such as "0.5", exactly.
func ParseRatio(s string) (Ratio, error) {
	num, den, slash := strings.Cut(s, "/")
	if slash {
		n, err1 := strconv.ParseInt(num, 10, 64)
		d, err2 := strconv.ParseInt(den, 10, 64)
		if r := NewRatio(n, d); err1 == nil && err2 == nil && r.Valid() {
			return r, nil
		}
		return Ratio{}, fmt.Errorf("media: %q is no ratio; write it as 1/2", s)
	}
	if len(s) > 40 || strings.ContainsAny(s, "eEpPxX_") {
		return Ratio{}, fmt.Errorf("media: %q is no decimal number", s)
	}
	b, ok := new(big.Rat).SetString(s)
	if !ok || !b.Num().IsInt64() || !b.Denom().IsInt64() {
		return Ratio{}, fmt.Errorf("media: %q is no decimal number", s)
	}
	return NewRatio(b.Num().Int64(), b.Denom().Int64()), nil
}

// MarshalText writes the ratio as "1/2".
func (r Ratio) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what [ParseRatio] reads.
func (r *Ratio) UnmarshalText(b []byte) error {
	v, err := ParseRatio(string(b))
	if err == nil {
		*r = v
	}
	return err
}
