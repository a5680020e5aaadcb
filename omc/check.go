package omc

import (
	"bytes"

	"github.com/selsyn/selsyn/id"
)

// Things groups the descriptions that share an identifier, directly or through
// others: each group is one thing. The groups stand in the order of their first
// description, and in each the primary description comes first. Identifiers for
// which same gives one and the same are those of one thing, too; it may be nil.
func (d *Document) Things(same func(id.URN) id.URN) [][]int {
	of := make([]int, len(d.Entities)) // the first description of the same thing
	root := func(i int) int {
		for of[i] != i {
			of[i] = of[of[i]]
			i = of[i]
		}
		return i
	}
	byURN := make(map[id.URN]int, len(d.Entities))
	for i, e := range d.Entities {
		of[i] = i
		for _, u := range e.Identifiers {
			if same != nil {
				u = same(u)
			}
			j, ok := byURN[u]
			if !ok {
				byURN[u] = i
				continue
			}
			a, b := root(i), root(j)
			of[max(a, b)] = min(a, b)
		}
	}
	place := make(map[int]int)
	var things [][]int
	for i := range d.Entities {
		r := root(i)
		at, ok := place[r]
		if !ok {
			place[r] = len(things)
			things = append(things, []int{i})
			continue
		}
		things[at] = append(things[at], i)
	}
	for _, group := range things {
		for k, i := range group {
			if d.Entities[i].Values > d.Entities[group[0]].Values {
				group[0], group[k] = i, group[0]
			}
		}
	}
	return things
}

// CheckReferences adds a finding for each reference that leads neither to an
// entity of the document nor to one that known says is there; known may be nil.
func (d *Document) CheckReferences(known func(id.URN) bool) {
	here := make(map[id.URN]bool, len(d.Entities))
	for _, e := range d.Entities {
		for _, u := range e.Identifiers {
			here[u] = true
		}
	}
	for _, e := range d.Edges {
		if e.Embedded || anyOf(e.To, func(u id.URN) bool { return here[u] || known != nil && known(u) }) {
			continue
		}
		d.Report.Add(Dangling.At(e.Where, "%s leads to %s, which is not known; import the entity, too", e.Path, e.To[0]))
	}
}

func anyOf(urns []id.URN, is func(id.URN) bool) bool {
	for _, u := range urns {
		if is(u) {
			return true
		}
	}
	return false
}

// check looks at the document as a whole.
func (d *Document) check() {
	things := d.Things(nil)
	thing := make(map[id.URN]int)
	for t, group := range things {
		for _, i := range group {
			for _, u := range d.Entities[i].Identifiers {
				thing[u] = t
			}
		}
		d.checkDescriptions(group)
	}
	d.checkTargets(things, thing)
	d.checkVersions(things, thing)
}

func (d *Document) checkDescriptions(group []int) {
	if len(group) == 1 {
		return
	}
	primary := d.Entities[group[0]]
	there := members(primary.Raw)
	for _, i := range group[1:] {
		e := d.Entities[i]
		if e.Type != primary.Type && e.Type != "" && primary.Type != "" {
			d.Report.Add(TwoTypes.At(e.Where, "%s is a %s here and a %s at %s", e.Identifiers[0], e.Type, primary.Type, primary.Where))
			continue
		}
		if name, differs := contradicts(e.Raw, primary.Raw, there); differs {
			d.Report.Add(Contradiction.At(e.Where, "%s is described differently at %s (%s); both are kept, the fuller one is shown", e.Identifiers[0], primary.Where, name))
		}
	}
}

// contradicts names a member on which two descriptions differ; there are the
// members of b. That one is silent where the other speaks is no difference.
func contradicts(a, b []byte, there map[string][]byte) (string, bool) {
	if bytes.Equal(a, b) {
		return "", false
	}
	for name, value := range members(a) {
		other, ok := there[name]
		if !ok || name == "schemaVersion" || name == "identifier" {
			continue
		}
		if string(value) != "null" && string(other) != "null" && !bytes.Equal(value, other) {
			return name, true
		}
	}
	return "", false
}

func members(raw []byte) map[string][]byte {
	s := &scanner{src: raw, depth: 1 << 20}
	m := make(map[string][]byte)
	s.each('{', '}', func(_ int, key []byte) {
		start := s.pos
		s.skip()
		m[text(key)] = raw[start:s.pos]
	})
	return m
}

func (d *Document) checkTargets(things [][]int, thing map[id.URN]int) {
	for _, e := range d.Edges {
		if !types[e.Property] || e.Embedded {
			continue
		}
		for _, u := range e.To {
			t, ok := thing[u]
			if !ok {
				continue
			}
			if is := d.Entities[things[t][0]].Type; is != "" && is != e.Property {
				d.Report.Add(WrongTarget.At(e.Where, "%s leads to %s, which is a %s", e.Path, u, is))
			}
			break
		}
	}
}

// checkVersions looks for things that are, in the end, made from themselves,
// and for origins that do not list what was made from them.
func (d *Document) checkVersions(things [][]int, thing map[id.URN]int) {
	type link struct {
		to   int
		edge int
	}
	type pair struct {
		from, to int
		property string
	}
	of := make(map[id.URN]int, len(thing))
	for u, t := range thing {
		of[u] = t
	}
	out := make([][]link, len(things))
	listed := make(map[pair]bool)
	var claims []int
	for i, e := range d.Edges {
		from := of[d.Entities[e.From].Identifiers[0]]
		to, ok := of[e.To[0]]
		if !ok {
			continue
		}
		listed[pair{from, to, e.Property}] = true
		if _, is := origins[e.Property]; is {
			out[from] = append(out[from], link{to, i})
			claims = append(claims, i)
		}
	}
	for _, i := range claims {
		e := d.Edges[i]
		from, to := of[d.Entities[e.From].Identifiers[0]], of[e.To[0]]
		if inverse := origins[e.Property]; from != to && !listed[pair{to, from, inverse}] {
			d.Report.Add(OneSidedRevision.At(e.Where, "%s names %s, which does not list it under %s", e.Path, e.To[0], inverse))
		}
	}
	const (
		fresh = iota
		open
		done
	)
	state := make([]byte, len(things))
	type frame struct{ thing, next int }
	for t := range things {
		if state[t] != fresh || len(out[t]) == 0 {
			continue
		}
		stack := []frame{{thing: t}}
		state[t] = open
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(out[f.thing]) {
				state[f.thing] = done
				stack = stack[:len(stack)-1]
				continue
			}
			l := out[f.thing][f.next]
			f.next++
			switch state[l.to] {
			case open:
				e := d.Edges[l.edge]
				d.Report.Add(VersionCycle.At(e.Where, "by %s to %s the entity is in the end made from itself", e.Path, e.To[0]))
			case fresh:
				state[l.to] = open
				stack = append(stack, frame{thing: l.to})
			}
		}
	}
}
