package media

import (
	"fmt"
	"strconv"
	"strings"
)

// Rate is an exact number of frames, fields or samples in a second. The zero
// value means "not known". A valid Rate is in lowest terms, so that ==
// compares by value.
type Rate struct{ Num, Den int64 }

// The frame rates in use. 23.976, 29.97, 47.95, 59.94 and 119.88 are short
// names for n*1000/1001 (ST 12-1:2014, 5).
var (
	R23976 = Rate{24000, 1001}
	R24    = Rate{24, 1}
	R25    = Rate{25, 1}
	R2997  = Rate{30000, 1001}
	R30    = Rate{30, 1}
	R47952 = Rate{48000, 1001}
	R48    = Rate{48, 1}
	R50    = Rate{50, 1}
	R5994  = Rate{60000, 1001}
	R60    = Rate{60, 1}
	R11988 = Rate{120000, 1001}
	R120   = Rate{120, 1}
)

// NewRate is num/den in lowest terms; the zero Rate unless both are positive.
func NewRate(num, den int64) Rate {
	if num <= 0 || den <= 0 {
		return Rate{}
	}
	return Rate(NewRatio(num, den))
}

// Valid reports whether the rate is known.
func (r Rate) Valid() bool { return r.Num > 0 && r.Den > 0 }

// Nominal is the count of timecode frames in a second: 24 for 24000/1001.
func (r Rate) Nominal() int64 {
	if !r.Valid() {
		return 0
	}
	return (r.Num + r.Den - 1) / r.Den
}

// NTSC reports whether the rate is a nominal one slowed by 1000/1001.
func (r Rate) NTSC() bool { return r.Den == 1001 && r.Num%1000 == 0 }

// CanDrop reports whether drop-frame timecode is defined for the rate: 29.97
// (ST 12-1) and its multiples 59.94 and 119.88 (ST 12-3).
func (r Rate) CanDrop() bool { return r.NTSC() && r.Nominal()%30 == 0 }

// String is the rate as "24000/1001", or "24" when it is whole.
func (r Rate) String() string {
	if r.Den == 1 {
		return strconv.FormatInt(r.Num, 10)
	}
	return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
}

// Float is the nearest float64, for formats that want one; never to compute with.
func (r Rate) Float() float64 { return float64(r.Num) / float64(r.Den) }

// ParseRate reads "24", "24000/1001", and the short names with decimals that
// editors write: "23.976", "23.98", "29.97". A decimal within half a percent
// of n*1000/1001 and nearer to it than to n is taken for it.
func ParseRate(s string) (Rate, error) {
	s = strings.TrimSpace(s)
	q, err := ParseRatio(s)
	if err != nil || q.Num <= 0 {
		return Rate{}, fmt.Errorf("media: %q is no frame rate; write it as 24, 23.976 or 24000/1001", s)
	}
	if strings.Contains(s, ".") {
		return SnapRate(q.Float()), nil
	}
	return NewRate(q.Num, q.Den), nil
}

// SnapRate is the exact rate that a float stands for: the whole number or the
// n*1000/1001 within a hundredth of it, whichever is nearer, and otherwise the
// float to six decimals. Not positive or not finite gives the zero Rate.
func SnapRate(f float64) Rate {
	if !(f > 0) || f > 1e9 {
		return Rate{}
	}
	whole := int64(f + 0.5)
	ntsc := NewRate((int64(f+0.999))*1000, 1001)
	dw, dn := f-float64(whole), f-ntsc.Float()
	if dw < 0 {
		dw = -dw
	}
	if dn < 0 {
		dn = -dn
	}
	switch {
	case dw <= 0.01 && dw <= dn && whole > 0:
		return Rate{whole, 1}
	case dn <= 0.01:
		return ntsc
	}
	return NewRate(int64(f*1e6+0.5), 1e6)
}

// MarshalText writes the rate as [Rate.String] does; empty when not known.
func (r Rate) MarshalText() ([]byte, error) {
	if !r.Valid() {
		return nil, nil
	}
	return []byte(r.String()), nil
}

// UnmarshalText reads what [ParseRate] reads; empty means not known.
func (r *Rate) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*r = Rate{}
		return nil
	}
	v, err := ParseRate(string(b))
	if err == nil {
		*r = v
	}
	return err
}
