package schema

import (
	"math/big"
	"strings"

	"github.com/selsyn/selsyn/imf/xmltree"
)

// The types built into XML Schema (Part 2: Datatypes, second edition) that the
// schemas of IMF use.
var (
	String             = &Simple{Name: xsd("string"), Keep: true}
	NormalizedString   = &Simple{Name: xsd("normalizedString"), Base: String}
	Token              = &Simple{Name: xsd("token"), Base: NormalizedString}
	Language           = &Simple{Name: xsd("language"), Base: Token, Says: "a language tag such as en-GB", Check: isLanguage}
	ID                 = &Simple{Name: xsd("ID"), Base: Token, Says: "an XML name without a colon", Check: isNCName}
	AnyURI             = &Simple{Name: xsd("anyURI"), Says: "a URI", Check: isURI}
	DateTime           = &Simple{Name: xsd("dateTime"), Says: "a date and time such as 2024-09-10T14:52:13Z", Check: isDateTime}
	Boolean            = &Simple{Name: xsd("boolean"), Says: "true or false", Check: isBoolean}
	Base64             = &Simple{Name: xsd("base64Binary"), Says: "base64", Check: isBase64}
	Decimal            = &Simple{Name: xsd("decimal"), Says: "a decimal number", Check: isDecimal}
	Integer            = &Simple{Name: xsd("integer"), Base: Decimal, Says: "a whole number", Check: isInteger}
	Long               = &Simple{Name: xsd("long"), Base: Integer, Says: "a whole number of 64 bits", Check: between("-9223372036854775808", "9223372036854775807")}
	NonNegativeInteger = &Simple{Name: xsd("nonNegativeInteger"), Base: Integer, Says: "a whole number, zero or more", Check: func(s string) bool { return s[0] != '-' || isZero(s) }}
	PositiveInteger    = &Simple{Name: xsd("positiveInteger"), Base: NonNegativeInteger, Says: "a whole number above zero", Check: func(s string) bool { return !isZero(s) }}
	UnsignedLong       = &Simple{Name: xsd("unsignedLong"), Base: NonNegativeInteger, Says: "a whole number from 0 to 18446744073709551615, without a sign", Check: unsignedLong}
	UnsignedInt        = &Simple{Name: xsd("unsignedInt"), Base: UnsignedLong, Says: "a whole number from 0 to 4294967295", Check: between("0", "4294967295")}
	UnsignedShort      = &Simple{Name: xsd("unsignedShort"), Base: UnsignedInt, Says: "a whole number from 0 to 65535", Check: between("0", "65535")}
)

func builtins() []Type {
	return []Type{String, NormalizedString, Token, Language, ID, AnyURI, DateTime, Boolean, Base64, Decimal, Integer, Long,
		NonNegativeInteger, PositiveInteger, UnsignedLong, UnsignedInt, UnsignedShort}
}

func xsd(local string) xmltree.Name { return xmltree.Name{Space: XSD, Local: local} }

func isLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if len(part) < 1 || len(part) > 8 {
			return false
		}
		for _, c := range []byte(part) {
			if !isLetter(c) && (i == 0 || !isDigit(c)) {
				return false
			}
		}
	}
	return true
}

func isNCName(s string) bool {
	for i, r := range s {
		ok := r == '_' || r < 0x80 && isLetter(byte(r)) || r >= 0x80 || i > 0 && (r == '-' || r == '.' || r < 0x80 && isDigit(byte(r)))
		if !ok {
			return false
		}
	}
	return s != ""
}

func isBoolean(s string) bool { return s == "true" || s == "false" || s == "1" || s == "0" }

func isDecimal(s string) bool {
	s = unsigned(s)
	whole, fraction, _ := strings.Cut(s, ".")
	return allDigits(whole) && allDigits(fraction) && whole+fraction != ""
}

func isInteger(s string) bool {
	s = unsigned(s)
	return s != "" && allDigits(s)
}

func unsigned(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

func isZero(s string) bool { return strings.Trim(unsigned(s), "0") == "" }

// between is a check of whole numbers, which may be longer than 64 bits.
func between(low, high string) func(string) bool {
	lo, _ := new(big.Int).SetString(low, 10)
	hi, _ := new(big.Int).SetString(high, 10)
	return func(s string) bool {
		if d := unsigned(s); len(d) <= 18 && lo.Sign() < 0 {
			return true
		}
		n, ok := new(big.Int).SetString(strings.TrimLeft(unsigned(s), "0")+"", 10)
		if !ok {
			n = new(big.Int)
		}
		if s[0] == '-' {
			n.Neg(n)
		}
		return n.Cmp(lo) >= 0 && n.Cmp(hi) <= 0
	}
}

var most = between("0", "18446744073709551615")

// unsignedLong allows no sign, unlike the other whole numbers (3.3.21.1).
func unsignedLong(s string) bool { return isDigit(s[0]) && most(s) }

// isBase64 accepts white space anywhere, as XML Schema does, and demands that
// the bits left over before padding are zero (3.2.16).
func isBase64(s string) bool {
	n, pad := 0, 0
	last := byte(0)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == ' ':
		case c == '=':
			pad++
		case pad > 0 || !isLetter(c) && !isDigit(c) && c != '+' && c != '/':
			return false
		default:
			n++
			last = c
		}
	}
	switch {
	case (n+pad)%4 != 0 || pad > 2:
		return false
	case pad == 1:
		return strings.IndexByte("AEIMQUYcgkosw048", last) >= 0
	case pad == 2:
		return strings.IndexByte("AQgw", last) >= 0
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
func isDigit(c byte) bool  { return '0' <= c && c <= '9' }

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
