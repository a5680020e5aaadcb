package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/policy"
)

// GrantPath is what stands in the path of a route.
type GrantPath struct {
	Grant string `path:"grant" doc:"Identifier of the grant."`
}

type grantsInput struct {
	ProductionPath
	PageQuery
	Organisation string `query:"organisation" doc:"Only grants to this organisation."`
	Because      string `query:"because" doc:"Only grants made for this: a turnover, an assignment."`
	Revoked      bool   `query:"revoked" doc:"Also those that were revoked."`
}

func (s *Server) grants(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/grants", id: "listGrants", tag: "grants", access: needs("grant.read"),
		summary: "List the rules of a production: who may reach what, why and until when",
	}, s.listGrants)
	handle(a, route{
		method: http.MethodPost, path: "/v1/productions/{production}/grants", id: "createGrant", tag: "grants", access: needs("grant.write"),
		status: http.StatusCreated, errors: []int{400, 403}, summary: "Make a rule by hand", body: 8 << 20,
		description: "A permit to another organisation must say until when.",
	}, func(ctx context.Context, in *struct {
		ProductionPath
		Body policy.Rule
	}) (*reply[policy.Rule], error) {
		p, err := s.Production.Get(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		rule := in.Body
		rule.What.Production = string(p.ID)
		return body(s.Grants.Issue(ctx, rule))
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/grants/{grant}", id: "getGrant", tag: "grants", access: needs("grant.read"),
		summary: "Get a rule, also one that was revoked",
	}, func(ctx context.Context, in *GrantPath) (*reply[grant.Grant], error) {
		g, err := s.Grants.Get(ctx, in.Grant)
		if err != nil {
			return nil, err
		}
		return body(g, s.check(ctx, "grant.read", g.About()))
	})
	handle(a, route{
		method: http.MethodDelete, path: "/v1/grants/{grant}", id: "revokeGrant", tag: "grants", access: needs("grant.write"),
		errors: []int{403}, summary: "Revoke a rule",
		description: "Signed addresses that were given under it stop working at once.",
	}, func(ctx context.Context, in *struct {
		GrantPath
		Because string `query:"because" maxLength:"1000" doc:"Why, for the record."`
	}) (*struct{}, error) {
		return nil, s.Grants.Withdraw(ctx, in.Grant, in.Because)
	})
}

func (s *Server) listGrants(ctx context.Context, in *grantsInput) (*reply[list[grant.Grant]], error) {
	p, err := s.Production.Get(ctx, in.Production)
	if err != nil {
		return nil, err
	}
	if err := in.ordered(isRule); err != nil {
		return nil, err
	}
	filter := grant.Filter{Production: string(p.ID), Org: in.Organisation, Because: in.Because, Revoked: in.Revoked, After: in.After, Limit: 1000}
	var visible []grant.Grant
	for len(visible) <= in.Limit {
		found, err := s.Grants.List(ctx, filter)
		if err != nil {
			return nil, err
		}
		for _, g := range found {
			if s.may(ctx, "grant.read", g.About()) {
				visible = append(visible, g)
			}
		}
		if len(found) < filter.Limit {
			break
		}
		filter.After = found[len(found)-1].ID
	}
	return page(visible, nil, PageQuery{Limit: in.Limit}, func(g grant.Grant) string { return g.ID })
}

// isRule reports whether the text is how a rule may be called: those that others
// minted bear an identifier of theirs.
func isRule(text string) bool {
	rest, ours := strings.CutPrefix(text, "rul_")
	return isURN(text) || ours && strings.Trim(rest, "abcdefghijklmnopqrstuvwxyz234567") == ""
}
