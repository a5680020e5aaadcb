package cpl

import (
	"strings"

	"github.com/selsyn/selsyn/imf/field"
	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// The default scopes of words (ST 2067-3:2013 and 2016).
const (
	KindScope    = "http://www.smpte-ra.org/schemas/2067-3/2013#content-kind"
	MarkerScope  = "http://www.smpte-ra.org/schemas/2067-3/2013#standard-markers"
	kindScope0   = "http://www.smpte-ra.org/schemas/2067-3/XXXX#content-kind" // as the 2013 schema prints it
	markerScope0 = "http://www.smpte-ra.org/schemas/2067-3/XXXX#standard-markers"
)

func scoped(n xmltree.Node, def, misprint string) Scoped {
	s := Scoped{Value: n.Trimmed(), Node: n, Scope: def}
	if scope, ok := n.Attr("scope"); ok && scope != misprint {
		s.Scope = xmltree.Trim(scope)
	}
	return s
}

func (c *CPL) read(n xmltree.Node) {
	switch n.Local() {
	case "ContentOriginator":
		c.ContentOriginator = field.ReadText(n)
	case "ContentTitle":
		c.ContentTitle = field.ReadText(n)
	case "ContentKind":
		c.ContentKind = scoped(n, KindScope, kindScope0)
	case "ContentVersionList":
		c.readVersions(n)
	case "EssenceDescriptorList":
		c.readDescriptors(n)
	case "CompositionTimecode":
		c.readTimecode(n)
	case "EditRate":
		c.EditRate = field.Rate(n)
	case "TotalRunningTime":
		c.TotalRunningTime = n.Trimmed()
	case "LocaleList":
		c.readLocales(n)
	case "ExtensionProperties":
		c.readExtensions(n)
	case "SegmentList":
		for child := range n.All("Segment") {
			c.readSegment(child)
		}
	}
}

func (c *CPL) readVersions(list xmltree.Node) {
	for n := range list.All("ContentVersion") {
		c.Versions = append(c.Versions, Version{ID: n.Child("Id").Trimmed(), Label: field.ReadText(n.Child("LabelText")), Node: n})
	}
}

func (c *CPL) readDescriptors(list xmltree.Node) {
	for n := range list.All("EssenceDescriptor") {
		d := Descriptor{ID: field.UUID(n.Child("Id")), Node: n}
		for e := range n.Children() {
			if e.Name().Space != n.Name().Space {
				d.Essence = e
				break
			}
		}
		c.Descriptors = append(c.Descriptors, d)
	}
}

func (c *CPL) readTimecode(n xmltree.Node) {
	c.Timecode = &Timecode{
		Drop:  field.Bool(n.Child("TimecodeDropFrame")),
		Rate:  field.Count(n.Child("TimecodeRate")),
		Start: n.Child("TimecodeStartAddress").Trimmed(),
		Node:  n,
	}
}

func (c *CPL) readLocales(list xmltree.Node) {
	for n := range list.All("Locale") {
		l := Locale{Annotation: field.ReadText(n.Child("Annotation")), Node: n}
		for e := range n.Child("LanguageList").All("Language") {
			l.Languages = append(l.Languages, field.ReadText(e))
		}
		for e := range n.Child("RegionList").All("Region") {
			l.Regions = append(l.Regions, field.ReadText(e))
		}
		for e := range n.Child("ContentMaturityRatingList").All("ContentMaturityRating") {
			l.Ratings = append(l.Ratings, Rating{Agency: e.Child("Agency").Trimmed(), Rating: e.Child("Rating").Text(),
				Audience: scoped(e.Child("Audience"), "", ""), Node: e})
		}
		c.Locales = append(c.Locales, l)
	}
}

func (c *CPL) readExtensions(list xmltree.Node) {
	for n := range list.Children() {
		c.Extensions = append(c.Extensions, n)
		if n.Local() == "ApplicationIdentification" {
			c.Applications = append(c.Applications, strings.Fields(n.Text())...)
		}
	}
}

func (c *CPL) readSegment(n xmltree.Node) {
	s := Segment{ID: field.UUID(n.Child("Id")), Annotation: field.ReadText(n.Child("Annotation")), Node: n}
	list := n.Child("SequenceList")
	s.Sequences = make([]Sequence, 0, min(count(list), maxSequences-c.sequences))
	for e := range list.Children() {
		if c.crowded = c.crowded || c.sequences == maxSequences; c.crowded {
			break
		}
		c.sequences++
		s.Sequences = append(s.Sequences, c.readSequence(e))
	}
	c.Segments = append(c.Segments, s)
}

// count is how many elements stand in one.
func count(n xmltree.Node) int {
	children := 0
	for range n.Children() {
		children++
	}
	return children
}

func (c *CPL) readSequence(n xmltree.Node) Sequence {
	s := Sequence{Kind: kindOf(n.Name(), c.Namespace), Node: n}
	for e := range n.Children() {
		switch e.Local() {
		case "Id":
			s.ID = field.UUID(e)
		case "TrackId":
			s.TrackID = field.UUID(e)
		case "ParentTrackID":
			s.ParentTrackID = field.UUID(e)
		case "ResourceList":
			s.Resources = make([]Resource, 0, min(count(e), field.MaxItems-c.resources))
			for r := range e.Children() {
				if c.resources == field.MaxItems {
					c.crowded = true
					break
				}
				c.resources++
				s.Resources = append(s.Resources, c.readResource(r))
			}
		}
	}
	return s
}

func (c *CPL) readResource(n xmltree.Node) Resource {
	r := Resource{Node: n, IntrinsicDuration: -1, SourceDuration: -1, RepeatCount: 1, EditRate: c.EditRate}
	r.Kind = resourceKind(n)
	for e := range n.Children() {
		switch e.Local() {
		case "Id":
			r.ID = field.UUID(e)
		case "Annotation":
			r.Annotation = e.Text()
		case "EditRate":
			r.EditRate, r.OwnEditRate = field.Rate(e), true
		case "IntrinsicDuration":
			r.IntrinsicDuration = field.Count(e)
		case "EntryPoint":
			r.EntryPoint = field.Count(e)
		case "SourceDuration":
			r.SourceDuration = field.Count(e)
		case "RepeatCount":
			r.RepeatCount = field.Count(e)
		case "SourceEncoding":
			r.SourceEncoding = field.UUID(e)
		case "TrackFileId":
			r.TrackFileID = field.UUID(e)
		case "KeyId":
			r.KeyID = field.UUID(e)
		case "Hash":
			r.Hash = field.Bytes(e)
		case "HashAlgorithm":
			r.HashAlgorithm = field.Algorithm(e)
		case "Marker":
			r.Markers = append(r.Markers, readMark(e))
		case "LeftEye":
			left := c.readResource(e)
			left.Kind = TrackFile
			r.Left = &left
		case "RightEye":
			right := c.readResource(e)
			right.Kind = TrackFile
			r.Right = &right
		}
	}
	if r.SourceDuration < 0 && !n.Child("SourceDuration").Exists() && r.IntrinsicDuration >= 0 && r.EntryPoint >= 0 {
		r.SourceDuration = max(r.IntrinsicDuration-r.EntryPoint, 0)
	}
	return r
}

func resourceKind(n xmltree.Node) ResourceKind {
	v, _ := n.AttrNS(schema.XSI, "type")
	name, _ := n.Resolve(v)
	switch name.Local {
	case "TrackFileResourceType":
		return TrackFile
	case "MarkerResourceType":
		return Markers
	case "StereoImageTrackFileResourceType":
		return Stereo
	}
	return OtherResource
}

func readMark(n xmltree.Node) Mark {
	return Mark{Label: scoped(n.Child("Label"), MarkerScope, markerScope0), Annotation: n.Child("Annotation").Text(),
		Offset: field.Count(n.Child("Offset")), Node: n}
}
