package fcpxml

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// parseTime reads "1001/30000s", "5s" or "1.5s".
func parseTime(s string) (media.Time, error) {
	text, seconds := strings.CutSuffix(s, "s")
	v, err := media.ParseRatio(text)
	if err != nil || !seconds || v.Den > 1e9 || v.Num > 1e15 || v.Num < -1e15 {
		return media.Time{}, fmt.Errorf("%.40q is no time; write it as 1001/30000s or 5s", s)
	}
	return media.Time{Value: v.Num, Rate: media.NewRate(v.Den, 1)}, nil
}

// formatTime writes what parseTime reads.
func formatTime(t media.Time) string {
	s := t.Seconds()
	switch {
	case !s.Valid(), s.Num == 0:
		return "0s"
	case s.Den == 1:
		return strconv.FormatInt(s.Num, 10) + "s"
	}
	return s.String() + "s"
}

// time is the attribute as a time at the rate where that is exact, and whether
// it is there.
func (d *document) time(n *xmlnode.Node, attr string, rate media.Rate) (media.Time, bool) {
	s, there := n.Lookup(attr)
	if !there {
		return media.Time{Rate: rate}, false
	}
	t, err := parseTime(s)
	if err != nil {
		d.add(RuleTime, n, "%s: %v; zero is taken", attr, err)
		return media.Time{Rate: rate}, false
	}
	return at(t, rate), true
}

// at is the time at the rate when that is exact, or else as it is.
func at(t media.Time, rate media.Rate) media.Time {
	if v, exact := t.At(rate); exact && rate.Valid() {
		return v
	}
	return t
}

// format is the resource that an element, its asset or its sequence names as
// its format.
func (d *document) format(n *xmlnode.Node) *xmlnode.Node {
	for _, c := range []*xmlnode.Node{n, n.Child("sequence"), n.Child("multicam"), d.resources[n.Attr("ref")], d.resources[n.Attr("ref")].Child("sequence")} {
		if c == nil {
			continue
		}
		if f := d.resources[c.Attr("format")]; f != nil {
			return f
		}
	}
	return nil
}

var named = regexp.MustCompile(`[pi](\d{2,4})$`)

// frameRate is the rate of a format: from its frame duration, or else from its
// name, FFVideoFormat1080p2398. The zero rate when it says none.
func (d *document) frameRate(f *xmlnode.Node) media.Rate {
	if t, ok := d.time(f, "frameDuration", media.Rate{}); ok && t.Value > 0 {
		s := t.Seconds()
		return media.NewRate(s.Den, s.Num)
	}
	m := named.FindStringSubmatch(f.Attr("name"))
	if m == nil {
		return media.Rate{}
	}
	digits := m[1]
	if len(digits) == 4 {
		digits = digits[:2] + "." + digits[2:]
	}
	rate, err := media.ParseRate(digits)
	if err != nil {
		return media.Rate{}
	}
	return rate
}
