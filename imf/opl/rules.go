package opl

import "github.com/selsyn/selsyn/finding"

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{NotOPL, NilID, Capitals, SignerAndSignature, IsSigned, DuplicateMacro, DuplicateAlias, UnknownHandle,
		BadTrack, Cycle, DuplicateOutput, NamesItself, AliasHides}
}

const st = "ST 2067-100:2014"

// The findings.
var (
	NotOPL             = finding.Rule{Code: "IMF-OPL-0001", Severity: finding.Error, Clause: st, Summary: "The document is an OutputProfileList of ST 2067-100:2014."}
	NilID              = finding.Rule{Code: "IMF-OPL-0002", Severity: finding.Warning, Clause: st + ", Id", Summary: "The output profile list has an identifier of its own."}
	Capitals           = finding.Rule{Code: "IMF-OPL-0003", Severity: finding.Warning, Clause: "RFC 4122, 3", Summary: "UUIDs are written in small letters."}
	SignerAndSignature = finding.Rule{Code: "IMF-OPL-0004", Severity: finding.Error, Clause: st + ", Signer", Summary: "Signer and Signature stand together or not at all."}
	IsSigned           = finding.Rule{Code: "IMF-OPL-0005", Severity: finding.Info, Clause: st + ", Signature", Summary: "A signature is noted."}
	DuplicateMacro     = finding.Rule{Code: "IMF-OPL-0006", Severity: finding.Error, Clause: st + ", Macro", Summary: "Each macro has a name of its own."}
	DuplicateAlias     = finding.Rule{Code: "IMF-OPL-0007", Severity: finding.Error, Clause: st + ", Alias", Summary: "Each alias has a name of its own."}
	UnknownHandle      = finding.Rule{Code: "IMF-OPL-0008", Severity: finding.Error, Clause: st + ", Handle", Summary: "A handle names a virtual track, an output of a macro or an alias."}
	BadTrack           = finding.Rule{Code: "IMF-OPL-0009", Severity: finding.Error, Clause: st + ", Handle", Summary: "The handle of a virtual track holds its UUID."}
	Cycle              = finding.Rule{Code: "IMF-OPL-0010", Severity: finding.Error, Clause: st + ", Macro", Summary: "No macro takes its own output as input, directly or through others."}
	DuplicateOutput    = finding.Rule{Code: "IMF-OPL-0011", Severity: finding.Error, Clause: "ST 2067-103:2014, Handle", Summary: "Each output of a macro has a handle of its own."}
	NamesItself        = finding.Rule{Code: "IMF-OPL-0012", Severity: finding.Error, Clause: st + ", CompositionPlaylistId", Summary: "An output profile list is for a composition and not for itself."}
	AliasHides         = finding.Rule{Code: "IMF-OPL-0013", Severity: finding.Warning, Clause: st + ", Alias", Summary: "An alias does not have the form of another handle."}
)
