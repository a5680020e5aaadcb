package fcpxml

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/timeline"
)

// digests tell whether nested cuts are still what was read. Each is made once.
type digests map[*timeline.Cut]string

// of is the digest of all that a cut says, without what is carried along.
func (d digests) of(c *timeline.Cut) string {
	if known, ok := d[c]; ok {
		return known
	}
	h := fnv.New64a()
	fmt.Fprintln(h, c.Name, c.Rate, c.Start.Seconds(), c.DropFrame, marks(c.Markers))
	for i := range c.Tracks {
		t := &c.Tracks[i]
		fmt.Fprintln(h, t.Name, t.Kind, marks(t.Markers))
		for j := range t.Events {
			e := &t.Events[j]
			fmt.Fprintf(h, "%q %s %v %v %v %q %q %s\n", [...]string{e.Source.ID, e.Source.UMID, e.Source.Reel, e.Source.Clip, e.Source.File}, signature(e),
				e.Record.In.Seconds(), e.Enabled, e.SourceDrop, e.Shot, e.Comment, marks(e.Markers))
			for _, k := range e.Retime {
				fmt.Fprintln(h, k.Record.Seconds(), k.Source.Seconds(), k.Interpolation)
			}
			if tr := e.Transition; tr != nil {
				fmt.Fprintln(h, tr.Type, tr.Name, tr.Length.Seconds(), tr.Offset.Seconds())
			}
			if e.Nested != nil {
				fmt.Fprintln(h, d.of(e.Nested))
			}
		}
	}
	d[c] = strconv.FormatUint(h.Sum64(), 16)
	return d[c]
}

func marks(list []timeline.Marker) string {
	var b strings.Builder // there may be very many
	for _, m := range list {
		fmt.Fprintf(&b, "%v %v %q %q;", m.At.In.Seconds(), m.At.Duration().Seconds(), m.Name, m.Comment)
	}
	return b.String()
}
