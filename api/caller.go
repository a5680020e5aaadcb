package api

import (
	"net/http"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
)

// sessionCookie is the name of the cookie that holds a browser's session.
const sessionCookie = "selsyn_session"

// recognise finds who is calling and puts it into the context. A request
// without credentials goes on as anonymous; one with credentials that are not
// valid ends here, whatever it asks for. So does one of a caller who has called
// too often.
func recognise(ids *identity.Service, limit *limiter, next http.Handler) http.Handler {
	anonymous := func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if limited(r.URL.Path) {
			if wait := limit.address(r.RemoteAddr); wait > 0 {
				tooMany(w, wait)
				return
			}
		}
		next.ServeHTTP(w, r)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret, session := credentials(r)
		if secret == "" {
			anonymous(w, r, next)
			return
		}
		subject, err := ids.Authenticate(r.Context(), secret)
		switch {
		case err == nil:
			if o, ok := w.(*observed); ok {
				o.subject = subject
			}
			if wait := limit.caller(subject); wait > 0 {
				tooMany(w, wait)
				return
			}
			next.ServeHTTP(w, r.WithContext(identity.NewContext(r.Context(), subject)))
		case !errs.Is(err, errs.Unauthorised):
			problemOf(err).write(w)
		case session && !strings.HasPrefix(r.URL.Path, "/v1/"):
			next.ServeHTTP(w, r) // a page is shown, and asks to sign in
		case session && publicWith(r.URL.Path):
			anonymous(w, r, next) // an old session must not stand in the way of better credentials
		default:
			anonymous(w, r, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { refuse(w) }))
		}
	})
}

// publicWith reports whether what is asked for has credentials of its own: a code
// in the body, or a signed address.
func publicWith(path string) bool {
	return path == "/v1/session" || path == "/v1/claim" || strings.HasPrefix(path, contentPrefix)
}

// credentials are those of the request: the access token, else the session of
// a browser.
func credentials(r *http.Request) (secret string, session bool) {
	if header := r.Header.Get("Authorization"); header != "" {
		scheme, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			return "malformed", false
		}
		return strings.TrimSpace(token), false
	}
	if c, err := r.Cookie(sessionCookie); err == nil && c.Value != "" {
		return c.Value, true
	}
	return "", false
}

// errWho refuses a caller whom we do not know.
var errWho = errs.E("api", errs.Unauthorised, "", errs.Text("Sign in, or send an access token that is valid."))

func refuse(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="selsyn"`)
	problemOf(errWho).write(w)
}

// signedIn keeps anonymous callers from a plain handler.
func signedIn(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !identity.FromContext(r.Context()).Known() {
			refuse(w)
			return
		}
		next(w, r)
	}
}
