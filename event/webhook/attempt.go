package webhook

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/selsyn/selsyn/event"
)

// verdict is what an answer means for the event.
type verdict uint8

const (
	delivered verdict = iota
	failed            // try again for ever
	refused           // try again a few times
	gone              // try again, seldom
)

// outcome is what came of one attempt.
type outcome struct {
	verdict verdict
	status  int           // 0 when there was no answer
	cause   string        // in words; "" when delivered
	wait    time.Duration // what the receiver asked for; 0 when nothing
}

const (
	firstPause  = time.Second
	longPause   = 15 * time.Minute
	longestWait = time.Hour // of a Retry-After
	maxRefusals = 8         // tries before an event that is refused is a dead letter
	openAfter   = 5         // failures in a row that open the circuit
	maxCause    = 300       // bytes
)

// attempt sends one event once.
func (s *Service) attempt(ctx context.Context, sub *Subscription, keys []signer, e event.Event) outcome {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	previous := int64(-1)
	if len(sub.Types) > 0 {
		var err error
		if previous, err = s.Log.Previous(ctx, sub.Feed(), e.Position, sub.Types); err != nil {
			return outcome{verdict: failed, cause: "our own log cannot be read"}
		}
	}
	body := event.CloudEventAfter(e, e.Position, previous)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, sub.URL, bytes.NewReader(body))
	if err != nil {
		return outcome{verdict: failed, cause: "the address cannot be called"}
	}
	req.Header = headers(keys, e.ID, s.now(), body)
	req.Header.Set("Content-Type", event.MediaType+"; charset=utf-8")
	req.Header.Set("User-Agent", "selsyn-webhook/1")
	res, err := s.client.Do(req)
	if err != nil {
		return outcome{verdict: failed, cause: clip(err.Error())}
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil && res.StatusCode/100 != 2 {
		answer = nil
	}
	return s.judge(res, answer)
}

// judge reads the answer. Nothing but the status of a 2xx matters: whoever
// answers it has taken the event.
func (s *Service) judge(res *http.Response, answer []byte) outcome {
	o := outcome{status: res.StatusCode, verdict: failed}
	switch code := res.StatusCode; {
	case code/100 == 2:
		return outcome{status: code}
	case code == http.StatusGone:
		o.verdict = gone
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests:
	case code/100 == 4:
		o.verdict = refused
	}
	o.cause = fmt.Sprintf("the receiver answered %d %s", o.status, http.StatusText(o.status))
	switch {
	case o.status/100 == 3:
		o.cause += "; redirects are not followed"
	case o.verdict == gone:
		o.cause = "gone: " + o.cause
	}
	if text := strings.TrimSpace(strings.ToValidUTF8(string(answer[:min(len(answer), 120)]), "?")); text != "" {
		o.cause += ": " + strings.Map(printable, text)
	}
	o.cause = clip(o.cause)
	if after := res.Header.Get("Retry-After"); after != "" {
		o.wait = s.retryAfter(after)
	}
	return o
}

// retryAfter reads the header in both its forms (RFC 9110, 10.2.3).
func (s *Service) retryAfter(text string) time.Duration {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return min(max(0, time.Duration(min(n, 1<<30))*time.Second), longestWait)
	}
	if t, err := http.ParseTime(text); err == nil {
		return min(max(0, t.Sub(s.now())), longestWait)
	}
	return 0
}

func printable(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

func clip(text string) string {
	return strings.ToValidUTF8(strings.Map(printable, text[:min(len(text), maxCause)]), "?")
}

// backoff is the pause after so many failures: a random part of 1 s, doubled
// each time up to 15 min.
func (s *Service) backoff(failures int64) time.Duration {
	most := longPause
	if failures <= 10 { // 2^10 s is beyond 15 min
		most = min(longPause, firstPause<<max(0, failures-1))
	}
	var b [8]byte
	if _, err := io.ReadFull(s.random(), b[:]); err != nil {
		return most
	}
	return time.Duration(binary.BigEndian.Uint64(b[:]) % uint64(most))
}
