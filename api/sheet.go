package api

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/sheet"
	"github.com/selsyn/selsyn/turnover"
)

// sheetTypes are the media types of the formats of a turnover document.
var sheetTypes = map[string]string{
	"json": "application/json", "edl": "text/plain; charset=utf-8", "otio": "application/json", "ale": "text/plain; charset=utf-8",
	"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "html": "text/html; charset=utf-8",
}

// sheets adds the route for the turnover document.
func (s *Server) sheets(add addRoute) {
	add(route{
		method: http.MethodGet, path: "/v1/turnovers/{turnover}/document", id: "getTurnoverDocument", tag: "turnovers", access: needs("turnover.read"),
		errors: []int{400}, summary: "Get a turnover as a document to hand on",
		description: "EDL and OTIO hold the pull list, ALE a row for each plate, XLSX the count sheet, HTML a page to read and print, JSON everything. " +
			"Who may not read the cut, such as the vendor, gets it without what is around the vendor's own shots.",
	}, s.sheet, func(op *huma.Operation) {
		formats := make([]any, 0, len(sheetTypes))
		content := map[string]*huma.MediaType{}
		for _, f := range sheet.Formats() {
			formats = append(formats, f)
			content[sheetTypes[f]] = &huma.MediaType{Schema: &huma.Schema{Type: "string"}}
		}
		content["application/json"] = &huma.MediaType{Schema: &huma.Schema{Type: "object", Description: "A turnover document, or an OpenTimelineIO timeline."}}
		op.Parameters = append(op.Parameters, &huma.Param{Name: "format", In: "query", Schema: &huma.Schema{Type: "string", Enum: formats, Default: "json"}})
		op.Responses["200"] = &huma.Response{Description: "The document.", Content: content}
	})
}

func (s *Server) sheet(w http.ResponseWriter, r *http.Request) {
	format := r.URL.Query().Get("format")
	if format == "" {
		format = "json"
	}
	d, name, err := s.sheetOf(r.Context(), r.PathValue("turnover"))
	var b bytes.Buffer
	if err == nil {
		err = d.Render(&b, format)
	}
	if err != nil {
		problemOf(err).write(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", sheetTypes[format])
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "private, no-store")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'")
	kind := "attachment"
	if format == "html" {
		kind = "inline" // to be read where it was asked for
	}
	h.Set("Content-Disposition", disposition(kind, name+"."+format))
	_, _ = w.Write(b.Bytes()) // the caller has gone; there is nobody to tell
}

// sheetOf makes the document of a turnover, and a name for its file.
func (s *Server) sheetOf(ctx context.Context, id string) (*sheet.Document, string, error) {
	t, plan, err := s.Turnover.Turnover(ctx, id)
	if err != nil {
		return nil, "", err
	}
	p, err := s.Production.Get(ctx, t.Production)
	if err != nil {
		return nil, "", err
	}
	vendor, err := s.Identity.Org(ctx, t.Organisation)
	if err != nil {
		return nil, "", err
	}
	h := sheet.Header{Show: p.Name, Cut: sheet.CutRef{ID: t.Cut, Name: t.CutName}, Vendors: []string{vendor.Name}, Approval: t.Decision}
	if !t.ApprovedAt.IsZero() {
		h.ApprovedAt = t.ApprovedAt.Format(time.RFC3339)
	}
	if t.ApprovedBy != "" {
		by, err := s.Identity.Member(ctx, t.ApprovedBy)
		if err != nil && !errs.Is(err, errs.NotExist) {
			return nil, "", err
		}
		h.Approver = cmp.Or(by.Name, string(t.ApprovedBy))
	}
	if t.PreviousCut != "" {
		h.Previous = &sheet.CutRef{ID: t.PreviousCut, Name: t.PreviousName}
	}
	cut, changes := &timeline.Cut{Name: t.CutName, Rate: plan.Rate}, (*timeline.Changes)(nil)
	if s.may(ctx, "cut.read", policy.Resource{Kind: "cut", ID: t.Cut, Production: t.Production, Org: string(p.Org)}) {
		if cut, changes, err = s.around(ctx, t, &h); err != nil {
			return nil, "", err
		}
	}
	name := fmt.Sprintf("%s_%s_turnover%d", t.CutName, vendor.Name, t.Number)
	return sheet.New(h, cut, asTold(plan, t.Items), changes, nil, nil), name, nil
}

// works are the kinds of a vendor's work in the words of a plan, which knows the
// cut and not who had which shot.
var works = map[turnover.WorkKind]timeline.Work{
	turnover.WorkNew: timeline.WorkNew, turnover.WorkChanged: timeline.WorkUpdate, turnover.WorkStopped: timeline.WorkStop, turnover.WorkResumed: timeline.WorkResume,
}

// asTold is the plan with the work as the vendor was told of it, what was
// stopped included, of which there is nothing to pull.
func asTold(plan *timeline.PullPlan, items []turnover.Item) *timeline.PullPlan {
	told := *plan
	told.Shots = slices.Clone(plan.Shots)
	for _, item := range items {
		i := slices.IndexFunc(told.Shots, func(s timeline.PlannedShot) bool { return s.Shot == item.Shot })
		if i < 0 {
			i = len(told.Shots)
			told.Shots = append(told.Shots, timeline.PlannedShot{Shot: item.Shot, Why: item.Reasons, Plates: []timeline.Plate{}})
		}
		told.Shots[i].Work = works[item.Kind]
	}
	return &told
}

// around is the cut of a turnover and what changed since the one before, for
// who may read cuts.
func (s *Server) around(ctx context.Context, t turnover.Turnover, h *sheet.Header) (*timeline.Cut, *timeline.Changes, error) {
	about, cut, err := s.Turnover.Timeline(ctx, t.Cut)
	if err != nil {
		return nil, nil, err
	}
	h.Cut.Digest = about.Digest
	if t.PreviousCut == "" {
		return cut, nil, nil
	}
	before, err := s.Turnover.Cut(ctx, t.PreviousCut)
	if errs.Is(err, errs.NotExist) {
		return cut, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	h.Previous.Digest = before.Digest
	changes, err := s.Turnover.Diff(ctx, t.Cut, before.ID)
	return cut, changes, err
}

// disposition says what a browser does with an answer and what it calls it. A
// name may come from outside; it names no folder.
func disposition(kind, name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	if text := mime.FormatMediaType(kind, map[string]string{"filename": name}); text != "" {
		return text
	}
	return kind
}
