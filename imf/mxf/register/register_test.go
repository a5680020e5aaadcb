package register_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/internal/fixtures"
)

func TestBuiltinIsComplete(t *testing.T) {
	d := register.Builtin()
	groups, elements, types, labels := d.Len()
	if groups < 100 || elements < 450 || types < 100 || labels < 1000 {
		t.Errorf("Len() = %d groups, %d elements, %d types, %d labels; want more", groups, elements, types, labels)
	}
	// The key as files write it, with the coding of local sets and an old version.
	g := d.Group(klv.MustUL("02530101.0d010101.01014800"))
	if g == nil || g.Symbol != "WAVEPCMDescriptor" {
		t.Fatalf("Group(WAVE PCM) = %+v", g)
	}
	if !g.Is("FileDescriptor") || !g.Is("InterchangeObject") || g.Is("PictureDescriptor") {
		t.Errorf("the parents of %s are wrong: %+v", g.Symbol, g.Parent)
	}
	for parent := g; parent != nil; parent = parent.Parent {
		for _, e := range parent.Elements {
			if e == nil || e.Type == nil {
				t.Errorf("%s has an element without type: %+v", parent.Symbol, e)
			}
		}
	}
	e := d.Element(klv.MustUL("01010105.04020301.01010000"))
	if e == nil || e.Symbol != "AudioSampleRate" || e.Type.Symbol != "Rational" || e.Tag != 0x3d03 {
		t.Errorf("Element(AudioSampleRate) = %+v", e)
	}
	if d.ElementOfTag(0x3d03) != e {
		t.Errorf("ElementOfTag(3d03h) = %+v", d.ElementOfTag(0x3d03))
	}
	if got := d.LabelSymbol(klv.MustUL("04010101.04010101.01020000")); got != "TransferCharacteristic_ITU709" {
		t.Errorf("LabelSymbol = %q", got)
	}
	if got, want := d.LabelSymbol(klv.MustUL("04010101.7f7f7f7f.00000000")), "urn:smpte:ul:060e2b34.04010101.7f7f7f7f.00000000"; got != want {
		t.Errorf("LabelSymbol of an unknown label = %q, want %q", got, want)
	}
	if d.GroupOf("no such") != nil || d.Type(klv.UL{}) != nil {
		t.Error("something was found that is not there")
	}
}

func TestLoadAddsToTheBuiltin(t *testing.T) {
	dir := fstest.MapFS{
		"Types.xml": {Data: []byte(`<R><Entries><Entry><Symbol>Paint</Symbol><UL>urn:smpte:ul:060e2b34.01040101.7f010000.00000000</UL><Kind>LEAF</Kind>
<TypeKind>Record</TypeKind><Facets><Facet><Symbol>Tin</Symbol><Type>urn:smpte:ul:060e2b34.01040101.01010100.00000000</Type></Facet></Facets></Entry>
<Entry><Symbol>Depth</Symbol><UL>urn:smpte:ul:060e2b34.01040101.7f020000.00000000</UL><Kind>LEAF</Kind><TypeKind>Integer</TypeKind><TypeSize>2</TypeSize><TypeQualifiers>isNumeric isSigned</TypeQualifiers></Entry></Entries></R>`)},
		"Elements.xml": {Data: []byte(`<R><Entries><Entry><Symbol>Colour</Symbol><UL>urn:smpte:ul:060e2b34.01010101.7f010000.00000000</UL><Kind>LEAF</Kind>
<Type>urn:smpte:ul:060e2b34.01040101.7f010000.00000000</Type></Entry></Entries></R>`)},
		"Groups.xml": {Data: []byte(`<R><Entries><Entry><Symbol>Pot</Symbol><UL>urn:smpte:ul:060e2b34.027f0101.7f010000.00000000</UL><Kind>LEAF</Kind><IsConcrete>true</IsConcrete>
<Parent>urn:smpte:ul:060e2b34.027f0101.0d010101.01010100</Parent>
<Contents><Record><UL>urn:smpte:ul:060e2b34.01010101.7f010000.00000000</UL><IsOptional>false</IsOptional></Record></Contents></Entry></Entries></R>`)},
		"Labels.xml": {Data: []byte(`<R><Entries><Entry><Symbol>Red</Symbol><UL>urn:smpte:ul:060e2b34.04010101.7f010000.00000000</UL><Kind>LEAF</Kind></Entry></Entries></R>`)},
	}
	d, err := register.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	g := d.Group(klv.MustUL("02530101.7f010000.00000000"))
	if g == nil || len(g.Required) != 1 || g.Required[0].Symbol != "Colour" || !g.Is("InterchangeObject") {
		t.Fatalf("Group(Pot) = %+v", g)
	}
	if typ := g.Elements[0].Type; typ.Kind != register.Record || typ.Facets[0].Type.Symbol != "UInt8" {
		t.Errorf("type = %+v", typ)
	}
	if got := d.Type(klv.MustUL("01040101.7f020000.00000000")); got == nil || got.Kind != register.Signed || got.Size != 2 {
		t.Errorf("Type(Depth) = %+v", got)
	}
	if got := d.LabelSymbol(klv.MustUL("04010101.7f010000.00000000")); got != "Red" {
		t.Errorf("LabelSymbol = %q, want Red", got)
	}
	if register.Builtin().GroupOf("Pot") != nil {
		t.Error("loading changed the built-in dictionary")
	}
}

func TestLoadSaysWhatIsWrong(t *testing.T) {
	if _, err := register.Load(fstest.MapFS{}); !errs.Is(err, errs.NotExist) {
		t.Errorf("an empty folder gives %v, want NotExist", err)
	}
	if _, err := register.Load(fstest.MapFS{"Types.xml": {Data: []byte("<R><Entries>")}}); !errs.Is(err, errs.Invalid) {
		t.Errorf("a broken file gives %v, want Invalid", err)
	}
}

func TestLoadRealRegisters(t *testing.T) {
	d, err := register.Load(os.DirFS(fixtures.Path(t, "reference", "smpte-registers")))
	if err != nil {
		t.Fatal(err)
	}
	groups, elements, types, labels := d.Len()
	if groups < 450 || elements < 3000 || types < 480 || labels < 3000 {
		t.Errorf("Len() = %d, %d, %d, %d", groups, elements, types, labels)
	}
}
