package edl

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// EncodingKey is the key in [timeline.Cut.Foreign] under which a list that came
// in UTF-16 says so: {"utf16": "little"} or "big", with a "rest" in hex when it
// ends in half a character.
const EncodingKey = "cmx3600.encoding"

// wide decodes UTF-16 as it comes. A surrogate without its other half is kept
// as the three bytes that UTF-8 would give it were it a character, so that
// every list can be written back.
type wide struct {
	Order string `json:"utf16"` // "little" or "big"
	Rest  string `json:"rest,omitempty"`

	odd     []byte // half a unit
	pending rune   // a high surrogate
}

// sniff is the decoder for a list that begins like this: with the byte order
// mark of UTF-16, or with two characters of ASCII in it; nil for any other.
func sniff(b []byte) *wide {
	switch {
	case len(b) < 2:
		return nil
	case b[0] == 0xff && b[1] == 0xfe, len(b) > 3 && b[0] != 0 && b[1] == 0 && b[2] != 0 && b[3] == 0:
		return &wide{Order: "little"}
	case b[0] == 0xfe && b[1] == 0xff, len(b) > 3 && b[0] == 0 && b[1] != 0 && b[2] == 0 && b[3] != 0:
		return &wide{Order: "big"}
	}
	return nil
}

func (w *wide) unit(b []byte) rune {
	if w.Order == "big" {
		return rune(b[0])<<8 | rune(b[1])
	}
	return rune(b[1])<<8 | rune(b[0])
}

// decode turns what comes next into UTF-8; last says that nothing follows.
func (w *wide) decode(b []byte, last bool) []byte {
	b = append(w.odd, b...)
	out := make([]byte, 0, len(b))
	for ; len(b) > 1; b = b[2:] {
		u := w.unit(b)
		if w.pending != 0 {
			if r := utf16.DecodeRune(w.pending, u); r != utf8.RuneError {
				out, w.pending = utf8.AppendRune(out, r), 0
				continue
			}
			out, w.pending = half(out, w.pending), 0
		}
		switch {
		case u >= 0xd800 && u < 0xdc00:
			w.pending = u
		case utf16.IsSurrogate(u):
			out = half(out, u)
		default:
			out = utf8.AppendRune(out, u)
		}
	}
	w.odd = append([]byte(nil), b...)
	if last {
		if w.pending != 0 {
			out, w.pending = half(out, w.pending), 0
		}
		w.Rest = hex.EncodeToString(w.odd)
	}
	return out
}

func half(out []byte, u rune) []byte {
	return append(out, 0xe0|byte(u>>12), 0x80|byte(u>>6)&0xbf, 0x80|byte(u)&0xbf)
}

// foreign is what to keep of the encoding.
func (w *wide) foreign() json.RawMessage {
	b, err := json.Marshal(w)
	if err != nil {
		return nil // strings always marshal
	}
	return b
}

// wideWriter writes what it is given, UTF-8 as the decoder makes it, as UTF-16.
type wideWriter struct {
	w    io.Writer
	as   wide
	part []byte // of a character
}

func (e *wideWriter) Write(p []byte) (int, error) {
	b := append(e.part, p...)
	out := make([]byte, 0, 2*len(b))
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case r != utf8.RuneError || n > 1:
		case len(b) > 2 && b[0] == 0xed && b[1] >= 0xa0 && b[1] <= 0xbf && b[2]&0xc0 == 0x80:
			r, n = 0xd000|rune(b[1]&0x3f)<<6|rune(b[2]&0x3f), 3
		case !utf8.FullRune(b) || len(b) < 3 && b[0] == 0xed:
			e.part = append([]byte(nil), b...)
			_, err := e.w.Write(out)
			return len(p), err
		default:
			r = rune(b[0])
		}
		b = b[n:]
		if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
			out = e.unit(e.unit(out, high), low)
			continue
		}
		out = e.unit(out, r)
	}
	e.part = nil
	_, err := e.w.Write(out)
	return len(p), err
}

func (e *wideWriter) unit(out []byte, u rune) []byte {
	if e.as.Order == "big" {
		return append(out, byte(u>>8), byte(u))
	}
	return append(out, byte(u), byte(u>>8))
}

// close writes what the list ended in.
func (e *wideWriter) close() error {
	rest, err := hex.DecodeString(e.as.Rest)
	if err != nil || len(rest) != 1 {
		return nil
	}
	_, err = e.w.Write(rest)
	return err
}
