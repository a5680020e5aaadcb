package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/selsyn/selsyn/errs"
)

// Event is an event as a feed gives it: a CloudEvent with the fields that
// readers use, and the whole of it.
type Event struct {
	ID       string          `json:"id"`
	Type     string          `json:"type"`
	Subject  string          `json:"subject"`
	Time     time.Time       `json:"time"`
	Data     json.RawMessage `json:"data"`
	Sequence string          `json:"sequence"`
	Raw      json.RawMessage `json:"-"`
}

// Position is the event's place in the feed it was read from.
func (e Event) Position() int64 {
	n, err := strconv.ParseInt(e.Sequence, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// Events reads the events of a production behind a position, at most 500; when
// there is none it waits up to the time given, at most a minute.
func (c *Client) Events(ctx context.Context, production string, after int64, wait time.Duration) ([]Event, error) {
	query := url.Values{"after": {strconv.FormatInt(after, 10)}, "wait": {strconv.Itoa(int(wait / time.Second))}, "limit": {"500"}}
	var batch struct {
		Items []json.RawMessage `json:"items"`
	}
	if err := c.Call(ctx, http.MethodGet, Path("v1", "productions", production, "events")+"?"+query.Encode(), nil, &batch); err != nil {
		return nil, err
	}
	events := make([]Event, len(batch.Items))
	for i, raw := range batch.Items {
		if err := decodeEvent(raw, &events[i]); err != nil {
			return nil, err
		}
	}
	return events, nil
}

// Follow calls fn with every event behind a position, in order, as they happen,
// until ctx ends or fn fails. After -1 it begins with what comes next, once it
// is connected. When the connection breaks it begins again where it stood.
func (c *Client) Follow(ctx context.Context, production string, after int64, fn func(Event) error) error {
	pause := time.Second
	for ctx.Err() == nil {
		from := after
		err := c.follow(ctx, production, &after, fn)
		var own stop
		if errors.As(err, &own) {
			return own.error
		}
		if err != nil && !errs.Is(err, errs.Unavailable) {
			return err
		}
		if after != from {
			pause = time.Second
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
			pause = min(2*pause, 30*time.Second)
		}
	}
	return ctx.Err()
}

// stop is an error of the caller's own function.
type stop struct{ error }

func (c *Client) follow(ctx context.Context, production string, after *int64, fn func(Event) error) error {
	header := http.Header{"Accept": {"text/event-stream"}}
	if *after >= 0 {
		header.Set("Last-Event-ID", strconv.FormatInt(*after, 10))
	}
	resp, err := c.Do(ctx, http.MethodGet, Path("v1", "productions", production, "events", "stream"), header, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	var id, data []byte
	for lines.Scan() {
		line := lines.Bytes()
		if more, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
			data = append(data, more...)
			continue
		}
		if more, ok := bytes.CutPrefix(line, []byte("id: ")); ok {
			id = append(id[:0], more...)
			continue
		}
		// Only the empty line ends an event: without it the connection broke
		// before all of it had come.
		if len(line) > 0 {
			continue
		}
		if len(data) > 0 {
			var e Event
			if err := decodeEvent(data, &e); err != nil {
				return err
			}
			if err := fn(e); err != nil {
				return stop{err}
			}
			*after = e.Position()
		}
		if at, err := strconv.ParseInt(string(id), 10, 64); err == nil { // without an id it stands where it stood
			*after = at
		}
		id, data = id[:0], data[:0]
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) { // it would come again each time
		return errs.E("client.Follow", errs.Other, production, fmt.Errorf("the event behind position %d is longer than %d bytes", *after, maxLine))
	}
	return nil // the connection broke; what comes is fetched by the next one
}

// maxLine is the longest line of a stream that is read, in bytes. The platform
// keeps what an event says below a quarter of it.
const maxLine = 1 << 20

func decodeEvent(raw []byte, e *Event) error {
	if err := json.Unmarshal(raw, e); err != nil {
		return errs.E("client.Events", errs.Other, "", fmt.Errorf("an event is not JSON: %w", err))
	}
	e.Raw = append(json.RawMessage(nil), raw...)
	return nil
}
