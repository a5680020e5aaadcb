package otio

import (
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// trim sets the part of a track that is used. The record begins with the start
// of a track's source range, which may lie before its first child.
func (l *layout) trim(n Node) {
	r, ok := l.span(n.Get("source_range"))
	if !ok {
		return
	}
	l.window = &media.Range{In: l.at, Out: onGrid(l.at.Add(r.Duration()), l.cut.Rate)}
	l.at = onGrid(l.at.Sub(r.In), l.cut.Rate)
}

// inside takes off an event what the track does not use; it reports whether
// anything is left.
func (l *layout) inside(ev *timeline.Event) bool {
	if l.window == nil {
		return true
	}
	head, tail := l.window.In.Sub(ev.Record.In), ev.Record.Out.Sub(l.window.Out)
	length := ev.Record.Duration()
	if head.Cmp(length) > 0 || tail.Cmp(length) > 0 || !ev.Record.Empty() && (head.Cmp(length) == 0 || tail.Cmp(length) == 0) {
		l.lacking = true
		return false
	}
	cut := false
	if head.Value > 0 {
		cut = true
		ev.Record.In = onGrid(ev.Record.In.Add(head), l.cut.Rate)
		ev.Transition = nil
		l.take(ev, head, ev.Speed.Num < 0)
	}
	if tail.Value > 0 {
		cut = true
		ev.Record.Out = onGrid(ev.Record.Out.Sub(tail), l.cut.Rate)
		l.take(ev, tail, ev.Speed.Num >= 0)
	}
	if cut {
		l.lacking = true
		l.index.cutOff(ev.Origin.Path)
	}
	return true
}

// take moves one end of the source range inward by what is seen in d.
func (l *layout) take(ev *timeline.Event, d media.Time, end bool) {
	if ev.Speed.Num == 0 {
		return
	}
	rate := ev.SourceRange.In.Rate
	d = seen(d, ev.Speed)
	if end {
		ev.SourceRange.Out = onGrid(ev.SourceRange.Out.Sub(d), rate)
		return
	}
	ev.SourceRange.In = onGrid(ev.SourceRange.In.Add(d), rate)
}

// seen is how much of the source is seen in d at the speed, the direction left
// aside.
func seen(d media.Time, speed media.Ratio) media.Time {
	if speed.Num < 0 {
		speed = speed.Neg()
	}
	return timeline.Scale(d, speed)
}
