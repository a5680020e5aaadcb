package production

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/omc"
)

// Imported says what became of a document.
type Imported struct {
	Production   id.URN               `json:"production"`
	Document     int64                `json:"document,omitempty"` // its number in the production, from 1
	Shape        omc.Shape            `json:"shape,omitempty"`
	Refused      bool                 `json:"refused"` // nothing was taken; the findings say why
	Already      bool                 `json:"already"` // it was imported before; nothing changed
	Descriptions int                  `json:"descriptions"`
	Entities     int                  `json:"entities"` // things described
	Created      int                  `json:"created"`  // of them new in the graph
	Edges        int                  `json:"edges"`    // relations that it states
	Findings     []finding.Finding    `json:"findings"`
	Left         map[finding.Code]int `json:"left,omitempty"` // findings beyond those listed, by code
}

// Import reads a document of OMC-JSON into the graph of a production, all of it
// or, when it cannot be read to its end, nothing. file is its name, for the
// findings. What is wrong with the document is no error: see Imported.
//
// Imports into one production come one after another. When ctx ends before the
// document is written down, it is taken back; afterwards it is finished all the
// same, by another process when this one dies.
func (s *Service) Import(ctx context.Context, production, file string, r io.Reader) (Imported, error) {
	const op errs.Op = "production.Import"
	p, err := s.allowed(ctx, op, production, "graph.write", "graph")
	if err != nil {
		return Imported{}, err
	}
	limits := s.Limits
	limits.File = file
	doc, err := omc.Read(r, limits)
	if err != nil {
		return Imported{}, errs.E(op, errs.Other, file, err)
	}
	made := Imported{Production: p.ID, Shape: doc.Shape, Refused: doc.Refused}
	if !doc.Refused {
		if err := s.take(ctx, doc, file, &made); err != nil {
			return Imported{}, errs.E(op, errs.Other, file, err)
		}
	}
	if made.Already {
		doc.Report.Add(omc.ImportedAlready.At(finding.Where{File: file}, "the document was imported before, as number %d; nothing changed", made.Document))
	}
	made.Findings, made.Left = doc.Report.Findings(), doc.Report.Left()
	return made, nil
}

// take brings a document in.
func (s *Service) take(ctx context.Context, doc *omc.Document, file string, made *Imported) error {
	digest, err := digestOf(doc)
	if err != nil {
		return err
	}
	caller := identity.FromContext(ctx)
	a := &arrival{s: s, production: made.Production, digest: digest, shape: doc.Shape, file: file, subject: caller.ID, org: caller.Org}
	if made.Already, err = a.begin(ctx); err != nil || made.Already {
		made.Document = a.number
		return err
	}
	defer a.keep(ctx)()
	p, err := a.writeDown(ctx, doc)
	if err != nil {
		_ = a.takeBack(context.WithoutCancel(ctx)) // Resume does it when this cannot
		return err
	}
	made.Document, made.Descriptions, made.Entities, made.Created, made.Edges = a.number, len(doc.Entities), p.things, p.created, p.stated
	return a.finish(context.WithoutCancel(ctx), p)
}

// digestOf is the same for documents that say the same in the same order.
func digestOf(doc *omc.Document) (string, error) {
	h := sha256.New()
	b, err := json.Marshal(doc.Shape)
	if err != nil {
		return "", err
	}
	h.Write(b)
	for _, e := range doc.Entries {
		b, err := json.Marshal([]any{e.Section, e.Single, len(e.Raw)})
		if err != nil {
			return "", err
		}
		h.Write(b)
		h.Write(e.Raw)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func digestOfEntry(e omc.Entry) string {
	h := sha256.New()
	io.WriteString(h, e.Section+"\x00") // a hash takes everything
	h.Write(e.Raw)
	return hex.EncodeToString(h.Sum(nil))
}
