package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

// OrgPath is what stands in the path of a route.
type OrgPath struct {
	Org identity.OrgID `path:"organisation" doc:"Identifier of the organisation."`
}

// orgPage chooses a page of a list that belongs to an organisation.
type orgPage struct {
	OrgPath
	PageQuery
}

type because struct {
	Because string `json:"because,omitempty" maxLength:"1000" doc:"Why, for the record."`
}

// orgResource is what rights on an organisation and what belongs to it are
// asked for.
func orgResource(kind string, org identity.OrgID) policy.Resource {
	return policy.Resource{Kind: kind, ID: string(org), Org: string(org)}
}

func (s *Server) people(a huma.API) {
	s.organisations(a)
	s.members(a)
	s.groups(a)
	s.tokens(a)
	s.sessions(a)
}

func (s *Server) organisations(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/organisations", id: "listOrganisations", tag: "organisations", access: needs("org.read"),
		summary: "List organisations by name",
	}, func(ctx context.Context, in *PageQuery) (*reply[list[identity.Org]], error) {
		all, err := s.Identity.Orgs(ctx)
		visible := slices.DeleteFunc(all, func(o identity.Org) bool { return !s.may(ctx, "org.read", orgResource("org", o.ID)) })
		return page(visible, err, *in, func(o identity.Org) string { return string(o.ID) })
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/organisations", id: "createOrganisation", tag: "organisations", access: needs("org.create"),
		status: http.StatusCreated, errors: []int{403, 409}, summary: "Bring in an organisation",
	}, func(ctx context.Context, in *struct {
		Body struct {
			Name string `json:"name" minLength:"1" maxLength:"200"`
		}
	}) (*reply[identity.Org], error) {
		if err := s.check(ctx, "org.create", policy.Resource{Kind: "org"}); err != nil {
			return nil, err
		}
		return body(s.Identity.CreateOrg(ctx, in.Body.Name))
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/organisations/{organisation}", id: "getOrganisation", tag: "organisations", access: needs("org.read"),
		summary: "Get an organisation",
	}, func(ctx context.Context, in *OrgPath) (*reply[identity.Org], error) {
		if err := s.check(ctx, "org.read", orgResource("org", in.Org)); err != nil {
			return nil, err
		}
		return body(s.Identity.Org(ctx, in.Org))
	})
	s.shut(a, "/v1/organisations/{organisation}/suspend", "suspendOrganisation", "Shut an organisation out", s.Identity.Suspend)
	s.shut(a, "/v1/organisations/{organisation}/resume", "resumeOrganisation", "Let an organisation in again", s.Identity.Restore)
}

// shut adds a route that suspends or restores an organisation.
func (s *Server) shut(a huma.API, path, id, summary string, do func(context.Context, identity.Who, string) error) {
	handle(a, route{
		method: http.MethodPost, path: path, id: id, tag: "organisations", access: needs("org.suspend"), errors: []int{403}, summary: summary,
	}, func(ctx context.Context, in *struct {
		OrgPath
		Body because
	}) (*struct{}, error) {
		if err := s.check(ctx, "org.suspend", orgResource("org", in.Org)); err != nil {
			return nil, err
		}
		return nil, do(ctx, identity.Who{Org: in.Org}, in.Body.Because)
	})
}
