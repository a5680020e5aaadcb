package smpte_test

import (
	"bytes"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/xmltree"
)

const cplSeed = `<CompositionPlaylist xmlns="` + smpte.CPL2016 + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<Id>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341</Id><IssueDate>2026-01-02T03:04:05Z</IssueDate><ContentTitle language="en">t</ContentTitle>
<EditRate>24 1</EditRate><ExtensionProperties><a xmlns="x"/></ExtensionProperties><SegmentList><Segment><Id>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3342</Id>
<SequenceList><MarkerSequence><Id>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3343</Id><TrackId>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3344</TrackId>
<ResourceList><Resource xsi:type="MarkerResourceType"><Id>urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3345</Id><IntrinsicDuration>1</IntrinsicDuration></Resource>
</ResourceList></MarkerSequence></SequenceList></Segment></SegmentList></CompositionPlaylist>`

func TestSeedIsValid(t *testing.T) {
	if ok, r := accepts([]byte(cplSeed)); !ok {
		t.Errorf("got %v, want no findings", r.Findings())
	}
}

// TestDocuments checks that the documents and some of what may stand in them
// are declared.
func TestDocuments(t *testing.T) {
	for _, name := range []xmltree.Name{{Space: smpte.AM, Local: "AssetMap"}, {Space: smpte.AM, Local: "VolumeIndex"}, {Space: smpte.PKL2007, Local: "PackingList"},
		{Space: smpte.PKL2016, Local: "PackingList"}, {Space: smpte.CPL2013, Local: "CompositionPlaylist"}, {Space: smpte.CPL2016, Local: "CompositionPlaylist"},
		{Space: smpte.OPL, Local: "OutputProfileList"}, {Space: smpte.SCM, Local: "SidecarCompositionMap"}, {Space: smpte.Core2020, Local: "ForcedNarrativeSequence"},
		{Space: smpte.SADM, Local: "MGASADMVirtualTrackParameterSet"}, {Space: smpte.DSig, Local: "Signature"}} {
		if _, ok := smpte.Set().Lookup(name); !ok {
			t.Errorf("%v is not declared", name)
		}
	}
}

func FuzzValidate(f *testing.F) {
	f.Add([]byte(cplSeed))
	f.Add([]byte(`<VolumeIndex xmlns="` + smpte.AM + `"><Index>1</Index></VolumeIndex>`))
	f.Add([]byte(`<Signature xmlns="` + smpte.DSig + `" Id="a"><SignedInfo/><Object><KeyInfo><KeyName>x</KeyName></KeyInfo></Object></Signature>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r finding.Report
		d := xmltree.Parse(bytes.Clone(data), "", &r)
		smpte.Set().Validate(d.Root(), &r)
		for _, x := range r.Findings() {
			if x.Text == "" || x.Line == 0 {
				t.Fatalf("a finding without words or place: %+v", x)
			}
		}
	})
}
