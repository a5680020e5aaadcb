package schema

import "github.com/selsyn/selsyn/finding"

// Rules are the findings of this package. A finding's clause is the standard
// that the schema belongs to.
func Rules() []finding.Rule {
	return []finding.Rule{UnknownRoot, Unexpected, Missing, TextNotAllowed, BadValue, AttributeNotAllowed, AttributeMissing,
		BadType, AbstractType, ElementNotAllowed, DuplicateID, Undeclared, NotNillable, NotEmpty}
}

// The findings.
var (
	UnknownRoot         = finding.Rule{Code: "IMF-XSD-0001", Severity: finding.Error, Summary: "The outermost element is one that a known schema declares."}
	Unexpected          = finding.Rule{Code: "IMF-XSD-0002", Severity: finding.Error, Summary: "Elements stand only where the schema has them."}
	Missing             = finding.Rule{Code: "IMF-XSD-0003", Severity: finding.Error, Summary: "Each element that the schema demands is there."}
	TextNotAllowed      = finding.Rule{Code: "IMF-XSD-0004", Severity: finding.Error, Summary: "Text stands only where the schema allows it."}
	BadValue            = finding.Rule{Code: "IMF-XSD-0005", Severity: finding.Error, Summary: "Each value is of the type that the schema gives it."}
	AttributeNotAllowed = finding.Rule{Code: "IMF-XSD-0006", Severity: finding.Error, Summary: "An element has only the attributes that the schema gives it."}
	AttributeMissing    = finding.Rule{Code: "IMF-XSD-0007", Severity: finding.Error, Summary: "An element has each attribute that the schema demands."}
	BadType             = finding.Rule{Code: "IMF-XSD-0008", Severity: finding.Error, Summary: "xsi:type names a known type that is derived from the declared one."}
	AbstractType        = finding.Rule{Code: "IMF-XSD-0009", Severity: finding.Error, Summary: "An element of an abstract type says by xsi:type which of its kinds it is."}
	ElementNotAllowed   = finding.Rule{Code: "IMF-XSD-0010", Severity: finding.Error, Summary: "An element that holds a value holds no elements."}
	DuplicateID         = finding.Rule{Code: "IMF-XSD-0011", Severity: finding.Error, Summary: "Each attribute of type ID has a value of its own."}
	Undeclared          = finding.Rule{Code: "IMF-XSD-0012", Severity: finding.Error, Summary: "Where a wildcard is strict, the element has a declaration."}
	NotNillable         = finding.Rule{Code: "IMF-XSD-0013", Severity: finding.Error, Summary: "xsi:nil stands only on elements that may be nil."}
	NotEmpty            = finding.Rule{Code: "IMF-XSD-0014", Severity: finding.Error, Summary: "An element whose type is empty holds nothing."}
)
