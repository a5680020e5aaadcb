package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/production"
)

// maxGraph is the most bytes of a document of the graph.
const maxGraph = 512 << 20

type entitiesInput struct {
	ProductionPath
	PageQuery
	Type string `query:"type" doc:"NarrativeScene, Slate, Asset, ..."`
	Name string `query:"name" doc:"A part of the name."`
}

func (s *Server) graph(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/entities", id: "listEntities", tag: "graph", access: needs("entity.read"),
		errors: []int{400}, summary: "List entities of the graph",
	}, func(ctx context.Context, in *entitiesInput) (*reply[list[production.Summary]], error) {
		if err := in.ordered(isURN); err != nil {
			return nil, err
		}
		page, err := s.Production.Entities(ctx, production.Query{Production: in.Production, Type: in.Type, Name: in.Name, After: id.URN(in.After), Limit: in.Limit})
		if err != nil {
			return nil, err
		}
		return &reply[list[production.Summary]]{list[production.Summary]{Items: append([]production.Summary{}, page.Entities...), Next: string(page.Next)}}, nil
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/entities/{identifier}", id: "getEntity", tag: "graph", access: needs("entity.read"),
		summary: "Get an entity by any of its identifiers, with its relations",
	}, func(ctx context.Context, in *struct {
		ProductionPath
		Identifier string `path:"identifier" doc:"A URN, or scope and value joined by a colon."`
	}) (*reply[production.Entity], error) {
		return body(s.Production.Entity(ctx, in.Production, in.Identifier))
	})
}

// addRoute adds a plain handler to the routes and to the document.
type addRoute func(route, http.HandlerFunc, func(*huma.Operation))

// graphFiles adds the routes for whole documents of the graph, which go through
// without being held in memory twice.
func (s *Server) graphFiles(add addRoute, jsonOf func(any) map[string]*huma.MediaType) {
	document := map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Description: "OMC-JSON v2.8: a map of lists, one entity, or an array."}}}
	add(route{
		method: http.MethodPost, path: "/v1/productions/{production}/graph", id: "importGraph", tag: "graph", access: needs("graph.write"),
		errors: []int{400, 403, 413, 422}, summary: "Import OMC-JSON into the graph",
		description: "All of the document or, when it cannot be read to its end, nothing. Importing the same document again changes nothing.",
	}, s.importGraph, func(op *huma.Operation) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: "file", In: "query", Description: "Name of the file, for the findings.", Schema: &huma.Schema{Type: "string"}})
		op.RequestBody = &huma.RequestBody{Required: true, Content: document}
		op.Responses["200"] = &huma.Response{Description: "What became of it.", Content: jsonOf(production.Imported{})}
	})
	add(route{
		method: http.MethodGet, path: "/v1/productions/{production}/graph", id: "exportGraph", tag: "graph", access: needs("graph.read"),
		errors: []int{403}, summary: "Export the graph as OMC-JSON: what was imported",
	}, s.exportGraph, func(op *huma.Operation) {
		op.Responses["200"] = &huma.Response{Description: "The graph.", Content: document}
	})
}

func (s *Server) importGraph(w http.ResponseWriter, r *http.Request) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	r.Body = http.MaxBytesReader(w, r.Body, maxGraph)
	made, err := s.Production.Import(r.Context(), r.PathValue("production"), r.URL.Query().Get("file"), arrivingBody(r))
	if err != nil {
		problemOf(err).write(w)
		return
	}
	if made.Findings == nil {
		made.Findings = []finding.Finding{}
	}
	if made.Refused {
		p := problemOf(errs.E("api.importGraph", errs.Unprocessable, "", errs.Text("the document cannot be taken; the findings say why")))
		p.Findings = made.Findings
		p.write(w)
		return
	}
	answer(w, http.StatusOK, made)
}

func (s *Server) exportGraph(w http.ResponseWriter, r *http.Request) {
	started := &starting{ResponseWriter: w}
	defer func() { _ = http.NewResponseController(w).SetWriteDeadline(time.Time{}) }()
	switch err := s.Production.Export(r.Context(), r.PathValue("production"), started); {
	case err == nil:
	case started.yes:
		panic(http.ErrAbortHandler) // so that what came is not taken for all of it
	default:
		problemOf(err).write(w)
	}
}

// reading is how long a caller may leave a part of a document unread. The
// database keeps the moment that it shows for as long as it is being read.
const reading = 30 * time.Second

// starting sets the header of a document at its first byte, so that what fails
// before can still be answered with a problem.
type starting struct {
	http.ResponseWriter
	yes bool
}

func (s *starting) Write(b []byte) (int, error) {
	if !s.yes {
		s.yes = true
		s.Header().Set("Content-Type", "application/json")
	}
	_ = http.NewResponseController(s.ResponseWriter).SetWriteDeadline(time.Now().Add(reading))
	return s.ResponseWriter.Write(b)
}
