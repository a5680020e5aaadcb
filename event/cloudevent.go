package event

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// cloudEvent is the JSON format of CloudEvents 1.0.2, 3 (JSON Event Format),
// with the extensions sequence (its type is a string and it sorts as one),
// partitionkey, recordedtime, distributed tracing and authcontext, and three of
// our own: correlation, which is [Event.Because], log, and prevsequence, see
// [CloudEventAfter].
type cloudEvent struct {
	SpecVersion     string          `json:"specversion"`
	ID              string          `json:"id"`
	Source          string          `json:"source"`
	Type            string          `json:"type"`
	Subject         string          `json:"subject,omitempty"`
	Time            string          `json:"time"`
	DataContentType string          `json:"datacontenttype,omitempty"`
	Sequence        string          `json:"sequence"`
	PrevSequence    string          `json:"prevsequence,omitempty"`
	PartitionKey    string          `json:"partitionkey,omitempty"`
	RecordedTime    string          `json:"recordedtime,omitempty"`
	TraceParent     string          `json:"traceparent,omitempty"`
	AuthType        string          `json:"authtype,omitempty"`
	AuthID          string          `json:"authid,omitempty"`
	Correlation     string          `json:"correlation,omitempty"`
	Log             string          `json:"log,omitempty"`
	Data            json.RawMessage `json:"data,omitempty"`
}

// MediaType is the content type of what [CloudEvent] returns.
const MediaType = "application/cloudevents+json"

// Sequence is a position as it stands in CloudEvents: twenty digits, so that
// text sorts like numbers.
func Sequence(position int64) string {
	s := strconv.FormatInt(position, 10)
	return strings.Repeat("0", max(0, 20-len(s))) + s
}

// CloudEvent is the event in the JSON format of CloudEvents 1.0.2. The position
// is the one in the reader's feed. The audience is not in it: who else was told
// is nobody's business.
func CloudEvent(e Event, feedPosition int64) []byte { return CloudEventAfter(e, feedPosition, -1) }

// CloudEventAfter is [CloudEvent] for a reader that sees only some types of its
// feed: prevsequence is the position of the event it was to see before, 0 for
// none, so that it too can tell that nothing is missing. Without one when
// previous is negative.
func CloudEventAfter(e Event, feedPosition, previous int64) []byte {
	c := cloudEvent{
		SpecVersion: "1.0", ID: e.ID, Source: e.Source, Type: e.Type, Subject: e.Subject,
		Time: timestamp(e.Time), Sequence: Sequence(feedPosition), PartitionKey: e.Key,
		TraceParent: e.Trace, AuthID: e.Actor, Correlation: e.Because, Log: e.Log, Data: e.Data,
	}
	if !e.Recorded.IsZero() {
		c.RecordedTime = timestamp(e.Recorded)
	}
	if previous >= 0 {
		c.PrevSequence = Sequence(previous)
	}
	if len(e.Data) > 0 {
		c.DataContentType = "application/json"
	}
	if e.Actor != "" { // authtype is required by the extension when authid is there
		c.AuthType = authType(e.Actor)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(c); err != nil {
		// Only data that is not JSON gets here, and [Add] lets none in.
		c.Data = json.RawMessage("null")
		b.Reset()
		enc.Encode(c)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// authType is the kind of actor in the words of the extension. The prefix of
// its identifier tells.
func authType(actor string) string {
	switch {
	case strings.HasPrefix(actor, "per_"):
		return "user"
	case strings.HasPrefix(actor, "svc_"):
		return "service_account"
	case actor == "system":
		return "system"
	}
	return "unknown"
}
