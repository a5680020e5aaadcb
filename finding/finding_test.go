package finding_test

import (
	"encoding/json"
	"testing"

	"github.com/selsyn/selsyn/finding"
)

var rule = finding.Rule{Code: "EDL-0001", Severity: finding.Error, Clause: "", Summary: "a line is an event or a comment"}

func TestFindingNamesThePlace(t *testing.T) {
	f := rule.At(finding.Where{File: "reel 1.edl", Line: 12, Column: 4}, "%q is no timecode", "01:xx")
	if got, want := f.String(), `error EDL-0001 reel 1.edl:12:4: "01:xx" is no timecode`; got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}

func TestFindingIsFlatJSON(t *testing.T) {
	b, err := json.Marshal(rule.At(finding.Where{Line: 3}, "odd"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(b), `{"code":"EDL-0001","severity":"error","line":3,"text":"odd"}`; got != want {
		t.Errorf("JSON = %s, want %s", got, want)
	}
	var back finding.Finding
	if err := json.Unmarshal(b, &back); err != nil || back.Line != 3 || back.Severity != finding.Error {
		t.Errorf("read back %+v, %v", back, err)
	}
}

func TestReportIsBoundedAndCounts(t *testing.T) {
	r := finding.Report{Limit: 2}
	for i := range 5 {
		r.Add(rule.At(finding.Where{Line: i + 1}, "odd"))
	}
	r.Add(finding.Finding{Code: "EDL-0002", Severity: finding.Info, Text: "noted"})
	if got := len(r.Findings()); got != 3 {
		t.Errorf("kept %d findings, want 3", got)
	}
	if got := r.Count("EDL-0001"); got != 5 {
		t.Errorf("Count = %d, want 5", got)
	}
	if got := r.Left()["EDL-0001"]; got != 3 {
		t.Errorf("Left = %d, want 3", got)
	}
	if !r.Failed() {
		t.Error("Failed() = false with an error among the findings")
	}
	if got := r.Len(); got != 6 {
		t.Errorf("Len = %d, want 6", got)
	}
}

func TestPlain(t *testing.T) {
	for text, want := range map[string]string{
		"A004C002 ä 試":   "A004C002 ä 試",
		"a\x1b]0;x\x07b": `a\x1b]0;x\ab`,
		"one\ntwo\tx":    `one\ntwo\tx`,
		"\u202egnp.exe":  `\u202egnp.exe`,
		"\xff":           `�`,
	} {
		if got := finding.Plain(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}
