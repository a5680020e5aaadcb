package xmltree

import "github.com/selsyn/selsyn/finding"

// Namespaces that XML itself reserves.
const (
	XMLSpace   = "http://www.w3.org/XML/1998/namespace"
	XMLNSSpace = "http://www.w3.org/2000/xmlns/"
)

// Rules are the findings of this package.
func Rules() []finding.Rule {
	return []finding.Rule{NotWellFormed, Encoding, Doctype, TooLarge, TooDeep, TooMany, TagMismatch, Unclosed,
		SecondRoot, NoRoot, DuplicateAttribute, UndeclaredPrefix, BadEntity, BadCharacter, BadDeclaration, StrayText}
}

// The findings.
var (
	NotWellFormed      = finding.Rule{Code: "IMF-XML-0001", Severity: finding.Error, Clause: "XML 1.0, 2.1", Summary: "A document is well-formed XML."}
	Encoding           = finding.Rule{Code: "IMF-XML-0002", Severity: finding.Error, Clause: "XML 1.0, 4.3.3", Summary: "A document is encoded in UTF-8."}
	Doctype            = finding.Rule{Code: "IMF-XML-0003", Severity: finding.Error, Clause: "XML 1.0, 2.8", Summary: "A document has no document type declaration; it is refused."}
	TooLarge           = finding.Rule{Code: "IMF-XML-0004", Severity: finding.Error, Summary: "A document, and a name in it, is not larger than the limit."}
	TooDeep            = finding.Rule{Code: "IMF-XML-0005", Severity: finding.Error, Summary: "Elements are not nested deeper than the limit."}
	TooMany            = finding.Rule{Code: "IMF-XML-0006", Severity: finding.Error, Summary: "A document has no more elements, attributes or namespace declarations than the limits."}
	TagMismatch        = finding.Rule{Code: "IMF-XML-0007", Severity: finding.Error, Clause: "XML 1.0, 3", Summary: "Each end tag closes the element that was opened last."}
	Unclosed           = finding.Rule{Code: "IMF-XML-0008", Severity: finding.Error, Clause: "XML 1.0, 3", Summary: "Each element, comment and section is closed before the document ends."}
	SecondRoot         = finding.Rule{Code: "IMF-XML-0009", Severity: finding.Error, Clause: "XML 1.0, 2.1", Summary: "A document has one outermost element."}
	NoRoot             = finding.Rule{Code: "IMF-XML-0010", Severity: finding.Error, Clause: "XML 1.0, 2.1", Summary: "A document has an outermost element."}
	DuplicateAttribute = finding.Rule{Code: "IMF-XML-0011", Severity: finding.Error, Clause: "XML 1.0, 3.1", Summary: "An element has each attribute at most once."}
	UndeclaredPrefix   = finding.Rule{Code: "IMF-XML-0012", Severity: finding.Error, Clause: "Namespaces in XML 1.0, 5", Summary: "Each namespace prefix is declared."}
	BadEntity          = finding.Rule{Code: "IMF-XML-0013", Severity: finding.Error, Clause: "XML 1.0, 4.1", Summary: "Only the five predefined entities and references to allowed characters are used."}
	BadCharacter       = finding.Rule{Code: "IMF-XML-0014", Severity: finding.Error, Clause: "XML 1.0, 2.2", Summary: "A document holds only the characters that XML allows, in valid UTF-8."}
	BadDeclaration     = finding.Rule{Code: "IMF-XML-0015", Severity: finding.Error, Clause: "XML 1.0, 2.8", Summary: "The XML declaration, where there is one, comes first and is complete."}
	StrayText          = finding.Rule{Code: "IMF-XML-0016", Severity: finding.Error, Clause: "XML 1.0, 2.1", Summary: "Only comments, instructions and white space stand outside the outermost element."}
)
