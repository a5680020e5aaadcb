package oascheck

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestDocument loads the document, resolves its references and checks it.
func TestDocument(t *testing.T) {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromFile("../../api/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(loader.Context); err != nil {
		t.Fatal(err)
	}
	if got := len(doc.Paths.Map()); got < 40 {
		t.Errorf("%d paths were read, want at least 40", got)
	}
}
