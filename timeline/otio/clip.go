package otio

import (
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

func enabled(n Node) bool { return string(n.Get("enabled").Raw()) != "false" }

// clip reads a Clip of either generation.
func (l *layout) clip(n Node, path string) {
	ev := timeline.Event{
		Source: timeline.SourceKey{Clip: n.Get("name").Text()}, Speed: media.Ratio{Num: 1, Den: 1},
		Enabled: enabled(n), Markers: l.markers(n.Get("markers")), Foreign: l.foreign(nil, n, "metadata"),
	}
	ref := l.reference(n)
	if ref.Kind() == Invalid && n.Get("media_references").Len() > 0 {
		l.note(noReference, n, "no media reference is named %q, which should be the active one", clip([]byte(n.Get("active_media_reference_key").Text())))
	}
	l.version(ref)
	l.source(ref, &ev)
	l.metadata(n.Get("metadata"), &ev)
	if l.effects(n, &ev) {
		ev.Foreign = l.foreign(ev.Foreign, n, "effects")
	}
	available, known := l.span(ref.Get("available_range"))
	if known {
		ev.Available = available
	}
	r, ok := l.span(n.Get("source_range"))
	switch {
	case ok:
	case known:
		r = available
	default:
		l.note(noLength, n, "clip %q has neither source range nor available range and takes no time", clip([]byte(ev.Source.Clip)))
	}
	ev.SourceRange = r
	l.scaled(&ev)
	ev.Record = l.move(r.Duration())
	l.add(ev, path, n)
}

// scaled makes the source range what is used of the source: a source_range
// has the length that is seen, before any change of speed.
func (l *layout) scaled(ev *timeline.Event) {
	one := media.Ratio{Num: 1, Den: 1}
	if ev.Speed == one || ev.Speed == (media.Ratio{Num: -1, Den: 1}) {
		return
	}
	in, length := ev.SourceRange.In, ev.SourceRange.Duration()
	if ev.Speed.Sign() == 0 {
		ev.SourceRange.Out = media.Time{Value: in.Value + 1, Rate: in.Rate}
		return
	}
	if length.Value > 1<<40 {
		return
	}
	scaled := seen(length, ev.Speed)
	ev.SourceRange.Out = in.Add(onGrid(scaled, in.Rate))
}

// reference is the media reference in force: of a Clip.2 the active one.
func (c *converter) reference(n Node) Node {
	refs := n.Get("media_references")
	if refs.Kind() != Object {
		return n.Get("media_reference")
	}
	key := n.Get("active_media_reference_key").Text()
	if key == "" {
		key = "DEFAULT_MEDIA"
	}
	return refs.Get(key)
}

// source takes names from a media reference.
func (l *layout) source(ref Node, ev *timeline.Event) {
	switch name, _ := ref.Schema(); name {
	case "", "MissingReference":
		if ev.Source.Clip == "" {
			ev.Source.Clip = ref.Get("name").Text()
		}
	case "ExternalReference":
		ev.Source.File = ref.Get("target_url").Text()
	case "ImageSequenceReference":
		pad := string(ref.Get("frame_zero_padding").Raw())
		ev.Source.File = ref.Get("target_url_base").Text() + ref.Get("name_prefix").Text() + "%0" + pad + "d" + ref.Get("name_suffix").Text()
	case "GeneratorReference":
		if kind := ref.Get("generator_kind").Text(); strings.EqualFold(kind, "black") {
			ev.Source.Reel = "BL"
		}
	default:
		l.note(unknownSchema, ref, "media reference %q is not known and is kept unread", clip([]byte(name)))
		ev.Source.File = ref.Get("target_url").Text()
	}
}

// metadata takes what other tools are known to leave there.
func (l *layout) metadata(n Node, ev *timeline.Event) {
	if n.Kind() != Object {
		return
	}
	own := n.Get("selsyn")
	ev.Source.ID, ev.Source.UMID, ev.Shot = own.Get("id").Text(), own.Get("umid").Text(), own.Get("shot").Text()
	if scale := own.Get("scale").Text(); scale != "" {
		ev.Scale = scale
	}
	ev.Number = own.Get("number").Text()
	cmx := n.Get("cmx_3600")
	if reel := cmx.Get("reel").Text(); reel != "" && ev.Source.Reel == "" {
		ev.Source.Reel = reel
	}
	for comment := range cmx.Get("comments").Each {
		if comment.Kind() == String {
			ev.Comment = append(ev.Comment, comment.Text())
		}
	}
	for _, comment := range ev.Comment {
		if file, ok := strings.CutPrefix(comment, "SOURCE FILE:"); ok && ev.Source.File == "" {
			ev.Source.File = strings.TrimSpace(file)
		}
	}
	for _, cdl := range [...]Node{n.Get("cdl"), cmx.Get("asc_cdl")} {
		if cdl.Kind() == Object && ev.CDL == nil {
			ev.CDL = readCDL(cdl)
		}
	}
}

func readCDL(n Node) *timeline.CDL {
	sop := n.Get("asc_sop")
	cdl := &timeline.CDL{}
	found := false
	for key, to := range map[string]*[3]string{"slope": &cdl.Slope, "offset": &cdl.Offset, "power": &cdl.Power} {
		k := 0
		for v := range sop.Get(key).Each {
			if v.Kind() == Number && k < 3 {
				to[k] = string(v.Raw())
				found = true
			}
			k++
		}
	}
	if sat := n.Get("asc_sat"); sat.Kind() == Number {
		cdl.Saturation, found = string(sat.Raw()), true
	}
	if !found {
		return nil
	}
	return cdl
}

// effects reads changes of speed; it reports whether there are other effects.
func (l *layout) effects(n Node, ev *timeline.Event) (others bool) {
	for e := range n.Get("effects").Each {
		name, _ := e.Schema()
		if string(e.Get("enabled").Raw()) == "false" {
			others = true
			continue
		}
		switch name {
		case "FreezeFrame":
			ev.Speed = media.Ratio{Num: 0, Den: 1}
		case "LinearTimeWarp":
			raw := e.Get("time_scalar").Raw()
			s, ok := speed(raw)
			if !ok {
				l.note(badSpeed, e, "time scalar %s is no speed", clip(raw))
				continue
			}
			if s = ev.Speed.Mul(s); !s.Valid() {
				l.note(badSpeed, e, "the speeds of the clip multiply to something beyond counting")
				continue
			}
			ev.Speed = s
		default:
			others = true
			if label := e.Get("effect_name").Text(); ev.Scale == "" && (strings.Contains(strings.ToLower(label), "resize") || strings.Contains(strings.ToLower(label), "reposition")) {
				ev.Scale = label
			}
		}
	}
	return others
}

// markers reads markers of every generation: the colour is a word up to
// Marker.2 and an object from Marker.3 on.
func (c *converter) markers(n Node) []timeline.Marker {
	var out []timeline.Marker
	for m := range n.Each {
		if name, _ := m.Schema(); name != "Marker" {
			c.note(unknownSchema, m, "schema %q stands where a marker should and is kept unread", clip([]byte(name)))
			continue
		}
		c.version(m)
		at, ok := c.span(m.Get("marked_range"))
		if !ok {
			at, _ = c.span(m.Get("range"))
		}
		marker := timeline.Marker{
			At: at, Name: m.Get("name").Text(), Comment: m.Get("comment").Text(), Foreign: c.foreign(nil, m, "metadata"),
		}
		switch colour := m.Get("color"); colour.Kind() {
		case String:
			marker.Colour = colour.Text()
		case Object:
			if marker.Colour = strings.ToUpper(colour.Get("name").Text()); marker.Colour == "" {
				marker.Colour = fmt.Sprintf("%s,%s,%s,%s", colour.Get("r").Raw(), colour.Get("g").Raw(), colour.Get("b").Raw(), colour.Get("a").Raw())
			}
		}
		out = append(out, marker)
	}
	return out
}
