// Package event is the ordered, complete and durable record of what happened,
// and the only way in which one part of the platform tells another.
//
// # Words
//
// An [Event] is one thing that happened: "cut.published". A log is one
// production's events, or the platform's own (log ""). A [Feed] is what one
// reader may see of a log: all of it, or what one organisation was told. A
// position counts the events of a feed: 1, 2, 3, ...
//
// # Guarantees
//
// These are the promises made to everybody who reads events, by whatever road.
// Each is held to by a test.
//
//   - A state change and its event commit in one transaction or not at all.
//   - What was acknowledged survives the death of the process.
//   - Total order per log: positions are given in the order of commits.
//   - No gap: a feed's positions are 1, 2, 3, ... and whoever has seen position n
//     has been able to see every position below it.
//   - A feed shows nothing of what its organisation was not told: its positions
//     are its own.
//   - Per key order: events with the same key reach every subscriber in the order
//     of their positions, also after failures.
//   - At least once: a delivery may be repeated. Repeats carry the same source and
//     id.
//   - Replay twice is once: a consumer's effect and its cursor commit in one
//     transaction.
//   - Replay by position, time or event id, for as long as the log is kept; a log is
//     kept as long as its production.
//   - Each feed is a hash chain: an event that was edited, dropped or slipped in
//     later is found by [Log.Verify].
//
// # How positions are given
//
// [Add] only remembers the event. At the end of the transaction, after its
// function has returned, the head row of each feed concerned is updated, in
// sorted order, and its new value gives the position. The row stays locked until
// the transaction has ended: the next writer of that log waits for it, and sees
// its position only if it committed. So a transaction that is undone leaves no
// gap, and positions become visible in their own order. That holds on PostgreSQL
// without any further process: the server makes a commit visible before it
// releases the transaction's locks, and a statement at READ COMMITTED that has
// waited for a row sees its newest committed value. Sequences (bigserial) have
// neither property. Logs do not wait for one another; the lock is held for the
// last statements of a transaction and its commit.
package event

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
)

// Event is one thing that happened. What is not said to be optional must be set.
type Event struct {
	ID      string          // made when empty; unique in the database; without a full stop
	Source  string          // optional: a URI reference, by default "/productions/<log>" or "/system"
	Type    string          // "cut.published": letters, digits, underscores and full stops
	Subject string          // optional: what it happened to
	Time    time.Time       // when it happened; the time of the transaction when zero; microseconds count
	Data    json.RawMessage // optional: JSON

	Log      string   // the production's id; "" is the platform's own log
	Key      string   // optional: the partition key; events with the same key stay in order
	Audience []string // optional: organisations told besides the production's own people
	Actor    string   // optional: who
	Because  string   // optional: which event or work order led to it
	Trace    string   // optional: W3C traceparent

	// Set when the event is read.
	Position int64     // in the feed it was read from
	Recorded time.Time // when it was committed
	Hash     []byte    // of the feed's chain, up to and including this event
}

// MaxData is the most bytes that an event's data may have; larger things are
// referred to.
const MaxData = 256 << 10

var (
	typeForm = regexp.MustCompile(`^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$`)
	idForm   = regexp.MustCompile(`^[A-Za-z0-9:_~+/=-]{1,200}$`)
)

// check finds what is wrong with an event before it is added.
func (e *Event) check() error {
	bad := func(text string) error { return errs.E("event.Add", errs.Invalid, e.Type, errs.Text(text)) }
	switch {
	case !typeForm.MatchString(e.Type):
		return bad("the type of an event is words joined by full stops: cut.published")
	case e.ID != "" && !idForm.MatchString(e.ID):
		return bad("the id of an event is up to 200 letters, digits and :_~+/=- without a full stop")
	case len(e.Data) > MaxData:
		return errs.E("event.Add", errs.TooLarge, e.Type, errs.Text("the data of an event is at most 256 KiB"))
	case len(e.Data) > 0 && !(json.Valid(e.Data) && utf8.Valid(e.Data)):
		return bad("the data of an event is not JSON")
	}
	for _, s := range append([]string{e.Source, e.Subject, e.Log, e.Key, e.Actor, e.Because, e.Trace}, e.Audience...) {
		if !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return bad("a field of an event holds control characters or is not UTF-8")
		}
	}
	if slices.Contains(e.Audience, "") {
		return bad("the audience of an event names an organisation without a name")
	}
	return nil
}

// complete fills what the publisher left to us.
func (e *Event) complete(now time.Time) {
	if e.Time.IsZero() {
		e.Time = now
	}
	e.Time = e.Time.UTC().Truncate(time.Microsecond)
	e.Recorded = now.UTC().Truncate(time.Microsecond)
	if e.Source == "" {
		e.Source = "/system"
		if e.Log != "" {
			e.Source = "/productions/" + e.Log
		}
	}
	audience := slices.Clone(e.Audience)
	slices.Sort(audience)
	e.Audience = slices.Compact(audience)
}

// view is the event as the feed of one organisation shows it.
func (e Event) view(org string, position int64) Event {
	e.Audience = []string{org}
	e.Position = position
	return e
}

// link is the hash of the chain after the event, given the hash before it. It
// covers everything that a reader of the feed sees.
func link(before []byte, e *Event) []byte {
	h := sha256.New()
	h.Write([]byte("selsyn event 1\n"))
	field(h, string(before))
	number(h, e.Position)
	number(h, e.Time.UnixMicro())
	number(h, e.Recorded.UnixMicro())
	for _, s := range []string{e.Log, e.ID, e.Source, e.Type, e.Subject, e.Key, e.Actor, e.Because, e.Trace, string(e.Data)} {
		field(h, s)
	}
	number(h, int64(len(e.Audience)))
	for _, s := range e.Audience {
		field(h, s)
	}
	return h.Sum(nil)
}

// madeID is the id of an event that was given none: a UUID of version 7 (RFC
// 9562, 5.7) with the time of the commit, so that ids made together lie together
// in the index, and the rest from the hash of the log before it, so that it is
// unique, needs no randomness and tells nobody the position in the log.
func madeID(before []byte, e *Event) string {
	h := sha256.New()
	h.Write([]byte("selsyn event id 1\n"))
	field(h, string(before))
	field(h, e.Log)
	number(h, e.Position)
	sum := h.Sum(nil)
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(e.Recorded.UnixMilli())<<16)
	copy(b[6:], sum)
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	return strings.TrimPrefix(string(id.FromUUID(b)), "urn:uuid:")
}

func field(h hash.Hash, s string) {
	number(h, int64(len(s)))
	h.Write([]byte(s))
}

func number(h hash.Hash, n int64) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}
