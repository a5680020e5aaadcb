package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/production"
)

// ProductionPath is what stands in the path of a route.
type ProductionPath struct {
	Production string `path:"production" doc:"Identifier or short name of the production."`
}

// productionPage chooses a page of a list that belongs to a production.
type productionPage struct {
	ProductionPath
	PageQuery
}

type productionInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"200"`
		Slug string `json:"slug,omitempty" maxLength:"64" doc:"Short name for addresses and commands; made from the name when empty."`
	}
}

// productionDetail is a production, with what the caller may do in it.
type productionDetail struct {
	production.Production
	May []policy.Action `json:"may" nullable:"false" doc:"What the caller may do in this production, for showing and hiding controls; each request is decided again."`
}

// shown are the actions that pages have controls for.
var shown = []policy.Action{
	"graph.read", "graph.write", "asset.read", "asset.register", "asset.upload", "cut.read", "cut.publish", "cut.approve", "assignment.read",
	"assignment.write", "turnover.read", "grant.read", "grant.write", "event.read", "webhook.read", "webhook.write", "audit.read",
}

// production is the identifier of the production that a caller names.
func (s *Server) production(ctx context.Context, ref string) (string, error) {
	p, err := s.Production.Get(ctx, ref)
	return string(p.ID), err
}

func (s *Server) productions(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions", id: "listProductions", tag: "productions", access: needs("production.read"),
		summary: "List the productions the caller may know of, by name",
	}, func(ctx context.Context, in *PageQuery) (*reply[list[production.Production]], error) {
		all, err := s.Production.List(ctx)
		return page(all, err, *in, func(p production.Production) string { return string(p.ID) })
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/productions", id: "createProduction", tag: "productions", access: needs("production.create"),
		status: http.StatusCreated, errors: []int{400, 403, 409}, summary: "Create a production, owned by the caller's organisation",
	}, func(ctx context.Context, in *productionInput) (*reply[production.Production], error) {
		return body(s.Production.Create(ctx, production.New{Name: in.Body.Name, Slug: in.Body.Slug}))
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}", id: "getProduction", tag: "productions", access: needs("production.read"),
		summary: "Get a production",
	}, func(ctx context.Context, in *ProductionPath) (*reply[productionDetail], error) {
		p, err := s.Production.Get(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		out := productionDetail{Production: p, May: []policy.Action{}}
		for _, action := range shown {
			r := p.Resource()
			r.Kind, r.ID = action.Noun(), ""
			if s.may(ctx, action, r) {
				out.May = append(out.May, action)
			}
		}
		return &reply[productionDetail]{out}, nil
	})
}
