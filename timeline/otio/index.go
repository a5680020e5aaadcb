package otio

import "github.com/selsyn/selsyn/media"

// index remembers from which nodes a cut was read, so that a changed cut can
// be written with everything around the change as it was. A nil index
// remembers nothing.
type index struct {
	nodes       map[string]Node // of the whole, stacks, tracks and events, by path
	transitions map[string]Node // by the path of the event they lead into
	extras      map[string][]Node
	gaps        map[gapAt]Node
	cut         map[string]bool // events of which their track uses a part
}

type gapAt struct {
	track string
	at    media.Range
}

func newIndex() *index {
	return &index{
		nodes: map[string]Node{}, transitions: map[string]Node{}, extras: map[string][]Node{}, gaps: map[gapAt]Node{}, cut: map[string]bool{},
	}
}

func (x *index) put(path string, n Node) {
	if x != nil {
		x.nodes[path] = n
	}
}

func (x *index) transition(path string, n Node) {
	if x != nil {
		x.transitions[path] = n
	}
}

func (x *index) cutOff(path string) {
	if x != nil {
		x.cut[path] = true
	}
}

// extra is a child that the model does not know, by the event before it.
func (x *index) extra(path string, n Node) {
	if x != nil {
		x.extras[path] = append(x.extras[path], n)
	}
}

func (x *index) gap(track string, at media.Range, n Node) {
	if x != nil {
		x.gaps[gapAt{track, at}] = n
	}
}
