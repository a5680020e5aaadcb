package registry

import (
	"net/url"
	"strings"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/timeline"
)

// reelLimit is how many characters of a reel's name an old list keeps (CMX 3600).
const reelLimit = 8

// cut marks the first characters of a name that was longer.
const cutMark = "~"

// names are the folded names under which an asset can be found.
func (f *Facts) names(identifiers []id.URN) []string {
	found := newSet(fold(f.Reel), fold(f.Clip), fold(f.File), foldUMID(f.UMID))
	if reel := fold(f.Reel); len(reel) > reelLimit {
		found.add(cutMark + reel[:reelLimit])
	}
	for _, u := range identifiers {
		if u.Scheme() == id.UMID {
			found.add(foldUMID(string(u)))
		}
	}
	return found.list
}

// wanted are the folded names by which a list may mean an asset: a superset of
// what the plan will take, which decides.
func wanted(k timeline.SourceKey) []string {
	found := newSet(fold(k.Reel), fold(k.Clip), fold(k.File), foldUMID(k.UMID))
	switch reel := fold(k.Reel); {
	case len(reel) == reelLimit:
		found.add(cutMark + reel)
	case len(reel) > reelLimit:
		found.add(reel[:reelLimit])
	}
	return found.list
}

// fold brings a name to the form in which names are compared: the last element
// of a path, without a file's extension, in upper case.
func fold(s string) string {
	s = strings.TrimSpace(s)
	if strings.Contains(s, "%") {
		if plain, err := url.PathUnescape(s); err == nil {
			s = plain
		}
	}
	if i := strings.LastIndexAny(s, `/\`); i >= 0 && i+1 < len(s) {
		s = s[i+1:]
	}
	if i := strings.LastIndexByte(s, '.'); i > 0 && isExtension(s[i+1:]) {
		s = s[:i]
	}
	s = strings.ToUpper(strings.TrimRight(s, "* "))
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
}

func isExtension(s string) bool {
	return len(s) >= 2 && len(s) <= 4 && strings.ContainsFunc(s, isLetter) &&
		!strings.ContainsFunc(s, func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') })
}

func isLetter(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

func foldUMID(s string) string {
	s = strings.ToUpper(strings.TrimSpace(s))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "URN:SMPTE:UMID:"), "0X")
	return strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), "\x00", "")
}

// set keeps texts once each, in order, without the empty one.
type set struct{ list []string }

func newSet(texts ...string) *set {
	s := &set{}
	for _, t := range texts {
		s.add(t)
	}
	return s
}

func (s *set) add(text string) {
	if text == "" {
		return
	}
	for _, have := range s.list {
		if have == text {
			return
		}
	}
	s.list = append(s.list, text)
}
