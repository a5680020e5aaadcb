package app

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/xmltree"
	"github.com/selsyn/selsyn/media"
)

// view is a descriptor or sub-descriptor, read by the symbols of its items.
type view struct {
	node   xmltree.Node
	name   string // in today's register
	judged bool
}

// older are names that registers of earlier years gave.
var older = map[string]string{
	"TimedTextDescriptor": "DCTimedTextDescriptor", "TimedTextResourceSubDescriptor": "DCTimedTextResourceSubDescriptor",
	"GenericPictureEssenceDescriptor": "PictureDescriptor", "GenericSoundEssenceDescriptor": "SoundDescriptor",
	"WaveAudioDescriptor": "WAVEPCMDescriptor",
}

// olderItems are names of items likewise.
var olderItems = map[string]string{"InstanceUID": "InstanceID", "AspectRatio": "ImageAspectRatio"}

func current(local string) string {
	if now, ok := older[local]; ok {
		return now
	}
	return local
}

func (v *view) item(symbol string) xmltree.Node { return v.node.Named(symbol) }

// place is where an item stands, or the set that lacks it.
func (v *view) place(symbol string) xmltree.Node {
	if item := v.item(symbol); item.Exists() {
		return item
	}
	return v.node
}

func (v *view) has(symbol string) bool    { return v.item(symbol).Exists() }
func (v *view) text(symbol string) string { return v.item(symbol).Trimmed() }

// number is an item that is a whole number, also one written as 0x1F.
func (v *view) number(symbol string) (int64, bool) {
	n, err := strconv.ParseInt(v.text(symbol), 0, 64)
	return n, err == nil
}

// rate is an item that is a rational, written as "24000/1001" or "24000 1001".
func (v *view) rate(symbol string) (media.Rate, bool) { return parseRate(v.text(symbol)) }

func parseRate(s string) (media.Rate, bool) {
	f := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == ' ' || r == '\t' || r == '\n' || r == '\r' })
	if len(f) == 0 || len(f) > 2 {
		return media.Rate{}, false
	}
	num, err := strconv.ParseInt(f[0], 10, 64)
	den := int64(1)
	if err == nil && len(f) == 2 {
		den, err = strconv.ParseInt(f[1], 10, 64)
	}
	if err != nil || num <= 0 || den <= 0 {
		return media.Rate{}, false
	}
	return media.NewRate(num, den), true
}

// The frame layouts that applications allow (ST 377-1:2019, G.2.6).
const (
	fullFrame      = "FullFrame"
	separateFields = "SeparateFields"
)

// layout is the frame layout by its name.
func (v *view) layout() string {
	switch l := v.text("FrameLayout"); l {
	case "0":
		return fullFrame
	case "1":
		return separateFields
	default:
		return l
	}
}

// label is an item that is a universal label.
func (v *view) label(symbol string) (klv.UL, bool) {
	text := v.text(symbol)
	if text == "" {
		return klv.UL{}, false
	}
	u, err := klv.ParseUL(text)
	return u, err == nil
}

// bytes is an item written as hexadecimal digits.
func (v *view) bytes(symbol string) []byte {
	text := strings.TrimPrefix(strings.Join(strings.Fields(v.text(symbol)), ""), "0x")
	b, err := hex.DecodeString(text)
	if err != nil {
		return nil
	}
	return b
}

// sub are the sub-descriptors of some names.
func (v *view) sub(names ...string) []*view {
	var list []*view
	for n := range v.item("SubDescriptors").Children() {
		if name := current(n.Local()); slices.Contains(names, name) {
			list = append(list, &view{node: n, name: name})
		}
	}
	return list
}

// absent are the items that are not there.
func (v *view) absent(symbols ...string) []string {
	var list []string
	for _, s := range symbols {
		if !v.has(s) || v.text(s) == "" && !v.item(s).First().Exists() {
			list = append(list, s)
		}
	}
	return list
}
