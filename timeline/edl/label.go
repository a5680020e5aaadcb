package edl

import "github.com/selsyn/selsyn/media"

// label is a timecode as written: hours, minutes, seconds and frames in eight
// bits each, from the top. A part that does not fit is 255, which is out of
// range wherever it stands.
type label uint32

func (l label) frames() int { return int(l & 255) }

func (l label) timecode(drop bool) media.Timecode {
	return media.Timecode{
		Hours: int(l >> 24), Minutes: int(l >> 16 & 255), Seconds: int(l >> 8 & 255), Frames: int(l & 255),
		Drop: drop,
	}
}

// naive is the count of frames as if every label existed.
func (l label) naive(nominal int64) int64 {
	return (int64(l>>24)*3600+int64(l>>16&255)*60+int64(l>>8&255))*nominal + int64(l&255)
}

// parseLabel reads "01:00:00:00" with any of : ; . , between its parts. Marked
// says that a separator was other than a colon.
func parseLabel(s string) (l label, marked, ok bool) {
	if len(s) < 7 || len(s) > 15 {
		return 0, false, false
	}
	part, digits, colons := uint32(0), 0, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c-'0' <= 9:
			if digits++; digits > 3 {
				return 0, false, false
			}
			part = part*10 + uint32(c-'0')
		case c == ':' || c == ';' || c == '.' || c == ',':
			if colons++; digits == 0 || colons > 3 {
				return 0, false, false
			}
			marked = marked || c != ':'
			l = l<<8 | label(min(part, 255))
			part, digits = 0, 0
		default:
			return 0, false, false
		}
	}
	if colons != 3 || digits == 0 {
		return 0, false, false
	}
	return l<<8 | label(min(part, 255)), marked, true
}

// parseCount reads a number without sign of up to nine digits.
func parseCount(s string) (n uint32, ok bool) {
	if len(s) == 0 || len(s) > 9 {
		return 0, false
	}
	for i := 0; i < len(s); i++ {
		if s[i]-'0' > 9 {
			return 0, false
		}
		n = n*10 + uint32(s[i]-'0')
	}
	return n, true
}
