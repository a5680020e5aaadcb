package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/selsyn/selsyn/api"
)

// elsewhere are the operations that no command needs, and why.
var elsewhere = map[string]string{
	"signIn":      "for browsers; commands have tokens",
	"getHealth":   "for what watches a server",
	"getDocument": "for makers of clients",
}

// reached notes which operations of the API the scripts reach.
type reached struct {
	mu         sync.Mutex
	operations map[string]bool
}

// operations gives each operation of the API its identifier, by method and path.
func operations(t interface{ Fatalf(string, ...any) }) map[string]string {
	var doc struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(api.DocumentText(), &doc); err != nil {
		t.Fatalf("%v", err)
	}
	all := map[string]string{}
	for path, methods := range doc.Paths {
		for method, op := range methods {
			all[strings.ToUpper(method)+" "+path] = op.OperationID
		}
	}
	return all
}

// before puts itself before a platform and gives its own address.
func (r *reached) before(ts *testscript.TestScript, platform string) string {
	to, err := url.Parse(platform)
	ts.Check(err)
	mux := http.NewServeMux()
	proxy := httputil.NewSingleHostReverseProxy(to)
	mux.Handle("/", proxy)
	for pattern, id := range operations(ts) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
			r.mu.Lock()
			if r.operations == nil {
				r.operations = map[string]bool{}
			}
			r.operations[id] = true
			r.mu.Unlock()
			proxy.ServeHTTP(w, req)
		})
	}
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	return server.URL
}

// check says which operations no script reaches.
func (r *reached) check(t *testing.T) {
	for pattern, id := range operations(t) {
		if !r.operations[id] && elsewhere[id] == "" {
			t.Errorf("%s (%s): no command reaches it; make one and show it in a script", id, pattern)
		}
	}
	for id := range elsewhere {
		if r.operations[id] {
			t.Errorf("%s is reached by a command; it need not be excused", id)
		}
	}
}
