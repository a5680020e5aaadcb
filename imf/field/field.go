// Package field reads the typed values that the documents of the
// Interoperable Master Format are made of: identifiers, texts with a language,
// rates, counts, dates and digests. A value that is missing or malformed is
// read as nothing; that it is malformed is for package schema to say.
package field

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

// Text is what a person wrote, with its language.
type Text struct {
	Value    string
	Language string // the tag as given; empty when it is not, which means "en"
	Node     xmltree.Node
}

// ReadText reads an element of type UserText.
func ReadText(n xmltree.Node) Text {
	lang, _ := n.Attr("language")
	return Text{Value: n.Text(), Language: lang, Node: n}
}

// Date is a date and time as written and as understood.
type Date struct {
	Text string
	Time time.Time // without a zone it is taken for UTC; zero when it is malformed
	Zone bool      // a zone is given
	Node xmltree.Node
}

// ReadDate reads an element of type xs:dateTime.
func ReadDate(n xmltree.Node) Date {
	d := Date{Text: n.Trimmed(), Node: n}
	if t, err := time.Parse("2006-01-02T15:04:05.999999999Z07:00", d.Text); err == nil {
		d.Time, d.Zone = t, true
		return d
	}
	if t, err := time.Parse("2006-01-02T15:04:05.999999999", d.Text); err == nil {
		d.Time = t
	}
	return d
}

// UUID reads an identifier; the empty one when there is none.
func UUID(n xmltree.Node) uuid.UUID {
	id, _ := uuid.Parse(n.Text())
	return id
}

// Count reads a whole number that is not negative; -1 when there is none or it
// does not fit.
func Count(n xmltree.Node) int64 {
	v, err := strconv.ParseInt(strings.TrimPrefix(n.Trimmed(), "+"), 10, 64)
	if err != nil || v < 0 {
		return -1
	}
	return v
}

// Rate reads a rational number such as "24000 1001"; the zero Rate when there
// is none or it is not above zero.
func Rate(n xmltree.Node) media.Rate {
	num, den, _ := strings.Cut(n.Trimmed(), " ")
	a, err1 := strconv.ParseInt(strings.TrimPrefix(num, "+"), 10, 64)
	b, err2 := strconv.ParseInt(xmltree.Trim(den), 10, 64)
	if err1 != nil || err2 != nil || a > math.MaxInt32*1000 || b > math.MaxInt32 {
		return media.Rate{}
	}
	return media.NewRate(a, b)
}

// Bool reads true or false; false when there is none.
func Bool(n xmltree.Node) bool {
	s := n.Trimmed()
	return s == "true" || s == "1"
}

// Bytes reads base64; nil when there is none or it is malformed.
func Bytes(n xmltree.Node) []byte {
	s := n.Text()
	if strings.ContainsAny(s, " \t\r\n") {
		s = strings.Join(strings.Fields(s), "")
	}
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) == 0 {
		return nil
	}
	return b
}

// The digest algorithms in use, by their URIs.
const (
	SHA1   = "http://www.w3.org/2000/09/xmldsig#sha1"
	SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
	SHA384 = "http://www.w3.org/2001/04/xmldsig-more#sha384"
	SHA512 = "http://www.w3.org/2001/04/xmlenc#sha512"
)

// Algorithm reads the algorithm that an element such as HashAlgorithm names;
// empty when it names none.
func Algorithm(n xmltree.Node) string {
	uri, _ := n.Attr("Algorithm")
	return xmltree.Trim(uri)
}

// DigestSize is how many bytes a digest of the algorithm has; 0 for one that
// is not known. No algorithm means SHA-1.
func DigestSize(algorithm string) int {
	switch algorithm {
	case "", SHA1:
		return 20
	case SHA256:
		return 32
	case SHA384, "http://www.w3.org/2001/04/xmlenc#sha384":
		return 48
	case SHA512:
		return 64
	}
	return 0
}

// IsLanguage reports whether s has the form of a language tag (RFC 5646,
// 2.1): a language of two to eight letters, then subtags of one to eight
// letters and digits, where a single letter or digit begins an extension and
// is followed by something. Whether the subtags are registered is not looked up.
func IsLanguage(s string) bool {
	parts := strings.Split(s, "-")
	if private := strings.EqualFold(parts[0], "x"); !private && (len(parts[0]) < 2 || !letters(parts[0])) {
		return false
	}
	private := false
	for i, p := range parts {
		if len(p) < 1 || len(p) > 8 || !alphanumeric(p) {
			return false
		}
		if len(p) == 1 && !private && i == len(parts)-1 {
			return false
		}
		private = private || strings.EqualFold(p, "x")
	}
	return true
}

// IsAssigned reports whether the language that a tag begins with can be in the
// registry of language subtags: those of two and three letters are, and those
// of four to eight letters are set aside (RFC 5646, 2.2.1).
func IsAssigned(tag string) bool {
	language, _, _ := strings.Cut(tag, "-")
	return len(language) <= 3
}

// IsRegion reports whether s has the form of a region: two letters or three
// digits (RFC 5646, 2.2.4).
func IsRegion(s string) bool {
	return len(s) == 2 && letters(s) || len(s) == 3 && strings.Trim(s, "0123456789") == ""
}

func letters(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

func alphanumeric(s string) bool {
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
