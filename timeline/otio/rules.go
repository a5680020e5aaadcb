package otio

import "github.com/selsyn/selsyn/finding"

// The findings of this package. Codes are never reused.
var (
	malformed       = finding.Rule{Code: "OTIO-0001", Severity: finding.Error, Clause: "RFC 8259, 2", Summary: "a document is JSON, with NaN and Infinity allowed"}
	tooDeep         = finding.Rule{Code: "OTIO-0002", Severity: finding.Error, Summary: "values and compositions nest to a sane depth"}
	tooLarge        = finding.Rule{Code: "OTIO-0003", Severity: finding.Error, Summary: "a document has a sane size"}
	noTimeline      = finding.Rule{Code: "OTIO-0004", Severity: finding.Error, Summary: "a document holds a timeline, a stack, a track or a clip"}
	unknownSchema   = finding.Rule{Code: "OTIO-0005", Severity: finding.Warning, Summary: "objects in a composition are of a known schema"}
	unknownVersion  = finding.Rule{Code: "OTIO-0006", Severity: finding.Info, Summary: "schema versions are not newer than the reader knows"}
	badTime         = finding.Rule{Code: "OTIO-0007", Severity: finding.Error, Summary: "a RationalTime has a finite value and a positive rate, and no duration is negative"}
	fractional      = finding.Rule{Code: "OTIO-0008", Severity: finding.Info, Summary: "a time in frames is a whole number"}
	noLength        = finding.Rule{Code: "OTIO-0009", Severity: finding.Error, Summary: "an item has a source range or an available range"}
	moreTimelines   = finding.Rule{Code: "OTIO-0010", Severity: finding.Warning, Summary: "a document holds one timeline"}
	looseTransition = finding.Rule{Code: "OTIO-0011", Severity: finding.Warning, Summary: "a transition stands between two items and is not longer than they are"}
	trimmedTrack    = finding.Rule{Code: "OTIO-0012", Severity: finding.Info, Summary: "a track is used whole"}
	noReference     = finding.Rule{Code: "OTIO-0013", Severity: finding.Warning, Summary: "the active media reference exists"}
	badSpeed        = finding.Rule{Code: "OTIO-0014", Severity: finding.Error, Summary: "a time scalar is a finite number"}
	wrongType       = finding.Rule{Code: "OTIO-0016", Severity: finding.Error, Summary: "a field has the type its schema gives it"}
	bundle          = finding.Rule{Code: "OTIO-0017", Severity: finding.Error, Summary: "a bundle holds content.otio, version.txt and media, within sane limits"}
	notUTF8         = finding.Rule{Code: "OTIO-0019", Severity: finding.Warning, Clause: "RFC 8259, 8.1", Summary: "a document is UTF-8"}
	twice           = finding.Rule{Code: "OTIO-0020", Severity: finding.Warning, Clause: "RFC 8259, 4", Summary: "the keys of an object differ"}
	cannotSay       = finding.Rule{Code: "OTIO-0018", Severity: finding.Warning, Summary: "what the cut holds can be said in this format"}
)

// Rules is the table of this package's findings, for documents.
func Rules() []finding.Rule {
	return []finding.Rule{
		malformed, tooDeep, tooLarge, noTimeline, unknownSchema, unknownVersion, badTime, fractional, noLength,
		moreTimelines, looseTransition, trimmedTrack, noReference, badSpeed, wrongType, bundle, cannotSay, notUTF8, twice,
	}
}
