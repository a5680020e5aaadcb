package policy

import "strings"

// mask is a set of actions: one bit for each pattern that the table has. There
// are few of them, because rules may only name declared actions and families.
type mask [2]uint64

func (m *mask) set(bit int)           { m[bit/64] |= 1 << (bit % 64) }
func (m mask) intersects(n mask) bool { return m[0]&n[0]|m[1]&n[1] != 0 }

// actionTable numbers the declared actions and their families. It is the same
// for every Set, being made from the table alone.
type actionTable struct {
	bits   map[Action]int  // patterns as rules name them
	masks  map[Action]mask // what a question for the action intersects with
	others mask            // for a question about an action that is not declared
}

func newActionTable() *actionTable {
	t := &actionTable{bits: map[Action]int{"*": 0}, masks: map[Action]mask{}}
	t.others.set(0)
	bit := func(a Action) int {
		n, ok := t.bits[a]
		if !ok {
			n = len(t.bits)
			t.bits[a] = n
		}
		return n
	}
	for _, info := range actions {
		noun, _, _ := strings.Cut(string(info.Action), ".")
		m := t.others
		m.set(bit(info.Action))
		m.set(bit(Action(noun + ".*")))
		t.masks[info.Action] = m
	}
	return t
}

func (t *actionTable) mask(patterns []Action) mask {
	var m mask
	for _, p := range patterns {
		m.set(t.bits[p])
	}
	return m
}

func (t *actionTable) asked(a Action) mask {
	if m, ok := t.masks[a]; ok {
		return m
	}
	return t.others
}
