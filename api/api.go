// Package api is the platform over HTTP: one file for each service, JSON under
// /v1, problems as RFC 9457 describes them, and the OpenAPI 3.1 document that
// says all of it at /openapi.json.
//
// A handler decodes, calls one method of one service and encodes. What may be
// done by whom is decided below, in the services; every route still declares
// here which action it stands for, so that the matrix of who is refused what
// can be made from the document and no route is forgotten.
//
// # Hidden is absent
//
// A caller who may not know of a thing gets the answer that a caller gets who
// asks for a thing that does not exist: status 404 and the same bytes.
package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
)

// Access is what a route declares of itself, in the document as x-selsyn-access.
type Access struct {
	Action policy.Action // the action the caller needs; empty with Public or SignedIn
	Public bool          // anybody may call it
	Signed bool          // anybody who has signed in may call it; what it shows is the caller's own
	Why    string        // why it is public or only asks for signing in
}

func (a Access) extension() map[string]any {
	switch {
	case a.Public:
		return map[string]any{"x-selsyn-access": map[string]any{"public": true, "why": a.Why}}
	case a.Signed:
		return map[string]any{"x-selsyn-access": map[string]any{"signedIn": true, "why": a.Why}}
	}
	return map[string]any{"x-selsyn-access": map[string]any{"action": string(a.Action)}}
}

// needs declares that a route needs the right to an action.
func needs(action policy.Action) Access { return Access{Action: action} }

// route describes one operation of the API.
type route struct {
	method, path string
	id           string // operation identifier: "publishCut"
	tag          string
	summary      string
	description  string
	access       Access
	status       int   // on success; 0 means 200, or 204 without a body
	body         int64 // most bytes of a request body; 0 means 1 MiB
	errors       []int
}

func (r route) operation() huma.Operation {
	op := huma.Operation{
		Method: r.method, Path: r.path, OperationID: r.id, Summary: r.summary, Description: r.description, Tags: []string{r.tag},
		DefaultStatus: r.status, MaxBodyBytes: r.body, Extensions: r.access.extension(), Errors: append([]int{401, 404, 429}, r.errors...),
		RejectUnknownQueryParameters: true,
	}
	op.BodyReadTimeout = 30 * time.Second
	if r.body > 1<<20 {
		op.BodyReadTimeout = 10 * time.Minute
	}
	if r.access.Public {
		op.Middlewares = huma.Middlewares{whole}
		op.Security = []map[string][]string{} // said, not left out: nothing is needed
		return op
	}
	op.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	op.Middlewares = huma.Middlewares{known, whole}
	return op
}

// known keeps anonymous callers out before anything of their request is looked
// at, so that they are not told what is wrong with it.
func known(ctx huma.Context, next func(huma.Context)) {
	if identity.FromContext(ctx.Context()).Known() {
		next(ctx)
		return
	}
	_, w := humago.Unwrap(ctx)
	refuse(w)
}

// handle adds an operation whose body huma decodes and encodes.
func handle[I, O any](a huma.API, r route, fn func(context.Context, *I) (*O, error)) {
	huma.Register(a, r.operation(), func(ctx context.Context, in *I) (*O, error) {
		if err := brokenOff(ctx); err != nil {
			return nil, problemOf(err)
		}
		out, err := fn(ctx, in)
		if err != nil {
			return nil, problemOf(err)
		}
		return out, nil
	})
}

// reply is a response with a body and nothing else.
type reply[T any] struct{ Body T }

func body[T any](v T, err error) (*reply[T], error) {
	if err != nil {
		return nil, err
	}
	return &reply[T]{v}, nil
}

// Version is that of the API, as its document says it.
const Version = "0.1.0"

// newAPI makes the frame into which the files of this package put their routes.
func newAPI(mux *routes) huma.API {
	config := huma.DefaultConfig("Selsyn", Version)
	config.CreateHooks = nil
	config.Formats = map[string]huma.Format{"application/json": strictJSON, "json": strictJSON}
	config.Transformers = []huma.Transformer{plainProblem}
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.Info.Description = "Cuts, pulls, grants, assets and events of film and series productions, across organisations."
	config.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "An access token, sel_..."},
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie, Description: "The session of a browser."},
	}
	return humago.New(mux, config)
}
