package fcp7

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// rate reads the <rate> of an element; not said gives the other rate.
func (d *document) rate(n *xmlnode.Node, other media.Rate) media.Rate {
	r := n.Child("rate")
	if r == nil {
		return other
	}
	base, err := strconv.ParseInt(r.Value("timebase"), 10, 64)
	if err != nil || base < 1 || base > 1000 {
		d.add(RuleRate, r, "the time base %q is no whole number from 1 to 1000; %s is taken", r.Value("timebase"), other)
		return other
	}
	if yes(r.Value("ntsc")) {
		return media.NewRate(base*1000, 1001)
	}
	return media.NewRate(base, 1)
}

func yes(s string) bool { return strings.EqualFold(s, "TRUE") || s == "1" }

// number is the exact number in the child, and whether there is one.
func (d *document) number(n *xmlnode.Node, child string) (media.Ratio, bool) {
	c := n.Child(child)
	if c == nil || c.Text == "" {
		return media.NewRatio(0, 1), false
	}
	v, err := media.ParseRatio(c.Text)
	if err != nil || v.Float() > 1e12 || v.Float() < -1e12 || v.Den > 1e6 {
		d.add(RuleNumber, c, "%q is no number of frames; zero is taken", text(c))
		return media.NewRatio(0, 1), false
	}
	return v, true
}

// frame is the whole number in the child, and whether there is one.
func (d *document) frame(n *xmlnode.Node, child string) (int64, bool) {
	v, ok := d.number(n, child)
	if ok && v.Den != 1 {
		d.add(RuleNumber, n.Child(child), "%q is no whole number of frames; it is rounded down", text(n.Child(child)))
		return media.Time{Value: v.Num, Rate: media.NewRate(v.Den, 1)}.Floor(media.NewRate(1, 1)), true
	}
	return v.Num, ok
}

func text(n *xmlnode.Node) string {
	if len(n.Text) > 40 {
		return n.Text[:40] + "..."
	}
	return n.Text
}

// at is a number of frames at the rate as a time: a part of a frame is written
// at a finer rate.
func at(frames media.Ratio, rate media.Rate) media.Time {
	if frames.Den <= 1 {
		return media.Time{Value: frames.Num, Rate: rate}
	}
	return media.Time{Value: frames.Num, Rate: media.Rate(media.Ratio(rate).Mul(media.NewRatio(frames.Den, 1)))}
}

// timecode reads the <timecode> of a file or sequence: the first frame, and
// whether it counts drop-frame.
func (d *document) timecode(n *xmlnode.Node, other media.Rate) (start media.Time, drop bool) {
	tc := n.Child("timecode")
	if tc == nil {
		return media.Time{Rate: other}, false
	}
	rate := d.rate(tc, other)
	drop = tc.Value("displayformat") == "DF" && rate.CanDrop()
	frame, counted := d.frame(tc, "frame")
	label := tc.Value("string")
	if label == "" {
		return media.Time{Value: frame, Rate: rate}, drop
	}
	parsed, err := media.ParseTimecode(label)
	if err != nil {
		d.add(RuleTimecode, tc, "%v; frame %d is taken", err, frame)
		return media.Time{Value: frame, Rate: rate}, drop
	}
	parsed.Drop = drop
	labelled, err := parsed.Frame(rate)
	switch {
	case err != nil:
		d.add(RuleTimecode, tc, "%v; frame %d is taken", err, frame)
	case !counted:
		frame = labelled
	case labelled != frame:
		d.add(RuleTimecode, tc, "the label %s is frame %d at %s, but the frame number is %d; the number is taken", label, labelled, rate, frame)
	}
	return media.Time{Value: frame, Rate: rate}, drop
}
