package otio

import (
	"slices"
	"strings"
)

// Upgrade gives the document with the schemas of this package's acquaintance
// raised to their newest versions, for tools that want them:
//
//	Clip.1      media_reference becomes media_references with one entry
//	Marker.1    range becomes marked_range
//	Marker.2    the name of the colour becomes a Color.1
//	Sequence.1  Track.1
//	Filler.1    Gap.1
//
// Nothing else is touched. Reading and writing never upgrade by themselves.
func (d *Document) Upgrade() []byte {
	var edits []edit
	for i := range d.nodes {
		n := Node{d, int32(i)}
		if n.Kind() != Object {
			continue
		}
		name, version := n.Schema()
		switch {
		case name == "Clip" && version == 1:
			edits = append(edits, set(n, "OTIO_SCHEMA", `"Clip.2"`))
			edits = append(edits, wrapReference(n)...)
		case name == "Marker" && version < 3 && version > 0:
			edits = append(edits, set(n, "OTIO_SCHEMA", `"Marker.3"`))
			edits = append(edits, raiseMarker(n)...)
		case name == "Sequence":
			edits = append(edits, set(n, "OTIO_SCHEMA", `"Track.1"`))
		case name == "Filler":
			edits = append(edits, set(n, "OTIO_SCHEMA", `"Gap.1"`))
		case name == "SerializeableCollection":
			edits = append(edits, set(n, "OTIO_SCHEMA", `"SerializableCollection.1"`))
		}
	}
	if len(edits) == 0 {
		return slices.Clone(d.data)
	}
	return []byte(splice(d, d.Root(), edits))
}

// rename is the edit that gives a member another key.
func rename(m Node, key string) edit { return edit{m.node().keyFrom, m.node().keyTo, key} }

func wrapReference(clip Node) []edit {
	ref := clip.Get("media_reference")
	if ref.doc == nil {
		return nil
	}
	from, to := ref.node().from, ref.node().to
	key := `, "active_media_reference_key": "DEFAULT_MEDIA"`
	if ref.Kind() == Null {
		schema := `{"DEFAULT_MEDIA": {"OTIO_SCHEMA": "MissingReference.1", "metadata": {}, "name": "", "available_range": null, "available_image_bounds": null}}`
		return []edit{rename(ref, "media_references"), {from, to, schema + key}}
	}
	return []edit{rename(ref, "media_references"), {from, from, `{"DEFAULT_MEDIA": `}, {to, to, "}" + key}}
}

func raiseMarker(m Node) []edit {
	var edits []edit
	if r := m.Get("range"); r.doc != nil && m.Get("marked_range").doc == nil {
		edits = append(edits, rename(r, "marked_range"))
	}
	if c := m.Get("color"); c.Kind() == String {
		edits = append(edits, edit{c.node().from, c.node().to, colour(c.Text())})
	}
	return edits
}

// colour is the Color.1 of one of the names that markers had up to Marker.2;
// a name of its own keeps its name and becomes white.
func colour(name string) string {
	rgb := map[string]string{
		"PINK": "1.0 0.753 0.796", "RED": "1.0 0.0 0.0", "ORANGE": "1.0 0.5 0.0", "YELLOW": "1.0 1.0 0.0",
		"GREEN": "0.0 1.0 0.0", "CYAN": "0.0 1.0 1.0", "BLUE": "0.0 0.0 1.0", "PURPLE": "0.5 0.0 0.5",
		"MAGENTA": "1.0 0.0 1.0", "BLACK": "0.0 0.0 0.0", "WHITE": "1.0 1.0 1.0",
	}[strings.ToUpper(name)]
	if rgb == "" {
		rgb = "1.0 1.0 1.0"
	}
	parts := strings.Fields(rgb)
	return print(schema("Color.1", object{
		{"r", text(parts[0])}, {"g", text(parts[1])}, {"b", text(parts[2])}, {"a", text("1.0")}, {"name", name},
	}))
}
