package otio

import (
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

type trackAt struct {
	n    Node
	path string
}

func inOrder(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// origins finds for each track of the cut which track of the original it was,
// by the first event that came from there, or by name; -1 for a new one.
func (w *writer) origins(was, cut *timeline.Cut) (from []int, tracks []trackAt) {
	taken := make([]bool, len(was.Tracks))
	tracks = make([]trackAt, len(cut.Tracks))
	for i := range cut.Tracks {
		best := -1
		for k := range was.Tracks {
			if taken[k] || was.Tracks[k].Kind != cut.Tracks[i].Kind {
				continue
			}
			if parent(&was.Tracks[k]) != "" && parent(&was.Tracks[k]) == parent(&cut.Tracks[i]) {
				best = k
				break
			}
			if best < 0 && was.Tracks[k].Name == cut.Tracks[i].Name {
				best = k
			}
		}
		if best >= 0 {
			path := parent(&was.Tracks[best])
			n, ok := w.index.nodes[path]
			if name, _ := n.Schema(); !ok || path == "" || name != "Track" && name != "Sequence" {
				best = -1
			}
			tracks[i] = trackAt{n, path}
		}
		if best >= 0 {
			taken[best] = true
		}
		from = append(from, best)
	}
	return from, tracks
}

// parent is the path of the track that the first event with a path stands on.
func parent(t *timeline.Track) string {
	for i := range t.Events {
		if path, _, ok := cutLast(t.Events[i].Origin.Path, "/children/"); ok {
			return path
		}
	}
	return ""
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
