package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
)

type claimInput struct {
	Body struct {
		Code         string `json:"code" minLength:"1" maxLength:"200" doc:"From the address that the server printed when it first started."`
		Organisation string `json:"organisation" minLength:"1" maxLength:"200" doc:"Name of the organisation that runs this installation."`
		Name         string `json:"name" minLength:"1" maxLength:"200" doc:"Name of the first administrator."`
		Email        string `json:"email,omitempty" maxLength:"320"`
	}
}

type signInInput struct {
	Body struct {
		Code  string `json:"code,omitempty" maxLength:"200" doc:"A code from an invitation; works once."`
		Token string `json:"token,omitempty" maxLength:"200" doc:"An access token of the caller."`
	}
}

// signedReply answers with who has signed in and sets the session.
type signedReply struct {
	Cookie http.Cookie `header:"Set-Cookie"`
	Body   me
}

// me is what callers may know of themselves.
type me struct {
	Subject identity.SubjectID `json:"subject"`
	Kind    identity.Kind      `json:"kind"`
	Name    string             `json:"name"`
	Org     identity.OrgID     `json:"organisation"`
	OrgName string             `json:"organisationName"`
	Roles   []string           `json:"roles" nullable:"false"`
	Groups  []string           `json:"groups" nullable:"false"`
	Scopes  []string           `json:"scopes" nullable:"false" doc:"What the token is limited to; empty: everything its holder may do."`
}

func (s *Server) sessions(a huma.API) {
	handle(a, route{
		method: http.MethodPost, path: "/v1/claim", id: "claim", tag: "sessions", status: http.StatusCreated,
		access:  Access{Public: true, Why: "Nobody is known yet; the code that the server printed is the credential."},
		summary: "Take possession of an empty installation",
	}, func(ctx context.Context, in *claimInput) (*signedReply, error) {
		claimed, err := s.Identity.Claim(ctx, in.Body.Code, identity.Founder{Org: in.Body.Organisation, Name: in.Body.Name, Email: in.Body.Email})
		if err != nil {
			return nil, err
		}
		return s.signed(ctx, claimed.Secret, claimed.Token.Expires)
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/session", id: "signIn", tag: "sessions", status: http.StatusCreated,
		access:  Access{Public: true, Why: "The code or token in the body is the credential."},
		summary: "Sign a browser in", errors: []int{400},
	}, s.signIn)
	handle(a, route{
		method: http.MethodDelete, path: "/v1/session", id: "signOut", tag: "sessions",
		access:  Access{Signed: true, Why: "Ends the caller's own session."},
		summary: "Sign a browser out",
	}, func(ctx context.Context, _ *struct{}) (*struct {
		Cookie http.Cookie `header:"Set-Cookie"`
	}, error) {
		if err := s.Identity.RevokeToken(ctx, identity.FromContext(ctx).Token); err != nil {
			return nil, err
		}
		return &struct {
			Cookie http.Cookie `header:"Set-Cookie"`
		}{s.cookie("", time.Unix(1, 0))}, nil
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/me", id: "getMe", tag: "sessions",
		access:  Access{Signed: true, Why: "Tells callers who they are."},
		summary: "Say who is calling",
	}, func(ctx context.Context, _ *struct{}) (*reply[me], error) {
		return body(s.me(ctx, identity.FromContext(ctx)))
	})
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*signedReply, error) {
	switch {
	case in.Body.Code != "":
		secret, token, err := s.Identity.SignIn(ctx, in.Body.Code)
		if err != nil {
			return nil, err
		}
		return s.signed(ctx, secret, token.Expires)
	case in.Body.Token != "":
		caller, err := s.Identity.Authenticate(ctx, in.Body.Token)
		if err != nil {
			return nil, err
		}
		if len(caller.Scopes) > 0 {
			return nil, errs.E("api.signIn", errs.Denied, "", errs.Text("this token is limited to some actions; a session would not be"))
		}
		secret, token, err := s.Identity.IssueSession(ctx, caller.ID)
		if err != nil {
			return nil, err
		}
		return s.signed(ctx, secret, token.Expires)
	}
	return nil, errs.E("api.signIn", errs.Invalid, "", errs.Text("send a token or a code to sign in with"))
}

func (s *Server) signed(ctx context.Context, secret string, expires time.Time) (*signedReply, error) {
	caller, err := s.Identity.Authenticate(ctx, secret)
	if err != nil {
		return nil, err
	}
	who, err := s.me(ctx, caller)
	if err != nil {
		return nil, err
	}
	return &signedReply{Cookie: s.cookie(secret, expires), Body: who}, nil
}

func (s *Server) cookie(secret string, expires time.Time) http.Cookie {
	return http.Cookie{
		Name: sessionCookie, Value: secret, Path: "/", Expires: expires, HttpOnly: true, Secure: s.TLS, SameSite: http.SameSiteStrictMode,
	}
}

func (s *Server) me(ctx context.Context, caller identity.Subject) (me, error) {
	org, err := s.Identity.Org(ctx, caller.Org)
	if err != nil {
		return me{}, err
	}
	return me{
		Subject: caller.ID, Kind: caller.Kind, Name: caller.Name, Org: caller.Org, OrgName: org.Name,
		Roles: orEmpty(caller.Roles), Groups: orEmpty(caller.Groups), Scopes: orEmpty(caller.Scopes),
	}, nil
}

// orEmpty is the list, or an empty one for none at all.
func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
