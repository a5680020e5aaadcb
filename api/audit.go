package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/policy"
)

type auditInput struct {
	Production string         `query:"production" doc:"Only what was done in this production; required of those who may not read all of the log."`
	Actor      string         `query:"actor"`
	Object     string         `query:"object"`
	Action     string         `query:"action" doc:"A whole action, or its beginning with the full stop: cut. for all that begin so."`
	Decision   audit.Decision `query:"decision" enum:"allow,deny,change"`
	After      int64          `query:"after" default:"-1" doc:"Index behind which to begin."`
	Limit      int            `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

type auditPage struct {
	Items []auditRecord `json:"items" nullable:"false"`
	After int64         `json:"after" doc:"Pass as after to go on."`
}

type auditRecord struct {
	Index      int64           `json:"index" doc:"Its number in the log, from 0."`
	Time       time.Time       `json:"time"`
	Actor      string          `json:"actor,omitempty" doc:"Who; empty for the platform itself."`
	Org        string          `json:"organisation,omitempty" doc:"The actor's."`
	Action     string          `json:"action"`
	Object     string          `json:"object,omitempty"`
	Production string          `json:"production,omitempty"`
	Decision   audit.Decision  `json:"decision"`
	Because    string          `json:"because,omitempty" doc:"The rule, approval or work order it rests on."`
	Detail     json.RawMessage `json:"detail,omitempty"`
}

func auditRecordOf(r audit.Record) auditRecord {
	return auditRecord{
		Index: r.Index, Time: r.Time, Actor: r.Actor, Org: r.Org, Action: r.Action, Object: r.Object, Production: r.Production,
		Decision: r.Decision, Because: r.Because, Detail: r.Detail,
	}
}

func (s *Server) audits(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/audit", id: "listAudit", tag: "audit", access: needs("audit.read"), errors: []int{403},
		summary:     "Read the audit log in its order",
		description: "Who did or was refused what, when and because of what. The log is a transparency log: the checkpoint commits to all of it.",
	}, func(ctx context.Context, in *auditInput) (*reply[auditPage], error) {
		about := policy.Resource{Kind: "audit"}
		production := ""
		if in.Production != "" {
			p, err := s.Production.Get(ctx, in.Production)
			if err != nil {
				return nil, err
			}
			production = string(p.ID)
			about = policy.Resource{Kind: "audit", Production: string(p.ID), Org: string(p.Org)}
		}
		if err := s.check(ctx, "audit.read", about); err != nil {
			return nil, err
		}
		found, err := s.Audit.Read(ctx, audit.Filter{Production: production, Actor: in.Actor, Object: in.Object, Action: in.Action, Decision: in.Decision}, in.After, in.Limit)
		if err != nil {
			return nil, err
		}
		page := auditPage{Items: []auditRecord{}, After: in.After}
		for _, r := range found {
			page.Items = append(page.Items, auditRecordOf(r))
			page.After = r.Index
		}
		return &reply[auditPage]{page}, nil
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/audit/checkpoint", id: "getCheckpoint", tag: "audit", access: needs("audit.read"), errors: []int{403},
		summary:     "Get the signed checkpoint of the audit log",
		description: "Keep it: with a later one it proves that nothing was removed or altered in between (golang.org/x/mod/sumdb/note).",
	}, func(ctx context.Context, _ *struct{}) (*reply[Checkpoint], error) {
		if err := s.check(ctx, "audit.read", policy.Resource{Kind: "audit"}); err != nil {
			return nil, err
		}
		c, err := s.Checkpoint(ctx)
		if err != nil {
			return nil, err
		}
		return &reply[Checkpoint]{c}, nil
	})
}

// Checkpoint is the signed state of the audit log.
type Checkpoint struct {
	Size int64  `json:"size"`
	Note string `json:"note" doc:"The signed note."`
	Key  string `json:"key" doc:"The key that verifies it."`
}
