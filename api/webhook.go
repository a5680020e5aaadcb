package api

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// WebhookPath is what stands in the path of a route.
type WebhookPath struct {
	Webhook webhook.ID `path:"webhook" doc:"Identifier of the webhook."`
}

// Webhook is a subscription as callers see it.
type Webhook struct {
	ID         webhook.ID      `json:"id"`
	Production string          `json:"production"`
	URL        string          `json:"url" example:"https://vendor.example/selsyn"`
	Types      []string        `json:"types" nullable:"false" doc:"The types of events wanted; empty: all."`
	Mode       webhook.Mode    `json:"mode" doc:"Which events stay in order: those with the same key, all, or none."`
	Refusal    webhook.Refusal `json:"refusal" doc:"What becomes of the events behind one that was refused for good: they wait (park) or are sent (skip)."`
	Created    time.Time       `json:"created"`
	Keys       []webhookKey    `json:"keys" nullable:"false" doc:"What receivers verify signatures with (Standard Webhooks)."`
}

type webhookKey struct {
	Kind   webhook.KeyKind `json:"kind"`
	Public string          `json:"public,omitempty" doc:"Of ed25519: whpk_..."`
	Until  time.Time       `json:"until,omitzero" doc:"When a rotated key ends."`
}

func webhookOf(s webhook.Subscription) Webhook {
	w := Webhook{ID: s.ID, Production: s.Log, URL: s.URL, Types: orEmpty(s.Types), Mode: s.Mode, Refusal: s.Refusal, Created: s.Created, Keys: []webhookKey{}}
	for _, k := range s.Keys {
		w.Keys = append(w.Keys, webhookKey{k.Kind, k.Text, k.Until})
	}
	return w
}

type subscribed struct {
	Webhook Webhook `json:"webhook"`
	Secret  string  `json:"secret" doc:"What the receiver verifies with: the public key of ed25519, or the shared secret of hmac, which is shown this once."`
}

type webhookState struct {
	Webhook
	Status webhookStatus `json:"status"`
}

type webhookStatus struct {
	Position     int64     `json:"position" doc:"Everything up to here is delivered, not wanted, or counted below."`
	Head         int64     `json:"head" doc:"The last position there is."`
	Waiting      int64     `json:"waiting"`
	Dead         int64     `json:"dead" doc:"Dead letters: refused for good, kept until somebody decides."`
	Failures     int64     `json:"failures" doc:"Attempts in a row that failed."`
	FailingSince time.Time `json:"failingSince,omitzero"`
	LastSuccess  time.Time `json:"lastSuccess,omitzero"`
	NextAttempt  time.Time `json:"nextAttempt,omitzero"`
	Cause        string    `json:"cause,omitempty" doc:"Of the last failure."`
	Alarm        string    `json:"alarm,omitempty" enum:"5m,1h,1d" doc:"For how long nothing has got through."`
}

type deadLetter struct {
	Position int64     `json:"position"`
	Event    string    `json:"event"`
	Type     string    `json:"type"`
	Key      string    `json:"key,omitempty"`
	Tries    int64     `json:"tries"`
	Status   int       `json:"status,omitempty" doc:"Of the last answer."`
	Cause    string    `json:"cause"`
	Since    time.Time `json:"since"`
	Waiting  int64     `json:"waiting" doc:"Later events that wait for it."`
}

type subscribeInput struct {
	ProductionPath
	Body struct {
		URL     string          `json:"url" format:"uri" maxLength:"2000"`
		Types   []string        `json:"types,omitempty" maxItems:"100"`
		Mode    webhook.Mode    `json:"mode,omitempty" enum:"key,all,none" default:"key"`
		Refusal webhook.Refusal `json:"refusal,omitempty" enum:"park,skip" default:"park"`
		Kind    webhook.KeyKind `json:"kind,omitempty" enum:"ed25519,hmac" default:"ed25519"`
		After   int64           `json:"after,omitempty" minimum:"0" doc:"Position in the caller's feed behind which to begin."`
	}
}

type redriveInput struct {
	WebhookPath
	Body struct {
		Positions []int64 `json:"positions,omitempty" doc:"Of the dead letters; none: all of them."`
	}
}

func (s *Server) webhooks(a huma.API) {
	handle(a, route{
		method: http.MethodPost, path: "/v1/productions/{production}/webhooks", id: "createWebhook", tag: "webhooks",
		access: needs("webhook.write"), status: http.StatusCreated, errors: []int{400, 403}, summary: "Have events sent to an address",
		description: "Deliveries are signed (Standard Webhooks 1.0.0), in order, repeated until they are answered, and never given up. The caller's organisation gets what it may read: the owner's all events, others what they were told.",
	}, s.subscribe)
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/webhooks", id: "listWebhooks", tag: "webhooks",
		access: needs("webhook.read"), summary: "List the webhooks of the caller's organisation",
	}, s.listWebhooks)
	handle(a, route{
		method: http.MethodGet, path: "/v1/webhooks/{webhook}", id: "getWebhook", tag: "webhooks", access: needs("webhook.read"),
		summary: "Get a webhook and how its deliveries are doing",
	}, s.getWebhook)
	handle(a, route{
		method: http.MethodDelete, path: "/v1/webhooks/{webhook}", id: "removeWebhook", tag: "webhooks", access: needs("webhook.write"),
		errors: []int{403}, summary: "Remove a webhook",
	}, func(ctx context.Context, in *WebhookPath) (*struct{}, error) {
		return nil, s.changeWebhook(ctx, in.Webhook, "webhook.removed", func(tx *store.Tx, org string) error {
			return s.Webhooks.Remove(tx, org, in.Webhook)
		})
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/webhooks/{webhook}/dead-letters", id: "listDeadLetters", tag: "webhooks", access: needs("webhook.read"),
		summary: "List the events that were refused for good",
	}, s.deadLetters)
	handle(a, route{
		method: http.MethodPost, path: "/v1/webhooks/{webhook}/redrive", id: "redriveWebhook", tag: "webhooks", access: needs("webhook.write"),
		errors: []int{403}, summary: "Send dead letters again",
	}, func(ctx context.Context, in *redriveInput) (*struct{}, error) {
		return nil, s.changeWebhook(ctx, in.Webhook, "webhook.redriven", func(tx *store.Tx, org string) error {
			_, err := s.Webhooks.Redrive(tx, org, in.Webhook, in.Body.Positions...)
			return err
		})
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/webhooks/{webhook}/replay", id: "replayWebhook", tag: "webhooks", access: needs("webhook.write"),
		errors: []int{400, 403}, summary: "Send everything behind a position again",
	}, func(ctx context.Context, in *struct {
		WebhookPath
		Body struct {
			After int64 `json:"after" minimum:"0"`
		}
	}) (*struct{}, error) {
		return nil, s.changeWebhook(ctx, in.Webhook, "webhook.replayed", func(tx *store.Tx, org string) error {
			return s.Webhooks.Replay(tx, org, in.Webhook, in.Body.After)
		})
	})
}

// hook is what rights on the webhooks of an organisation are asked for.
func hook(id webhook.ID, production, org string) policy.Resource {
	return policy.Resource{Kind: "webhook", ID: string(id), Production: production, Org: org}
}

func (s *Server) subscribe(ctx context.Context, in *subscribeInput) (*reply[subscribed], error) {
	feed, err := s.feed(ctx, in.Production)
	if err != nil {
		return nil, err
	}
	org := string(identity.FromContext(ctx).Org)
	if err := s.check(ctx, "webhook.write", hook("", feed.Log, org)); err != nil {
		return nil, err
	}
	wanted := webhook.Subscription{
		Org: org, Log: feed.Log, Whole: feed.Org == "", URL: in.Body.URL, Types: in.Body.Types, Mode: in.Body.Mode,
		Refusal: in.Body.Refusal, Kind: in.Body.Kind, After: in.Body.After,
	}
	if may, err := s.Webhooks.Stands(ctx, wanted); err != nil || !may {
		return nil, cmp.Or(err, errs.E("api.subscribe", errs.Denied, "", errs.Text("the caller may follow these events, but the caller's organisation, to which a webhook belongs, may not")))
	}
	var made webhook.Subscription
	var secret string
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		var err error
		made, secret, err = s.Webhooks.Subscribe(tx, wanted)
		if err != nil {
			return err
		}
		return recordWebhook(ctx, tx, "webhook.created", made)
	})
	if err != nil {
		return nil, err
	}
	return &reply[subscribed]{subscribed{webhookOf(made), secret}}, nil
}

func (s *Server) listWebhooks(ctx context.Context, in *productionPage) (*reply[list[Webhook]], error) {
	p, err := s.Production.Get(ctx, in.Production)
	if err != nil {
		return nil, err
	}
	org := string(identity.FromContext(ctx).Org)
	if err := s.check(ctx, "webhook.read", hook("", string(p.ID), org)); err != nil {
		return nil, err
	}
	all, err := s.Webhooks.List(ctx, org)
	if err != nil {
		return nil, err
	}
	mine := []Webhook{}
	for _, sub := range all {
		if sub.Log == string(p.ID) {
			mine = append(mine, webhookOf(sub))
		}
	}
	return page(mine, nil, in.PageQuery, func(w Webhook) string { return string(w.ID) })
}

// own finds a webhook of the caller's organisation on which it has the right.
func (s *Server) own(ctx context.Context, action policy.Action, id webhook.ID) (webhook.Subscription, error) {
	org := string(identity.FromContext(ctx).Org)
	sub, err := s.Webhooks.Get(ctx, org, id)
	if err != nil {
		return webhook.Subscription{}, err
	}
	return sub, s.check(ctx, action, hook(id, sub.Log, org))
}

func (s *Server) getWebhook(ctx context.Context, in *WebhookPath) (*reply[webhookState], error) {
	sub, err := s.own(ctx, "webhook.read", in.Webhook)
	if err != nil {
		return nil, err
	}
	st, err := s.Webhooks.Status(ctx, sub.Org, sub.ID)
	if err != nil {
		return nil, err
	}
	return &reply[webhookState]{webhookState{webhookOf(sub), webhookStatus{
		Position: st.Position, Head: st.Head, Waiting: st.Waiting, Dead: st.Dead, Failures: st.Failures, FailingSince: st.FailingSince,
		LastSuccess: st.LastSuccess, NextAttempt: st.NextAttempt, Cause: st.Cause, Alarm: string(st.Alarm(s.DB.Now())),
	}}}, nil
}

type deadLettersInput struct {
	WebhookPath
	PageQuery
}

func (s *Server) deadLetters(ctx context.Context, in *deadLettersInput) (*reply[list[deadLetter]], error) {
	sub, err := s.own(ctx, "webhook.read", in.Webhook)
	if err != nil {
		return nil, err
	}
	dead, err := s.Webhooks.DeadLetters(ctx, sub.Org, sub.ID)
	if err != nil {
		return nil, err
	}
	letters := []deadLetter{}
	for _, d := range dead {
		letters = append(letters, deadLetter{d.Position, d.EventID, d.Type, d.Key, d.Tries, d.Status, d.Cause, d.Since, d.Waiting})
	}
	return page(letters, nil, in.PageQuery, func(d deadLetter) string { return strconv.FormatInt(d.Position, 10) })
}

// changeWebhook does something to a webhook and records it.
func (s *Server) changeWebhook(ctx context.Context, id webhook.ID, name string, do func(*store.Tx, string) error) error {
	sub, err := s.own(ctx, "webhook.write", id)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := do(tx, sub.Org); err != nil {
			return err
		}
		return recordWebhook(ctx, tx, name, sub)
	})
}

func recordWebhook(ctx context.Context, tx *store.Tx, name string, sub webhook.Subscription) error {
	detail, err := json.Marshal(map[string]any{"url": sub.URL, "types": sub.Types})
	if err != nil {
		return err
	}
	caller := identity.FromContext(ctx)
	return audit.Add(tx, audit.Record{
		Actor: string(caller.ID), Org: string(caller.Org), Action: name, Object: string(sub.ID), Production: sub.Log,
		Decision: audit.Change, Detail: detail, Time: tx.Now(),
	})
}
