package cpl_test

import (
	"fmt"
	"strings"
)

const ns2016 = "http://www.smpte-ra.org/schemas/2067-3/2016"

// id makes a UUID out of two small numbers.
func id(kind, n int) string {
	return fmt.Sprintf("urn:uuid:%08x-40d5-491e-99b0-%012x", kind, n)
}

// build writes a valid composition of ST 2067-3:2016 whose image and audio
// tracks have the number of resources in each of the segments.
func build(segments, resources int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<CompositionPlaylist xmlns="` + ns2016 + `" xmlns:cc="http://www.smpte-ra.org/schemas/2067-2/2016" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:r0="http://www.smpte-ra.org/reg/395/2014/13/1/aaf" xmlns:r1="http://www.smpte-ra.org/reg/335/2012">
  <Id>` + id(0, 0) + `</Id>
  <Annotation>A made composition</Annotation>
  <IssueDate>2026-01-02T03:04:05Z</IssueDate>
  <Issuer language="en">Somebody</Issuer>
  <Creator>Builder</Creator>
  <ContentOriginator>Somebody else</ContentOriginator>
  <ContentTitle>The &amp; Title</ContentTitle>
  <ContentKind>feature</ContentKind>
  <ContentVersionList>
    <ContentVersion><Id>` + id(9, 0) + `</Id><LabelText>One</LabelText></ContentVersion>
  </ContentVersionList>
  <EssenceDescriptorList>
    <EssenceDescriptor><Id>` + id(1, 1) + `</Id><r0:RGBADescriptor><r1:StoredWidth>1920</r1:StoredWidth></r0:RGBADescriptor></EssenceDescriptor>
    <EssenceDescriptor><Id>` + id(1, 2) + `</Id><r0:WAVEPCMDescriptor><r1:ChannelCount>2</r1:ChannelCount></r0:WAVEPCMDescriptor></EssenceDescriptor>
  </EssenceDescriptorList>
  <CompositionTimecode><TimecodeDropFrame>false</TimecodeDropFrame><TimecodeRate>24</TimecodeRate><TimecodeStartAddress>01:00:00:00</TimecodeStartAddress></CompositionTimecode>
  <EditRate>24000 1001</EditRate>
  <LocaleList>
    <Locale>
      <LanguageList><Language>en-GB</Language></LanguageList>
      <RegionList><Region>GB</Region></RegionList>
      <ContentMaturityRatingList><ContentMaturityRating><Agency>http://example.com/agency</Agency><Rating>12</Rating><Audience scope="http://example.com/audience">all</Audience></ContentMaturityRating></ContentMaturityRatingList>
    </Locale>
  </LocaleList>
  <ExtensionProperties><cc:ApplicationIdentification>http://www.smpte-ra.org/schemas/2067-21/2016</cc:ApplicationIdentification></ExtensionProperties>
  <SegmentList>
`)
	for s := range segments {
		fmt.Fprintf(&b, "    <Segment>\n      <Id>%s</Id>\n      <SequenceList>\n", id(2, s))
		fmt.Fprintf(&b, "        <MarkerSequence><Id>%s</Id><TrackId>%s</TrackId><ResourceList><Resource xsi:type=\"MarkerResourceType\"><Id>%s</Id><IntrinsicDuration>%d</IntrinsicDuration><Marker><Label>FFOB</Label><Offset>0</Offset></Marker><Marker><Annotation>end</Annotation><Label scope=\"%s\">LFDC</Label><Offset>%d</Offset></Marker></Resource></ResourceList></MarkerSequence>\n",
			id(3, s), id(4, 0), id(5, s), 24*resources, "http://www.smpte-ra.org/schemas/2067-3/2016#standard-markers", 24*resources-1)
		sequence(&b, "MainImageSequence", 1, s, resources, "", 24)
		sequence(&b, "MainAudioSequence", 2, s, resources, "\n              <EditRate>48000 1</EditRate>", 48048)
		b.WriteString("      </SequenceList>\n    </Segment>\n")
	}
	b.WriteString("  </SegmentList>\n</CompositionPlaylist>\n")
	return b.String()
}

func sequence(b *strings.Builder, name string, track, segment, resources int, rate string, duration int) {
	fmt.Fprintf(b, "        <cc:%s>\n          <Id>%s</Id>\n          <TrackId>%s</TrackId>\n          <ResourceList>\n", name, id(6+track*16, segment), id(4, track))
	for r := range resources {
		n := segment*resources + r
		fmt.Fprintf(b, `            <Resource xsi:type="TrackFileResourceType">
              <Id>%s</Id>%s
              <IntrinsicDuration>%d</IntrinsicDuration>
              <EntryPoint>%d</EntryPoint>
              <SourceDuration>%d</SourceDuration>
              <RepeatCount>1</RepeatCount>
              <SourceEncoding>%s</SourceEncoding>
              <TrackFileId>%s</TrackFileId>
              <Hash>AAAAAAAAAAAAAAAAAAAAAAAAAAA=</Hash>
              <HashAlgorithm Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"/>
            </Resource>
`, id(7+track*16, n), rate, duration*2, duration, duration, id(1, track), id(8+track*16, n))
	}
	fmt.Fprintf(b, "          </ResourceList>\n        </cc:%s>\n", name)
}
