package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/policy"
)

var update = flag.Bool("update", false, "write golden files anew")

func TestDocumentIsGolden(t *testing.T) {
	got := DocumentText()
	if *update {
		if err := os.WriteFile("openapi.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("openapi.json is not what the routes say, from line %d on: got %q, want %q; look at the change and run go test ./api -run Golden -update", i+1, g[i], w[i])
		}
	}
	t.Fatalf("openapi.json has %d lines, the routes make %d", len(w), len(g))
}

// TestDocumentElsewhere has a library of other people's read the document; see
// internal/oascheck.
func TestDocumentElsewhere(t *testing.T) {
	if os.Getenv("SELSYN_SLOW") == "" {
		t.Skip("set SELSYN_SLOW=1: this fetches modules that the product does not need")
	}
	check := exec.Command("go", "test", "-count=1", "./...")
	check.Dir = "../internal/oascheck"
	if out, err := check.CombinedOutput(); err != nil {
		t.Errorf("internal/oascheck: %v\n%s", err, out)
	}
}

// operations lists those of the document with the pattern each is served under.
func operations(doc *huma.OpenAPI) map[string]*huma.Operation {
	all := map[string]*huma.Operation{}
	for path, item := range doc.Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPut: item.Put, http.MethodPost: item.Post, http.MethodDelete: item.Delete, http.MethodPatch: item.Patch,
		} {
			if op != nil {
				all[method+" "+path] = op
			}
		}
	}
	return all
}

// TestDocumentHasEveryRoute compares what is served with what is described.
func TestDocumentHasEveryRoute(t *testing.T) {
	mux, a := new(Server).routes()
	described := operations(a.OpenAPI())
	for _, pattern := range mux.patterns {
		if described[pattern] == nil && pattern != "/v1/" {
			t.Errorf("%s is served and not described; add it with handle or add", pattern)
		}
	}
	for pattern := range described {
		if !slices.Contains(mux.patterns, pattern) {
			t.Errorf("%s is described and not served", pattern)
		}
	}
}

// TestDocumentIsWhole checks what the makers of clients rely on.
func TestDocumentIsWhole(t *testing.T) {
	_, a := new(Server).routes()
	braces := regexp.MustCompile(`\{(\w+)\}`)
	var known []string
	for _, info := range policy.Actions() {
		known = append(known, string(info.Action))
	}
	ids := map[string]string{}
	for pattern, op := range operations(a.OpenAPI()) {
		if other := ids[op.OperationID]; other != "" || op.OperationID == "" {
			t.Errorf("%s: operationId %q is empty or that of %s", pattern, op.OperationID, other)
		}
		ids[op.OperationID] = pattern
		for _, m := range braces.FindAllStringSubmatch(pattern, -1) {
			if !slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.In == "path" && p.Name == m[1] && p.Required }) {
				t.Errorf("%s: path parameter %s is not described as required", pattern, m[1])
			}
		}
		access, _ := op.Extensions["x-selsyn-access"].(map[string]any)
		switch {
		case access["public"] == true:
			if len(op.Security) != 0 || access["why"] == "" {
				t.Errorf("%s is public: want no security and a reason, got %v, %q", pattern, op.Security, access["why"])
			}
		case len(op.Security) != 2:
			t.Errorf("%s: want a token or a session as security, got %v", pattern, op.Security)
		case access["signedIn"] == true:
			if access["why"] == "" {
				t.Errorf("%s asks for signing in only and does not say why", pattern)
			}
		case !slices.Contains(known, access["action"].(string)):
			t.Errorf("%s: %v is no action", pattern, access["action"])
		}
		for status, response := range op.Responses {
			if status >= "400" && status != "default" && (response.Content["application/problem+json"] == nil) {
				t.Errorf("%s: response %s is not described as a problem", pattern, status)
			}
		}
		if !slices.ContainsFunc([]string{"200", "201", "204"}, func(s string) bool { return op.Responses[s] != nil }) {
			t.Errorf("%s: no success is described", pattern)
		}
	}
}

// TestDocumentRefers checks that every reference leads somewhere and that no
// schema stands there for nothing.
func TestDocumentRefers(t *testing.T) {
	text := DocumentText()
	var doc struct {
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, m := range regexp.MustCompile(`"#/components/schemas/(\w+)"`).FindAllSubmatch(text, -1) {
		name := string(m[1])
		used[name] = true
		if doc.Components.Schemas[name] == nil {
			t.Errorf("%s is referred to and not there", name)
		}
	}
	for name := range doc.Components.Schemas {
		if !used[name] {
			t.Errorf("schema %s is used by nothing", name)
		}
	}
}
