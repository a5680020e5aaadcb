package mxf_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/internal/mxftest"
)

var samples = map[string]func() *mxftest.Spec{
	"picture": mxftest.Picture, "sound": mxftest.Sound, "timed text": mxftest.TimedText,
	"IAB": mxftest.IAB, "MGA": mxftest.MGA, "ISXD": mxftest.ISXD, "ADM": mxftest.ADM,
}

func open(t testing.TB, b []byte, opts mxf.Options) (*mxf.File, *finding.Report) {
	t.Helper()
	f, report, err := mxf.Open(bytes.NewReader(b), int64(len(b)), opts)
	if err != nil {
		t.Fatal(err)
	}
	return f, report
}

func codes(report *finding.Report) []finding.Code {
	var out []finding.Code
	for _, f := range report.Findings() {
		if !slices.Contains(out, f.Code) {
			out = append(out, f.Code)
		}
	}
	return out
}

func TestValidFilesHaveNoFindings(t *testing.T) {
	for name, sample := range samples {
		for _, variant := range []string{"", "metadata in the footer", "with fill"} {
			spec := sample()
			spec.FooterCopy = variant == "metadata in the footer"
			if variant == "with fill" {
				spec.HeaderFill = 200_000
			}
			f, report := open(t, spec.Bytes(), mxf.Options{Name: name})
			for _, found := range report.Findings() {
				t.Errorf("%s %s: %s", name, variant, found)
			}
			if got, want := f.TrackFileID(), spec.ID.UUID(); got != want {
				t.Errorf("%s: TrackFileID = %s, want %s", name, got, want)
			}
			if got := f.Descriptor().Name(); got != spec.Descriptor.Symbol {
				t.Errorf("%s: descriptor %s, want %s", name, got, spec.Descriptor.Symbol)
			}
			track := f.EssenceTrack()
			if track == nil || track.Duration != spec.Duration || track.EditRate != spec.Rate {
				t.Errorf("%s: essence track %+v, want %d at %s", name, track, spec.Duration, spec.Rate)
			}
			if want := mxf.HeaderPartition; !spec.FooterCopy && f.Metadata.Partition.Kind != want {
				t.Errorf("%s: metadata of the %s partition counts, want %s", name, f.Metadata.Partition.Kind, want)
			}
			if want := mxf.FooterPartition; spec.FooterCopy && f.Metadata.Partition.Kind != want {
				t.Errorf("%s: metadata of the %s partition counts, want %s", name, f.Metadata.Partition.Kind, want)
			}
		}
	}
}

// counter counts what is read of a file.
type counter struct {
	r    io.ReaderAt
	n    int64
	fail bool
}

func (c *counter) ReadAt(p []byte, off int64) (int, error) {
	if c.fail && off > 0 {
		return 0, errors.New("the line is down")
	}
	n, err := c.r.ReadAt(p, off)
	c.n += int64(n)
	return n, err
}

// big is a picture file of several megabytes.
func big() []byte {
	spec := mxftest.Picture()
	spec.HeaderFill = 250_000
	for i := range spec.Essence {
		spec.Essence[i] = make([]byte, 150_000+i)
	}
	return spec.Bytes()
}

func TestOpenReadsLittle(t *testing.T) {
	b := big()
	c := &counter{r: bytes.NewReader(b)}
	f, report, err := mxf.Open(c, int64(len(b)), mxf.Options{})
	if err != nil || report.Len() > 0 {
		t.Fatalf("Open: %v, %v", err, report.Findings())
	}
	if limit := int64(100 << 10); c.n > limit || f.BytesRead != c.n {
		t.Errorf("read %d bytes (BytesRead %d) of %d, want at most %d", c.n, f.BytesRead, len(b), limit)
	}
}

func TestReadFailureIsAnError(t *testing.T) {
	b := big()
	f, _, err := mxf.Open(&counter{r: bytes.NewReader(b), fail: true}, int64(len(b)), mxf.Options{})
	if f != nil || !errs.Is(err, errs.Unavailable) {
		t.Errorf("Open = %v, %v, want an error of kind unavailable", f, err)
	}
}

func TestPartialFilesAreRead(t *testing.T) {
	b := mxftest.Sound().Bytes()
	f, report := open(t, b[:5000], mxf.Options{Partial: true})
	if f.Descriptor() == nil || report.Failed() {
		t.Errorf("the beginning of a file: %v, descriptor %v", report.Findings(), f.Descriptor())
	}
	if got := report.Findings(); len(got) != 1 || got[0].Severity != finding.Info {
		t.Errorf("findings %v, want one of severity info", got)
	}
	at := bytes.LastIndex(b, []byte{0x06, 0x0e, 0x2b, 0x34, 0x02, 0x53, 0x01, 0x01, 0x0d, 0x01, 0x02, 0x01, 0x01, 0x10})
	f, report = open(t, b[at:at+120], mxf.Options{Partial: true})
	if len(f.Index) != 1 || f.Index[0].EditUnitByteCount != 6 || report.Failed() {
		t.Errorf("an index alone: %+v, %v", f.Index, report.Findings())
	}
}

func TestWalkEssence(t *testing.T) {
	spec := mxftest.Picture()
	f, _ := open(t, spec.Bytes(), mxf.Options{})
	var sizes []uint64
	err := f.WalkEssence(t.Context(), func(e klv.Triplet, p *mxf.Partition) error {
		if p.BodySID != 1 {
			t.Errorf("BodySID %d, want 1", p.BodySID)
		}
		v, err := io.ReadAll(f.Value(e))
		if err != nil || !bytes.Equal(v, spec.Essence[len(sizes)]) {
			t.Errorf("element %d: %d bytes, %v", len(sizes), len(v), err)
		}
		entry, ok := f.Index[0].Entry(len(sizes))
		if want := uint64(e.Offset - f.Streams[0].First.Offset); !ok || entry.StreamOffset != want {
			t.Errorf("entry %d points to %d, want %d", len(sizes), entry.StreamOffset, want)
		}
		sizes = append(sizes, e.Length)
		return nil
	})
	if err != nil || len(sizes) != 24 {
		t.Errorf("%d elements, %v, want 24", len(sizes), err)
	}
	stop := errors.New("enough")
	if err := f.WalkEssence(t.Context(), func(klv.Triplet, *mxf.Partition) error { return stop }); err != stop {
		t.Errorf("WalkEssence = %v, want the caller's error", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := f.WalkEssence(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("WalkEssence = %v, want cancelled", err)
	}
	if _, ok := f.Index[0].Entry(24); ok {
		t.Error("the index has an entry beyond its end")
	}
}

func TestWalkEssenceStopsAtDamage(t *testing.T) {
	b := mxftest.Picture().Bytes()
	f, _ := open(t, b, mxf.Options{})
	b[f.Streams[0].First.Offset+120] = 0xff // the second key
	f, _ = open(t, b, mxf.Options{})
	err := f.WalkEssence(t.Context(), func(klv.Triplet, *mxf.Partition) error { return nil })
	if !errs.Is(err, errs.Unprocessable) {
		t.Errorf("WalkEssence = %v, want unprocessable", err)
	}
}

func TestPartitionChainWithCycleEnds(t *testing.T) {
	spec := mxftest.Picture()
	spec.NoRIP = true
	b := spec.Bytes()
	f, _ := open(t, b, mxf.Options{})
	last := f.Partitions[2]
	copy(b[last.Offset+20+16:], mxftest.U64(uint64(f.Partitions[3].Offset))) // back to the footer
	f, report := open(t, b, mxf.Options{})
	if !report.Has(mxf.RulePrevious.Code) || len(f.Partitions) != 4 {
		t.Errorf("%d partitions, %v; want 4 and %s", len(f.Partitions), codes(report), mxf.RulePrevious.Code)
	}
}

func TestLimits(t *testing.T) {
	spec := mxftest.Picture()
	for name, opts := range map[string]mxf.Options{
		"metadata": {MaxMetadata: 1000}, "index": {MaxIndex: 100}, "partitions": {MaxPartitions: 2},
	} {
		if _, report := open(t, spec.Bytes(), opts); !report.Has(mxf.RuleLimit.Code) {
			t.Errorf("%s: found %v, want %s", name, codes(report), mxf.RuleLimit.Code)
		}
	}
	spec.NoRIP = true
	b := spec.Bytes()
	copy(b[44:52], make([]byte, 8)) // the header does not know the footer
	if _, report := open(t, b, mxf.Options{MaxWalk: 5}); !report.Has(mxf.RuleLimit.Code) {
		t.Errorf("walk: found %v, want %s", codes(report), mxf.RuleLimit.Code)
	}
	if f, _ := open(t, b, mxf.Options{}); len(f.Partitions) != 4 {
		t.Errorf("the walk found %d partitions, want 4", len(f.Partitions))
	}
}

func TestUnknownSetsAreKept(t *testing.T) {
	spec := mxftest.Picture()
	key, prop := klv.MustUL("02530101.7f010203.00000000"), klv.MustUL("01010101.7f010203.00000000")
	spec.Extra = []mxftest.Group{{Key: key, Props: []mxftest.Prop{{UL: prop, Value: []byte("as it was")}}}}
	f, report := open(t, spec.Bytes(), mxf.Options{})
	if report.Len() > 0 {
		t.Errorf("findings %v, want none", report.Findings())
	}
	s := f.Metadata.Sets[len(f.Metadata.Sets)-1]
	if s.Name() != key.String() || len(s.Items) != 2 || s.Items[1].Name() != prop.String() || string(s.Items[1].Value) != "as it was" {
		t.Errorf("the unknown set is %s %+v", s.Name(), s.Items)
	}
}

func TestRulesAreInOrderAndSaySomething(t *testing.T) {
	before := finding.Code("")
	for _, r := range mxf.Rules() {
		if r.Code <= before || r.Summary == "" || !strings.HasPrefix(string(r.Code), "IMF-MXF-") {
			t.Errorf("rule %+v after %s", r, before)
		}
		before = r.Code
	}
}

// TestHostileReferencesTakeNoTime has a sequence of 4,000 references
// to one source clip, which another sequence owns.
func TestHostileReferencesTakeNoTime(t *testing.T) {
	spec := mxftest.Picture()
	b := spec.Bytes()
	f, _ := open(t, b, mxf.Options{})
	sequence := f.Metadata.First("Sequence")
	ids := make([]klv.UL, 4000)
	for i := range ids {
		ids[i] = sequence.Refs("ComponentObjects")[0].ID()
	}
	spec.Extra = []mxftest.Group{{Symbol: "Sequence", Props: []mxftest.Prop{{Symbol: "ComponentObjects", Value: mxftest.ULs(ids...)}}}}
	f, report := open(t, spec.Bytes(), mxf.Options{})
	if got := len(f.EssenceTrack().Components); got != 1 || report.Failed() {
		t.Errorf("%d components, %v", got, report.Findings())
	}
	if got := len(f.Metadata.Sets[len(f.Metadata.Sets)-1].Refs("ComponentObjects")); got != 1 {
		t.Errorf("one clip named %d times is %d clips, want 1", len(ids), got)
	}
}

func TestDictionaryNamesWhatTheTablesDoNot(t *testing.T) {
	dir := fstest.MapFS{
		"Elements.xml": {Data: []byte(`<R><Entries><Entry><Symbol>Colour</Symbol><UL>urn:smpte:ul:060e2b34.01010101.7f010000.00000000</UL><Kind>LEAF</Kind></Entry></Entries></R>`)},
		"Groups.xml":   {Data: []byte(`<R><Entries><Entry><Symbol>Pot</Symbol><UL>urn:smpte:ul:060e2b34.027f0101.7f010000.00000000</UL><Kind>LEAF</Kind></Entry></Entries></R>`)},
	}
	dict, err := register.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	spec := mxftest.Picture()
	spec.Extra = []mxftest.Group{{Key: klv.MustUL("02530101.7f010000.00000000"), Props: []mxftest.Prop{{UL: klv.MustUL("01010101.7f010000.00000000"), Value: []byte("red")}}}}
	f, _ := open(t, spec.Bytes(), mxf.Options{Dictionary: dict})
	pot := f.Metadata.First("Pot")
	if item, ok := pot.Item("Colour"); !ok || string(item.Value) != "red" {
		t.Errorf("Pot = %+v", pot)
	}
}
