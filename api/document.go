package api

import (
	"encoding/json"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
)

// write finishes the document and writes it as it is served and kept in
// openapi.json. The frame describes errors by its own model; ours is another.
func write(doc *huma.OpenAPI) []byte {
	problem := doc.Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch} {
			if op == nil {
				continue
			}
			for _, response := range op.Responses {
				if media := response.Content["application/problem+json"]; media != nil {
					media.Schema = problem
				}
			}
		}
	}
	schemas := doc.Components.Schemas.Map()
	delete(schemas, "V2ErrorModel")
	delete(schemas, "V2ErrorDetail")
	text, err := json.MarshalIndent(doc, "", "  ")
	if err != nil {
		panic(err) // of our own making, and looked at by the tests
	}
	return append(text, '\n')
}

// DocumentText is the OpenAPI document as it is served, without a server behind
// it.
func DocumentText() []byte {
	_, a := new(Server).routes()
	return write(a.OpenAPI())
}
