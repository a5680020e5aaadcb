package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
)

// SubjectPath is what stands in the path of a route.
type SubjectPath struct {
	Subject identity.SubjectID `path:"subject" doc:"Identifier of the person or service account."`
}

type memberInput struct {
	OrgPath
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"200"`
		Email  string   `json:"email,omitempty" maxLength:"320" doc:"Of a person."`
		Roles  []string `json:"roles,omitempty" doc:"Roles at the organisation, such as admin, producer, editor, supervisor, coordinator or artist." example:"coordinator"`
		Groups []string `json:"groups,omitempty" doc:"Identifiers of groups of the same organisation."`
	}
}

func (in *memberInput) member() identity.NewMember {
	return identity.NewMember{Org: in.Org, Name: in.Body.Name, Email: in.Body.Email, Roles: in.Body.Roles, Groups: in.Body.Groups}
}

func (s *Server) members(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/organisations/{organisation}/members", id: "listMembers", tag: "organisations", access: needs("subject.read"),
		summary: "List the people and service accounts of an organisation",
	}, func(ctx context.Context, in *orgPage) (*reply[list[identity.Member]], error) {
		if err := s.check(ctx, "subject.read", orgResource("subject", in.Org)); err != nil {
			return nil, err
		}
		if _, err := s.Identity.Org(ctx, in.Org); err != nil {
			return nil, err
		}
		all, err := s.Identity.Members(ctx, in.Org)
		return page(all, err, in.PageQuery, func(m identity.Member) string { return string(m.ID) })
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
	handle(a, route{
		method: http.MethodPut, path: "/v1/members/{subject}/roles", id: "setRoles", tag: "organisations", access: needs("subject.write"),
		errors: []int{400, 403}, summary: "Say which roles a person or service account has",
		description: "Replaces them. Signed addresses that were given under the old ones stop working at once.",
	}, s.setRoles)
	for _, way := range []struct {
		path, id, summary string
		do                func(context.Context, identity.Who, string) error
	}{
		{"/v1/members/{subject}/suspend", "suspendMember", "Shut a person or service account out", s.Identity.Suspend},
		{"/v1/members/{subject}/resume", "resumeMember", "Let a person or service account in again", s.Identity.Restore},
	} {
		handle(a, route{
			method: http.MethodPost, path: way.path, id: way.id, tag: "organisations", access: needs("subject.write"), errors: []int{403, 409}, summary: way.summary,
		}, func(ctx context.Context, in *struct {
			SubjectPath
			Body because
		}) (*struct{}, error) {
			if err := s.mayChange(ctx, in.Subject); err != nil {
				return nil, err
			}
			if self(ctx, in.Subject) {
				return nil, errs.E("api."+errs.Op(way.id), errs.Conflict, "", errs.Text("nobody shuts themselves out; have another administrator do it"))
			}
			return nil, way.do(ctx, identity.Who{Subject: in.Subject}, in.Body.Because)
		})
	}
}

// mayChange asks for the right to change a person or service account.
func (s *Server) mayChange(ctx context.Context, id identity.SubjectID) error {
	member, err := s.Identity.Member(ctx, id)
	if err != nil {
		return err
	}
	return s.check(ctx, "subject.write", orgResource("subject", member.Org))
}

func (s *Server) setRoles(ctx context.Context, in *struct {
	SubjectPath
	Body struct {
		Roles []string `json:"roles" nullable:"false" doc:"As in createPerson; none: no role."`
	}
}) (*reply[identity.Member], error) {
	if err := s.mayChange(ctx, in.Subject); err != nil {
		return nil, err
	}
	if err := s.Identity.SetRoles(ctx, in.Subject, in.Body.Roles); err != nil {
		return nil, err
	}
	return body(s.Identity.Member(ctx, in.Subject))
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
