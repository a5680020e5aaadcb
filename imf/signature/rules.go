package signature

import "github.com/selsyn/selsyn/finding"

const st = "XML Signature Syntax and Processing 1.1"

// The findings.
var (
	Good             = finding.Rule{Code: "IMF-SIG-0001", Severity: finding.Info, Clause: st + ", 3.2", Summary: "A signature that was verified is noted."}
	Malformed        = finding.Rule{Code: "IMF-SIG-0002", Severity: finding.Error, Clause: st + ", 4", Summary: "A signature has what it takes to verify it."}
	UnknownAlgorithm = finding.Rule{Code: "IMF-SIG-0003", Severity: finding.Error, Clause: st + ", 6.1", Summary: "The algorithms of a signature are known."}
	BadDigest        = finding.Rule{Code: "IMF-SIG-0004", Severity: finding.Error, Clause: st + ", 3.2.1", Summary: "A signed document is the one that was signed."}
	BadSignature     = finding.Rule{Code: "IMF-SIG-0005", Severity: finding.Error, Clause: st + ", 3.2.2", Summary: "A signature was made with the key of a certificate that it brings."}
	NotTrusted       = finding.Rule{Code: "IMF-SIG-0006", Severity: finding.Error, Clause: "RFC 5280, 6.1", Summary: "The certificate of a signature leads to one that is trusted."}
	SignerDiffers    = finding.Rule{Code: "IMF-SIG-0007", Severity: finding.Error, Clause: "ST 2067-3:2016, Signer", Summary: "Signer names the certificate with which the document is signed."}
	TrustOpen        = finding.Rule{Code: "IMF-SIG-0008", Severity: finding.Info, Clause: st + ", 4.5", Summary: "A signature says who signed only to those who know whom to trust."}
	Weak             = finding.Rule{Code: "IMF-SIG-0009", Severity: finding.Warning, Clause: st + ", 6.1", Summary: "A signature is made with SHA-256 or better and a key of 2048 bits or more."}
	NotWhole         = finding.Rule{Code: "IMF-SIG-0010", Severity: finding.Error, Clause: st + ", 4.4.3.3 and 6.6.4", Summary: "A signature covers the whole document."}
	WrongUse         = finding.Rule{Code: "IMF-SIG-0011", Severity: finding.Error, Clause: "RFC 5280, 4.2.1.3", Summary: "The certificate of a signature is one with which documents may be signed."}
	SignerVague      = finding.Rule{Code: "IMF-SIG-0012", Severity: finding.Warning, Clause: "ST 2067-3:2016, Signer", Summary: "Signer names a certificate by its issuer and number."}
)

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{Good, Malformed, UnknownAlgorithm, BadDigest, BadSignature, NotTrusted, SignerDiffers, TrustOpen, Weak, NotWhole, WrongUse, SignerVague}
}
