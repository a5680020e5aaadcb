package omc

import "time"

// lint looks at one entity for what the schema lets pass or needs an open eye.
func (w *walker) lint(i uint32, kind, pointer string, e *Entity) {
	d, start := w.doc, int(w.tape[i].start)
	switch {
	case e.Type == "" && kind != "" && types[kind]:
		e.Type = kind
		d.add(NoType, start, pointer, "the entity does not say its entityType; %s is taken from its place", kind)
	case e.Type == "":
		d.add(NoType, start, pointer, "the entity does not say its entityType")
	case !types[e.Type]:
		d.add(UnknownType, start, pointer, "%q is no entity type of %s; the entity is kept as it is", e.Type, schema)
	case kind != "" && types[kind] && kind != e.Type:
		d.add(WrongTarget, start, pointer, "a %s stands where a %s should be", e.Type, kind)
	}
	if e.Parent < 0 && e.SchemaVersion == "" || e.SchemaVersion != "" && !knownVersion(e.SchemaVersion) {
		d.add(UnknownVersion, start, pointer, "the schemaVersion %q is none of v2.0, v2.1, v2.6, v2.8", e.SchemaVersion)
	}
	if date := w.str(i, "shootDate"); date != "" {
		if _, err := time.Parse(time.DateOnly, date); err != nil {
			d.add(UnanchoredDate, start, pointer+"/shootDate", "%q is no date; write it as 2006-01-02", date)
		}
	}
}
