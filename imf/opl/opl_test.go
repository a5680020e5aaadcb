package opl_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/assetmap"
	"github.com/selsyn/selsyn/imf/opl"
	"github.com/selsyn/selsyn/imf/pkl"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/internal/imptest"
)

func id(n int) string { return fmt.Sprintf("urn:uuid:00000004-40d5-491e-99b0-%012x", n) }

var track = "cpl/virtual-tracks/" + strings.TrimPrefix(id(7), "urn:uuid:")

// build writes a valid list with a chain of image macros, a mix and a preset.
func build() string {
	return `<OutputProfileList xmlns="` + smpte.OPL + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:dec="` + smpte.Decoder + `" xmlns:ism="` + smpte.Scale + `" xmlns:lan="` + smpte.Lanczos + `" xmlns:arm="` + smpte.Routing + `">
  <Id>` + id(0) + `</Id>
  <Annotation>A list</Annotation>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <Issuer>Somebody</Issuer>
  <Creator>Builder</Creator>
  <CompositionPlaylistId>` + id(1) + `</CompositionPlaylistId>
  <ExtensionProperties><x:y xmlns:x="http://example.com/"/></ExtensionProperties>
  <AliasList>
    <Alias handle="macros/scale/outputs/images">Picture</Alias>
    <Alias handle="` + track + `">Source</Alias>
    <Alias handle="macros/ready/outputs/anything">Ready</Alias>
  </AliasList>
  <MacroList>
    <Macro xsi:type="dec:PixelDecoderType">
      <Name>decode</Name>
      <dec:InputImageSequence><dec:Handle>Source</dec:Handle></dec:InputImageSequence>
      <dec:OutputReferenceImageSequence/>
    </Macro>
    <Macro xsi:type="ism:ImageScaleMacroType">
      <Name>scale</Name>
      <ism:InputImageSequence><ism:Handle>macros/decode/outputs/images</ism:Handle></ism:InputImageSequence>
      <ism:OutputImageSequence>
        <ism:Height>1080</ism:Height><ism:Width>1920</ism:Width>
        <ism:BoundaryCondition>mirror</ism:BoundaryCondition>
        <ism:Algorithm xsi:type="lan:LanczosType" parameterA="3"/>
      </ism:OutputImageSequence>
    </Macro>
    <Macro xsi:type="arm:AudioRoutingMixingMacroType">
      <Name>mix</Name>
      <arm:OutputEntityList>
        <arm:OutputAudioChannel>
          <arm:Handle>left</arm:Handle>
          <arm:InputEntityList><arm:InputEntity><arm:Handle>` + track + `/L</arm:Handle><arm:Gain>-1.5</arm:Gain></arm:InputEntity></arm:InputEntityList>
        </arm:OutputAudioChannel>
        <arm:OutputAudioChannel>
          <arm:Handle>right</arm:Handle>
          <arm:InputEntityList><arm:InputEntity><arm:Handle>` + track + `/R</arm:Handle></arm:InputEntity></arm:InputEntityList>
        </arm:OutputAudioChannel>
      </arm:OutputEntityList>
    </Macro>
    <Macro xsi:type="PresetMacroType"><Name>ready</Name><Preset>http://example.com/preset</Preset></Macro>
  </MacroList>
</OutputProfileList>
`
}

func ExampleParse() {
	o, report := opl.Parse([]byte(build()), "OPL.xml")
	for _, m := range o.Macros {
		fmt.Println(m.Name, m.Type.Local, m.Outputs)
	}
	fmt.Println(report.Failed())
	// Output:
	// decode PixelDecoderType [macros/decode/outputs/images]
	// scale ImageScaleMacroType [macros/scale/outputs/images]
	// mix AudioRoutingMixingMacroType [macros/mix/outputs/left macros/mix/outputs/right]
	// ready PresetMacroType []
	// false
}

func TestView(t *testing.T) {
	o, r := opl.Parse([]byte(build()), "")
	if r.Len() != 0 {
		t.Fatalf("got %v, want no findings", r.Findings())
	}
	if string(o.ID) != id(0) || string(o.CompositionID) != id(1) || len(o.Aliases) != 3 || len(o.Extensions) != 1 || o.Issuer.Value != "Somebody" ||
		o.Creator.Value != "Builder" || o.Annotation.Value != "A list" || !o.IssueDate.Zone || o.Macros[3].Preset == "" {
		t.Errorf("got %+v", o)
	}
	if tracks := o.Tracks(); len(tracks) != 1 || !tracks["urn:uuid:00000004-40d5-491e-99b0-000000000007"].Exists() {
		t.Errorf("tracks: got %v", tracks)
	}
}

func TestBreaks(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     finding.Rule
	}{
		{"<OutputProfileList xmlns=\"" + smpte.OPL, "<OutputProfileList xmlns=\"http://example.com/", opl.NotOPL},
		{id(0), "urn:uuid:00000000-0000-0000-0000-000000000000", opl.NilID},
		{"99b0-000000000001", "99B0-000000000001", opl.Capitals},
		{"</OutputProfileList>", "<Signer><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>x</KeyName></Signer></OutputProfileList>", opl.SignerAndSignature},
		{"<Name>mix<", "<Name>scale<", opl.DuplicateMacro},
		{">Picture<", ">Source<", opl.DuplicateAlias},
		{">Picture<", ">macros/x<", opl.AliasHides},
		{">Source</dec:Handle>", ">Nothing</dec:Handle>", opl.UnknownHandle},
		{"macros/decode/outputs/images", "macros/missing/outputs/images", opl.UnknownHandle},
		{"macros/decode/outputs/images", "macros/decode/outputs/sounds", opl.UnknownHandle},
		{"macros/scale/outputs/images", "macros/scale", opl.UnknownHandle},
		{track + "/L", "cpl/virtual-tracks/7/L", opl.BadTrack},
		{">Source</dec:Handle>", ">macros/scale/outputs/images</dec:Handle>", opl.Cycle},
		{">Source</dec:Handle>", ">Picture</dec:Handle>", opl.Cycle},
		{"macros/decode/outputs/images", "macros/scale/outputs/images", opl.Cycle},
		{">right<", ">left<", opl.DuplicateOutput},
		{id(1), id(0), opl.NamesItself},
		{`parameterA="3"`, `parameterA="0"`, schema.BadValue},
		{"-1.5", "-20.1", schema.BadValue},
		{` xsi:type="lan:LanczosType"`, "", schema.AbstractType},
		{"<Name>mix<", "<Name>1mix<", schema.BadValue},
	} {
		bad := strings.Replace(build(), c.from, c.to, 1)
		if bad == build() {
			t.Errorf("%q is not in the list", c.from)
		}
		_, r := opl.Parse([]byte(bad), "a.xml")
		imptest.Placed(t, r.Findings())
		if !r.Has(c.want.Code) {
			t.Errorf("%q to %q: got %v, want %s", c.from, c.to, r.Findings(), c.want.Code)
		}
	}
	loop := strings.Replace(build(), "macros/scale/outputs/images", "Ready", 1)
	loop = strings.Replace(loop, "macros/ready/outputs/anything", "Picture", 1)
	if _, r := opl.Parse([]byte(loop), ""); !r.Has(opl.UnknownHandle.Code) {
		t.Errorf("aliases of one another: got %v", r.Findings())
	}
	signed := "<Signer><KeyName xmlns='http://www.w3.org/2000/09/xmldsig#'>x</KeyName></Signer><Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/></OutputProfileList>"
	if o, r := opl.Parse([]byte(strings.Replace(build(), "</OutputProfileList>", signed, 1)), ""); !r.Has(opl.IsSigned.Code) || !o.Signer.Exists() || !o.Signature.Exists() {
		t.Errorf("signed: got %v", r.Findings())
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[finding.Code]bool{}
	for _, r := range opl.Rules() {
		if seen[r.Code] || r.Summary == "" || r.Clause == "" {
			t.Errorf("%s is there twice or says too little", r.Code)
		}
		seen[r.Code] = true
	}
}

// TestAgainstReference holds our verdicts on the smaller documents of the
// fixtures against those of the reference validator. It reads no volume index,
// so there ours is right when it finds nothing.
func TestAgainstReference(t *testing.T) {
	var e struct {
		Rows []struct {
			File, Kind string
			Observed   *struct {
				Fatal    int `json:"fatal"`
				NonFatal int `json:"non_fatal"`
			}
		}
	}
	if err := json.Unmarshal(fixtures.Read(t, "imf", "photon", "expectations.json"), &e); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, row := range e.Rows {
		data, err := os.ReadFile(filepath.Join(fixtures.Path(t, "imf", "photon"), row.File))
		if err != nil || row.Observed == nil {
			continue
		}
		var r *finding.Report
		want := row.Observed.Fatal+row.Observed.NonFatal > 0
		switch row.Kind {
		case "opl":
			_, r = opl.Parse(data, row.File)
		case "pkl":
			_, r = pkl.Parse(data, row.File)
		case "assetmap":
			_, r = assetmap.Parse(data, row.File)
		case "volindex":
			_, r = assetmap.ParseVolume(data, row.File)
			want = false
		default:
			continue
		}
		n++
		if r.Failed() != want {
			t.Errorf("%s: got %v, want errors: %v", row.File, r.Findings(), want)
		}
	}
	if n < 60 {
		t.Errorf("got %d documents, want at least 60", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(build()))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, r := opl.Parse(data, "")
		if o == nil || r == nil {
			t.Fatal("nothing came back")
		}
		_ = o.Tracks()
	})
}
