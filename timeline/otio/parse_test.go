package otio_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline/otio"
)

func TestMalformedDocumentsAreFlaggedWithTheirPlace(t *testing.T) {
	for _, c := range []struct {
		text         string
		code         finding.Code
		line, column int
	}{
		{"", "OTIO-0001", 1, 1},
		{" \n ", "OTIO-0001", 2, 2},
		{"{\n  \"a\": 1,\n  b: 2}", "OTIO-0001", 3, 3},
		{"[1 2]", "OTIO-0001", 1, 4},
		{"[1,]", "OTIO-0001", 1, 4},
		{"{\"a\" 1}", "OTIO-0001", 1, 6},
		{"{\"a\":}", "OTIO-0001", 1, 6},
		{"{\"a\":1", "OTIO-0001", 1, 7},
		{"\"abc", "OTIO-0001", 1, 5},
		{"\"a\x01\"", "OTIO-0001", 1, 3},
		{`"\x"`, "OTIO-0001", 1, 3},
		{`"\u12g4"`, "OTIO-0001", 1, 3},
		{"01", "OTIO-0001", 1, 1},
		{"1.", "OTIO-0001", 1, 1},
		{"1e", "OTIO-0001", 1, 1},
		{`{"OTIO_SCHEMA": "Timeline.1"} x`, "OTIO-0001", 1, 31},
		{"{\"OTIO_SCHEMA\": \"Timeline.1\", \"name\": \"caf\xe9\"}", "OTIO-0019", 1, 43},
		{"nul", "OTIO-0001", 1, 1},
		{strings.Repeat("[", 20_000), "OTIO-0002", 1, 5002},
		{strings.Repeat(`{"children":[`, 50_000), "OTIO-0002", 1, 32502},
		{`{"a": 1}`, "OTIO-0004", 1, 1},
		{`{"OTIO_SCHEMA": "Effect.1"}`, "OTIO-0004", 1, 1},
	} {
		cut, rep := read(t, c.text, otio.Options{Name: "a.otio"})
		f := rep.Findings()
		if len(f) != 1 || f[0].Code != c.code || f[0].Line != c.line || f[0].Column != c.column || f[0].File != "a.otio" {
			t.Errorf("%.40q: got %v, want %s at %d:%d", c.text, f, c.code, c.line, c.column)
		}
		if got, _ := write(t, cut); got != c.text && c.text != "" {
			t.Errorf("%.40q: got %.40q back", c.text, got)
		}
	}
}

func TestSizeIsLimited(t *testing.T) {
	_, rep := read(t, strange, otio.Options{MaxBytes: 100})
	if !rep.Has("OTIO-0003") {
		t.Errorf("got %v, want OTIO-0003", rep.Findings())
	}
}

func TestNodes(t *testing.T) {
	doc, rep := otio.Parse([]byte(`{"a\u0062": "x\n\"\\\/\b\f\r\tä\u00e4\ud83d\ude00\ud800", "n": -1.5e+3, "l": [true, false, null], "d": 1, "d": 2, "OTIO_SCHEMA": "My.Own.3"}`), otio.Options{})
	if f := rep.Findings(); len(f) != 1 || f[0].Code != "OTIO-0020" || f[0].Column != 108 {
		t.Fatalf("got %v, want one of the key that is there twice", rep.Findings())
	}
	root := doc.Root()
	if got, want := root.Get("ab").Text(), "x\n\"\\/\b\f\r\tää😀\ufffd"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := root.Get("n").Raw(); string(got) != "-1.5e+3" {
		t.Errorf("got number %s", got)
	}
	if got := root.Get("l").Len(); got != 3 {
		t.Errorf("got %d elements, want 3", got)
	}
	if got := string(root.Get("d").Raw()); got != "2" {
		t.Errorf("got %s of two members, want the last", got)
	}
	if name, version := root.Schema(); name != "My.Own" || version != 3 {
		t.Errorf("got schema %q %d", name, version)
	}
	var keys []string
	for m := range root.Each {
		keys = append(keys, m.Key())
	}
	if got := strings.Join(keys, " "); got != "ab n l d d OTIO_SCHEMA" {
		t.Errorf("got keys %s", got)
	}
	if got := root.Path("l", "x").Kind(); got != otio.Invalid {
		t.Errorf("got kind %d of what is not there", got)
	}
	var b bytes.Buffer
	if n, err := doc.WriteTo(&b); err != nil || int(n) != len(doc.Bytes()) || b.Len() != int(n) {
		t.Errorf("wrote %d bytes, %v", n, err)
	}
}

func TestKeysThatStandTwice(t *testing.T) {
	var many strings.Builder
	for i := range 100 {
		fmt.Fprintf(&many, `"k%d": 0, "\u006b%d": 0, `, i, i)
	}
	for text, want := range map[string]int{
		`{"a": 1, "b": {"a": 1}, "c": ["a", "a"]}`:     0,
		`{"a": 1, "\u0061": {"b": 1, "b": 2, "b": 3}}`: 3,
		`{` + many.String() + `"k": 1}`:                100,
	} {
		if _, rep := otio.Parse([]byte(text), otio.Options{}); rep.Count("OTIO-0020") != want {
			t.Errorf("%.40q: got %d, want %d: %v", text, rep.Count("OTIO-0020"), want, rep.Findings())
		}
	}
}

// Wherever a document breaks off, the clips that are whole before are read,
// and it comes back byte for byte, or whole when something was changed.
func TestTruncatedDocuments(t *testing.T) {
	whole, _ := read(t, nestedDoc, otio.Options{})
	most := 0
	for n := 1; n < len(nestedDoc)-1; n++ {
		text := nestedDoc[:n]
		cut, rep := read(t, text, otio.Options{})
		if !rep.Has("OTIO-0001") || cut.Events() > whole.Events() || cut.Events() < most-1 { // a transition at the end is one to black
			t.Fatalf("cut off at %d: %d events after %d, %v", n, cut.Events(), most, rep.Findings())
		}
		most = max(most, cut.Events())
		if got, _ := write(t, cut); got != text {
			t.Fatalf("cut off at %d: got %q back", n, got)
		}
		cut.Name += "x"
		changed, rep := write(t, cut)
		if !rep.Has("OTIO-0018") && n > 1 && cut.Foreign[otio.DocumentKey] != nil {
			t.Fatalf("cut off at %d and changed: no finding", n)
		}
		if back, rep := read(t, changed, otio.Options{}); rep.Has("OTIO-0001") || back.Name != cut.Name || back.Events() != cut.Events() {
			t.Fatalf("cut off at %d and changed: got %d events, want %d, %v", n, back.Events(), cut.Events(), rep.Findings())
		}
	}
	if most == 0 {
		t.Error("nothing was read of any document that breaks off")
	}
}

func TestUpgradeOnRequest(t *testing.T) {
	const old = `{"OTIO_SCHEMA": "Sequence.1", "children": [
		{"OTIO_SCHEMA": "Filler.1"},
		{"OTIO_SCHEMA": "Clip.1", "keep": [1,  2], "media_reference": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "a"},
			"markers": [{"OTIO_SCHEMA": "Marker.1", "color": "GREEN", "range": null}, {"OTIO_SCHEMA": "Marker.2", "color": "MINE"}]},
		{"OTIO_SCHEMA": "Clip.1", "media_reference": null}]}`
	doc, _ := otio.Parse([]byte(old), otio.Options{})
	raised := doc.Upgrade()
	if !json.Valid(raised) {
		t.Fatalf("got no JSON:\n%s", raised)
	}
	for _, want := range []string{
		`"Track.1"`, `"Gap.1"`, `"keep": [1,  2]`, `"media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "a"}}, "active_media_reference_key": "DEFAULT_MEDIA"`,
		`"Marker.3"`, `"marked_range": null`, `"name": "GREEN"`, `"name": "MINE"`, `"MissingReference.1"`,
	} {
		if !strings.Contains(string(raised), want) {
			t.Errorf("%s is not in\n%s", want, raised)
		}
	}
	again, rep := otio.Parse(raised, otio.Options{})
	if rep.Len() > 0 || !bytes.Equal(again.Upgrade(), raised) {
		t.Error("a second upgrade changes something")
	}
}

// FuzzRead holds the law that a document comes back byte for byte.
func FuzzRead(f *testing.F) {
	f.Add([]byte(strange))
	f.Add([]byte(nestedDoc))
	f.Add([]byte(`{"OTIO_SCHEMA":"SerializableCollection.1","children":[{"OTIO_SCHEMA":"Clip.1","source_range":{"duration":{"rate":29.97,"value":1.5},"start_time":{"rate":1e9,"value":-3}}}]}`))
	f.Add([]byte("\xef\xbb\xbf[NaN,\xff]"))
	f.Add([]byte(`""`))
	f.Add([]byte(`{"base64": 1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cut, faults, err := otio.Read(bytes.NewReader(data), otio.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := otio.Write(&b, cut); err != nil || !bytes.Equal(b.Bytes(), data) && len(data) > 0 {
			t.Fatalf("got %q back, %v, want %q", b.Bytes(), err, data)
		}
		for i := range cut.Tracks {
			for j := range cut.Tracks[i].Events {
				cut.Tracks[i].Events[j].Source.Clip += "'"
			}
			cut.Tracks[i].Name += "'"
		}
		cut.Name += "'"
		b.Reset()
		if _, err := otio.Write(&b, cut); err != nil {
			t.Fatal(err)
		}
		if _, rep := otio.Parse(b.Bytes(), otio.Options{}); rep.Has("OTIO-0001") && !faults.Has("OTIO-0001") {
			t.Fatalf("a change gave no JSON: %v\n%s", rep.Findings(), b.Bytes())
		}
		if doc, rep := otio.Parse(data, otio.Options{}); rep.Len() == 0 {
			if _, rep := otio.Parse(doc.Upgrade(), otio.Options{}); rep.Has("OTIO-0001") {
				t.Fatalf("the upgrade is no JSON: %v", rep.Findings())
			}
		}
	})
}

func TestDocumentOfTooManyValues(t *testing.T) {
	if os.Getenv("SELSYN_SLOW") == "" {
		t.Skip("takes half a gigabyte of memory; set SELSYN_SLOW=1 to run it")
	}
	cut, rep := read(t, "["+strings.Repeat("0,", 10_000_001)+"0]", otio.Options{})
	if !rep.Has("OTIO-0003") || cut.Events() != 0 {
		t.Errorf("got %d events, %v, want none and OTIO-0003", cut.Events(), rep.Findings())
	}
}
