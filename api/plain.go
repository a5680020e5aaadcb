package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// plain adds the routes that do not fit the frame: streams, bytes, the busiest
// one, and the document itself. Each is described in the document like the rest.
func (s *Server) plain(mux *routes, a huma.API) {
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
		for _, status := range codes(op.Errors) {
			op.Responses[status] = &huma.Response{Description: "What is wrong.", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema(Problem{})}}}
		}
		doc.AddOperation(&op)
		h = strict(queryNames(op.Parameters), h)
		if !r.access.Public {
			h = signedIn(h)
		}
		mux.HandleFunc(r.method+" "+r.path, h)
	}
	add(route{
		method: http.MethodPost, path: "/v1/resolve", id: "resolve", tag: "assets", access: needs("asset.resolve"), errors: []int{400, 413, 422},
		summary:     "Ask where assets are",
		description: "Up to 1000 identifiers, each answered alone. One that does not exist and one that the caller may not see answer alike.",
	}, s.resolve, func(op *huma.Operation) {
		op.RequestBody = &huma.RequestBody{Required: true, Content: jsonOf(resolveBody{})}
		op.Responses["200"] = &huma.Response{Description: "The answers in the order asked.", Content: jsonOf(resolveAnswer{})}
	})
	add(route{
		method: http.MethodPost, path: "/v1/productions/{production}/content", id: "uploadAsset", tag: "assets", access: needs("asset.upload"),
		errors: []int{400, 403, 409, 422, 507}, summary: "Store the bytes of an asset and register it",
		description: "What it is stands in the query, as in registerAssets. SHA-1 and C4 are counted on the way in; bytes that are fewer or others than was said are not kept.",
	}, s.upload, func(op *huma.Operation) {
		text, number := &huma.Schema{Type: "string"}, &huma.Schema{Type: "integer", Format: "int64"}
		for _, name := range []string{"name", "kind", "reel", "clip", "file", "umid", "rate", "start", "mediaType", "sequence", "scene", "shot"} {
			op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "query", Schema: text})
		}
		op.Parameters = append(op.Parameters,
			&huma.Param{Name: "identifier", In: "query", Description: "May stand several times.", Schema: &huma.Schema{Type: "array", Items: text}},
			&huma.Param{Name: "duration", In: "query", Description: "Length in frames.", Schema: number},
			&huma.Param{Name: "X-Content-Length", In: "header", Description: "Bytes, for who cannot send Content-Length.", Schema: number})
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
		description: "The id of each is its position. Send Last-Event-ID, or after, to begin behind a position; without either it begins with what comes next. The first id comes at once and is where it begins.",
	}, s.stream, func(op *huma.Operation) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "after", In: "query", Schema: &huma.Schema{Type: "integer"}},
			&huma.Param{Name: "Last-Event-ID", In: "header", Schema: &huma.Schema{Type: "integer"}})
		op.Responses["200"] = &huma.Response{Description: "The events.", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: "string"}}}}
	})
	s.graphFiles(add, jsonOf)
	s.sheets(add)
	var document []byte
	s.self(mux, add, jsonOf, &document)
	document = write(doc)
}

// self serves what is about the server itself and needs no account of rights.
func (s *Server) self(mux *routes, add addRoute, jsonOf func(any) map[string]*huma.MediaType, document *[]byte) {
	add(route{
		method: http.MethodGet, path: "/healthz", id: "getHealth", tag: "server", summary: "Say that the server is there",
		access: Access{Public: true, Why: "Says nothing but that the server runs."},
	}, func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, health{"ok"}) }, func(op *huma.Operation) {
		op.Responses["200"] = &huma.Response{Description: "It is there.", Content: jsonOf(health{})}
	})
	add(route{
		method: http.MethodGet, path: "/openapi.json", id: "getDocument", tag: "server", summary: "Get this document",
		access: Access{Public: true, Why: "It describes the routes, which are the same for everybody."},
	}, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/openapi+json;version=3.1")
		_, _ = w.Write(*document)
	}, func(op *huma.Operation) {
		op.Responses["200"] = &huma.Response{Description: "OpenAPI 3.1.", Content: map[string]*huma.MediaType{"application/openapi+json": {Schema: &huma.Schema{Type: "object"}}}}
	})
	mux.HandleFunc("/v1/", mux.other)
	for _, path := range []string{"/healthz", "/openapi.json"} {
		mux.ServeMux.HandleFunc(path, mux.other)
	}
	if s.Pages != nil {
		mux.ServeMux.Handle("/", s.Pages)
	}
}

type health struct {
	Status string `json:"status" enum:"ok"`
}
