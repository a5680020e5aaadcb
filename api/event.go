package api

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

const (
	maxWait  = 60  // seconds
	maxBatch = 500 // events
)

type eventsInput struct {
	ProductionPath
	After int64 `query:"after" minimum:"0" doc:"Position behind which to begin; 0 for the beginning."`
	Wait  int   `query:"wait" minimum:"0" maximum:"60" doc:"Seconds to wait for an event when there is none."`
	Limit int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type eventBatch struct {
	Items    []json.RawMessage `json:"items" nullable:"false" doc:"CloudEvents 1.0.2; sequence is the position in this feed."`
	Position int64             `json:"position" doc:"Pass as after to go on."`
}

// feed is what the caller may see of a production's events: the whole log for
// those who may read the owner's, else what the caller's organisation was told.
func (s *Server) feed(ctx context.Context, id string) (event.Feed, error) {
	p, err := s.Production.Get(ctx, id)
	if err != nil {
		return event.Feed{}, err
	}
	caller := identity.FromContext(ctx)
	whole := policy.Resource{Kind: "event", Production: string(p.ID), Org: string(p.Org)}
	if s.may(ctx, "event.read", whole) {
		return event.Feed{Log: string(p.ID)}, nil
	}
	own := policy.Resource{Kind: "event", Production: string(p.ID), Org: string(caller.Org)}
	if err := s.check(ctx, "event.read", own); err != nil {
		return event.Feed{}, errs.E("api.feed", errs.NotExist, id, nil)
	}
	return event.Feed{Log: string(p.ID), Org: string(caller.Org)}, nil
}

func (s *Server) events(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/events", id: "listEvents", tag: "events", access: needs("event.read"),
		errors: []int{400}, summary: "Read events in their order",
		description: "Positions are 1, 2, 3 and so on without a gap. Members of the organisation that owns the production read all of it, everybody else what their own organisation was told, under positions of its own.",
	}, s.listEvents)
}

func (s *Server) listEvents(ctx context.Context, in *eventsInput) (*reply[eventBatch], error) {
	feed, err := s.feed(ctx, in.Production)
	if err != nil {
		return nil, err
	}
	batch := eventBatch{Items: []json.RawMessage{}, Position: in.After}
	events, err := s.Events.Read(ctx, feed, in.After, in.Limit)
	if err == nil && len(events) == 0 {
		err = s.reached(ctx, feed, in.After)
	}
	if err == nil && len(events) == 0 && in.Wait > 0 {
		lasting, end, err := s.lasting(ctx)
		if err != nil {
			return nil, err
		}
		defer end()
		wait, cancel := context.WithTimeout(lasting, time.Duration(min(in.Wait, maxWait))*time.Second)
		defer cancel()
		if s.Events.Wait(wait, feed, in.After) == nil && s.stillSees(ctx, in.Production, feed) {
			if events, err = s.Events.Read(ctx, feed, in.After, in.Limit); err != nil {
				return nil, err
			}
		}
	}
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		batch.Items = append(batch.Items, event.CloudEvent(e, e.Position))
		batch.Position = e.Position
	}
	return &reply[eventBatch]{batch}, nil
}

// stream sends events as they happen (server-sent events). The id of each is
// its position; Last-Event-ID, or after, says where to begin, and without
// either it begins with what comes next. The position where it begins is sent
// at once, so that who is cut off before the first event misses none. Access is asked for again before every
// batch, so that a stream ends when the right to it does.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	feed, err := s.feed(r.Context(), r.PathValue("production"))
	if err != nil {
		problemOf(err).write(w)
		return
	}
	ctx, end, err := s.lasting(r.Context())
	if err != nil {
		problemOf(err).write(w)
		return
	}
	defer end()
	after, err := s.begin(r, feed)
	if err != nil {
		problemOf(err).write(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	out := http.NewResponseController(w)
	defer func() { _ = out.SetWriteDeadline(time.Time{}) }()
	fmt.Fprintf(w, ": selsyn\nretry: 1000\nid: %d\n\n", after)
	if pushed(out) != nil {
		return
	}
	for ctx.Err() == nil {
		if !s.stillAllowed(r, feed) {
			return
		}
		events, err := s.Events.Read(ctx, feed, after, maxBatch)
		if err != nil {
			return
		}
		_ = out.SetWriteDeadline(time.Now().Add(reading))
		for _, e := range events {
			fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %s\n\n", e.Position, e.Type, event.CloudEvent(e, e.Position))
			after = e.Position
		}
		if len(events) == 0 && !s.idle(ctx, w, feed, after) {
			return
		}
		if pushed(out) != nil {
			return
		}
	}
}

// pushed sends what has been written. Who does not read it is not waited for.
func pushed(out *http.ResponseController) error {
	_ = out.SetWriteDeadline(time.Now().Add(reading))
	return out.Flush()
}

// lasting is the context of an answer that may last: it ends when the server is
// about to, while other requests may finish. It fails for a caller who has too
// many of them.
func (s *Server) lasting(ctx context.Context) (context.Context, context.CancelFunc, error) {
	leave, err := s.streams.enter(identity.FromContext(ctx).ID)
	if err != nil {
		return nil, nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	end := func() { cancel(); leave() }
	if s.Ending == nil {
		return ctx, end, nil
	}
	go func() {
		select {
		case <-s.Ending:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, end, nil
}

// begin is the position behind which a stream begins.
func (s *Server) begin(r *http.Request, feed event.Feed) (int64, error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("after")
	}
	if text == "" {
		return s.Events.Head(r.Context(), feed)
	}
	after, err := strconv.ParseInt(text, 10, 64)
	if err != nil || after < 0 {
		return 0, errs.E("api.stream", errs.Invalid, text, fmt.Errorf("%q is no position; send the id of the last event you have", text))
	}
	return after, s.reached(r.Context(), feed, after)
}

// reached refuses a position that the feed has not come to: who waits behind it
// would be told nothing of all that happens until then.
func (s *Server) reached(ctx context.Context, feed event.Feed, after int64) error {
	head, err := s.Events.Head(ctx, feed)
	if err != nil || after <= head {
		return err
	}
	return errs.E("api.events", errs.Invalid, "", fmt.Errorf("after: this feed ends at %d, and %d lies behind that; begin with what you have of this feed", head, after))
}

// idle waits for the next event, and gives a sign of life when none comes. It
// reports false when the caller has gone.
func (s *Server) idle(ctx context.Context, w http.ResponseWriter, feed event.Feed, after int64) bool {
	beat := s.Heartbeat
	if beat <= 0 {
		beat = 15 * time.Second
	}
	wait, cancel := context.WithTimeout(ctx, beat)
	defer cancel()
	if s.Events.Wait(wait, feed, after) == nil {
		return true
	}
	if ctx.Err() != nil {
		return false
	}
	_, err := fmt.Fprint(w, ": still here\n\n")
	return err == nil
}

// stillSees asks whether a caller who has waited may still be answered: their
// token is still good, nobody has shut them out, and they still have the right
// to the feed. Other rights that they lost meanwhile do not matter.
func (s *Server) stillSees(ctx context.Context, production string, feed event.Feed) bool {
	caller := identity.FromContext(ctx)
	if !s.Identity.Valid(ctx, caller) {
		token, err := s.Identity.Token(ctx, caller.Token)
		if err != nil || !token.Revoked.IsZero() || !s.DB.Now().Before(token.Expires) {
			return false
		}
		if _, err := s.Identity.Epoch(ctx, caller.ID); err != nil {
			return false
		}
	}
	now, err := s.feed(ctx, production)
	return err == nil && now == feed
}

// stillAllowed asks whether the credentials of the request are still good and
// still give the right to the feed.
func (s *Server) stillAllowed(r *http.Request, feed event.Feed) bool {
	secret, _ := credentials(r)
	caller, err := s.Identity.Authenticate(r.Context(), secret)
	if err != nil {
		return false
	}
	now, err := s.feed(identity.NewContext(r.Context(), caller), r.PathValue("production"))
	return err == nil && now == feed
}
