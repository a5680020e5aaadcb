package omc

import "github.com/selsyn/selsyn/finding"

const schema = "OMC-JSON v2.8"

// The findings of this package and of the graph that is built from it.
var (
	NotJSON           = finding.Rule{Code: "OMC-0001", Severity: finding.Error, Clause: "RFC 8259", Summary: "the file is JSON in UTF-8"}
	TooDeep           = finding.Rule{Code: "OMC-0002", Severity: finding.Error, Summary: "objects and arrays do not stand inside each other deeper than the limit"}
	TooLarge          = finding.Rule{Code: "OMC-0003", Severity: finding.Error, Summary: "the file keeps within the limits on bytes, values and entities"}
	NoShape           = finding.Rule{Code: "OMC-0004", Severity: finding.Error, Clause: schema + ", root", Summary: "the file is an array of entities, one entity, or a map from entity type to entities"}
	Empty             = finding.Rule{Code: "OMC-0005", Severity: finding.Warning, Summary: "the document holds an entity"}
	NoIdentifier      = finding.Rule{Code: "OMC-0006", Severity: finding.Error, Clause: schema + ", baseEntity", Summary: "an entity has an identifier"}
	BadIdentifier     = finding.Rule{Code: "OMC-0007", Severity: finding.Error, Clause: schema + ", identifier", Summary: "an identifier has a scope and a value, both text and not empty"}
	NoType            = finding.Rule{Code: "OMC-0008", Severity: finding.Warning, Clause: schema + ", baseEntity", Summary: "an entity says its entityType"}
	UnknownType       = finding.Rule{Code: "OMC-0009", Severity: finding.Warning, Clause: schema + ", root", Summary: "an entityType is one that the schema defines"}
	UnknownVersion    = finding.Rule{Code: "OMC-0010", Severity: finding.Warning, Clause: schema + ", schemaVersion", Summary: "the schemaVersion is v2.0, v2.1, v2.6 or v2.8"}
	EmptyReference    = finding.Rule{Code: "OMC-0011", Severity: finding.Warning, Summary: "a reference has an identifier"}
	Dangling          = finding.Rule{Code: "OMC-0012", Severity: finding.Warning, Summary: "a reference leads to an entity that is known"}
	WrongTarget       = finding.Rule{Code: "OMC-0013", Severity: finding.Warning, Summary: "a reference under an entity type's name leads to an entity of that type"}
	Contradiction     = finding.Rule{Code: "OMC-0014", Severity: finding.Warning, Summary: "two descriptions of one entity do not contradict each other"}
	TwoTypes          = finding.Rule{Code: "OMC-0015", Severity: finding.Error, Summary: "two descriptions of one entity have the same entityType"}
	VersionCycle      = finding.Rule{Code: "OMC-0016", Severity: finding.Warning, Summary: "nothing is a revision, derivation or variant of itself"}
	DuplicateMember   = finding.Rule{Code: "OMC-0017", Severity: finding.Warning, Clause: "RFC 8259, 4", Summary: "a member name stands once in its object"}
	BadSection        = finding.Rule{Code: "OMC-0018", Severity: finding.Warning, Clause: schema + ", rootObject", Summary: "a section of a map is a list of entities of its own type"}
	ByteOrderMark     = finding.Rule{Code: "OMC-0019", Severity: finding.Info, Clause: "RFC 8259, 8.1", Summary: "the file does not begin with a byte order mark"}
	NoEntity          = finding.Rule{Code: "OMC-0020", Severity: finding.Error, Clause: schema + ", root", Summary: "only entities stand at the top of the document"}
	ImportedAlready   = finding.Rule{Code: "OMC-0021", Severity: finding.Info, Summary: "the same document was not imported before"}
	OneSidedRevision  = finding.Rule{Code: "OMC-0022", Severity: finding.Info, Summary: "where one version names the other as its origin, the other lists it too"}
	UnanchoredDate    = finding.Rule{Code: "OMC-0023", Severity: finding.Warning, Clause: schema + ", shootDate", Summary: "a shootDate is a date and nothing else"}
	WrongPropertyForm = finding.Rule{Code: "OMC-0024", Severity: finding.Info, Summary: "a property whose name begins with a capital holds entities or references"}
	ManyIdentifiers   = finding.Rule{Code: "OMC-0025", Severity: finding.Error, Summary: "an entity or a reference has at most 1000 identifiers"}
	NothingOfOMC      = finding.Rule{Code: "OMC-0026", Severity: finding.Error, Clause: schema + ", root", Summary: "the document holds an entity or a section for entities of a type"}
	LongPath          = finding.Rule{Code: "OMC-0027", Severity: finding.Error, Summary: "the names of the properties that lead from an entity to another have at most 500 bytes together"}
)

// Rules lists every finding that this package can make.
var Rules = []finding.Rule{
	NotJSON, TooDeep, TooLarge, NoShape, Empty, NoIdentifier, BadIdentifier, NoType, UnknownType, UnknownVersion, EmptyReference, Dangling,
	WrongTarget, Contradiction, TwoTypes, VersionCycle, DuplicateMember, BadSection, ByteOrderMark, NoEntity, ImportedAlready,
	OneSidedRevision, UnanchoredDate, WrongPropertyForm, ManyIdentifiers, NothingOfOMC, LongPath,
}
