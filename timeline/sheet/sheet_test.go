package sheet_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/ale"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/timeline/otio"
	"github.com/selsyn/selsyn/timeline/sheet"
)

func event(n int, reel, shot string, in, rec, length int64) timeline.Event {
	return timeline.Event{
		N: n, Number: string(rune('0' + n)), Source: timeline.SourceKey{Reel: reel, Clip: "=" + reel}, Shot: shot, Enabled: true, Speed: media.NewRatio(1, 1),
		SourceRange: media.Frames(in, in+length, media.R24), Record: media.Frames(rec, rec+length, media.R24),
	}
}

// turnover is the second of two cuts: shot 20 is longer, 30 is omitted, 40 is
// new, and its source is not registered.
func turnover(t *testing.T, keep func(string) bool) *sheet.Document {
	t.Helper()
	cut := func(name string, events ...timeline.Event) *timeline.Cut {
		return &timeline.Cut{Name: name, Rate: media.R24, Start: media.Time{Value: 86400, Rate: media.R24}, Tracks: []timeline.Track{{Name: "V1", Kind: timeline.Video, Events: events}}}
	}
	a := cut("REEL1_V1", event(1, "A001C001", "S_0010", 100, 86400, 50), event(2, "A001C002", "S_0020", 100, 86450, 50), event(3, "A001C003", "S_0030", 100, 86500, 50))
	b := cut("REEL1_V2", event(1, "A001C001", "S_0010", 100, 86400, 50), event(2, "A001C002", "S_0020", 100, 86450, 62), event(3, "A001C004", "S_0040", 100, 86512, 50))
	b.Tracks[0].Events[1].Transition = &timeline.Transition{Type: timeline.Dissolve, Length: media.Time{Value: 8, Rate: media.R24}}
	b.Tracks[0].Events[1].CDL = &timeline.CDL{Slope: [3]string{"1.1", "1", "1"}, Offset: [3]string{"0", "0", "0"}, Power: [3]string{"1", "1", "1"}, Saturation: "0.9"}
	var sources []timeline.Source
	for _, r := range []string{"A001C001", "A001C002", "A001C003"} {
		sources = append(sources, timeline.Source{ID: "urn:x-test:" + r, Key: timeline.SourceKey{Reel: r}, Available: media.Frames(0, 165, media.R24), Checksum: "sha1:00", Size: 1000})
	}
	first := timeline.Pull(a, nil, sources, timeline.PullPolicy{}, nil)
	var have timeline.PulledPlates
	for _, s := range first.Shots {
		for i := range s.Plates {
			have = append(have, s.Plates[i].Pulled(s.Shot))
		}
	}
	changes := timeline.Diff(a, b, timeline.DiffOptions{})
	plan := timeline.Pull(b, changes, sources, timeline.PullPolicy{}, have)
	return sheet.New(sheet.Header{
		Show: "Test <Show>", Cut: sheet.CutRef{Version: "v2", Digest: "sha256:ab"}, Previous: &sheet.CutRef{Name: "REEL1_V1"},
		Vendors: []string{"Vendor A"}, Approver: "An Editor", Due: "2026-12-01", Colour: sheet.Colour{Space: "ACES2065-1"},
		Refs: []sheet.Reference{{Kind: "picture", Asset: "urn:x-test:qt"}},
	}, b, plan, changes, map[string]sheet.Detail{"S_0020": {Sequence: "S", Vendor: "Vendor A"}}, keep)
}

func TestDocumentHoldsShotsPlatesAndSums(t *testing.T) {
	d := turnover(t, nil)
	var works []string
	for _, s := range d.Shots {
		works = append(works, s.Shot+" "+string(s.Work))
	}
	if want := []string{"S_0010 update", "S_0020 update", "S_0040 new", "S_0030 stop"}; !slices.Equal(works, want) {
		t.Errorf("works %v, want %v", works, want)
	}
	if d.Totals.CutFrames != 58+62+50 || d.Totals.Again != 1 || d.Totals.Unmatched != 1 || d.Totals.Short != 2 {
		t.Errorf("totals %+v", d.Totals)
	}
	if got := d.Shots[1].Transitions; len(got) != 1 || got[0] != "dissolve of 8 frames at the head of event 2" {
		t.Errorf("transitions %q", got)
	}
	if d.Header.Cut.Name != "REEL1_V2" || d.Summary.Omitted != 1 {
		t.Errorf("cut %+v, summary %+v", d.Header.Cut, d.Summary)
	}
}

func TestDocumentOfOneVendorHoldsOnlyItsShots(t *testing.T) {
	d := turnover(t, func(shot string) bool { return shot == "S_0010" })
	if len(d.Shots) != 1 || d.Totals.Shots != 1 || d.Totals.Plates != 1 {
		t.Errorf("%d shots, totals %+v, want one of each", len(d.Shots), d.Totals)
	}
	for _, f := range d.Findings {
		if strings.Contains(f.Text, "A001C004") || strings.Contains(f.Text, "S_0020") {
			t.Errorf("a finding speaks of another vendor's shot: %s", f.Text)
		}
	}
}

func TestJSONRoundTripAndSchema(t *testing.T) {
	d := turnover(t, nil)
	var first, second bytes.Buffer
	if err := d.WriteJSON(&first); err != nil {
		t.Fatal(err)
	}
	back, err := sheet.Read(bytes.NewReader(first.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := back.WriteJSON(&second); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("read and written again it differs, %v:\n%s\n%s", err, first.String(), second.String())
	}
	var schema, doc map[string]any
	if err := json.Unmarshal(sheet.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(first.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, e := range violations(schema, doc, "") {
		t.Error(e)
	}
	if _, err := sheet.Read(strings.NewReader(`{"form":"other/1"}`)); err == nil {
		t.Error("a document of another form was read")
	}
	if _, err := sheet.Read(strings.NewReader(`{`)); err == nil {
		t.Error("half a document was read")
	}
}

// violations checks the few words of JSON Schema that ours uses.
func violations(schema map[string]any, v any, at string) []string {
	var all []string
	switch v := v.(type) {
	case map[string]any:
		properties, ok := schema["properties"].(map[string]any)
		if !ok {
			return []string{at + " is an object"}
		}
		for _, r := range list(schema["required"]) {
			if _, ok := v[r.(string)]; !ok {
				all = append(all, at+"/"+r.(string)+" is missing")
			}
		}
		for k, item := range v {
			p, ok := properties[k].(map[string]any)
			if !ok {
				all = append(all, at+"/"+k+" is not in the schema")
				continue
			}
			all = append(all, violations(p, item, at+"/"+k)...)
		}
	case []any:
		items, ok := schema["items"].(map[string]any)
		if !ok {
			return []string{at + " is a list"}
		}
		for _, item := range v {
			all = append(all, violations(items, item, at+"/-")...)
		}
	case string:
		if schema["type"] != "string" && schema["const"] != v {
			all = append(all, at+" is a string")
		}
	case float64:
		if schema["type"] != "integer" {
			all = append(all, at+" is a number")
		}
	case bool:
		if schema["type"] != "boolean" {
			all = append(all, at+" is a boolean")
		}
	default:
		all = append(all, at+" is null")
	}
	return all
}

func list(v any) []any {
	l, _ := v.([]any)
	return l
}

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	if err := turnover(t, nil).Render(&out, "csv"); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v, want a heading and four", len(rows), err)
	}
	at := slices.Index(rows[0], "Clip")
	if got := rows[1][at]; got != "'=A001C001" {
		t.Errorf("clip %q could be taken for a formula", got)
	}
	for name, want := range map[string]string{
		"Shot": "S_0020", "Sequence": "S", "Vendor": "Vendor A", "Work": "update", "Changes": "tail +12; transition cut -> dissolve 8; colour changed",
		"Transitions": "dissolve of 8 frames at the head of event 2", "Available in": "00:00:00:00", "Available out": "00:00:06:21",
		"Short tail": "5", "Bytes": "1000", "Match": "reel", "Confidence": "95",
	} {
		if i := slices.Index(rows[0], name); i < 0 || rows[2][i] != want {
			t.Errorf("column %q of %v, want %q", name, rows[2], want)
		}
	}
}

func TestCountSheet(t *testing.T) {
	var out bytes.Buffer
	if err := turnover(t, nil).Render(&out, "xlsx"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Count sheet")
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows, %v, want a heading, four and the sums", len(rows), err)
	}
	if got := rows[5][slices.Index(rows[0], "Frames")]; rows[5][0] != "4 shots" || got != "170" {
		t.Errorf("sums %q, want 4 shots and 170 frames", rows[5])
	}
	clip, err := excelize.CoordinatesToCellName(slices.Index(rows[0], "Clip")+1, 2)
	if err != nil {
		t.Fatal(err)
	}
	if formula, err := f.GetCellFormula("Count sheet", clip); err != nil || formula != "" {
		t.Errorf("a clip's name became the formula %q, %v", formula, err)
	}
	if page, err := f.GetPageLayout("Count sheet"); err != nil || *page.Orientation != "landscape" || *page.FitToWidth != 1 {
		t.Errorf("printed %+v, %v, want on its side and as wide as the paper", page, err)
	}
	about, err := f.GetRows("Turnover")
	if err != nil || about[0][1] != "Test <Show>" {
		t.Errorf("about %q, %v", about, err)
	}
}

func TestPage(t *testing.T) {
	var out bytes.Buffer
	if err := turnover(t, nil).Render(&out, "html"); err != nil {
		t.Fatal(err)
	}
	page := out.String()
	for _, want := range []string{"Test &lt;Show&gt;", "<svg", "S_0020_PL01_v002", "re-pull", "tail &#43;12", "short 0 &#43; ", "S_0030", "ACES2065-1"} {
		if !strings.Contains(page, want) && !strings.Contains(page, strings.ReplaceAll(want, "&#43;", "+")) {
			t.Errorf("the page has no %q", want)
		}
	}
	for _, never := range []string{"<script", "<Show>", "ZgotmplZ"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %q", never)
		}
	}
}

func TestPullListReadsBack(t *testing.T) {
	d := turnover(t, nil)
	var out bytes.Buffer
	if err := d.Render(&out, "edl"); err != nil {
		t.Fatal(err)
	}
	cut, _, err := edl.Read(bytes.NewReader(out.Bytes()), edl.Options{Rate: media.R24})
	if err != nil || cut.Events() != 4 {
		t.Fatalf("%v, %d events, want the three plates and the stopped shot in\n%s", err, cut.Events(), out.String())
	}
	for _, want := range []string{"* FROM CLIP NAME: S_0020_PL01_v002\n", "* COMMENT: re-pull, comp 1001 to 1073, cut 1009 to 1070, of clip =A001C002\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	timeline.ApplyShots(cut, timeline.ShotRule{})
	e := cut.Tracks[0].Events[1]
	if e.Shot != "S_0020" || e.Source.Reel != "A001C002" || e.SourceRange != media.Frames(92, 165, media.R24) {
		t.Errorf("event %+v of\n%s", e, out.String())
	}
	if got := len(d.Cut(false).Tracks[0].Events); got != 3 {
		t.Errorf("%d events, want two plates to pull and a stopped shot", got)
	}
}

func TestPullTimelineReadsBack(t *testing.T) {
	var out bytes.Buffer
	if err := turnover(t, nil).Render(&out, "otio"); err != nil {
		t.Fatal(err)
	}
	cut, _, err := otio.Read(&out, otio.Options{})
	if err != nil || cut.Events() != 4 {
		t.Fatalf("%v, %d events, want the three plates and the stopped shot", err, cut.Events())
	}
	if e := cut.Tracks[0].Events[1]; e.Source.Clip != "S_0020_PL01_v002" || e.SourceRange != media.Frames(92, 165, media.R24) {
		t.Errorf("event %+v", e)
	}
}

func TestALE(t *testing.T) {
	var out bytes.Buffer
	if err := turnover(t, nil).Render(&out, "ale"); err != nil {
		t.Fatal(err)
	}
	log := out.String()
	cut, rep, err := ale.Read(&out, ale.Options{})
	if err != nil || rep.Failed() || cut.Rate != media.R24 || cut.Events() != 4 {
		t.Fatalf("%v, %v, %d clips, want four in\n%s", err, rep.Findings(), cut.Events(), log)
	}
	e := cut.Tracks[0].Events[1]
	if e.Source.Clip != "S_0020_PL01_v002" || e.Source.Reel != "A001C002" || e.SourceRange != media.Frames(92, 165, media.R24) ||
		e.CDL == nil || e.CDL.Saturation != "0.9" || !slices.Equal(e.Comment, []string{"re-pull"}) || !strings.Contains(string(e.Foreign[ale.ColumnsKey]), `"Shot":"S_0020"`) {
		t.Errorf("got %+v in\n%s", e, log)
	}
}

// TestStoppedWorkIsInEveryRendering: whoever is handed a document is told to
// stop, also where it holds nothing else, and each reads back without an error.
func TestStoppedWorkIsInEveryRendering(t *testing.T) {
	cut := &timeline.Cut{Name: "REEL1_V2", Rate: media.R24}
	plan := &timeline.PullPlan{Cut: cut.Name, Rate: media.R24, Shots: []timeline.PlannedShot{{Shot: "S_0030", Work: timeline.WorkStop, Plates: []timeline.Plate{}}}}
	only := sheet.New(sheet.Header{Vendors: []string{"Vendor A"}}, cut, plan, nil, nil, nil)
	nothing := sheet.New(sheet.Header{}, cut, &timeline.PullPlan{Rate: media.R24}, nil, nil, nil)
	for name, d := range map[string]*sheet.Document{"with plates": turnover(t, nil), "without": only} {
		for format, want := range map[string]string{
			"json": `"status": "stopped"`, "edl": "* COMMENT: STOPPED: shot S_0030", "otio": "STOPPED: shot S_0030", "ale": "STOPPED: shot S_0030",
			"csv": "S_0030,,,Vendor A,,stopped,stop,", "html": "<b>S_0030</b></td><td colspan=\"12\"><span class=\"key omitted\"></span><b>stopped</b>",
		} {
			var out bytes.Buffer
			if err := d.Render(&out, format); err != nil || !strings.Contains(out.String(), want) {
				t.Errorf("%s, %s: %v, no %q in\n%s", name, format, err, want, out.String())
			}
		}
	}
	for name, d := range map[string]*sheet.Document{"with plates": turnover(t, nil), "stopped only": only, "nothing": nothing} {
		for format, read := range map[string]func(*bytes.Buffer) (*timeline.Cut, *finding.Report, error){
			"edl":  func(b *bytes.Buffer) (*timeline.Cut, *finding.Report, error) { return edl.Read(b, edl.Options{}) },
			"otio": func(b *bytes.Buffer) (*timeline.Cut, *finding.Report, error) { return otio.Read(b, otio.Options{}) },
			"ale":  func(b *bytes.Buffer) (*timeline.Cut, *finding.Report, error) { return ale.Read(b, ale.Options{}) },
		} {
			var out bytes.Buffer
			if err := d.Render(&out, format); err != nil {
				t.Fatal(err)
			}
			text := out.String()
			if cut, rep, err := read(&out); err != nil || rep.Failed() || cut.Events() == 0 {
				t.Errorf("%s, %s: %v, %v, %d events in\n%s", name, format, err, rep.Findings(), cut.Events(), text)
			}
		}
	}
	var out bytes.Buffer
	if err := only.Render(&out, "xlsx"); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Count sheet")
	if err != nil || len(rows) != 3 || rows[1][0] != "S_0030" || rows[1][slices.Index(rows[0], "Status")] != "stopped" {
		t.Errorf("count sheet %q, %v, want a row that says S_0030 is stopped", rows, err)
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := turnover(t, nil).Render(&bytes.Buffer{}, "doc"); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v, want an error of kind invalid", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"form":"selsyn/turnover/1","rate":"24","shots":[{"shot":"S","plates":[{"name":"P","shots":["S"],"speed":"1/2"}]}]}`))
	f.Add([]byte(`{"form":"selsyn/turnover/1","rate":"","shots":[{"plates":[{}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := sheet.Read(bytes.NewReader(b))
		if err != nil {
			return
		}
		for _, format := range sheet.Formats() {
			if err := d.Render(&bytes.Buffer{}, format); err != nil && !strings.Contains(err.Error(), "32767") {
				t.Errorf("%s: %v", format, err)
			}
		}
	})
}

// TestPullListCountsDropFrame: labels of the record as in the cut, those of
// each source as it has them.
func TestPullListCountsDropFrame(t *testing.T) {
	doc := `{"form":"selsyn/turnover/1","rate":"30000/1001","dropFrame":true,"shots":[{"shot":"S_0010","plates":[` +
		`{"name":"S_0010_PL01_v001","status":"new","key":{"reel":"R1"},"sourceIn":"01:00:00;00","sourceInFrame":107892,"sourceOutFrame":107922,"sourceFrames":30,"sourceRate":"30000/1001","speed":"1/1"}]}]}`
	d, err := sheet.Read(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	var list bytes.Buffer
	if err := d.Render(&list, "edl"); err != nil {
		t.Fatal(err)
	}
	if want := "01:00:00;00 01:00:01;00 01:00:00;00 01:00:01;00"; !strings.Contains(list.String(), want) || !strings.Contains(list.String(), "FCM: DROP") {
		t.Errorf("want %s in drop-frame, got\n%s", want, list.String())
	}
}
