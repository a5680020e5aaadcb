package edl

import (
	"cmp"
	"slices"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// settle makes times of the labels and checks what could not be checked
// before the rate was known.
func (d *reader) settle() {
	d.ends()
	rate := d.opt.Rate
	if !rate.Valid() {
		rate = d.infer()
	}
	d.cut.Rate = rate
	for i := range d.tracks {
		d.tracks[i].join()
	}
	if len(d.info) == 0 {
		d.note(noEvents, 0, 0, "the list holds no event that can be read")
		return
	}
	d.cut.DropFrame = d.info[0].drop>>2&1 == 1 && rate.CanDrop()
	slices.SortStableFunc(d.tracks, func(a, b track) int {
		return cmp.Or(cmp.Compare(kindOrder(a.kind), kindOrder(b.kind)), cmp.Compare(a.number, b.number))
	})
	s := settler{reader: d, rate: rate, nominal: rate.Nominal()}
	d.cut.Tracks = make([]timeline.Track, len(d.tracks))
	first := true
	for i := range d.tracks {
		t := &d.tracks[i]
		for j := range t.events {
			ev := &t.events[j]
			s.quiet = i > 0 && d.elsewhere(i, ev.N)
			s.event(ev, &d.info[ev.N-1])
			if ev.Foreign != nil {
				s.later(ev, t.kind, &d.info[ev.N-1])
			}
			if first || ev.Record.In.Value < d.cut.Start.Value {
				d.cut.Start, first = ev.Record.In, false
			}
		}
		s.overlaps(t)
		d.cut.Tracks[i] = timeline.Track{Name: t.name, Kind: t.kind, Events: t.events}
	}
	if d.skipped > 1 {
		d.note(tooMany, 0, 0, "%d events in all are not kept", d.skipped)
	}
}

// elsewhere reports whether the event with number n is also on a track before
// the i-th.
func (d *reader) elsewhere(i, n int) bool {
	for _, t := range d.tracks[:i] {
		if _, ok := slices.BinarySearchFunc(t.events, n, func(ev timeline.Event, n int) int { return cmp.Compare(ev.N, n) }); ok {
			return true
		}
	}
	return false
}

func kindOrder(k timeline.TrackKind) int {
	switch k {
	case timeline.Video:
		return 0
	case timeline.Audio:
		return 1
	}
	return 2
}

// ends reports how the lines end.
func (d *reader) ends() {
	l := &d.src
	kinds := 0
	for _, n := range [...]int{l.lf, l.cr, l.crlf} {
		if n > 0 {
			kinds++
		}
	}
	switch {
	case kinds > 1:
		d.note(lineEnds, 0, 0, "lines end in different ways: %d in LF, %d in CRLF, %d in CR", l.lf, l.crlf, l.cr)
	case l.cr > 0:
		d.note(lineEnds, 0, 0, "lines end in CR alone")
	}
}

type settler struct {
	*reader
	rate    media.Rate
	nominal int64
	quiet   bool
}

// frame is the number of the frame with the label; a label that cannot be is
// reported and counted as if it could.
func (s *settler) frame(at label, drop bool, line, col int) int64 {
	n := s.nominal
	drop = drop && s.rate.CanDrop()
	h, m, sec, f := int64(at>>24), int64(at>>16&255), int64(at>>8&255), int64(at&255)
	if h > 23 || m > 59 || sec > 59 || f >= n {
		if !s.quiet {
			_, err := at.timecode(drop).Frame(s.rate)
			s.note(badLabel, line, col, "%v", err)
		}
		return at.naive(n)
	}
	if !drop {
		return ((h*60+m)*60+sec)*n + f
	}
	v, err := at.timecode(true).Frame(s.rate)
	if err == nil {
		return v
	}
	if !s.quiet {
		s.note(badLabel, line, col, "%v", err)
	}
	at |= 2 * label(n/30) // the first label of the minute that exists
	v, _ = (at&^255 | label(n/15)).timecode(true).Frame(s.rate)
	return v
}

func (s *settler) event(ev *timeline.Event, in *info) {
	var v [4]int64
	line := int(in.line)
	for k := range in.at {
		if in.counts>>k&1 == 1 {
			v[k] = int64(in.at[k])
			continue
		}
		v[k] = s.frame(in.at[k], in.drop>>k&1 == 1, line, int(in.col[k]))
	}
	if in.drop != 0 && !s.rate.CanDrop() && !s.quiet {
		s.note(modeContradicts, line, int(in.col[0]), "labels say drop-frame, which does not exist at %s; they are counted without it", s.rate)
	}
	ev.SourceDrop = in.drop&1 == 1 && s.rate.CanDrop()
	ev.SourceRange = media.Frames(v[0], v[1], s.rate)
	ev.Record = media.Frames(v[2], v[3], s.rate)
	s.speed(ev, in, v[1]-v[0] == v[3]-v[2])
	if v[0] > v[1] && ev.Speed.Sign() < 0 {
		ev.SourceRange = media.Frames(v[1], v[0], s.rate)
	}
	if ev.Transition != nil {
		ev.Transition.Length.Rate = s.rate
	}
	for i := range ev.Markers {
		s.locator(ev, &ev.Markers[i], in)
	}
	if !s.quiet {
		s.check(ev, in, v)
	}
}

// speed makes a ratio of frames per second. Alike says that source and record
// are equally long.
func (s *settler) speed(ev *timeline.Event, in *info, alike bool) {
	switch {
	case !in.m2 && in.freeze:
		ev.Speed = media.Ratio{Num: 0, Den: 1}
	case !in.m2:
		ev.Speed = media.Ratio{Num: 1, Den: 1}
	default:
		micro := ev.Speed.Num
		if size := max(micro, -micro); s.normal(size) || alike && s.cutOff(size) {
			micro = s.nominal * 1e6 * int64(ev.Speed.Sign())
		}
		ev.Speed = media.NewRatio(micro, s.nominal*1e6)
	}
}

// normal reports whether millionths of frames per second are normal speed
// written as the exact rate: 29.97 at 29.97.
func (s *settler) normal(micro int64) bool {
	return s.rate.NTSC() && micro >= s.nominal*1e6*998/1000 && micro < s.nominal*1e6
}

// cutOff reports whether they are the exact rate cut off after one decimal:
// 29.9 at 29.97. It is a speed of its own as well, so the lengths must agree.
func (s *settler) cutOff(micro int64) bool {
	return s.rate.NTSC() && micro == s.rate.Num*10/s.rate.Den*1e5
}

// check compares what an event says with itself.
func (s *settler) check(ev *timeline.Event, in *info, v [4]int64) {
	line, col := int(in.line), int(in.col[0])
	src, rec := v[1]-v[0], v[3]-v[2]
	if rec < 0 {
		s.note(backwards, line, int(in.col[2]), "the record of event %s ends before it begins", ev.Number)
	}
	if src < 0 && ev.Speed.Sign() >= 0 {
		s.note(backwards, line, col, "the source of event %s ends before it begins and no M2 line plays it backwards", ev.Number)
	}
	if rec == 0 {
		s.note(noLength, line, int(in.col[2]), "event %s has no length in the record", ev.Number)
	}
	if t := ev.Transition; t != nil && (t.Length.Value > rec && rec > 0) {
		s.note(oddTransition, line, 1, "the %s of event %s takes %d frames, the event only %d", t.Type, ev.Number, t.Length.Value, rec)
	}
	switch {
	case in.m2:
		s.checkSpeed(ev, in, src, rec)
	case in.freeze || src == rec || src < 0 || rec < 0:
	case ev.Source.Black():
		s.note(blackLength, line, col, "black of event %s is %d frames long in source and %d in record", ev.Number, src, rec)
	default:
		s.note(lengthsDiffer, line, col, "event %s takes %d frames of source into %d frames of record and has no M2 line; both stand as written", ev.Number, src, rec)
	}
}

// checkSpeed allows for the single decimal that an M2 line has.
func (s *settler) checkSpeed(ev *timeline.Event, in *info, src, rec int64) {
	line, col := int(in.m2line), int(in.m2col)
	if in.m2timed && in.m2at != in.at[0] && in.m2at != in.at[1] {
		s.note(foreignM2, line, col, "the M2 line of event %s has label %s, the event begins at %s", ev.Number, in.m2at.timecode(in.m2drop), in.at[0].timecode(in.drop&1 == 1))
	}
	size := max(src, -src)
	if ev.Speed.Sign() == 0 || rec <= 0 || in.counts != 0 {
		return
	}
	if ev.Speed.Sign() < 0 && size <= 1 {
		s.note(firstFrameOnly, line, col, "event %s plays backwards and names only the frame it begins with", ev.Number)
		return
	}
	num := max(ev.Speed.Num, -ev.Speed.Num)
	want := float64(rec) * float64(num) / float64(ev.Speed.Den)
	slack := 2 + float64(rec)*0.05/float64(s.nominal)
	if diff := float64(size) - want; diff > slack || diff < -slack {
		s.note(speedDisagrees, line, col, "at speed %s the %d frames of record of event %s need about %.0f frames of source, the list has %d", ev.Speed, rec, ev.Number, want, size)
	}
}

// locator makes a time of a locator's label, which counts in record or source.
func (s *settler) locator(ev *timeline.Event, m *timeline.Marker, in *info) {
	line, col, kind := int(m.At.In.Rate.Num), int(m.At.Out.Value), m.At.In.Rate.Den
	v := m.At.In.Value
	if kind != locCount {
		v = s.frame(label(v), kind == locMarked || in.drop>>2&1 == 1, line, col)
	}
	if kind != locCount {
		p := seen{ev.SourceRange.In.Value, ev.SourceRange.Out.Value, ev.Record.In.Value, ev.Record.Out.Value, ev.Speed}
		frame, ok := p.frame(v)
		if v = frame; !ok && !s.quiet {
			s.note(badLocator, line, col, "the locator lies neither in the record nor in the source of event %s", ev.Number)
		}
	}
	m.At = media.Frames(v, v+1, s.rate)
}

// overlaps reports events of a track that cover one another in the record.
func (s *settler) overlaps(t *track) {
	type span struct{ in, out, i int64 }
	tidy, prev := true, int64(-1<<62)
	for i := range t.events {
		r := t.events[i].Record
		tidy = tidy && r.In.Value >= prev
		prev = max(prev, r.Out.Value)
	}
	if tidy {
		return
	}
	spans := make([]span, len(t.events))
	for i := range t.events {
		r := t.events[i].Record
		spans[i] = span{r.In.Value, r.Out.Value, int64(i)}
	}
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(a.in, b.in) })
	last := spans[0]
	for _, sp := range spans[1:] {
		ev := &t.events[sp.i]
		if sp.in < last.out && sp.out > sp.in && !(ev.Transition != nil && ev.Transition.Type == timeline.KeyIn) {
			s.note(overlap, int(s.info[ev.N-1].line), int(s.info[ev.N-1].col[2]), "event %s on %s begins %d frames before event %s ends", ev.Number, t.name, last.out-sp.in, t.events[last.i].Number)
		}
		if sp.out > last.out {
			last = sp
		}
	}
}
