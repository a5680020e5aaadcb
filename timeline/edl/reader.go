package edl

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// reader turns lines into a cut. While it runs, the times in the cut hold
// labels; settle makes frames of them when the rate is known.
type reader struct {
	opt Options
	src lines
	cut *timeline.Cut

	tracks []track
	info   []info // of the event with number N at N-1

	room       []timeline.Event // for those to come
	first, cur building         // first: the outgoing side of a transition being read
	inHead     bool
	detached   bool // an unreadable event came: lines no longer belong to cur
	skipped    int  // events beyond MaxEvents

	ahead delays // of the event to come

	drop, modeSaid   bool // FCM in force
	modes            int  // how often it changed
	lastNumber       uint32
	titled           bool
	hint             int64 // nominal rate that a note mentions
	latin, nul, bare int

	found []finding.Finding
	count map[finding.Code]int
}

// info is what settle needs of an event line beside the event.
type info struct {
	line, m2line int32
	at           [4]label
	m2at         label
	col          [4]uint16
	drop, counts uint8
	m2col        uint16
	m2           bool
	m2drop       bool
	m2timed      bool
	freeze       bool
	cut          bool // the edit is a plain cut
	both         bool // it goes to picture and sound
}

// building is an event whose lines are still coming.
type building struct {
	active bool
	merged bool            // has no length: only the outgoing side of a transition
	ev     *timeline.Event // nil before its first line
	to     channels
	info   info
	split  delays
	toSide bool // a TO CLIP NAME came: what follows is about the incoming side
}

func newReader(r io.Reader, opt Options) *reader {
	if opt.MaxEvents == 0 {
		opt.MaxEvents = DefaultMaxEvents
	}
	if opt.MaxFindings == 0 {
		opt.MaxFindings = finding.DefaultLimit
	}
	return &reader{
		opt: opt, src: lines{r: r}, inHead: true, count: make(map[finding.Code]int),
		cut: &timeline.Cut{Format: timeline.CMX3600},
	}
}

// note records a finding; beyond the limit of its code it only counts, and the
// words are never made.
func (d *reader) note(rule finding.Rule, line, col int, format string, args ...any) {
	d.count[rule.Code]++
	if d.count[rule.Code] > d.opt.MaxFindings {
		return
	}
	d.found = append(d.found, rule.At(finding.Where{File: d.opt.Name, Line: line, Column: col}, format, args...))
}

// report puts the findings in the order of the lines.
func (d *reader) report() *finding.Report {
	slices.SortStableFunc(d.found, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	rep := &finding.Report{Limit: d.opt.MaxFindings}
	rep.Add(d.found...)
	for _, rule := range Rules() {
		for n := d.count[rule.Code] - d.opt.MaxFindings; n > 0; n-- {
			rep.Add(finding.Finding{Code: rule.Code, Severity: rule.Severity})
		}
	}
	return rep
}

func (d *reader) run() {
	for {
		line, ok := d.src.next()
		if !ok {
			break
		}
		if d.src.cutOff {
			d.note(longLine, d.src.n, maxLine, "the line is longer than %d bytes; what lies beyond is read as a line of its own", maxLine)
		}
		if d.src.n == 1 {
			line = d.mark(line)
		}
		d.line(line)
	}
	d.passed()
	d.close(len(d.src.buf))
	d.flush()
	if d.src.wide != nil {
		if d.cut.Foreign == nil {
			d.cut.Foreign = timeline.Foreign{}
		}
		d.cut.Foreign[EncodingKey] = d.src.wide.foreign()
	}
	if d.src.lost {
		d.note(longLine, d.src.n, 0, "a block of more than %d bytes was not kept whole; written back, the list will lack a part of it", maxBlock)
	}
}

// mark takes the byte order mark off the first line.
func (d *reader) mark(line string) string {
	rest, marked := strings.CutPrefix(line, "\xef\xbb\xbf")
	switch {
	case d.src.wide != nil:
		d.note(encoding, 1, 1, "the list is UTF-16; it is read and written back as that, but few programs take it")
	case marked:
		d.note(encoding, 1, 1, "the list begins with a UTF-8 byte order mark")
	}
	return rest
}

func (d *reader) line(line string) {
	start := 0
	for start < len(line) && (line[start] == ' ' || line[start] == '\t') {
		start++
	}
	if start == len(line) {
		return
	}
	c := line[start]
	switch {
	case c-'0' <= 9:
		d.eventLine(line)
	case c == '*':
		d.comment(line, start)
	case c < ' ' || c == 0x7f:
		d.nul++
		if strings.Trim(line, " \t\x00\x1a") != "" || d.nul == 1 {
			d.note(padding, d.src.n, start+1, "control characters (0x%02x) stand here; they are kept and mean nothing", c)
		}
	default:
		d.word(line, start)
	}
}

// eventLine reads a line that begins with a digit.
func (d *reader) eventLine(line string) {
	var e eventLine
	v, col := e.scan(line)
	n := d.src.n
	switch v {
	case isNote:
		d.passed()
		d.bareNote(line, 1)
		return
	case isMalformed:
		d.passed()
		d.note(malformedEvent, n, col, "event %s cannot be read: number, reel, channels, edit type and four labels are needed; the line is kept as text", clip(e.number))
		d.detached = true
		return
	}
	to, ok := parseChannels(e.channel)
	if !ok {
		d.note(unknownChannel, n, int(e.channelAt), "channels %q are not known; the event is put on a data track of that name", clip(e.channel))
		to = channels{other: timeline.Latin(e.channel)}
	}
	if e.reel == "" {
		d.note(reelMissing, n, int(e.channelAt), "event %s names no reel", e.number)
	}
	num, _ := parseCount(e.number)
	transition := e.edit != "C" && e.edit != "c"
	if d.cur.active && !d.detached && e.number == d.cur.ev.Number && transition {
		d.pair()
	} else {
		if num <= d.lastNumber && d.lastNumber != 0 {
			d.note(numbersDescend, n, 1, "event %s follows event %06d", e.number, d.lastNumber)
		}
		d.close(d.begin())
		d.flush()
	}
	d.lastNumber, d.detached = num, false

	d.cur.active, d.cur.to = true, to
	if d.cur.ev == nil {
		d.cur.ev = d.event()
	}
	if d.ahead.any() {
		d.cur.split, d.ahead = d.ahead, delays{}
	}
	ev, in := d.cur.ev, &d.cur.info
	ev.Number, ev.Source.Reel, ev.Enabled, ev.Origin.Line = e.number, d.text(e.reel), true, n
	in.line, in.at, in.col, in.counts, in.cut = int32(n), e.at, e.col, e.counts, !transition
	switch {
	case e.marked != 0:
		in.drop = e.marked
		if d.modeSaid && !d.drop {
			d.note(modeContradicts, n, int(e.col[0]), "labels are written as drop-frame while FCM says non-drop; the labels are believed")
		}
	case d.drop:
		in.drop = 15
	}
	if e.counts != 0 {
		d.note(frameNumbers, n, int(e.col[0]), "the source of event %s is given in frame numbers, which are taken as they stand", e.number)
	}
	if d.first.merged {
		d.cur.ev.Origin.Line = d.first.ev.Origin.Line
	}
	if transition {
		d.transition(&e)
	}
}

// transition fills in how the current event begins.
func (d *reader) transition(e *eventLine) {
	n, ev := d.src.n, d.cur.ev
	t := &timeline.Transition{Code: e.edit, Length: media.Time{Value: int64(e.length)}}
	switch edit := strings.ToUpper(e.edit); {
	case edit == "D":
		t.Type = timeline.Dissolve
	case edit[0] == 'W' && editKnown(edit) || edit == "W":
		t.Type = timeline.Wipe
	case edit == "KB":
		t.Type = timeline.KeyIn
	case edit == "K" || edit == "KO":
		t.Type = timeline.KeyIn
		d.cur.to = d.cur.to.above()
	case edit[0] == 'D' && len(edit) > 1 && !e.hasLength:
		t.Type = timeline.Dissolve
		if k, ok := parseCount(edit[1:]); ok {
			t.Length.Value, e.hasLength = int64(k), true
			break
		}
		fallthrough
	default:
		t.Type = timeline.Other
		d.note(unknownEdit, n, int(e.editAt), "edit type %q of event %s is not known", clip(e.edit), e.number)
	}
	ev.Transition = t
	if !e.hasLength && t.Type != timeline.KeyIn && t.Type != timeline.Other {
		d.note(oddTransition, n, int(e.editAt), "the %s of event %s has no length", t.Type, e.number)
	}
	if d.first.active {
		t.From = d.first.ev.Source
	}
	if !d.first.active && t.Type != timeline.KeyIn {
		d.note(lonelyTransition, n, int(e.editAt), "event %s begins with a %s and has no line for its outgoing side", e.number, t.Type)
	}
	if t.Type == timeline.Dissolve && (t.From.Black() || ev.Source.Black()) {
		t.Type = timeline.Fade
	}
}

// pair makes the current event the outgoing side of the one that begins now.
func (d *reader) pair() {
	d.flushFirst()
	d.first = d.cur
	d.cur = building{ev: d.event()}
	f := &d.first
	f.merged = f.info.at[2] == f.info.at[3] && f.ev.Transition == nil
	if !f.merged {
		f.ev.Origin.Raw = d.src.endBlock(d.begin())
		return
	}
	d.cur.ev.Comment, d.cur.ev.Markers, d.cur.split = f.ev.Comment, f.ev.Markers, f.split
}

// close ends the block of text that began with the current event.
func (d *reader) close(at int) {
	raw := d.src.endBlock(at)
	if d.cur.active {
		d.cur.ev.Origin.Raw = raw
		return
	}
	if d.inHead && raw != "" {
		d.cut.Foreign = timeline.Foreign{HeadKey: timeline.EncodeText(raw)}
	}
	d.inHead = false
}

// flush puts what has been built on its tracks.
func (d *reader) flush() {
	d.flushFirst()
	if d.cur.active {
		d.put(&d.cur)
		d.cur = building{}
	}
}

func (d *reader) flushFirst() {
	if !d.first.active {
		return
	}
	if !d.first.merged {
		d.put(&d.first)
	}
	d.first = building{}
}

// text is a part of the list as UTF-8.
func (d *reader) text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	if d.latin++; d.latin == 1 {
		d.note(encoding, d.src.n, 0, "the list holds bytes that are not UTF-8; they are read as Latin-1")
	}
	return timeline.Latin(s)
}

// clip shortens foreign text for a message.
func clip(s string) string {
	if len(s) > 40 {
		return fmt.Sprintf("%s...", timeline.Latin(s[:40]))
	}
	return timeline.Latin(s)
}
