package api

import (
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// plain adds the routes that do not fit the frame: streams, bytes, the busiest
// one, and the document itself. Each is described in the document like the rest.
func (s *Server) plain(mux *http.ServeMux, a huma.API) {
	doc := a.OpenAPI()
	schema := func(v any) *huma.Schema { return doc.Components.Schemas.Schema(reflect.TypeOf(v), true, "") }
	jsonOf := func(v any) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{"application/json": {Schema: schema(v)}}
	}
	bytes := map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}}}
	add := func(r route, h http.HandlerFunc, describe func(*huma.Operation)) {
		op := r.operation()
		op.Parameters = pathParameters(r.path)
		op.Responses = map[string]*huma.Response{}
		describe(&op)
		for _, status := range append([]string{"401", "404"}, codes(r.errors)...) {
			if r.access.Public && status == "401" {
				continue
			}
			op.Responses[status] = &huma.Response{Description: "What is wrong.", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema(Problem{})}}}
		}
		doc.AddOperation(&op)
		if !r.access.Public {
			h = signedIn(h)
		}
		mux.HandleFunc(r.method+" "+r.path, h)
	}
	add(route{
		method: http.MethodPost, path: "/v1/resolve", id: "resolve", tag: "assets", access: needs("asset.resolve"), errors: []int{400, 413},
		summary:     "Ask where assets are",
		description: "Up to 1000 identifiers, each answered alone. One that does not exist and one that the caller may not see answer alike.",
	}, s.resolve, func(op *huma.Operation) {
		op.RequestBody = &huma.RequestBody{Required: true, Content: jsonOf(resolveBody{})}
		op.Responses["200"] = &huma.Response{Description: "The answers in the order asked.", Content: jsonOf(resolveAnswer{})}
	})
	add(route{
		method: http.MethodPost, path: "/v1/productions/{production}/content", id: "uploadAsset", tag: "assets", access: needs("asset.upload"),
		errors: []int{400, 403, 409, 422}, summary: "Store the bytes of an asset and register it",
		description: "What it is stands in the query, as in registerAssets. SHA-1 and C4 are counted on the way in; bytes that are fewer or others than was said are not kept.",
	}, s.upload, func(op *huma.Operation) {
		for _, name := range []string{"name", "kind", "reel", "clip", "file", "umid", "rate", "start", "duration", "mediaType", "sequence", "scene", "shot", "identifier"} {
			op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "query", Schema: &huma.Schema{Type: "string"}})
		}
		op.RequestBody = &huma.RequestBody{Required: true, Content: bytes}
		op.Responses["200"] = &huma.Response{Description: "It was there already.", Content: jsonOf(Asset{})}
		op.Responses["201"] = &huma.Response{Description: "Stored.", Content: jsonOf(Asset{})}
	})
	add(route{
		method: http.MethodGet, path: "/v1/content/{asset}", id: "downloadAsset", tag: "assets",
		access:  Access{Public: true, Why: "The signed address is the credential; it is checked against rule and subject each time."},
		summary: "Fetch bytes from a signed address, whole or in ranges", errors: []int{403, 416, 503},
	}, s.content, func(op *huma.Operation) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "t", In: "query", Required: true, Description: "The signature, as resolve gave it.", Schema: &huma.Schema{Type: "string"}})
		op.Responses["200"] = &huma.Response{Description: "The bytes.", Content: bytes}
		op.Responses["206"] = &huma.Response{Description: "The range that was asked for.", Content: bytes}
	})
	add(route{
		method: http.MethodGet, path: "/v1/cuts/{cut}/file", id: "getCutFile", tag: "cuts", access: needs("cut.read"),
		summary: "Get a cut as it was published, byte for byte",
	}, s.file, func(op *huma.Operation) {
		op.Responses["200"] = &huma.Response{Description: "The file.", Content: bytes}
	})
	add(route{
		method: http.MethodGet, path: "/v1/productions/{production}/events/stream", id: "streamEvents", tag: "events", access: needs("event.read"),
		errors: []int{400}, summary: "Follow events as they happen (server-sent events)",
		description: "The id of each is its position. Send Last-Event-ID, or after, to begin behind a position; without either it begins with what comes next.",
	}, s.stream, func(op *huma.Operation) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "after", In: "query", Schema: &huma.Schema{Type: "integer"}},
			&huma.Param{Name: "Last-Event-ID", In: "header", Schema: &huma.Schema{Type: "integer"}})
		op.Responses["200"] = &huma.Response{Description: "The events.", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: "string"}}}}
	})
	s.graphFiles(add, jsonOf)
	s.self(mux, doc)
}

// self serves what is about the server itself and needs no account of rights.
func (s *Server) self(mux *http.ServeMux, doc *huma.OpenAPI) {
	ok := func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, map[string]string{"status": "ok"})
	}
	mux.HandleFunc("GET /healthz", ok)
	text, err := json.MarshalIndent(doc, "", "  ")
	mux.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		if err != nil {
			problemOf(err).write(w)
			return
		}
		w.Header().Set("Content-Type", "application/openapi+json;version=3.1")
		_, _ = w.Write(text)
	})
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, _ *http.Request) {
		p := absent
		p.write(w)
	})
	if s.Pages != nil {
		mux.Handle("/", s.Pages)
	}
}
