package timeline_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// reels are sources for the events, each with so many frames more at either end.
func reels(events []ev, more int64) []timeline.Source {
	seen := map[string]*timeline.Source{}
	var order []string
	for _, e := range events {
		s := seen[e.reel]
		if s == nil {
			s = &timeline.Source{ID: "urn:x-test:" + e.reel, Key: timeline.SourceKey{Reel: e.reel}, Available: media.Frames(e.in-more, e.out+more, media.R24), Rate: media.R24}
			seen[e.reel] = s
			order = append(order, e.reel)
		}
		s.Available.In.Value, s.Available.Out.Value = min(s.Available.In.Value, e.in-more), max(s.Available.Out.Value, e.out+more)
	}
	var all []timeline.Source
	for _, r := range order {
		all = append(all, *seen[r])
	}
	return all
}

// pulled are the plates of a plan, as a vendor has them then.
func pulled(plan *timeline.PullPlan) timeline.PulledPlates {
	var all timeline.PulledPlates
	for _, s := range plan.Shots {
		for i := range s.Plates {
			all = append(all, s.Plates[i].Pulled(s.Shot))
		}
	}
	return all
}

// tellPlan is a plan in short: per shot its work and plates.
func tellPlan(plan *timeline.PullPlan, shots ...string) string {
	var all []string
	for _, s := range plan.Shots {
		if len(shots) > 0 && !slices.Contains(shots, s.Shot) {
			continue
		}
		line := s.Shot + " " + string(s.Work)
		for _, p := range s.Plates {
			line += fmt.Sprintf(" %s %s %d-%d h%d/%d", p.Name, p.Status, p.SourceInFrame, p.SourceOutFrame, p.HeadHandle, p.TailHandle)
			if p.ShortHead+p.ShortTail > 0 {
				line += fmt.Sprintf(" short %d/%d", p.ShortHead, p.ShortTail)
			}
		}
		all = append(all, line)
	}
	return strings.Join(all, "; ")
}

func codes(plan *timeline.PullPlan) string {
	var all []string
	for _, f := range plan.Findings {
		all = append(all, string(f.Code))
	}
	return strings.Join(all, " ")
}

// TestPullCases are the acceptance cases of pulling: scene five is pulled, then
// edited and pulled for again.
func TestPullCases(t *testing.T) {
	v1 := five()
	change := func(f func(e []ev) []ev) []ev { return edit(v1, f) }
	for _, c := range []struct {
		name   string
		after  []ev
		policy timeline.PullPolicy
		shot   string
		want   string
		codes  string
	}{
		{"1 nothing changed", v1, timeline.PullPolicy{}, "S_0020", "S_0020 none S_0020_PL01_v001 covered 1992-2088 h8/8", ""},
		{"4 omitted", append(append([]ev{}, v1[:1]...), v1[2:]...), timeline.PullPolicy{}, "S_0020", "S_0020 stop", ""},
		{"6 head trim", change(func(e []ev) []ev { e[1].in += 10; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v001 covered 1992-2088 h18/8", ""},
		{"7 tail +5", change(func(e []ev) []ev { e[1].out += 5; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v001 reduced 1992-2088 h8/3", "PULL-0008"},
		{"8 tail +8", change(func(e []ev) []ev { e[1].out += 8; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v001 reduced 1992-2088 h8/0", "PULL-0008"},
		{"8 with all handles asked for", change(func(e []ev) []ev { e[1].out += 8; return e }), timeline.PullPolicy{MinHandle: 8}, "S_0020",
			"S_0020 update S_0020_PL01_v002 re-pull 1992-2096 h8/8", ""},
		{"9 tail +9", change(func(e []ev) []ev { e[1].out += 9; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v002 re-pull 1992-2097 h8/8", ""},
		{"11 slip without overlap", change(func(e []ev) []ev { e[1].in += 300; e[1].out += 300; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v002 re-pull 2292-2388 h8/8", ""},
		{"16 half speed", change(func(e []ev) []ev {
			e[1].out, e[1].rec, e[1].speed = 2040, 80, media.NewRatio(1, 2)
			return e
		}), timeline.PullPolicy{}, "S_0020", "S_0020 update S_0020_PL01_v001 covered 1992-2088 h16/96", ""},
		{"17 reverse", change(func(e []ev) []ev { e[1].speed = media.NewRatio(-1, 1); return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v001 covered 1992-2088 h8/8", ""},
		{"18 freeze", change(func(e []ev) []ev {
			e[1].in, e[1].out, e[1].rec, e[1].speed = 2030, 2031, 80, media.NewRatio(0, 1)
			return e
		}), timeline.PullPolicy{}, "S_0020", "S_0020 update S_0020_PL01_v001 covered 1992-2088 h0/0", ""},
		{"20 replaced", change(func(e []ev) []ev { e[1].reel, e[1].in, e[1].out = "A001C001", 1000, 1080; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL02_v001 new 992-1088 h8/8", ""},
		{"20 by reuse", change(func(e []ev) []ev { e[1].reel, e[1].in, e[1].out = "A001C001", 1000, 1080; return e }), timeline.PullPolicy{Reuse: true}, "S_0020",
			"S_0020 update S_0020_PL01_v002 new 992-1088 h8/8", ""},
		{"21 split", change(func(e []ev) []ev {
			x, y := e[1], e[1]
			x.out, y.in = 2030, 2030
			return []ev{e[0], x, y, e[2], e[3], e[4]}
		}), timeline.PullPolicy{}, "S_0020", "S_0020 update S_0020_PL01_v001 covered 1992-2088 h8/8", ""},
		{"22 dissolve of 24, incoming", change(func(e []ev) []ev { e[2].fade, e[2].offset = 24, 12; return e }), timeline.PullPolicy{}, "S_0030",
			"S_0030 update S_0030_PL01_v002 re-pull 2980-3048 h8/8", ""},
		{"22 dissolve of 24, outgoing", change(func(e []ev) []ev { e[2].fade, e[2].offset = 24, 12; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v002 re-pull 1992-2100 h8/8", ""},
		{"22 dissolve inside the handles", change(func(e []ev) []ev { e[2].fade, e[2].offset = 12, 6; return e }), timeline.PullPolicy{}, "S_0030",
			"S_0030 update S_0030_PL01_v001 reduced 2992-3048 h2/8", "PULL-0008 PULL-0008"},
		{"30 colour", change(func(e []ev) []ev { e[1].cdl = "1.2"; return e }), timeline.PullPolicy{}, "S_0020",
			"S_0020 update S_0020_PL01_v001 covered 1992-2088 h8/8", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := reel("v1", 0, v1...), reel("v2", 0, c.after...)
			sources := reels(v1, 1000)
			first := timeline.Pull(a, nil, sources, timeline.PullPolicy{}, nil)
			plan := timeline.Pull(b, timeline.Diff(a, b, timeline.DiffOptions{}), sources, c.policy, pulled(first))
			if got := tellPlan(plan, c.shot); got != c.want {
				t.Errorf("plan\n got  %s\n want %s", got, c.want)
			}
			if got := codes(plan); got != c.codes {
				t.Errorf("findings %q, want %q: %v", got, c.codes, plan.Findings)
			}
		})
	}
}

// TestWhyANewPlate: a second source is told of where the shot was pulled before.
func TestWhyANewPlate(t *testing.T) {
	one := []ev{{reel: "R1", in: 100, out: 150, shot: "S_0010"}}
	two := append(one, ev{reel: "R2", in: 100, out: 150, shot: "S_0010"})
	first := timeline.Pull(reel("v1", 0, one...), nil, nil, timeline.PullPolicy{}, nil)
	for _, c := range []struct {
		history timeline.PulledPlates
		want    string
	}{{nil, ""}, {pulled(first), "a source that the shot had no plate of"}} {
		p := timeline.Pull(reel("v2", 0, two...), nil, nil, timeline.PullPolicy{}, c.history).Shots[0].Plates[1]
		if p.Name != "S_0010_PL02_v001" || p.Why != c.want {
			t.Errorf("plate %s because %q, want S_0010_PL02_v001 because %q", p.Name, p.Why, c.want)
		}
	}
}

func TestFirstPull(t *testing.T) {
	v1 := five()
	plan := timeline.Pull(reel("v1", 86400, v1...), nil, reels(v1, 100), timeline.PullPolicy{}, nil)
	want := "S_0010 new S_0010_PL01_v001 new 992-1058 h8/8; S_0020 new S_0020_PL01_v001 new 1992-2088 h8/8; " +
		"S_0030 new S_0030_PL01_v001 new 2992-3048 h8/8; S_0040 new S_0040_PL01_v001 new 3992-4108 h8/8; S_0050 new S_0050_PL01_v001 new 4992-5068 h8/8"
	if got := tellPlan(plan); got != want {
		t.Errorf("plan\n got  %s\n want %s", got, want)
	}
	s := plan.Shots[1]
	if s.CompIn != 1001 || s.CutIn != 1009 || s.CutOut != 1088 || s.CompOut != 1096 || s.Frames != 80 || s.RecordIn != "01:00:02:02" {
		t.Errorf("shot %+v, want comp 1001-1096 and cut 1009-1088", s)
	}
	p := s.Plates[0]
	if p.CompIn != 1001 || p.SourceFrames != 96 || p.Match != timeline.MatchReel || p.Confidence != 95 || p.Source != "urn:x-test:A001C002" {
		t.Errorf("plate %+v", p)
	}
	if plan.Totals.Frames != 330+5*16 || plan.Totals.New != 5 {
		t.Errorf("totals %+v", plan.Totals)
	}
}

func TestShortHandlesAreReported(t *testing.T) {
	events := []ev{{reel: "A001C001", in: 100, out: 150, shot: "S_0010"}, {reel: "A001C002", in: 100, out: 150, shot: "S_0020", speed: media.NewRatio(-1, 1)}}
	sources := reels(events, 0)
	for i := range sources {
		sources[i].Available = media.Frames(97, 152, media.R24)
	}
	plan := timeline.Pull(reel("v1", 0, events...), nil, sources, timeline.PullPolicy{}, nil)
	want := "S_0010 new S_0010_PL01_v001 new 97-152 h3/2 short 5/6; S_0020 new S_0020_PL01_v001 new 97-152 h2/3 short 6/5"
	if got := tellPlan(plan); got != want {
		t.Errorf("plan\n got  %s\n want %s", got, want)
	}
	if got := codes(plan); got != "PULL-0001 PULL-0001" || plan.Totals.Short != 2 {
		t.Errorf("findings %q, totals %+v", got, plan.Totals)
	}
	if got := tellComp(plan, 0); got != "1001-1055, cut 1004-1053" {
		t.Errorf("a plate that lacks five frames has the comp frames %s, want 1001-1055, cut 1004-1053", got)
	}
	sources[0].Available = media.Frames(97, 140, media.R24)
	plan = timeline.Pull(reel("v1", 0, events...), nil, sources, timeline.PullPolicy{}, nil)
	if got := codes(plan); got != "PULL-0002 PULL-0001" {
		t.Errorf("findings %q, want frames of the cut missing: %v", got, plan.Findings)
	}
	if p := plan.Shots[0].Plates[0]; p.HeadHandle != 3 || p.TailHandle != 0 {
		t.Errorf("handles %d+%d where ten frames of the cut are missing, want 3+0", p.HeadHandle, p.TailHandle)
	}
}

func TestSourcesAreMatchedBySurestName(t *testing.T) {
	have := media.Frames(0, 1000, media.R24)
	far := media.Frames(5000, 6000, media.R24)
	src := func(id string, k timeline.SourceKey, r media.Range) timeline.Source {
		return timeline.Source{ID: id, Key: k, Available: r}
	}
	for _, c := range []struct {
		name    string
		key     timeline.SourceKey
		sources []timeline.Source
		want    string // identifier and method; "?2" for so many candidates
		codes   string
	}{
		{"identifier", timeline.SourceKey{ID: "urn:1", Reel: "R"}, []timeline.Source{src("urn:2", timeline.SourceKey{Reel: "R"}, have), src("urn:1", timeline.SourceKey{}, have)}, "urn:1 id 100", ""},
		{"umid", timeline.SourceKey{UMID: "060a", Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R"}, have), src("urn:2", timeline.SourceKey{UMID: "060A"}, have)}, "urn:2 umid 100", ""},
		{"reel and timecode", timeline.SourceKey{Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R"}, far), src("urn:2", timeline.SourceKey{Reel: "r"}, have)}, "urn:2 reel 95", ""},
		{"file", timeline.SourceKey{File: "file:///x/My%20Clip.mov"}, []timeline.Source{src("urn:1", timeline.SourceKey{File: "MY CLIP.MOV"}, have)}, "urn:1 file 90", ""},
		{"clip", timeline.SourceKey{Reel: "AX", Clip: "12A-3"}, []timeline.Source{src("urn:1", timeline.SourceKey{Clip: "12A-3"}, have)}, "urn:1 clip 80", ""},
		{"frames not known", timeline.SourceKey{Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R"}, media.Range{})}, "urn:1 reel 80", ""},
		{"reel cut off", timeline.SourceKey{Reel: "A001C002"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "A001C002_1123"}, have)}, "urn:1 reelprefix 60", "PULL-0010"},
		{"two of one name", timeline.SourceKey{Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R"}, have), src("urn:2", timeline.SourceKey{Reel: "R"}, have)}, "?2", "PULL-0003"},
		{"two of one name, told apart by the clip", timeline.SourceKey{Reel: "R", Clip: "C2"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R", Clip: "C1"}, have), src("urn:2", timeline.SourceKey{Reel: "R", Clip: "C2"}, have)}, "urn:2 reel 95", ""},
		{"one thing listed twice", timeline.SourceKey{Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R"}, have), src("urn:1", timeline.SourceKey{Reel: "R"}, have)}, "urn:1 reel 95", ""},
		{"without the frames", timeline.SourceKey{Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "R"}, far)}, "?1", "PULL-0004"},
		{"not there", timeline.SourceKey{Reel: "R"}, []timeline.Source{src("urn:1", timeline.SourceKey{Reel: "S"}, have)}, "?0", "PULL-0004"},
	} {
		t.Run(c.name, func(t *testing.T) {
			cut := reel("v1", 0, ev{in: 100, out: 150, shot: "S_0010"})
			cut.Tracks[0].Events[0].Source = c.key
			plan := timeline.Pull(cut, nil, c.sources, timeline.PullPolicy{}, nil)
			p := plan.Shots[0].Plates[0]
			got := fmt.Sprintf("?%d", len(p.Candidates))
			if p.Source != "" {
				got = fmt.Sprintf("%s %s %d", p.Source, p.Match, p.Confidence)
			}
			if got != c.want || codes(plan) != c.codes {
				t.Errorf("got %s, findings %q, status %s; want %s, %q", got, codes(plan), p.Status, c.want, c.codes)
			}
		})
	}
}

func TestMergingPulls(t *testing.T) {
	events := []ev{
		{reel: "A001C001", in: 100, out: 150, shot: "S_0010"},
		{reel: "A001C001", in: 160, out: 200, shot: "S_0010"},
		{reel: "A001C001", in: 190, out: 230, shot: "S_0020"},
		{reel: "A001C001", in: 800, out: 850, shot: "S_0010"},
	}
	for merge, want := range map[string]string{
		"none": "S_0010 new S_0010_PL01_v001 new 92-158 h8/8 S_0010_PL02_v001 new 152-208 h8/8 S_0010_PL03_v001 new 792-858 h8/8; S_0020 new S_0020_PL01_v001 new 182-238 h8/8",
		"shot": "S_0010 new S_0010_PL01_v001 new 92-208 h8/8 S_0010_PL02_v001 new 792-858 h8/8; S_0020 new S_0020_PL01_v001 new 182-238 h8/8",
		"all":  "S_0010 new S_0010_PL01_v001 new 92-238 h8/8 S_0010_PL02_v001 new 792-858 h8/8; S_0020 new S_0010_PL01_v001 new 92-238 h8/8",
	} {
		plan := timeline.Pull(reel("v1", 0, events...), nil, reels(events, 100), timeline.PullPolicy{Merge: merge}, nil)
		if got := tellPlan(plan); got != want {
			t.Errorf("merge %s\n got  %s\n want %s", merge, got, want)
		}
	}
}

func TestPlateNamesAreChecked(t *testing.T) {
	events := []ev{{reel: "A001C001", in: 100, out: 150, shot: "S 10"}, {reel: "A001C002", in: 100, out: 150, shot: "S_0020"}}
	for template, want := range map[string]string{
		"":                           "PULL-0005",
		"{shot}":                     "PULL-0007 PULL-0007 PULL-0005",
		"PL{plate}_v{version}":       "PULL-0007 PULL-0006",
		"{shot}/{plate}_{version}":   "PULL-0005 PULL-0005 PULL-0005",
		"{show}_{plate}":             "PULL-0007",
		"{shot}_{plate:x}_{version}": "PULL-0007",
		"{shot}_{plate":              "PULL-0007",
	} {
		plan := timeline.Pull(reel("v1", 0, events...), nil, reels(events, 100), timeline.PullPolicy{PlateName: template}, nil)
		if got := codes(plan); got != want {
			t.Errorf("template %q: findings %q, want %q: %v", template, got, want, plan.Findings)
		}
	}
}

func TestWorkAcrossThreeCuts(t *testing.T) {
	v1 := five()
	first, second, third := reel("v1", 0, v1...), reel("v2", 0, v1[0], v1[1], v1[3], v1[4]), reel("v3", 0, v1...)
	sources := reels(v1, 100)
	have := pulled(timeline.Pull(first, nil, sources, timeline.PullPolicy{}, nil))
	plan := timeline.Pull(second, timeline.Diff(first, second, timeline.DiffOptions{}), sources, timeline.PullPolicy{}, have)
	if got, want := tellPlan(plan, "S_0030"), "S_0030 stop"; got != want {
		t.Errorf("second cut: %s, want %s", got, want)
	}
	changes := timeline.Diff(second, third, timeline.DiffOptions{History: []*timeline.Cut{first}})
	plan = timeline.Pull(third, changes, sources, timeline.PullPolicy{}, have)
	if got, want := tellPlan(plan, "S_0030"), "S_0030 resume S_0030_PL01_v001 covered 2992-3048 h8/8"; got != want {
		t.Errorf("third cut: %s, want %s", got, want)
	}
}

func TestCutWithoutShots(t *testing.T) {
	plan := timeline.Pull(reel("v1", 0, unnamed(five())...), nil, nil, timeline.PullPolicy{HeadHandle: -1, TailHandle: 4, HandlesIn: "source"}, nil)
	if got, want := tellPlan(plan, "E0002"), "E0002 new E0002_PL01_v001 unmatched 2000-2084 h0/4"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := codes(plan); got != "CUT-0021" {
		t.Errorf("findings %s", got)
	}
}

func TestKeyedRetime(t *testing.T) {
	cut := reel("v1", 0, ev{reel: "A001C001", in: 1000, out: 1100, rec: 100, shot: "S_0010"})
	at := func(n int64) media.Time { return media.Time{Value: n, Rate: media.R24} }
	cut.Tracks[0].Events[0].Retime = []timeline.Key{{Record: at(0), Source: at(0)}, {Record: at(50), Source: at(100), Interpolation: "smooth"}, {Record: at(100), Source: at(80)}}
	plan := timeline.Pull(cut, nil, nil, timeline.PullPolicy{}, nil)
	p := plan.Shots[0].Plates[0]                                        // twice as fast to the middle, then slowly back
	if p.SourceInFrame != 984 || p.SourceOutFrame != 1118 || !p.Keyed { // the curve leads beyond 1100 and comes back
		t.Errorf("range %d-%d, want 984-1118", p.SourceInFrame, p.SourceOutFrame)
	}
	if got := codes(plan); got != "PULL-0009" {
		t.Errorf("findings %s, want PULL-0009", got)
	}
	if got, want := fmt.Sprint(p.Curve), "[{1009 1000 } {1059 1100 smooth} {1109 1080 }]"; got != want {
		t.Errorf("curve %s, want %s", got, want)
	}
}

// TestKeyedPullHoldsWhatTheCurveShows: of straight lines exactly what they
// show, and of a curve through the keys every frame of it, whatever weight it
// gives to the lines that meet at a key.
func TestKeyedPullHoldsWhatTheCurveShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 6).Draw(t, "keys")
		way := rapid.SampledFrom([]string{"linear", "smooth2", "FCPCurve", "AvidCubicInterpolator"}).Draw(t, "way")
		curved := way == "FCPCurve" || way == "AvidCubicInterpolator"
		x, y := make([]int64, n), make([]int64, n)
		for i := 1; i < n; i++ {
			x[i] = x[i-1] + rapid.Int64Range(1, 60).Draw(t, "dx")
			y[i] = y[i-1] + rapid.Int64Range(-80, 160).Draw(t, "dy")
		}
		low := slices.Min(y)
		cut := reel("v1", 0, ev{reel: "R1", in: 50_000, out: 50_000 + max(slices.Max(y)-low, 1), rec: x[n-1], shot: "S_0010"})
		e := &cut.Tracks[0].Events[0]
		for i := range n {
			e.Retime = append(e.Retime, timeline.Key{Record: media.Time{Value: x[i], Rate: media.R24}, Source: media.Time{Value: y[i] - low, Rate: media.R24}, Interpolation: way})
		}
		p := timeline.Pull(cut, nil, nil, timeline.PullPolicy{HeadHandle: -1, TailHandle: -1}, nil).Shots[0].Plates[0]
		if !curved && (p.SourceInFrame != 50_000 || p.SourceOutFrame != 50_000+max(slices.Max(y)-low, 1)) {
			t.Fatalf("%s: keys %v %v, plate %d-%d", way, x, y, p.SourceInFrame, p.SourceOutFrame)
		}
		slope := func(i int) float64 {
			i = min(max(i, 0), n-2)
			return float64(y[i+1]-y[i]) / float64(x[i+1]-x[i])
		}
		for i := range n - 1 {
			w0, w1, dx := rapid.Float64Range(0, 1).Draw(t, "w"), rapid.Float64Range(0, 1).Draw(t, "w"), float64(x[i+1]-x[i])
			m0, m1 := slope(i-1)*w0+slope(i)*(1-w0), slope(i)*w1+slope(i+1)*(1-w1)
			if !curved {
				m0, m1 = slope(i), slope(i)
			}
			for step := range 21 {
				u := float64(step) / 20
				at := float64(y[i]-low)*(1+2*u)*(1-u)*(1-u) + dx*m0*u*(1-u)*(1-u) + float64(y[i+1]-low)*u*u*(3-2*u) - dx*m1*u*u*(1-u) + 50_000
				if at < float64(p.SourceInFrame)-1e-6 || at > float64(p.SourceOutFrame)+1e-6 {
					t.Fatalf("%s: keys %v %v, at %.2f of segment %d the source is %.3f, plate %d-%d", way, x, y, u, i, at, p.SourceInFrame, p.SourceOutFrame)
				}
			}
		}
	})
}

// TestHandlesInSourceFrames: of a retime they are as many frames of the source
// as the policy says, at the end where they are needed.
func TestHandlesInSourceFrames(t *testing.T) {
	policy := timeline.PullPolicy{HeadHandle: 3, TailHandle: 5, HandlesIn: "source"}
	for _, c := range []struct {
		name string
		e    ev
		want string
	}{
		{"forwards", ev{in: 100, out: 150}, "S_0010 new S_0010_PL01_v001 new 97-155 h3/5"},
		{"backwards", ev{in: 100, out: 150, speed: media.NewRatio(-1, 1)}, "S_0010 new S_0010_PL01_v001 new 95-153 h3/5"},
		{"twice the speed", ev{in: 100, out: 200, rec: 50, speed: media.NewRatio(2, 1)}, "S_0010 new S_0010_PL01_v001 new 97-205 h3/5"},
	} {
		c.e.reel, c.e.shot = "R1", "S_0010"
		if got := tellPlan(timeline.Pull(reel("v1", 0, c.e), nil, reels([]ev{c.e}, 100), policy, nil)); got != c.want {
			t.Errorf("%s\n got  %s\n want %s", c.name, got, c.want)
		}
	}
}

// TestWhyAPlateWillDo: the reason names what is left at which end.
func TestWhyAPlateWillDo(t *testing.T) {
	v := five()
	a, b := reel("v1", 0, v...), reel("v2", 0, edit(v, func(e []ev) []ev { e[1].in -= 2; e[1].out += 5; return e })...)
	have := pulled(timeline.Pull(a, nil, nil, timeline.PullPolicy{}, nil))
	for minimum, want := range map[int64]string{
		0: "the plate has every frame; of the handles 6 are left at the head and 3 at the tail",
		4: "3 frames of handle would be left, and the policy asks for 4",
	} {
		plan := timeline.Pull(b, nil, nil, timeline.PullPolicy{MinHandle: minimum}, have)
		if got := plan.Shots[1].Plates[0].Why; got != want {
			t.Errorf("at least %d: %q, want %q", minimum, got, want)
		}
	}
}

// TestTotals: a plate counts once however many shots it serves, and short is
// short at either end.
func TestTotals(t *testing.T) {
	events := []ev{
		{reel: "A", in: 100, out: 150, shot: "S_0010"}, {reel: "A", in: 150, out: 200, shot: "S_0020"},
		{reel: "B", in: 100, out: 150, shot: "S_0030"}, {reel: "C", in: 100, out: 150, shot: "S_0040"}, {reel: "D", in: 100, out: 150, shot: "S_0050"},
	}
	sources := reels(events, 100)
	sources[1].Available, sources[2].Available = media.Frames(96, 300, media.R24), media.Frames(0, 153, media.R24)
	plan := timeline.Pull(reel("v1", 0, events...), nil, sources, timeline.PullPolicy{Merge: "all"}, nil)
	if got := plan.Totals; got.Shots != 5 || got.Plates != 4 || got.Short != 2 || got.Frames != 116+62+61+66 {
		t.Errorf("totals %+v, want 5 shots, 4 plates, 2 short, %d frames", got, 116+62+61+66)
	}
}

// TestReverseAndFreezeFromLists: a list names both ends of what is run
// backwards, or the first frame alone; the same frames must be pulled.
func TestReverseAndFreezeFromLists(t *testing.T) {
	const head = "TITLE: X\nFCM: NON-DROP FRAME\n"
	line := func(in, out, m2 string) string {
		return head + "001  A001C001 V     C        " + in + " " + out + " 01:00:00:00 01:00:02:00\n" + "M2   A001C001       " + m2 + "\n* AB_0010\n"
	}
	for _, c := range []struct{ name, list, want string }{
		{"both ends", line("01:00:00:00", "01:00:02:00", "-024.0                01:00:00:00"), "AB_0010 new AB_0010_PL01_v001 unmatched 86392-86456 h8/8"},
		{"from the higher to the lower", line("01:00:02:00", "01:00:00:00", "-024.0                01:00:02:00"), "AB_0010 new AB_0010_PL01_v001 unmatched 86392-86456 h8/8"},
		{"first frame", line("01:00:01:23", "01:00:02:00", "-024.0                01:00:01:23"), "AB_0010 new AB_0010_PL01_v001 unmatched 86392-86456 h8/8"},
		{"first frame at twice the speed", line("01:00:01:23", "01:00:02:00", "-048.0                01:00:01:23"), "AB_0010 new AB_0010_PL01_v001 unmatched 86336-86464 h8/8"},
		{"frozen", line("01:00:01:23", "01:00:02:00", "000.0                01:00:01:23"), "AB_0010 new AB_0010_PL01_v001 unmatched 86447-86448 h0/0"},
	} {
		plan := timeline.Pull(readList(t, c.list), nil, nil, timeline.PullPolicy{}, nil)
		if told := tellPlan(plan); told != c.want || codes(plan) != "" {
			t.Errorf("%s: plan %s, findings %s, want %s", c.name, told, codes(plan), c.want)
		}
	}
}

func TestContradictionIsPulledInFull(t *testing.T) {
	plan := timeline.Pull(reel("v1", 0, ev{reel: "A001C001", in: 1000, out: 1060, rec: 50, shot: "S_0010"}), nil, nil, timeline.PullPolicy{}, nil)
	if p := plan.Shots[0].Plates[0]; p.SourceInFrame != 992 || p.SourceOutFrame != 1060 || codes(plan) != "PULL-0011" {
		t.Errorf("range %d-%d, findings %v", p.SourceInFrame, p.SourceOutFrame, plan.Findings)
	}
}

// TestPullHoldsWhatTheCutShows: whatever the speed, a plate of a source that
// has everything holds every frame seen and the handles asked for.
func TestPullHoldsWhatTheCutShows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num, den := rapid.Int64Range(-400, 400).Draw(t, "num"), rapid.Int64Range(1, 200).Draw(t, "den")
		rec, h := rapid.Int64Range(1, 300).Draw(t, "rec"), rapid.Int64Range(1, 24).Draw(t, "handles")
		speed := media.NewRatio(num, den)
		v := speed
		if v.Num < 0 {
			v = v.Neg()
		}
		length := max((rec*v.Num+v.Den-1)/v.Den, 1)
		cut := reel("v1", 0, ev{reel: "R1", in: 50_000, out: 50_000 + length, rec: rec, speed: speed, shot: "S_0010"})
		p := timeline.Pull(cut, nil, nil, timeline.PullPolicy{HeadHandle: h, TailHandle: h}, nil).Shots[0].Plates[0]
		for f := -h; f < rec+h; f++ {
			at := 50_000 + f*v.Num/v.Den
			if f < 0 && f*v.Num%v.Den != 0 {
				at--
			}
			if speed.Num < 0 { // the frame that ends where the source boundary is
				at = 50_000 + length - 1 - f*v.Num/v.Den
			}
			if speed.Num == 0 {
				at = 50_000
			}
			if at < p.SourceInFrame || at >= p.SourceOutFrame {
				t.Fatalf("speed %s: frame %d shows source %d, plate is %d-%d", speed, f, at, p.SourceInFrame, p.SourceOutFrame)
			}
		}
		if speed.Num != 0 && (p.HeadHandle < h || p.TailHandle < h) {
			t.Fatalf("handles %d/%d, want %d", p.HeadHandle, p.TailHandle, h)
		}
	})
}
