package omc_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/omc"
)

// scene is a production scene whose context is written out in place and shared
// by name with others.
const scene = `[
  {
    "schemaVersion": "https://movielabs.com/omc/json/schema/v2.8",
    "entityType": "ProductionScene",
    "identifier": [{"identifierScope": "harbour", "identifierValue": "pscn/12"}, {"identifierScope": "script", "identifierValue": "12 A"}],
    "name": "Quay \u2013 dawn", "sceneNumber": "12", "odd": [1.50, -0, 1e400, null],
    "customData": {"Slate": [{"identifier": [{"identifierScope": "harbour", "identifierValue": "never"}]}]},
    "Context": [{
      "schemaVersion": "https://movielabs.com/omc/json/schema/v2.8",
      "entityType": "Context",
      "identifier": [{"identifierScope": "harbour", "identifierValue": "cxt/1"}],
      "has": {
        "Slate": [{"identifier": [{"identifierScope": "harbour", "identifierValue": "slt/1"}]},
                  {"entityType": "Slate", "identifier": [{"identifierScope": "harbour", "identifierValue": "slt/2"}], "slateUID": "12A/2",
                   "CreativeWork": {"identifier": [{"identifierScope": "harbour", "identifierValue": "cw/1"}]}}],
        "Tide": {"level": {"Gauge": {"identifier": [{"identifierScope": "port", "identifierValue": "g"}]}}}
      }
    }]
  },
  {"entityType": "Slate", "schemaVersion": "v2.8", "identifier": [{"identifierScope": "harbour", "identifierValue": "slt/1"}], "slateUID": "12A/1"}
]`

func read(t testing.TB, text string) *omc.Document {
	t.Helper()
	d, err := omc.Read(strings.NewReader(text), omc.Limits{File: "t.json"})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func written(t testing.TB, d *omc.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	c, err := omc.Compact(b.Bytes())
	if err != nil {
		t.Fatalf("what was written is not JSON: %v\n%s", err, b.Bytes())
	}
	return string(c)
}

func compacted(t testing.TB, text string) string {
	t.Helper()
	c, err := omc.Compact([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return string(c)
}

func TestEntitiesAndEdgesByShape(t *testing.T) {
	d := read(t, scene)
	if d.Refused || d.Shape != omc.Array || len(d.Entries) != 2 {
		t.Fatalf("refused %v shape %s entries %d: %v", d.Refused, d.Shape, len(d.Entries), d.Report.Findings())
	}
	var kinds []string
	for _, e := range d.Entities {
		kinds = append(kinds, e.Type)
	}
	if got, want := strings.Join(kinds, " "), "ProductionScene Context Slate Slate"; got != want {
		t.Errorf("entities %s, want %s", got, want)
	}
	got := map[string]bool{}
	for _, e := range d.Edges {
		in := "ref"
		if e.Embedded {
			in = "in"
		}
		got[d.Entities[e.From].Type+" "+e.Path+" "+e.To[0].Value()+" "+in] = true
	}
	for _, want := range []string{
		"ProductionScene Context harbour:cxt%2F1 in", "Context has.Slate harbour:slt%2F1 ref", "Context has.Slate harbour:slt%2F2 in",
		"Slate CreativeWork harbour:cw%2F1 ref", "Context has.Tide.level.Gauge port:g ref",
	} {
		if !got[want] {
			t.Errorf("edge %q is missing among %v", want, got)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d edges, want 5: %v", len(got), got)
	}
	first := d.Entities[0]
	if first.Name != "Quay – dawn" || len(first.Identifiers) != 2 || first.Identifiers[1] != id.OMC("script", "12 A") {
		t.Errorf("first entity: %+v", first)
	}
	if d.Entities[1].Parent != 0 || d.Entities[2].Parent != 1 || first.Where.Line != 2 || d.Entities[2].Where.Line != 14 {
		t.Errorf("parents or lines are wrong: %+v", d.Entities)
	}
	wantRaw := `"Context":[{"identifier":[{"identifierScope":"harbour","identifierValue":"cxt/1"}]}]}`
	if raw := string(first.Raw); !strings.HasSuffix(raw, wantRaw) || !strings.Contains(raw, `[1.50,-0,1e400,null]`) {
		t.Errorf("raw = %s", raw)
	}
	if got := written(t, d); got != compacted(t, scene) {
		t.Errorf("written %s", got)
	}
}

func TestThreeShapes(t *testing.T) {
	const role = `{"schemaVersion":"v2.8","entityType":"Role","identifier":[{"identifierScope":"s","identifierValue":"r"}]}`
	for _, c := range []struct {
		text     string
		shape    omc.Shape
		entities int
	}{
		{"[" + role + "]", omc.Array, 1},
		{role, omc.Bare, 1},
		{`{"Role":[` + role + `],"Asset":[],"Task":null,"Odd":[1]}`, omc.Map, 1},
		{`{"Asset":[],"Role":[` + role + `,` + role + `]}`, omc.Map, 2},
		{`{"Asset":[]}`, omc.Map, 0},
	} {
		d := read(t, c.text)
		if d.Refused || d.Shape != c.shape || len(d.Entities) != c.entities {
			t.Errorf("%s: refused %v shape %s entities %d: %v", c.text, d.Refused, d.Shape, len(d.Entities), d.Report.Findings())
		}
		if got := written(t, d); got != c.text {
			t.Errorf("written %s, want %s", got, c.text)
		}
	}
}

func TestFindings(t *testing.T) {
	entity := func(rest string) string {
		return `[{"schemaVersion":"v2.8","entityType":"Asset","identifier":[{"identifierScope":"s","identifierValue":"a"}]` + rest + `}]`
	}
	ref := func(value string) string {
		return `{"identifier":[{"identifierScope":"s","identifierValue":"` + value + `"}]}`
	}
	for _, c := range []struct {
		name, text string
		rule       finding.Rule
		element    string
		refused    bool
	}{
		{"cut short", `[{"identifier":[`, omc.NotJSON, "", true},
		{"trailing", `[] x`, omc.NotJSON, "", true},
		{"bad utf-8", "[\"\xff\"]", omc.NotJSON, "", true},
		{"bad number", `[{"a":01}]`, omc.NotJSON, "", true},
		{"bad escape", `["\q"]`, omc.NotJSON, "", true},
		{"bad unicode escape", `["\u12g4"]`, omc.NotJSON, "", true},
		{"control", "[\"\x01\"]", omc.NotJSON, "", true},
		{"no comma", `[1 2]`, omc.NotJSON, "", true},
		{"no colon", `[{"a" 1}]`, omc.NotJSON, "", true},
		{"no name", `[{1:1}]`, omc.NotJSON, "", true},
		{"half word", `[tru]`, omc.NotJSON, "", true},
		{"ends in string", `["abc`, omc.NotJSON, "", true},
		{"no digits", `[1.e]`, omc.NotJSON, "", true},
		{"scalar", `"hello"`, omc.NoShape, "", true},
		{"nothing", ``, omc.NoShape, "", true},
		{"empty", `{"Asset":[]}`, omc.Empty, "", false},
		{"empty array", `[]`, omc.NothingOfOMC, "", true},
		{"empty object", `{}`, omc.NothingOfOMC, "", true},
		{"nonsense", `{"nonsense":1,"name":"zz"}`, omc.NothingOfOMC, "", true},
		{"objects in it", `{"name":{},"items":[{"a":1}]}`, omc.NothingOfOMC, "", true},
		{"array of objects", `[{"a":1},[]]`, omc.NothingOfOMC, "", true},
		{"number at top", `[5,` + ref("a") + `]`, omc.NoEntity, "/0", false},
		{"section", `{"Asset":null}`, omc.BadSection, "/Asset", false},
		{"section twice", `{"Asset":[],"Asset":[]}`, omc.DuplicateMember, "/Asset", false},
		{"byte order mark", "\ufeff{\"Asset\":[]}", omc.ByteOrderMark, "", false},
		{"no identifier", `[{"entityType":"Asset"}]`, omc.NoIdentifier, "/0", false},
		{"identifier null", `[{"entityType":"Asset","identifier":null}]`, omc.NoIdentifier, "/0", false},
		{"identifier text", `[{"entityType":"Asset","identifier":"x"}]`, omc.BadIdentifier, "/0/identifier", false},
		{"identifier number", `[{"entityType":"Asset","identifier":[5]}]`, omc.BadIdentifier, "/0/identifier/0", false},
		{"identifier half", `[{"entityType":"Asset","identifier":[{"identifierScope":"s"}]}]`, omc.BadIdentifier, "/0/identifier/0", false},
		{"identifier long", `[{"entityType":"Asset","identifier":[{"identifierScope":"s","identifierValue":"` + strings.Repeat("é", 900) + `"}]}]`, omc.BadIdentifier, "/0/identifier/0", false},
		{"identifiers", many(1001), omc.ManyIdentifiers, "/0/identifier/1000", false},
		{"way", entity(`,"a":{"` + strings.Repeat("b", 499) + `":{"Asset":` + ref("a") + `}}`), omc.LongPath, "/0/a/" + strings.Repeat("b", 499) + "/Asset", false},
		{"no type", `[` + ref("a") + `]`, omc.NoType, "/0", false},
		{"unknown type", `[{"entityType":"NarrativeAction","identifier":[{"identifierScope":"s","identifierValue":"a"}]}]`, omc.UnknownType, "/0", false},
		{"old version", `[{"schemaVersion":"v2.5","entityType":"Role","identifier":[{"identifierScope":"s","identifierValue":"a"}]}]`, omc.UnknownVersion, "/0", false},
		{"empty reference", entity(`,"AssetSC":{}`), omc.EmptyReference, "/0/AssetSC", false},
		{"empty list of references", entity(`,"Context":[{}]`), omc.EmptyReference, "/0/Context/0", false},
		{"text for a reference", entity(`,"CreatedBy":"me"`), omc.WrongPropertyForm, "/0/CreatedBy", false},
		{"wrong section", `{"Task":[{"schemaVersion":"v2.8","entityType":"Role","identifier":[{"identifierScope":"s","identifierValue":"a"}]}]}`, omc.WrongTarget, "/Task/0", false},
		{"wrong target", entity(`,"Slate":` + ref("a")), omc.WrongTarget, "/0/Slate", false},
		{"dangling", entity(`,"Asset":[` + ref("a") + `,` + ref("b") + `]`), omc.Dangling, "/0/Asset/1", false},
		{"made from itself", entity(`,"version":{"RevisionOf":` + ref("a") + `}`), omc.VersionCycle, "/0/version/RevisionOf", false},
		{"twice", entity(`,"a":1,"a":2`), omc.DuplicateMember, "/0/a", false},
		{"pointer", entity(`,"a/b~":{"a":1,"a":2}`), omc.DuplicateMember, "/0/a~1b~0/a", false},
		{"date", entity(`,"shootDate":"xx2022-07-23yy"`), omc.UnanchoredDate, "/0/shootDate", false},
		{"one side", entity(`,"version":{"DerivationOf":{"entityType":"Asset","identifier":[{"identifierScope":"s","identifierValue":"z"}]}}`), omc.OneSidedRevision, "/0/version/DerivationOf", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := read(t, c.text)
			d.CheckReferences(nil)
			if d.Refused != c.refused {
				t.Errorf("refused = %v", d.Refused)
			}
			for _, f := range d.Report.Findings() {
				if f.Code == c.rule.Code && f.Element == c.element && f.Line == 1 && f.File == "t.json" {
					return
				}
			}
			t.Errorf("no %s at %q among %v", c.rule.Code, c.element, d.Report.Findings())
		})
	}
}

// many is an entity with n identifiers and each of them once more.
func many(n int) string {
	var b strings.Builder
	for i := range 2 * n {
		fmt.Fprintf(&b, `,{"identifierScope":"s","identifierValue":"%d"}`, i%n)
	}
	return `[{"schemaVersion":"v2.8","entityType":"Asset","identifier":[` + b.String()[1:] + `]}]`
}

// TestWhatIsSearchedIsBounded: the databases keep it in indexes.
func TestWhatIsSearchedIsBounded(t *testing.T) {
	for n, want := range map[int]int{1000: 1000, 1001: 1000, 60_000: 1000} {
		d := read(t, many(n))
		if got := len(d.Entities[0].Identifiers); got != want || d.Report.Count(omc.ManyIdentifiers.Code) != min(n-want, 1) {
			t.Errorf("of %d identifiers %d are taken, want %d: %v", n, got, want, d.Report.Findings())
		}
	}
	long := strings.Repeat("é", 1<<20)
	d := read(t, `[{"entityType":"`+long+`","identifier":[{"identifierScope":"s","identifierValue":"a"}],"`+long+`":{"`+long+`":[{"Role":{"identifier":[{"identifierScope":"s","identifierValue":"b"}]}}]}}]`)
	if e := d.Entities[0]; len(e.Type) > 100 || len(d.Edges) != 0 || !d.Report.Has(omc.LongPath.Code) {
		t.Errorf("type of %d bytes, %d edges, want at most 100 and none", len(e.Type), len(d.Edges))
	}
	for _, f := range d.Report.Findings() {
		if len(f.Element)+len(f.Text) > 10_000 {
			t.Errorf("%s has %d bytes of place and %d of text", f.Code, len(f.Element), len(f.Text))
		}
	}
}

func TestTwoHundredThousandNestedObjectsAreAFinding(t *testing.T) {
	for _, unit := range []string{`{"Asset":`, `[`, `{"a":[`} {
		text := `[` + strings.Repeat(unit, 200_000)
		d := read(t, text)
		if !d.Refused || d.Report.Count(omc.TooDeep.Code) != 1 || len(d.Entities) != 0 {
			t.Errorf("%s...: refused %v, %v", unit, d.Refused, d.Report.Findings())
		}
	}
}

func TestLimits(t *testing.T) {
	for name, c := range map[string]struct {
		text   string
		limits omc.Limits
	}{
		"bytes":    {scene, omc.Limits{Bytes: 100}},
		"values":   {scene, omc.Limits{Values: 10}},
		"entities": {scene, omc.Limits{Entities: 3}},
		"entry":    {scene, omc.Limits{Entry: 1000}},
		"section":  {`{"Asset":"` + strings.Repeat("a", 100) + `"}`, omc.Limits{Entry: 100}},
	} {
		d, err := omc.Read(strings.NewReader(c.text), c.limits)
		if err != nil || !d.Refused || d.Report.Count(omc.TooLarge.Code) != 1 {
			t.Errorf("%s: refused %v, %v, %v", name, d.Refused, d.Report.Findings(), err)
		}
	}
	broken := errors.New("broken")
	if _, err := omc.Read(iotest.ErrReader(broken), omc.Limits{}); !errors.Is(err, broken) {
		t.Errorf("a failing reader gives %v", err)
	}
}

func TestSeveralDescriptionsOfOneThing(t *testing.T) {
	one := func(value, rest string) string {
		return `{"schemaVersion":"v2.8","entityType":"Asset","identifier":[{"identifierScope":"s","identifierValue":"` + value + `"}` + rest
	}
	both := `,{"identifierScope":"s","identifierValue":"b"}],"name":"n","description":"d"}`
	d := read(t, `[`+one("a", `],"name":"n"}`)+`,`+one("b", `],"name":"m"}`)+`,`+one("a", both)+`,`+one("c", `]}`)+`]`)
	things := d.Things(nil)
	if len(things) != 2 || len(things[0]) != 3 || things[0][0] != 2 || things[1][0] != 3 {
		t.Errorf("things = %v, want the third description first of three, and the fourth", things)
	}
	if got := d.Report.Count(omc.Contradiction.Code); got != 1 {
		t.Errorf("%d contradictions, want 1 (the name m): %v", got, d.Report.Findings())
	}
	d = read(t, `[`+one("a", `]}`)+`,`+strings.Replace(one("a", `]}`), "Asset", "Task", 1)+`]`)
	if d.Report.Count(omc.TwoTypes.Code) != 1 {
		t.Errorf("two types are not found: %v", d.Report.Findings())
	}
}

func TestKnownTargetsDoNotDangle(t *testing.T) {
	d := read(t, scene)
	d.CheckReferences(func(u id.URN) bool { return u == id.OMC("port", "g") })
	if got := d.Report.Count(omc.Dangling.Code); got != 1 {
		t.Errorf("%d dangling, want the creative work alone: %v", got, d.Report.Findings())
	}
}

func TestRulesAreDistinct(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range omc.Rules {
		if seen[r.Code] || r.Summary == "" {
			t.Errorf("rule %s stands twice or says nothing", r.Code)
		}
		seen[r.Code] = true
	}
}

func TestWriteFails(t *testing.T) {
	d := read(t, scene)
	if err := d.Write(failing{}); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("Write to a full disk = %v", err)
	}
	d.Shape = omc.Bare
	if err := d.Write(io.Discard); err == nil {
		t.Error("two entities were written as one bare entity")
	}
	if _, err := omc.Compact([]byte("[] []")); err == nil {
		t.Error("Compact took two values")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// TestExamplesSurvive reads every published example and writes it again.
func TestExamplesSurvive(t *testing.T) {
	root := fixtures.Path(t, "omc", "examples")
	files, entities, edges := 0, 0, 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".json" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		d := read(t, string(text))
		files, entities, edges = files+1, entities+len(d.Entities), edges+len(d.Edges)
		if d.Refused || len(d.Entities) == 0 {
			t.Errorf("%s: refused: %v", filepath.Base(path), d.Report.Findings())
			return nil
		}
		if got, want := written(t, d), compacted(t, string(text)); got != want {
			t.Errorf("%s: written %d bytes, want %d", filepath.Base(path), len(got), len(want))
		}
		for _, f := range d.Report.Findings() {
			if f.Severity == finding.Error {
				t.Logf("%s: %s", filepath.Base(path), f)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d entities, %d edges", files, entities, edges)
}

func FuzzRead(f *testing.F) {
	f.Add(scene)
	f.Add(`{"Role":[{"identifier":[{"identifierScope":"s","identifierValue":"r"}],"Role":[{},{"entityType":"Role"}]}],"Asset":[],"Task":null}`)
	f.Add(`{"entityType":"Asset","identifier":[],"A":{"B":[[{"C":{"identifier":[{}]}}]]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		d := read(t, text)
		d.CheckReferences(nil)
		if d.Refused || d.Report.Has(omc.DuplicateMember.Code) {
			return
		}
		if got, want := written(t, d), compacted(t, strings.TrimPrefix(text, "\ufeff")); got != want {
			t.Errorf("%q is written as %q", want, got)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	one := strings.TrimSuffix(strings.TrimPrefix(scene, "["), "]")
	text := "[" + one + strings.Repeat(","+one, 1000) + "]"
	n := 0
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		n += len(read(b, text).Entities)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "entities/s")
}
