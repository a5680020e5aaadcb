package api

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

// OrgPath is what stands in the path of a route.
type OrgPath struct {
	Org identity.OrgID `path:"organisation" doc:"Identifier of the organisation."`
}

// SubjectPath is what stands in the path of a route.
type SubjectPath struct {
	Subject identity.SubjectID `path:"subject" doc:"Identifier of the person or service account."`
}

type memberInput struct {
	OrgPath
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"200"`
		Email  string   `json:"email,omitempty" maxLength:"320" doc:"Of a person."`
		Roles  []string `json:"roles,omitempty" doc:"Roles at the organisation, such as admin, producer, editor, supervisor, coordinator or artist."`
		Groups []string `json:"groups,omitempty" doc:"Identifiers of groups of the same organisation."`
	}
}

func (in *memberInput) member() identity.NewMember {
	return identity.NewMember{Org: in.Org, Name: in.Body.Name, Email: in.Body.Email, Roles: in.Body.Roles, Groups: in.Body.Groups}
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
	}, func(ctx context.Context, _ *struct{}) (*reply[list[identity.Org]], error) {
		all, err := s.Identity.Orgs(ctx)
		if err != nil {
			return nil, err
		}
		visible := []identity.Org{}
		for _, o := range all {
			if s.may(ctx, "org.read", orgResource("org", o.ID)) {
				visible = append(visible, o)
			}
		}
		return items(visible, nil)
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

func (s *Server) members(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/organisations/{organisation}/members", id: "listMembers", tag: "organisations", access: needs("subject.read"),
		summary: "List the people and service accounts of an organisation",
	}, func(ctx context.Context, in *OrgPath) (*reply[list[identity.Member]], error) {
		if err := s.check(ctx, "subject.read", orgResource("subject", in.Org)); err != nil {
			return nil, err
		}
		if _, err := s.Identity.Org(ctx, in.Org); err != nil {
			return nil, err
		}
		return items(s.Identity.Members(ctx, in.Org))
	})
	for _, kind := range []struct {
		path, id, summary string
		create            func(context.Context, identity.NewMember) (identity.Member, error)
	}{
		{"/v1/organisations/{organisation}/people", "createPerson", "Bring in a person, who gets in by a sign-in link", s.Identity.CreatePerson},
		{"/v1/organisations/{organisation}/services", "createService", "Bring in a service account, which gets in by a token", s.Identity.CreateService},
	} {
		handle(a, route{
			method: http.MethodPost, path: kind.path, id: kind.id, tag: "organisations", access: needs("subject.write"),
			status: http.StatusCreated, errors: []int{403, 409}, summary: kind.summary,
		}, func(ctx context.Context, in *memberInput) (*reply[identity.Member], error) {
			if err := s.check(ctx, "subject.write", orgResource("subject", in.Org)); err != nil {
				return nil, err
			}
			return body(kind.create(ctx, in.member()))
		})
	}
	handle(a, route{
		method: http.MethodPost, path: "/v1/members/{subject}/sign-in", id: "inviteMember", tag: "organisations", access: needs("token.write"),
		status: http.StatusCreated, errors: []int{403}, summary: "Make a code with which a person signs in once",
	}, s.invite)
}

type invitation struct {
	Code    string    `json:"code" doc:"Shown once."`
	Path    string    `json:"path" doc:"The page of this server at which it is used."`
	Expires time.Time `json:"expires"`
}

func (s *Server) invite(ctx context.Context, in *SubjectPath) (*reply[invitation], error) {
	member, err := s.Identity.Member(ctx, in.Subject)
	if err != nil {
		return nil, err
	}
	if err := s.check(ctx, "token.write", orgResource("token", member.Org)); err != nil {
		return nil, err
	}
	if len(identity.FromContext(ctx).Scopes) > 0 {
		return nil, errs.E("api.invite", errs.Denied, "", errs.Text("this token is limited to some actions; the session that the code opens would not be"))
	}
	code, err := s.Identity.NewSignIn(ctx, in.Subject, 0)
	if err != nil {
		return nil, err
	}
	return &reply[invitation]{invitation{code, "/sign-in#" + code, time.Now().Add(identity.SignInTTL).UTC()}}, nil
}

func (s *Server) groups(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/organisations/{organisation}/groups", id: "listGroups", tag: "organisations", access: needs("group.read"),
		summary: "List the groups of an organisation by name",
	}, func(ctx context.Context, in *OrgPath) (*reply[list[identity.Group]], error) {
		if err := s.check(ctx, "group.read", orgResource("group", in.Org)); err != nil {
			return nil, err
		}
		if _, err := s.Identity.Org(ctx, in.Org); err != nil {
			return nil, err
		}
		return items(s.Identity.Groups(ctx, in.Org))
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/organisations/{organisation}/groups", id: "createGroup", tag: "organisations", access: needs("group.write"),
		status: http.StatusCreated, errors: []int{403, 409}, summary: "Make a group",
	}, func(ctx context.Context, in *struct {
		OrgPath
		Body struct {
			Name string `json:"name" minLength:"1" maxLength:"200"`
		}
	}) (*reply[identity.Group], error) {
		if err := s.check(ctx, "group.write", orgResource("group", in.Org)); err != nil {
			return nil, err
		}
		return body(s.Identity.CreateGroup(ctx, in.Org, in.Body.Name))
	})
	handle(a, route{
		method: http.MethodPut, path: "/v1/groups/{group}/members", id: "setGroupMembers", tag: "organisations", access: needs("group.write"),
		errors: []int{403}, summary: "Say who is in a group",
	}, func(ctx context.Context, in *struct {
		Group string `path:"group" doc:"Identifier of the group."`
		Body  struct {
			Members []identity.SubjectID `json:"members" nullable:"false"`
		}
	}) (*reply[identity.Group], error) {
		group, err := s.Identity.Group(ctx, in.Group)
		if err != nil {
			return nil, err
		}
		if err := s.check(ctx, "group.write", orgResource("group", group.Org)); err != nil {
			return nil, err
		}
		if err := s.Identity.SetMembers(ctx, in.Group, in.Body.Members); err != nil {
			return nil, err
		}
		return body(s.Identity.Group(ctx, in.Group))
	})
}

// self reports whether the caller speaks of himself.
func self(ctx context.Context, id identity.SubjectID) bool {
	return id == "" || identity.FromContext(ctx).ID == id
}

func errNoCode() error {
	return errs.E("api", errs.Invalid, "", errs.Text("send a token or a code to sign in with"))
}

// narrower keeps a token that is limited from making one that is less so.
func narrower(wanted, have []string) error {
	for _, scope := range wanted {
		if !slices.Contains(have, scope) {
			return errs.E("api.issue", errs.Denied, scope, errs.Text("a token can only be made for what the caller's own token is for: "+strings.Join(have, ", ")))
		}
	}
	if len(wanted) == 0 {
		return errs.E("api.issue", errs.Denied, "", errs.Text("the caller's token is limited; say which of its scopes the new one has"))
	}
	return nil
}
