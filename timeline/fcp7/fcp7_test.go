package fcp7_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/fcp7"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

const rate24 = `<rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate>`

// sequence wraps items into a sequence of one video track from 01:00:00:00.
func sequence(items string) string {
	return `<?xml version="1.0"?><!DOCTYPE xmeml><xmeml version="5"><sequence id="s"><name>cut</name>` + rate24 +
		`<timecode>` + rate24 + `<frame>86400</frame><string>01:00:00:00</string><displayformat>NDF</displayformat></timecode>
<media><video><track>` + items + `</track></video></media></sequence></xmeml>`
}

func clip(id string, start, end, in, out int, more string) string {
	return fmt.Sprintf(`<clipitem id="%s"><name>%[1]s</name><duration>1000</duration>%s<start>%d</start><end>%d</end><in>%d</in><out>%d</out>%s</clipitem>
`, id, rate24, start, end, in, out, more)
}

func filter(params ...string) string {
	var b strings.Builder
	for i := 0; i < len(params); i += 2 {
		b.WriteString("<parameter><parameterid>" + params[i] + "</parameterid>")
		if strings.HasPrefix(params[i+1], "<") {
			b.WriteString(params[i+1] + "</parameter>")
			continue
		}
		b.WriteString("<value>" + params[i+1] + "</value></parameter>")
	}
	return `<filter><effect><effectid>timeremap</effectid>` + b.String() + `</effect></filter>`
}

func key(when, value string) string {
	return "<keyframe><when>" + when + "</when><value>" + value + "</value></keyframe>"
}

const dissolve = `<transitionitem><start>90</start><end>110</end><alignment>%s</alignment><effect><name>%s</name><effectid>x</effectid><effectcategory>%s</effectcategory></effect></transitionitem>`

func read(t testing.TB, in string) (*timeline.Cut, *finding.Report) {
	t.Helper()
	c, report, err := fcp7.Read(strings.NewReader(in), fcp7.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c, report
}

func TestEvents(t *testing.T) {
	for name, c := range map[string]struct {
		items string
		want  string // lines, then the codes of the findings
	}{
		"plain":          {clip("a", 0, 10, 5, 15, ""), "V1 a 5-15@24000/1001 86400-86410 1/1"},
		"centre":         {clip("a", 0, -1, 0, 110, "") + fmt.Sprintf(dissolve, "center", "Cross Dissolve", "Dissolve") + clip("b", -1, 200, 50, 160, ""), "V1 a 0-100@24000/1001 86400-86500 1/1|V1 b 60-160@24000/1001 86500-86600 1/1 dissolve 10/20"},
		"start":          {clip("a", 0, -1, 0, 110, "") + fmt.Sprintf(dissolve, "start", "Edge", "Wipe") + clip("b", 90, 200, 50, 160, ""), "V1 a 0-90@24000/1001 86400-86490 1/1|V1 b 50-160@24000/1001 86490-86600 1/1 wipe 0/20"},
		"end":            {clip("a", 0, 110, 0, 110, "") + fmt.Sprintf(dissolve, "end", "Cube", "3D") + clip("b", -1, 200, 50, 160, ""), "V1 a 0-110@24000/1001 86400-86510 1/1|V1 b 70-160@24000/1001 86510-86600 1/1 other 20/20"},
		"fade in":        {fmt.Sprintf(dissolve, "start-black", "Cross Dissolve", "Dissolve") + clip("b", 90, 200, 50, 160, ""), "V1 b 50-160@24000/1001 86490-86600 1/1 fade 0/20"},
		"fade out":       {clip("a", 0, -1, 0, 110, "") + fmt.Sprintf(dissolve, "end-black", "Cross Dissolve", "Dissolve"), "V1 a 0-110@24000/1001 86400-86510 1/1|V1  0-0@24000/1001 86510-86510 1/1 fade 20/20"},
		"half speed":     {clip("a", 0, 100, 20, 120, filter("speed", "50")), "V1 a 10-60@24000/1001 86400-86500 1/2"},
		"reverse":        {clip("a", 0, 100, 100, 200, filter("speed", "100", "reverse", "TRUE")), "V1 a 800-900@24000/1001 86400-86500 -1/1"},
		"negative":       {clip("a", 0, 100, 100, 200, filter("speed", "-50")), "V1 a 400-450@24000/1001 86400-86500 -1/2"},
		"freeze":         {clip("a", 0, 100, 7, 107, filter("speed", "0")), "V1 a 7-8@24000/1001 86400-86500 0/1"},
		"keyed":          {clip("a", 0, 100, 0, 100, filter("variablespeed", "1", "graphdict", key("0", "0")+key("50", "25")+key("100", "125"))), "V1 a 0-125@24000/1001 86400-86500 5/4"},
		"keyed steadily": {clip("a", 0, 100, 0, 100, filter("variablespeed", "1", "graphdict", key("0", "10")+key("100", "60"))), "V1 a 10-60@24000/1001 86400-86500 1/2"},
		"one key":        {clip("a", 0, 100, 0, 100, filter("variablespeed", "1", "graphdict", key("0", "10"))), "V1 a 0-100@24000/1001 86400-86500 1/1|FCP7-0014"},
		"no speed":       {clip("a", 0, 100, 0, 100, filter("variablespeed", "0")), "V1 a 0-100@24000/1001 86400-86500 1/1|FCP7-0014"},
		"bad speed":      {clip("a", 0, 100, 0, 100, filter("speed", "fast")), "V1 a 0-100@24000/1001 86400-86500 1/1|FCP7-0014"},
		"filter off":     {clip("a", 0, 100, 0, 100, strings.Replace(filter("speed", "50"), "<effect>", "<enabled>FALSE</enabled><effect>", 1)), "V1 a 0-100@24000/1001 86400-86500 1/1"},
		"lost start":     {clip("a", -1, 100, 0, 40, ""), "V1 a 0-40@24000/1001 86460-86500 1/1|FCP7-0010"},
		"lost end":       {clip("a", 0, -1, 0, 40, ""), "V1 a 0-40@24000/1001 86400-86440 1/1|FCP7-0010"},
		"lengths":        {clip("a", 0, 30, 0, 40, ""), "V1 a 0-40@24000/1001 86400-86430 1/1|FCP7-0011"},
		"backwards":      {clip("a", 30, 0, 40, 0, ""), "V1 a 40-40@24000/1001 86430-86430 1/1|FCP7-0016|FCP7-0011|FCP7-0016"},
		"disabled":       {clip("a", 0, 10, 0, 10, "<enabled>FALSE</enabled>"), "V1 a 0-10@24000/1001 86400-86410 1/1 off"},
		"track disabled": {clip("a", 0, 10, 0, 10, "") + "<enabled>FALSE</enabled>", "V1 a 0-10@24000/1001 86400-86410 1/1 off"},
		"slug":           {strings.ReplaceAll(clip("a", 0, 10, 0, 10, "<effect><effectid>Slug</effectid></effect>"), "clipitem", "generatoritem"), "V1 a 0-10@24000/1001 86400-86410 1/1"},
		"unknown":        {"<hologram/>" + clip("a", 0, 10, 0, 10, ""), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0015"},
		"bad number":     {strings.Replace(clip("a", 0, 10, 0, 10, ""), "<start>0<", "<start>x<", 1), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0008"},
		"part frames":    {strings.Replace(clip("a", 0, 10, 0, 10, ""), "<start>0<", "<start>0.5<", 1), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0008"},
		"bad rate":       {strings.Replace(clip("a", 0, 10, 0, 10, ""), "24</timebase>", "0</timebase>", 1), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0007"},
		"link":           {clip("a", 0, 10, 0, 10, "<link><linkclipref>z</linkclipref></link>"), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0017"},
		"file nowhere":   {clip("a", 0, 10, 0, 10, `<file id="f"/>`), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0012"},
		"no length":      {"<transitionitem><start>9</start><end>9</end></transitionitem>" + clip("a", 0, 10, 0, 10, ""), "V1 a 0-10@24000/1001 86400-86410 1/1 other 0/0|FCP7-0016"},
		"loop":           {clip("a", 0, 10, 0, 10, `<sequence id="s"/>`), "V1 a 0-10@24000/1001 86400-86410 1/1|FCP7-0013"},
		"multiclip": {clip("m", 0, 10, 0, 10, `<multiclip><angle><clip><file><name>one</name></file></clip></angle><angle><activevideoangle>TRUE</activevideoangle><clip><file><name>two</name></file></clip></angle></multiclip>`),
			"V1 m 0-10@24000/1001 86400-86410 1/1"},
	} {
		cut, report := read(t, sequence(c.items))
		var got []string
		for _, tr := range cut.Tracks {
			for _, e := range tr.Events {
				got = append(got, line(tr, e))
			}
		}
		seen := map[finding.Code]bool{}
		for _, f := range report.Findings() {
			if f.Line == 0 || f.XPath == "" {
				t.Errorf("%s: %v has no place", name, f)
			}
			if key := f.Code; !seen[key] || name == "backwards" {
				got = append(got, string(f.Code))
			}
			seen[f.Code] = true
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, s, c.want)
		}
	}
}

func TestSource(t *testing.T) {
	cut, report := read(t, sequence(clip("a", 0, 10, 5, 15, `<file id="f"><name>A001.mov</name><pathurl>file://localhost/A001.mov</pathurl>`+rate24+
		`<duration>500</duration><timecode>`+rate24+`<string>02:00:00:00</string><displayformat>NDF</displayformat><reel><name>A001R1</name></reel></timecode></file>
<comments><mastercomment1>good one</mastercomment1></comments><marker><name>m</name><comment>here</comment><in>7</in><out>-1</out><color><red>1</red><green>2</green><blue>3</blue></color></marker><labels><label2>Iris</label2></labels>`)+
		clip("b", 10, 20, 0, 10, `<file id="f"/>`)))
	if report.Len() != 0 {
		t.Errorf("findings %v, want none", report.Findings())
	}
	a, b := cut.Tracks[0].Events[0], cut.Tracks[0].Events[1]
	if a.Source.Reel != "A001R1" || a.Source.File != "file://localhost/A001.mov" || b.Source.Reel != "A001R1" {
		t.Errorf("sources %+v, %+v", a.Source, b.Source)
	}
	if a.SourceRange.In.Value != 172805 || a.Available.In.Value != 172800 || a.Available.Out.Value != 173300 {
		t.Errorf("source %v of %v, want 172805 of 172800-173300", a.SourceRange, a.Available)
	}
	if m := a.Markers[0]; m.At.In.Value != 172807 || m.Name != "m" || m.Comment != "here" || m.Colour != "1,2,3" {
		t.Errorf("marker %+v", m)
	}
	if len(a.Comment) != 1 || a.Comment[0] != "good one" {
		t.Errorf("comments %q", a.Comment)
	}
	if got, want := string(a.Foreign["labels"]), `["\u003clabels\u003e\u003clabel2\u003eIris\u003c/label2\u003e\u003c/labels\u003e"]`; got != want {
		t.Errorf("labels %s, want %s", got, want)
	}
}

func TestKeysAreCountedFromTheEvent(t *testing.T) {
	cut, _ := read(t, sequence(clip("a", 0, 80, 10, 90, filter("variablespeed", "1", "graphdict", key("0", "0")+key("50", "25")+key("100", "125")))))
	e := cut.Tracks[0].Events[0]
	if len(e.Retime) != 3 || e.Retime[1].Record.Value != 40 || e.Retime[1].Source.Value != 20 || e.SourceRange.In.Value != 5 {
		t.Errorf("keys %+v over %v, want 40 -> 20 from 5", e.Retime, e.SourceRange)
	}
}

func TestDocuments(t *testing.T) {
	nested := `<sequence id="n"><name>inner</name>` + rate24 + `<media><audio><track>` + clip("z", 0, 5, 0, 5, "") + `</track></audio></media></sequence>`
	two := sequence(clip("a", 0, 5, 0, 5, nested) + clip("b", 5, 10, 0, 5, `<sequence id="n"/>`))
	cut, report := read(t, two)
	a, b := cut.Tracks[0].Events[0], cut.Tracks[0].Events[1]
	if report.Len() != 0 || a.Nested == nil || a.Nested != b.Nested || a.Nested.Name != "inner" {
		t.Errorf("nested %v and %v, findings %v; want the same cut", a.Nested, b.Nested, report.Findings())
	}
	all, _, err := fcp7.ReadAll(strings.NewReader(two), fcp7.Options{})
	if err != nil || len(all) != 1 {
		t.Errorf("ReadAll gives %d cuts, %v; want 1", len(all), err)
	}
	for in, code := range map[string]finding.Code{
		"<fcpxml/>": "FCP7-0004", "<xmeml version='9'/>": "FCP7-0005", "<xmeml version='5'/>": "FCP7-0006", "": "FCP7-0001",
		"<!DOCTYPE xmeml [ ]><xmeml/>": "FCP7-0003", "<xmeml version='5'><sequence/></xmeml>": "FCP7-0007",
		"<xmeml version='5'>" + strings.Repeat("<bin>", 200):      "FCP7-0002",
		strings.Replace(two, ">01:00:00:00<", ">01:00:00:01<", 1): "FCP7-0009", strings.Replace(two, ">01:00:00:00<", ">never<", 1): "FCP7-0009",
		strings.Replace(two, ">01:00:00:00<", ">01:00:00:99<", 1): "FCP7-0009",
	} {
		if _, report := read(t, in); !report.Has(code) {
			t.Errorf("%.60s: %v, want %s", in, report.Findings(), code)
		}
	}
	if c, report, err := fcp7.Read(strings.NewReader(two), fcp7.Options{Sequence: "other"}); err != nil || !report.Has("FCP7-0006") || c.Events() != 0 {
		t.Errorf("an absent sequence: %v, %v", report.Findings(), err)
	}
	if c, _, err := fcp7.Read(strings.NewReader(two), fcp7.Options{Sequence: "s"}); err != nil || c.Name != "cut" {
		t.Errorf("by id: %v, %v", c.Name, err)
	}
	if _, _, err := fcp7.Read(iotest.ErrReader(errors.New("no")), fcp7.Options{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("err = %v, want kind unavailable", err)
	}
	if _, _, err := fcp7.ReadAll(iotest.ErrReader(errors.New("no")), fcp7.Options{}); !errs.Is(err, errs.Unavailable) {
		t.Errorf("err = %v, want kind unavailable", err)
	}
}

func TestSequenceMarkersAndDropFrame(t *testing.T) {
	cut, _ := read(t, `<xmeml version="5"><sequence><name>d</name><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate><timecode><string>01;00;00;00</string><displayformat>DF</displayformat></timecode>
<media/><marker><name>x</name><in>10</in><out>20</out><pproColor>7</pproColor></marker></sequence></xmeml>`)
	if !cut.DropFrame || cut.Start.Value != 107892 || len(cut.Markers) != 1 || cut.Markers[0].At.In.Value != 107902 || cut.Markers[0].Colour != "7" {
		t.Errorf("cut %+v", cut)
	}
}

// Forty sequences, each holding the next twice, would unfold to 2^40 events.
func TestNestingThatUnfoldsWithoutEnd(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<xmeml version="5">`)
	for i := range 40 {
		ref := fmt.Sprintf(`<sequence id="s%d"/>`, i+1)
		b.WriteString(fmt.Sprintf(`<sequence id="s%d"><name>s</name>`, i) + rate24 + `<media><video><track>` + clip("a", 0, 5, 0, 5, ref) + clip("b", 5, 10, 0, 5, ref) + `</track></video></media></sequence>`)
	}
	b.WriteString(`<sequence id="s40"><name>s</name>` + rate24 + `<media><video><track>` + clip("a", 0, 5, 0, 5, "") + `</track></video></media></sequence></xmeml>`)
	cut, report := read(t, b.String())
	if !report.Has("FCP7-0002") || unfolded(cut) > 21_000 {
		t.Errorf("%d events, findings %v; want a bound", unfolded(cut), report.Findings())
	}
}

func TestDeepSequences(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		b.WriteString(fmt.Sprintf(`<sequence id="s%d"><name>s</name>`, i) + rate24 + `<media><video><track>` + clip("a", 0, 5, 0, 5, fmt.Sprintf(`<sequence id="s%d"/>`, i+1)) + `</track></video></media></sequence>`)
	}
	if _, report := read(t, `<xmeml version="5">`+b.String()+`</xmeml>`); !report.Has("FCP7-0002") {
		t.Errorf("%v, want a bound", report.Findings())
	}
}

func unfolded(c *timeline.Cut) int {
	n := c.Events()
	for _, t := range c.Tracks {
		for _, e := range t.Events {
			if e.Nested != nil {
				n += unfolded(e.Nested)
			}
		}
	}
	return n
}

func TestRules(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range fcp7.Rules() {
		if seen[r.Code] || r.Summary == "" {
			t.Errorf("rule %+v is there twice or has no summary", r)
		}
		seen[r.Code] = true
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sequence(clip("a", 0, -1, 0, 110, filter("speed", "-50")) + fmt.Sprintf(dissolve, "center", "x", "Dissolve") + clip("b", -1, 200, 50, 160, `<file id="f"/>`)))
	f.Add(sequence(clip("a", 0, 100, 0, 100, filter("variablespeed", "1", "graphdict", key("0", "0")+key("50", "25")+key("100", "125")))))
	f.Add(sequence(clip("a", 0, 10, 0, 10, `<sequence id="s"/>`)))
	f.Add(sequence(clip("m", 0, 10, 0, 10, `<multiclip><angle><clip><file><name>one</name><timecode><string>01:00:00;00</string></timecode></file></clip></angle></multiclip>`)))
	f.Fuzz(func(t *testing.T, in string) {
		c, report, err := fcp7.Read(strings.NewReader(in), fcp7.Options{Limits: xmlnode.Limits{Elements: 10000}})
		if err != nil || c == nil || report == nil {
			t.Fatalf("cut %v, report %v, err %v", c, report, err)
		}
		for _, tr := range c.Tracks {
			for _, e := range tr.Events {
				if e.Record.Out.Cmp(e.Record.In) < 0 {
					t.Errorf("event %d ends before it begins: %v", e.N, e.Record)
				}
			}
		}
	})
}
