package media_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/media"
)

var counted = []struct {
	rate media.Rate
	drop bool
}{
	{media.R23976, false}, {media.R24, false}, {media.R25, false}, {media.R30, false},
	{media.R2997, false}, {media.R2997, true}, {media.R48, false}, {media.R50, false},
	{media.R5994, false}, {media.R5994, true}, {media.R60, false}, {media.R11988, true},
}

func TestTimecodeRoundTrip(t *testing.T) {
	for _, c := range counted {
		day := media.DayFrames(c.rate, c.drop)
		rapid.Check(t, func(t *rapid.T) {
			frame := rapid.Int64Range(0, day-1).Draw(t, "frame")
			label := media.FrameTimecode(frame, c.rate, c.drop)
			parsed, err := media.ParseTimecode(label.String())
			if err != nil || parsed != label {
				t.Fatalf("%s drop %v: ParseTimecode(%s) = %v, %v", c.rate, c.drop, label, parsed, err)
			}
			back, err := parsed.Frame(c.rate)
			if err != nil || back != frame {
				t.Fatalf("%s drop %v: frame %d is %s is frame %d, %v", c.rate, c.drop, frame, label, back, err)
			}
		})
	}
}

func TestDropFrameLabelsAreConsecutive(t *testing.T) {
	for _, c := range counted {
		if !c.drop {
			continue
		}
		prev := int64(-1)
		for frame := range int64(c.rate.Nominal() * 60 * 21) {
			back, err := media.FrameTimecode(frame, c.rate, true).Frame(c.rate)
			if err != nil || back != prev+1 {
				t.Fatalf("%s: frame %d reads back as %d, %v", c.rate, frame, back, err)
			}
			prev = back
		}
	}
}

func TestKnownLabels(t *testing.T) {
	for _, c := range []struct {
		frame int64
		rate  media.Rate
		drop  bool
		want  string
	}{
		{1799, media.R2997, true, "00:00:59;29"},
		{1800, media.R2997, true, "00:01:00;02"},
		{17982, media.R2997, true, "00:10:00;00"},
		{107892, media.R2997, true, "01:00:00;00"},
		{3600, media.R5994, true, "00:01:00;04"},
		{86400, media.R23976, false, "01:00:00:00"},
		{-1, media.R25, false, "23:59:59:24"},
		{media.DayFrames(media.R24, false), media.R24, true, "00:00:00:00"},
	} {
		if got := media.FrameTimecode(c.frame, c.rate, c.drop).String(); got != c.want {
			t.Errorf("frame %d at %s drop %v = %s, want %s", c.frame, c.rate, c.drop, got, c.want)
		}
	}
}

func TestImpossibleLabels(t *testing.T) {
	for _, c := range []struct {
		label string
		rate  media.Rate
	}{
		{"00:01:00;00", media.R2997}, {"00:01:00;03", media.R5994}, {"00:00:00:24", media.R24},
		{"24:00:00:00", media.R24}, {"00:60:00:00", media.R24}, {"00:00:00;00", media.R24},
	} {
		tc, err := media.ParseTimecode(c.label)
		if err != nil {
			t.Fatal(err)
		}
		if frame, err := tc.Frame(c.rate); err == nil {
			t.Errorf("%s at %s = frame %d, want an error", c.label, c.rate, frame)
		}
	}
	for _, s := range []string{"", "01:00:00", "01:00:00:00:00", "a1:00:00:00", "01::00:00", "1000:00:00:00", "-1:00:00:00"} {
		if tc, err := media.ParseTimecode(s); err == nil {
			t.Errorf("ParseTimecode(%q) = %v, want an error", s, tc)
		}
	}
}

func TestRatesByTheirShortNames(t *testing.T) {
	for s, want := range map[string]media.Rate{
		"24": media.R24, "23.976": media.R23976, "23.98": media.R23976, "24000/1001": media.R23976, "29.97": media.R2997,
		"59.94": media.R5994, "47.952": media.R47952, "25.0": media.R25, "48000/2002": media.R23976, "119.88": media.R11988, "12.5": media.NewRate(25, 2),
	} {
		if got, err := media.ParseRate(s); err != nil || got != want {
			t.Errorf("ParseRate(%q) = %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "0", "-24", "24/0", "fast", "1e9", "99999999999999999999"} {
		if got, err := media.ParseRate(s); err == nil {
			t.Errorf("ParseRate(%q) = %v, want an error", s, got)
		}
	}
}

func TestTimesCompareAndAddExactly(t *testing.T) {
	rates := rapid.SampledFrom([]media.Rate{media.R23976, media.R24, media.R25, media.R2997, media.R5994, media.NewRate(48000, 1)})
	value := rapid.Int64Range(-1e9, 1e9)
	rapid.Check(t, func(t *rapid.T) {
		a := media.Time{Value: value.Draw(t, "a"), Rate: rates.Draw(t, "rate a")}
		b := media.Time{Value: value.Draw(t, "b"), Rate: rates.Draw(t, "rate b")}
		sum := a.Add(b)
		if back := sum.Sub(b); back.Cmp(a) != 0 {
			t.Fatalf("%v + %v - %v = %v", a, b, b, back)
		}
		if got, want := a.Cmp(b), a.Seconds().Cmp(b.Seconds()); got != want {
			t.Fatalf("%v Cmp %v = %d, want %d", a, b, got, want)
		}
		if f, c := a.Floor(b.Rate), a.Ceil(b.Rate); c-f < 0 || c-f > 1 {
			t.Fatalf("%v at %v: floor %d, ceil %d", a, b.Rate, f, c)
		}
	})
}

func TestRoundGoesToTheNearerFrame(t *testing.T) {
	for _, c := range []struct {
		t    media.Time
		rate media.Rate
		want int64
	}{
		{media.Time{Value: 1, Rate: media.R48}, media.R24, 1}, {media.Time{Value: 1, Rate: media.R50}, media.R24, 0},
		{media.Time{Value: -1, Rate: media.R48}, media.R24, 0}, {media.Time{Value: 3, Rate: media.R60}, media.R24, 1},
	} {
		if got := c.t.Round(c.rate); got != c.want {
			t.Errorf("%v.Round(%v) = %d, want %d", c.t, c.rate, got, c.want)
		}
	}
}

func TestRatioArithmetic(t *testing.T) {
	num, den := rapid.Int64Range(-1e6, 1e6), rapid.Int64Range(1, 1e6)
	rapid.Check(t, func(t *rapid.T) {
		a := media.NewRatio(num.Draw(t, "n"), den.Draw(t, "d"))
		b := media.NewRatio(num.Draw(t, "m"), den.Draw(t, "e"))
		if b.Sign() != 0 {
			if got := a.Mul(b).Div(b); got != a {
				t.Fatalf("%v * %v / %v = %v", a, b, b, got)
			}
		}
		parsed, err := media.ParseRatio(a.String())
		if err != nil || parsed != a {
			t.Fatalf("ParseRatio(%v) = %v, %v", a, parsed, err)
		}
	})
}

func TestRangesOverlap(t *testing.T) {
	a, b := media.Frames(0, 10, media.R24), media.Frames(8, 20, media.R24)
	if got := a.Overlap(b); got != media.Frames(8, 10, media.R24) {
		t.Errorf("Overlap = %v", got)
	}
	if got := a.Overlap(media.Frames(10, 12, media.R24)); !got.Empty() {
		t.Errorf("touching ranges overlap by %v", got)
	}
	if !a.Contains(media.Frames(2, 10, media.R24)) || a.Contains(b) {
		t.Error("Contains is wrong")
	}
}
