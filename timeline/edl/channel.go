package edl

import (
	"math/bits"
	"strconv"

	"github.com/selsyn/selsyn/timeline"
)

// channels are the tracks that an event goes to. Bit 0 of video is V, which is
// the same layer as V1; bit 0 of audio is A1.
type channels struct {
	video, audio uint32
	v1           bool   // the base layer was written V1
	none         bool   // NONE: no channel of its own; AUD lines may add some
	other        string // as written, when it is none of ours
}

// above are the channels one layer higher, where the foreground of a key
// stands: the list calls it by the channel of what lies beneath it.
func (c channels) above() channels {
	c.video, c.v1 = c.video<<1, false
	return c
}

// beneath is the channel by which a list calls the track of a key's foreground.
func beneath(name string) string {
	c, ok := parseChannels(name)
	if !ok || c.video < 2 {
		return name
	}
	c.video >>= 1
	c.each(func(_ timeline.TrackKind, _ int, s string) { name = s })
	return name
}

func (c channels) empty() bool { return c.video|c.audio == 0 }

// parseChannels reads "V", "V2", "A12", "AA/V", "VA1A2", "B", "NONE".
func parseChannels(s string) (c channels, ok bool) {
	if s == "V" {
		return channels{video: 1}, true
	}
	if s == "NONE" || s == "none" {
		return channels{none: true}, true
	}
	for i := 0; i < len(s); {
		kind := s[i] &^ 0x20
		i++
		n, digits := 0, 0
		for i < len(s) && s[i]-'0' <= 9 && digits < 2 {
			n, digits = n*10+int(s[i]-'0'), digits+1
			i++
		}
		switch {
		case kind == 'V' && digits == 0:
			c.video |= 1
		case kind == 'V' && n > 0 && n <= 24:
			c.video |= 1 << (n - 1)
			c.v1 = c.v1 || n == 1
		case kind == 'A' && digits == 0 && i < len(s) && s[i]&^0x20 == 'A' && (i+1 == len(s) || s[i+1]-'0' > 9):
			c.audio |= 3
			i++
		case kind == 'A' && digits == 0:
			c.audio |= 1
		case kind == 'A' && digits == 2 && n == 12:
			c.audio |= 3 // "A12" is A1 and A2 in the lists that write it
		case kind == 'A' && n > 0 && n <= 24:
			c.audio |= 1 << (n - 1)
		case kind == 'B' && digits == 0:
			c.video |= 1
			c.audio |= 1
		case (kind == '/'&^0x20 || s[i-1] == '+' || s[i-1] == ',') && digits == 0 && !c.empty() && i < len(s):
		default:
			return channels{}, false
		}
	}
	return c, !c.empty()
}

// each calls f for every track that the event goes to.
func (c channels) each(f func(kind timeline.TrackKind, number int, name string)) {
	for v := c.video; v != 0; v &= v - 1 {
		n := bits.TrailingZeros32(v) + 1
		name := "V" + strconv.Itoa(n)
		if n == 1 && !c.v1 {
			name = "V"
		}
		f(timeline.Video, n, name)
	}
	for a := c.audio; a != 0; a &= a - 1 {
		n := bits.TrailingZeros32(a) + 1
		f(timeline.Audio, n, "A"+strconv.Itoa(n))
	}
	if !c.empty() {
		return
	}
	if c.other != "" {
		f(timeline.Data, 2, c.other)
		return
	}
	f(timeline.Data, 1, "NONE")
}

// channelCode writes the channels of tracks by these names as one code, and
// reports whether that is possible.
func channelCode(names []string) (string, bool) {
	var all channels
	for _, name := range names {
		c, ok := parseChannels(name)
		switch {
		case ok && !c.none:
			all.video |= c.video
			all.audio |= c.audio
			all.v1 = all.v1 || c.v1
		case len(names) == 1:
			return name, true
		default:
			return "", false
		}
	}
	if len(names) == 1 {
		return names[0], true
	}
	code := ""
	switch {
	case all.audio == 1:
		code = "A"
	case all.audio == 3:
		code = "AA"
	default:
		for a := all.audio; a != 0; a &= a - 1 {
			code += "A" + strconv.Itoa(bits.TrailingZeros32(a)+1)
		}
	}
	for v := all.video; v != 0; v &= v - 1 {
		if code != "" {
			code += "/"
		}
		if n := bits.TrailingZeros32(v) + 1; n > 1 || all.v1 {
			code += "V" + strconv.Itoa(n)
			continue
		}
		code += "V"
	}
	return code, true
}
