package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

type explainInput struct {
	Body struct {
		Subject    identity.SubjectID `json:"subject,omitempty" doc:"The person or service account about whom it is asked."`
		Org        identity.OrgID     `json:"organisation,omitempty" doc:"Instead: what the organisation as a whole may, whoever of it asks."`
		Action     policy.Action      `json:"action" minLength:"1" maxLength:"100" doc:"asset.resolve, cut.approve, ..." example:"asset.resolve"`
		Production string             `json:"production,omitempty" doc:"In which production; empty: on the platform."`
		ID         string             `json:"id,omitempty" maxLength:"1000" doc:"To which thing: a cut, a turnover, an asset by any of its identifiers; empty: to any."`
	}
}

// explanation is a decision and how it came about.
type explanation struct {
	Allow      bool          `json:"allow"`
	Reason     string        `json:"reason"`
	Rule       string        `json:"rule,omitempty" doc:"The rule that decided."`
	Because    string        `json:"because,omitempty" doc:"What that rule was made for."`
	Considered []policy.Step `json:"considered" nullable:"false" doc:"The rules that were looked at, with the first part of each that did not hold; without those that the caller may not see."`
}

func (s *Server) explain(ctx context.Context, in *explainInput) (*reply[explanation], error) {
	q := in.Body
	about := policy.Resource{Kind: q.Action.Noun(), ID: q.ID}
	if q.Production != "" {
		p, err := s.Production.Get(ctx, q.Production)
		if err != nil {
			return nil, err
		}
		about.Production, about.Org = string(p.ID), string(p.Org)
	}
	if err := s.check(ctx, "grant.read", policy.Resource{Kind: "grant", Production: about.Production, Org: about.Org}); err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(policy.Actions(), func(i policy.ActionInfo) bool { return i.Action == q.Action }) {
		return nil, errs.E("api.explain", errs.Invalid, "", errs.Text("action: there is no such action"))
	}
	if about.Kind == "asset" && about.Production != "" && about.ID != "" {
		asset, err := s.Registry.Get(ctx, about.Production, about.ID)
		if err != nil {
			return nil, err
		}
		about = asset.Resource()
	}
	who, err := s.askedAbout(ctx, q.Subject, q.Org)
	if err != nil {
		return nil, err
	}
	found, err := s.Grants.Explain(ctx, who, q.Action, about)
	if err != nil {
		return nil, err
	}
	return body(s.seen(ctx, found))
}

// askedAbout is whom a question is about, for a caller who may know of them.
func (s *Server) askedAbout(ctx context.Context, subject identity.SubjectID, org identity.OrgID) (policy.Subject, error) {
	switch {
	case (subject == "") == (org == ""):
		return policy.Subject{}, errs.E("api.explain", errs.Invalid, "", errs.Text("say subject or organisation, one of the two"))
	case org != "":
		_, err := s.Identity.Org(ctx, org)
		if err == nil {
			err = s.check(ctx, "org.read", orgResource("org", org))
		}
		return policy.Subject{Org: string(org)}, err
	}
	m, err := s.Identity.Member(ctx, subject)
	if err == nil {
		err = s.check(ctx, "subject.read", orgResource("subject", m.Org))
	}
	return policy.Subject{ID: string(m.ID), Org: string(m.Org), Groups: m.Groups, Roles: m.Roles, Service: m.Kind == identity.Machine}, err
}

// seen is an explanation without the rules that the caller may not see.
func (s *Server) seen(ctx context.Context, e policy.Explanation) (explanation, error) {
	set, err := s.Grants.Set(ctx)
	if err != nil {
		return explanation{}, err
	}
	hidden := func(id string) bool {
		rule, ok := set.Rule(id)
		return !ok || !s.may(ctx, "grant.read", grant.Grant{Rule: rule}.About())
	}
	out := explanation{Allow: e.Allow, Reason: e.Reason.String(), Considered: []policy.Step{}}
	if e.Rule != "" && !hidden(e.Rule) {
		out.Rule, out.Because = e.Rule, e.Because
	}
	for _, step := range e.Considered {
		if !hidden(step.Rule) {
			out.Considered = append(out.Considered, step)
		}
	}
	return out, nil
}

func (s *Server) explanations(a huma.API) {
	handle(a, route{
		method: http.MethodPost, path: "/v1/policy/explain", id: "explain", tag: "grants", access: needs("grant.read"), errors: []int{400, 403},
		summary:     "Say whether somebody may do something, and by which rules",
		description: "Asked about a production by those who may read its rules, about the platform by those who run it. Nothing is done and nothing is recorded about the one asked about.",
	}, s.explain)
}
