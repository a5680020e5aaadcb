package api

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/production"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/resolve"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/turnover"
)

// Server has the services that the API serves. Those down to Checkpoint must
// be set.
type Server struct {
	Identity   *identity.Service
	Grants     *grant.Service
	Production *production.Service
	Registry   *registry.Service
	Resolve    *resolve.Service
	Turnover   *turnover.Service
	Review     *review.Service
	Events     *event.Log
	Webhooks   *webhook.Service
	Audit      *audit.Log

	DB         *store.DB
	Bucket     blob.Bucket                               // our own storage
	Checkpoint func(context.Context) (Checkpoint, error) // of the audit log, signed

	Pages     http.Handler    // the web application; nil for none
	Log       *slog.Logger    // of requests; nil for none
	Limits    Limits          // how often callers may call
	Ending    <-chan struct{} // closed when the server is about to end, so that streams do; nil: they end with their requests
	Heartbeat time.Duration   // between signs of life on a stream; zero: 15 s
	TLS       bool            // whether callers reach us by https, so that cookies are for it alone

	streams streams
}

// Handler is the whole API and the web application, ready to be served.
func (s *Server) Handler() http.Handler {
	mux, _ := s.routes()
	var h http.Handler = recognise(s.Identity, newLimiter(s.Limits, s.DB.Now), mux)
	origins := http.NewCrossOriginProtection()
	origins.SetDenyHandler(http.HandlerFunc(foreign))
	return s.observe(harden(origins.Handler(h)))
}

// foreign refuses what a page of another origin has a browser do.
func foreign(w http.ResponseWriter, _ *http.Request) {
	problemOf(errs.E("api", errs.Denied, "", errs.Text("A page of another origin cannot do this here."))).write(w)
}

func (s *Server) routes() (*routes, huma.API) {
	mux := &routes{ServeMux: http.NewServeMux()}
	a := newAPI(mux)
	s.people(a)
	s.productions(a)
	s.graph(a)
	s.assets(a)
	s.cuts(a)
	s.turnovers(a)
	s.grants(a)
	s.explanations(a)
	s.events(a)
	s.webhooks(a)
	s.audits(a)
	s.plain(mux, a)
	return mux, a
}

// harden sets the headers that every answer bears.
func harden(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			h.Set("Cache-Control", "no-store") // it is for this caller and this moment
		}
		next.ServeHTTP(w, r)
	})
}

// check asks for a right on a thing: nil, errs.NotExist where the caller may
// not know of it, errs.Denied where the caller may.
func (s *Server) check(ctx context.Context, action policy.Action, r policy.Resource) error {
	return s.Grants.Check(ctx, action, action.Read(), r)
}

// may asks without a record, to leave things out of lists.
func (s *Server) may(ctx context.Context, action policy.Action, r policy.Resource) bool {
	return s.Grants.Can(ctx, action, r)
}
