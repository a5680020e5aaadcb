package timeline_test

import (
	"fmt"
	"testing"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

func TestFollow(t *testing.T) {
	at := func(n int64) media.Time { return media.Time{Value: n, Rate: media.R24} }
	key := func(record, source int64) timeline.Key {
		return timeline.Key{Record: at(record), Source: at(source), Interpolation: "linear"}
	}
	for _, c := range []struct {
		name    string
		keys    []timeline.Key
		in, out int64
		want    string // range, speed, keys
	}{
		{"one line", []timeline.Key{key(0, 100), key(50, 125), key(100, 150)}, 20, 60, "110-130 1/2 0"},
		{"beyond the outer keys", []timeline.Key{key(10, 100), key(20, 110)}, 0, 40, "90-130 1/1 0"},
		{"there and back", []timeline.Key{key(0, 100), key(50, 200), key(100, 150)}, 0, 100, "100-200 1/2 3"},
		{"a part of it", []timeline.Key{key(0, 100), key(50, 200), key(100, 150)}, 60, 100, "150-190 -1/1 0"},
		{"still", []timeline.Key{key(0, 100), key(50, 100)}, 0, 50, "100-100 0/1 0"},
	} {
		var e timeline.Event
		r := e.Follow(c.keys, media.Range{In: at(c.in), Out: at(c.out)})
		if got := fmt.Sprintf("%d-%d %s %d", r.In.Value, r.Out.Value, e.Speed, len(e.Retime)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestScale(t *testing.T) {
	ten := media.Time{Value: 10, Rate: media.R24}
	for _, c := range []struct {
		k    media.Ratio
		want media.Time
	}{
		{media.NewRatio(3, 2), media.Time{Value: 15, Rate: media.R24}},
		{media.NewRatio(-1, 2), media.Time{Value: -5, Rate: media.R24}},
		{media.NewRatio(1, 3), media.Time{Value: 10, Rate: media.NewRate(72, 1)}},
		{media.NewRatio(1<<62, 1), ten}, // beyond counting
	} {
		if got := timeline.Scale(ten, c.k); got != c.want {
			t.Errorf("10 frames times %s: got %v, want %v", c.k, got, c.want)
		}
	}
}

func TestForeignText(t *testing.T) {
	for _, text := range []string{"", "plain", "caf\xe9", "\"quoted\"\n"} {
		if back, ok := timeline.DecodeText(timeline.EncodeText(text)); !ok || back != text {
			t.Errorf("got %q, %v, want %q", back, ok, text)
		}
	}
	for _, raw := range []string{"", "7", `{"base64":"?"}`} {
		if back, ok := timeline.DecodeText([]byte(raw)); ok {
			t.Errorf("%s: got %q, want none", raw, back)
		}
	}
	if got := timeline.Latin("caf\xe9"); got != "café" {
		t.Errorf("got %q, want café", got)
	}
}
