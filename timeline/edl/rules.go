package edl

import "github.com/selsyn/selsyn/finding"

// The findings of this package. Codes are never reused.
var (
	malformedEvent   = finding.Rule{Code: "EDL-0001", Severity: finding.Error, Summary: "an event line has a number, a reel, channels, an edit type and four labels"}
	badLabel         = finding.Rule{Code: "EDL-0002", Severity: finding.Error, Clause: "ST 12-1:2014, 6", Summary: "a label is within the range of the rate and is not one that drop-frame counting leaves out"}
	lengthsDiffer    = finding.Rule{Code: "EDL-0003", Severity: finding.Error, Summary: "source and record are equally long unless an M2 line says otherwise"}
	speedDisagrees   = finding.Rule{Code: "EDL-0004", Severity: finding.Warning, Summary: "the speed of an M2 line accounts for the lengths of source and record"}
	foreignM2        = finding.Rule{Code: "EDL-0005", Severity: finding.Warning, Summary: "an M2 line names the reel and the source in-point of its event"}
	malformedM2      = finding.Rule{Code: "EDL-0006", Severity: finding.Error, Summary: "an M2 line has a reel, a speed in frames per second and a label, and follows an event"}
	overlap          = finding.Rule{Code: "EDL-0007", Severity: finding.Warning, Summary: "events of one channel do not overlap in the record"}
	backwards        = finding.Rule{Code: "EDL-0008", Severity: finding.Error, Summary: "an in-point is not after its out-point"}
	noLength         = finding.Rule{Code: "EDL-0009", Severity: finding.Warning, Summary: "an event has a length"}
	rateInferred     = finding.Rule{Code: "EDL-0010", Severity: finding.Info, Summary: "a list does not state its rate; give it when it is known"}
	modeContradicts  = finding.Rule{Code: "EDL-0011", Severity: finding.Warning, Summary: "labels are written as the FCM line in force says"}
	modeChanges      = finding.Rule{Code: "EDL-0012", Severity: finding.Info, Summary: "FCM changes within the list"}
	unknownChannel   = finding.Rule{Code: "EDL-0013", Severity: finding.Error, Summary: "channels are V, V1-V24, A, A1-A24, AA, B, NONE or a sequence of these"}
	unknownEdit      = finding.Rule{Code: "EDL-0014", Severity: finding.Error, Summary: "an edit is C, D, Wnnn, K, KB or KO"}
	oddTransition    = finding.Rule{Code: "EDL-0015", Severity: finding.Warning, Summary: "a transition has a length that is not longer than its event"}
	numbersDescend   = finding.Rule{Code: "EDL-0016", Severity: finding.Info, Summary: "event numbers ascend"}
	reelMissing      = finding.Rule{Code: "EDL-0017", Severity: finding.Warning, Summary: "an event names its reel"}
	bareNote         = finding.Rule{Code: "EDL-0018", Severity: finding.Info, Summary: "a note begins with an asterisk"}
	badCDL           = finding.Rule{Code: "EDL-0019", Severity: finding.Error, Clause: "ASC CDL 1.2", Summary: "ASC_SOP holds three triples of decimal numbers, ASC_SAT one number"}
	badLocator       = finding.Rule{Code: "EDL-0020", Severity: finding.Warning, Summary: "a locator has a label within the event, in record or source, and a colour"}
	lineEnds         = finding.Rule{Code: "EDL-0021", Severity: finding.Info, Summary: "lines end alike, in LF or CRLF"}
	encoding         = finding.Rule{Code: "EDL-0022", Severity: finding.Info, Summary: "a list is ASCII or UTF-8 without a byte order mark"}
	longLine         = finding.Rule{Code: "EDL-0023", Severity: finding.Error, Summary: "lines and blocks have a sane length"}
	tooMany          = finding.Rule{Code: "EDL-0024", Severity: finding.Error, Summary: "the list has no more events than the reader was told to keep"}
	noEvents         = finding.Rule{Code: "EDL-0025", Severity: finding.Error, Summary: "a list has events"}
	frameNumbers     = finding.Rule{Code: "EDL-0026", Severity: finding.Info, Summary: "labels are timecode"}
	splitNoted       = finding.Rule{Code: "EDL-0027", Severity: finding.Info, Summary: "a split edit is written as two events; a delay moves the in-points of its side"}
	secondTitle      = finding.Rule{Code: "EDL-0028", Severity: finding.Info, Summary: "a list has one title"}
	padding          = finding.Rule{Code: "EDL-0029", Severity: finding.Info, Summary: "a list holds no control characters"}
	lonelyTransition = finding.Rule{Code: "EDL-0030", Severity: finding.Info, Summary: "a transition has two lines with one number"}
	unknownMode      = finding.Rule{Code: "EDL-0031", Severity: finding.Warning, Summary: "FCM is DROP FRAME or NON-DROP FRAME"}
	firstFrameOnly   = finding.Rule{Code: "EDL-0033", Severity: finding.Info, Summary: "an event played backwards spells the whole of its source"}
	blackLength      = finding.Rule{Code: "EDL-0034", Severity: finding.Info, Summary: "black is as long in source as in record"}
	cannotSay        = finding.Rule{Code: "EDL-0035", Severity: finding.Warning, Summary: "what the cut holds can be said in a list"}
	misplaced        = finding.Rule{Code: "EDL-0032", Severity: finding.Warning, Summary: "a line about an event follows one"}
)

// Rules is the table of this package's findings, for documents.
func Rules() []finding.Rule {
	return []finding.Rule{
		malformedEvent, badLabel, lengthsDiffer, speedDisagrees, foreignM2, malformedM2, overlap, backwards,
		noLength, rateInferred, modeContradicts, modeChanges, unknownChannel, unknownEdit, oddTransition,
		numbersDescend, reelMissing, bareNote, badCDL, badLocator, lineEnds, encoding, longLine, tooMany,
		noEvents, frameNumbers, splitNoted, secondTitle, padding, lonelyTransition, unknownMode, misplaced,
		firstFrameOnly, blackLength, cannotSay,
	}
}
