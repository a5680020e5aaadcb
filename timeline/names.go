package timeline

import (
	"net/url"
	"strings"
)

// names are the names of a source, folded so that they can be compared: upper
// case, the last element of a path, without the extension of a file. Names
// that stand for no source in particular (AX) are empty.
type names struct{ id, umid, reel, file, clip string }

func namesOf(k SourceKey) names {
	return names{
		id: k.ID, umid: strings.ToUpper(strings.TrimSpace(k.UMID)),
		reel: foldReel(k.Reel), file: foldName(k.File), clip: foldName(k.Clip),
	}
}

func foldReel(s string) string {
	s = foldName(s)
	switch s {
	case "AX", "BL", "AUX", "BLACK", "NONE", "UNKNOWN", "N/A":
		return ""
	}
	return s
}

func foldName(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
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
	return strings.ToUpper(strings.TrimRight(s, "* "))
}

// isExtension reports whether s ends a file's name: two to four letters and
// digits, with at least one letter.
func isExtension(s string) bool {
	if len(s) < 2 || len(s) > 4 {
		return false
	}
	letter := false
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		switch {
		case c >= 'a' && c <= 'z':
			letter = true
		case s[i] < '0' || s[i] > '9':
			return false
		}
	}
	return letter
}

// reelLimit is how many characters of a reel's name an old list keeps
// (CMX 3600).
const reelLimit = 8

// truncated reports whether one reel is the other cut off after eight
// characters.
func truncated(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) == reelLimit && len(b) > reelLimit && b[:reelLimit] == a
}

// sameness says how far two names can mean the same source.
type sameness uint8

const (
	differs   sameness = iota
	renamed            // reels differ, a file or clip is the same
	shortened          // one reel is the other cut off
	agrees             // the surest name that both have is the same
)

// same compares two sources by the surest name that both have.
func (a *names) same(b *names) sameness {
	switch {
	case a.id != "" && b.id != "":
		return agreesIf(a.id == b.id)
	case a.umid != "" && b.umid != "":
		return agreesIf(a.umid == b.umid)
	case a.reel != "" && a.reel == b.reel: // a roll may hold several files
		return agreesIf(a.file == "" || b.file == "" || a.file == b.file || a.clip != "" && a.clip == b.clip)
	case a.reel != "" && b.reel != "" && truncated(a.reel, b.reel):
		return shortened
	case a.reel != "" && b.reel != "":
		if a.file != "" && a.file == b.file || a.clip != "" && a.clip == b.clip {
			return renamed
		}
		return differs
	case *a == names{} && *b == names{}:
		return agrees // neither says anything; ranges decide
	}
	return agreesIf(a.crosses(b))
}

func agreesIf(ok bool) sameness {
	if ok {
		return agrees
	}
	return differs
}

// crosses reports whether a name of one is a name of the other, of the same
// sort or of another, as formats disagree on what a reel is.
func (a *names) crosses(b *names) bool {
	for _, x := range [...]string{a.reel, a.file, a.clip} {
		if x != "" && (x == b.reel || x == b.file || x == b.clip) {
			return true
		}
	}
	return false
}

// identified reports whether both have the same identifier or UMID, against
// which no other name counts.
func (a *names) identified(b *names) bool {
	return a.id != "" && a.id == b.id || a.umid != "" && a.umid == b.umid
}

// contradicts reports whether both name a clip, or both a file, and these differ.
func (a *names) contradicts(b *names) bool {
	return a.clip != "" && b.clip != "" && a.clip != b.clip || a.file != "" && b.file != "" && a.file != b.file
}
