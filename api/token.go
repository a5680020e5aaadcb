package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

type tokenInput struct {
	Body struct {
		Subject identity.SubjectID `json:"subject,omitempty" doc:"Whose token; empty: the caller's own."`
		Name    string             `json:"name" minLength:"1" maxLength:"200" doc:"What it is for." example:"nightly conform"`
		Scopes  []string           `json:"scopes,omitempty" doc:"Actions or families of them (asset.*) that it is limited to." example:"asset.read,asset.resolve"`
		Days    int                `json:"days,omitempty" minimum:"1" maximum:"366" default:"90" doc:"How long it lives."`
	}
}

type issued struct {
	Secret string         `json:"secret" doc:"Shown once."`
	Token  identity.Token `json:"token"`
}

func (s *Server) tokens(a huma.API) {
	handle(a, route{
		method: http.MethodPost, path: "/v1/tokens", id: "issueToken", tag: "sessions", status: http.StatusCreated, errors: []int{400, 403},
		access:  Access{Signed: true, Why: "Everybody may make tokens for themselves, limited to what they may do; for others token.write is needed."},
		summary: "Issue an access token",
	}, s.issue)
	handle(a, route{
		method: http.MethodGet, path: "/v1/tokens", id: "listTokens", tag: "sessions",
		access:  Access{Signed: true, Why: "Lists the caller's own tokens, never their secrets; to a limited token those that it could have made."},
		summary: "List the caller's tokens",
	}, func(ctx context.Context, in *PageQuery) (*reply[list[identity.Token]], error) {
		all, err := s.Identity.Tokens(ctx, identity.FromContext(ctx).ID)
		all = slices.DeleteFunc(all, func(t identity.Token) bool { return !mayEnd(ctx, t) })
		return page(all, err, *in, func(t identity.Token) string { return t.ID })
	})
	handle(a, route{
		method: http.MethodDelete, path: "/v1/tokens/{token}", id: "revokeToken", tag: "sessions",
		access:  Access{Signed: true, Why: "Everybody may end their own tokens, with a limited one those that it could have made; for those of others token.write is needed."},
		summary: "Revoke an access token",
	}, func(ctx context.Context, in *struct {
		Token string `path:"token"`
	}) (*struct{}, error) {
		token, err := s.Identity.Token(ctx, in.Token)
		if err != nil {
			return nil, err
		}
		if err := s.mayIssue(ctx, token.Subject); err != nil {
			return nil, err
		}
		if !mayEnd(ctx, token) {
			return nil, errs.E("api.revokeToken", errs.NotExist, in.Token, nil)
		}
		return nil, s.Identity.RevokeToken(ctx, in.Token)
	})
}

func (s *Server) issue(ctx context.Context, in *tokenInput) (*reply[issued], error) {
	caller := identity.FromContext(ctx)
	subject, scopes := in.Body.Subject, in.Body.Scopes
	if subject == "" {
		subject = caller.ID
	}
	if err := s.mayIssue(ctx, subject); err != nil {
		return nil, err
	}
	for _, scope := range scopes {
		if limited := (policy.Rule{Actions: []policy.Action{policy.Action(scope)}}); len(limited.Gives()) == 0 {
			return nil, errs.E("api.issue", errs.Invalid, "", fmt.Errorf("scopes: %q is no action and no family of them; asset.read and asset.* are", scope))
		}
	}
	life := time.Duration(in.Body.Days) * 24 * time.Hour
	if len(caller.Scopes) > 0 {
		if err := narrower(scopes, caller.Scopes); err != nil {
			return nil, err
		}
		life = min(life, caller.Expires.Sub(s.DB.Now())) // a limited token makes none that outlives it
	}
	secret, token, err := s.Identity.IssueNamedToken(ctx, subject, in.Body.Name, scopes, life)
	if err != nil {
		return nil, err
	}
	return &reply[issued]{issued{secret, token}}, nil
}

// mayIssue asks for the right to make and end tokens of a subject.
func (s *Server) mayIssue(ctx context.Context, subject identity.SubjectID) error {
	if self(ctx, subject) {
		return nil
	}
	member, err := s.Identity.Member(ctx, subject)
	if err != nil {
		return err
	}
	return s.check(ctx, "token.write", orgResource("token", member.Org))
}

// self reports whether the caller speaks of himself.
func self(ctx context.Context, id identity.SubjectID) bool {
	return id == "" || identity.FromContext(ctx).ID == id
}

// mayEnd reports whether the caller may know of a token of his own and end it:
// a limited token only what could have been made with it, itself included.
func mayEnd(ctx context.Context, t identity.Token) bool {
	caller := identity.FromContext(ctx)
	return t.Subject != caller.ID || len(caller.Scopes) == 0 || narrower(t.Scopes, caller.Scopes) == nil
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
