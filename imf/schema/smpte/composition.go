package smpte

import "github.com/selsyn/selsyn/imf/schema"

type cplTypes struct {
	sequence, resource, trackFile *schema.Complex
}

// composition states ST 2067-3:2013 and, with the algorithm of a resource's
// hash, ST 2067-3:2016, whose namespace the 2020 edition keeps.
func composition(s *schema.Set, d dsigTypes, c dcmlTypes, namespace string, algorithm bool) cplTypes {
	ns := space(namespace)
	code := schema.Matching(schema.String, "a timecode such as 01:00:00:00",
		`[0-2][0-9](:|/|;|,|\.|\+|\-)[0-5][0-9](:|/|;|,|\.|\+|\-)[0-5][0-9](:|/|;|,|\.|\+|\-)[0-5][0-9]`).Named(namespace, "TimecodeType")
	timecode := ns.holds("CompositionTimecodeType",
		ns.el("TimecodeDropFrame", schema.Boolean),
		ns.el("TimecodeRate", schema.PositiveInteger),
		ns.el("TimecodeStartAddress", code))
	running := schema.Matching(schema.String, "a duration as hh:mm:ss", `[0-9][0-9]:[0-5][0-9]:[0-5][0-9]`)
	kind := ns.text("ContentKindType", schema.String, optional("scope", schema.AnyURI))
	version := ns.holds("ContentVersionType", ns.el("Id", schema.AnyURI), ns.el("LabelText", c.text), ns.others())
	rating := ns.holds("ContentMaturityRatingType",
		ns.el("Agency", schema.AnyURI),
		ns.el("Rating", schema.String),
		ns.opt("Audience", ns.text("", schema.String, required("scope", schema.AnyURI))),
		ns.others())
	locale := ns.holds("LocaleType",
		ns.opt("Annotation", c.text),
		schema.Opt(ns.list("LanguageList", "Language", schema.String)),
		schema.Opt(ns.list("RegionList", "Region", schema.String)),
		schema.Opt(ns.list("ContentMaturityRatingList", "ContentMaturityRating", rating)))
	descriptor := ns.holds("EssenceDescriptorBaseType", ns.el("Id", c.uuid), ns.others())

	resource := ns.holds("BaseResourceType",
		ns.el("Id", c.uuid),
		ns.opt("Annotation", c.text),
		ns.opt("EditRate", c.rational),
		ns.el("IntrinsicDuration", schema.NonNegativeInteger),
		ns.opt("EntryPoint", schema.NonNegativeInteger),
		ns.opt("SourceDuration", schema.NonNegativeInteger),
		ns.opt("RepeatCount", schema.PositiveInteger))
	resource.Abstract = true
	var method *schema.Particle
	if algorithm {
		method = ns.opt("HashAlgorithm", d.digestMethod)
	}
	trackFile := ns.extends("TrackFileResourceType", resource,
		ns.el("SourceEncoding", c.uuid),
		ns.el("TrackFileId", c.uuid),
		ns.opt("KeyId", c.uuid),
		ns.opt("Hash", schema.Base64),
		method)
	marker := ns.holds("MarkerType",
		ns.opt("Annotation", c.text),
		ns.el("Label", ns.text("", schema.String, optional("scope", schema.AnyURI))),
		ns.el("Offset", schema.NonNegativeInteger))
	markers := ns.extends("MarkerResourceType", resource, ns.many("Marker", marker))
	sequence := ns.holds("SequenceType",
		ns.el("Id", c.uuid),
		ns.el("TrackId", c.uuid),
		ns.list("ResourceList", "Resource", resource))
	segment := ns.holds("SegmentType",
		ns.el("Id", c.uuid),
		ns.opt("Annotation", c.text),
		ns.el("SequenceList", ns.holds("", ns.opt("MarkerSequence", sequence), ns.others())))
	document := ns.holds("CompositionPlaylistType",
		ns.el("Id", c.uuid),
		ns.opt("Annotation", c.text),
		ns.el("IssueDate", schema.DateTime),
		ns.opt("Issuer", c.text),
		ns.opt("Creator", c.text),
		ns.opt("ContentOriginator", c.text),
		ns.el("ContentTitle", c.text),
		ns.opt("ContentKind", kind),
		schema.Opt(ns.list("ContentVersionList", "ContentVersion", version)),
		schema.Opt(ns.list("EssenceDescriptorList", "EssenceDescriptor", descriptor)),
		ns.opt("CompositionTimecode", timecode),
		ns.el("EditRate", c.rational),
		ns.opt("TotalRunningTime", running),
		schema.Opt(ns.list("LocaleList", "Locale", locale)),
		ns.opt("ExtensionProperties", ns.holds("", schema.Some(schema.Other(namespace, schema.Lax)))),
		ns.list("SegmentList", "Segment", segment),
		ns.opt("Signer", d.keyInfo),
		schema.Opt(schema.El(d.signature)))
	s.Type(code, timecode, kind, version, rating, locale, descriptor, resource, trackFile, marker, markers, sequence, segment, document)
	s.Element(ns.global("CompositionPlaylist", document))
	return cplTypes{sequence, resource, trackFile}
}

// core states the core constraints: ST 2067-2:2013, 2016 and 2020.
func core(s *schema.Set, c dcmlTypes, cpl cplTypes, namespace string) {
	ns := space(namespace)
	applications := schema.ListOf(schema.AnyURI, "one or more URIs", -1)
	s.Element(ns.global("TimedTextResourceID", c.uuid), ns.global("ApplicationIdentification", applications))
	for _, kind := range []string{"MainImage", "MainAudio", "Subtitles", "HearingImpairedCaptions", "VisuallyImpairedText",
		"Commentary", "Karaoke", "AncillaryData"} {
		s.Element(ns.global(kind+"Sequence", cpl.sequence))
	}
	s.Type(ns.extends("StereoImageTrackFileResourceType", cpl.resource, ns.el("LeftEye", cpl.trackFile), ns.el("RightEye", cpl.trackFile)))
	if namespace == Core2013 {
		return
	}
	s.Element(ns.global("CDPSequence", ns.extends("", cpl.sequence, ns.el("ParentTrackID", c.uuid))))
	if namespace == Core2020 {
		s.Element(ns.global("ForcedNarrativeSequence", cpl.sequence))
	}
}

// plugIns states what ST 2067-21, -201, -202 and -203 add to a composition.
func plugIns(s *schema.Set, c dcmlTypes, cpl cplTypes) {
	s.Element(
		space(App2E2016).global("MaxCLL", schema.UnsignedShort),
		space(App2E2016).global("MaxFALL", schema.UnsignedShort),
		space(IAB).global("IABSequence", cpl.sequence),
		space(ISXD).global("ISXDSequence", cpl.sequence))
	ns := space(SADM)
	selector := ns.holds("MGASADMSoundfieldGroupSelectorType", ns.el("ResourceId", c.uuid), ns.some("MGASoundfieldGroupLinkID", c.uuid))
	s.Type(selector)
	s.Element(
		ns.global("MGASADMSignalSequence", cpl.sequence),
		ns.global("MGASADMVirtualTrackParameterSet", ns.holds("",
			ns.el("Id", c.uuid),
			ns.el("TrackId", c.uuid),
			ns.el("MGASADMOperationalMode", schema.AnyURI),
			ns.many("MGASADMSoundfieldGroupSelector", selector),
			ns.others())))
}
