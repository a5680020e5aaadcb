package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutjson"
	"github.com/selsyn/selsyn/turnover"
)

// CutPath is what stands in the path of a route.
type CutPath struct {
	Cut string `path:"cut" doc:"Identifier of the cut."`
}

type publishInput struct {
	Production string `path:"production" doc:"Identifier or short name of the production."`
	Name       string `query:"name" maxLength:"200" doc:"Name of the cut; empty: the title in the file."`
	File       string `query:"file" maxLength:"200" doc:"Name of the file, by whose ending the format is told where the content does not."`
	Rate       string `query:"rate" doc:"Frame rate, where the file does not say: 24, 23.976, 24000/1001."`
	RawBody    []byte `contentType:"application/octet-stream" doc:"The cut, byte for byte: a CMX3600 edit decision list, OpenTimelineIO JSON, or any other format that selsyn cut read reads."`
}

type published struct {
	Cut      turnover.Cut      `json:"cut"`
	Findings []finding.Finding `json:"findings" nullable:"false"`
}

type cutDetail struct {
	turnover.Cut
	Timeline *cutjson.Document `json:"timeline" doc:"The events, as selsyn cut read prints them."`
}

type decisionInput struct {
	CutPath
	Body struct {
		Verdict review.Verdict `json:"verdict" enum:"approve,approve-with-notes,changes-requested,reject,withdraw"`
		Digest  string         `json:"digest" doc:"Content digest of the cut that was looked at."`
		Note    string         `json:"note,omitempty" maxLength:"65536"`
	}
}

func (s *Server) cuts(a huma.API) {
	handle(a, route{
		method: http.MethodPost, path: "/v1/productions/{production}/cuts", id: "publishCut", tag: "cuts", access: needs("cut.publish"),
		status: http.StatusCreated, body: turnover.MaxCut, errors: []int{413, 422},
		summary:     "Publish a cut for review",
		description: "Publishing the bytes of the newest cut again answers with that cut.",
	}, s.publishCut)
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/cuts", id: "listCuts", tag: "cuts", access: needs("cut.read"),
		summary: "List the cuts of a production, the newest first",
	}, func(ctx context.Context, in *productionPage) (*reply[list[turnover.Cut]], error) {
		p, err := s.production(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		all, err := s.Turnover.Cuts(ctx, p)
		return page(all, err, in.PageQuery, func(c turnover.Cut) string { return c.ID })
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/cuts/{cut}", id: "getCut", tag: "cuts", access: needs("cut.read"),
		summary: "Get a cut with its events",
	}, func(ctx context.Context, in *CutPath) (*reply[cutDetail], error) {
		cut, decoded, err := s.Turnover.Timeline(ctx, in.Cut)
		if err != nil {
			return nil, err
		}
		return &reply[cutDetail]{cutDetail{cut, cutjson.New(decoded, nil)}}, nil
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/cuts/{cut}/diff", id: "diffCut", tag: "cuts", access: needs("cut.read"),
		summary: "List what changed from another cut to this one",
	}, s.diffCut)
	handle(a, route{
		method: http.MethodGet, path: "/v1/cuts/{cut}/plan", id: "planCut", tag: "cuts", access: needs("cut.read"), errors: []int{403},
		summary:     "Preview what approving the cut would do",
		description: "The changes against the cut that vendors work to, the plates to pull, and for each vendor its work and which assets it would gain and lose. Nothing is changed. Who may read the cut but not turnovers, such as an artist, is refused with 403 and has the change list of diffCut instead: what each vendor gets is not theirs to see.",
	}, func(ctx context.Context, in *CutPath) (*reply[turnover.Preview], error) {
		return body(s.Turnover.Preview(ctx, in.Cut))
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/cuts/{cut}/decisions", id: "listDecisions", tag: "cuts", access: needs("cut.read"),
		summary: "List the decisions about a cut, the oldest first",
	}, func(ctx context.Context, in *struct {
		CutPath
		PageQuery
	}) (*reply[list[review.Decision]], error) {
		all, err := s.Review.Decisions(ctx, in.Cut)
		return page(all, err, in.PageQuery, func(d review.Decision) string { return d.ID })
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/cuts/{cut}/decisions", id: "decideCut", tag: "cuts", access: needs("cut.approve"),
		status: http.StatusCreated, errors: []int{403, 409},
		summary:     "Decide about a cut",
		description: "The decision is about the content with the digest; when the cut has another by now it is refused with 409. An approval makes the pull, opens the turnovers and grants the vendors their assets.",
	}, func(ctx context.Context, in *decisionInput) (*reply[review.Decision], error) {
		return body(s.Review.Decide(ctx, review.Request{Subject: in.Cut, Digest: in.Body.Digest, Verdict: in.Body.Verdict, Note: in.Body.Note}))
	})
}

func (s *Server) publishCut(ctx context.Context, in *publishInput) (*reply[published], error) {
	p, err := s.production(ctx, in.Production)
	if err != nil {
		return nil, err
	}
	var rate media.Rate
	if in.Rate != "" {
		if rate, err = media.ParseRate(in.Rate); err != nil {
			return nil, errs.E("api.publishCut", errs.Invalid, "rate", err)
		}
	}
	cut, report, err := s.Turnover.PublishCut(ctx, turnover.Publish{Production: p, Name: in.Name, File: in.File, Rate: rate, Content: in.RawBody})
	found := []finding.Finding{}
	if report != nil {
		found = append(found, report.Findings()...)
	}
	if err != nil {
		problem := problemOf(err)
		problem.Findings = found
		return nil, problem
	}
	return &reply[published]{published{cut, found}}, nil
}

type diffInput struct {
	CutPath
	Against string `query:"against" doc:"The other cut: an identifier, none for an empty one; by default the cut that was approved last before this one."`
}

func (s *Server) diffCut(ctx context.Context, in *diffInput) (*reply[*timeline.Changes], error) {
	return body(s.Turnover.Diff(ctx, in.Cut, in.Against))
}

// file sends a cut as it was published, byte for byte.
func (s *Server) file(w http.ResponseWriter, r *http.Request) {
	cut, content, err := s.Turnover.Content(r.Context(), r.PathValue("cut"))
	if err != nil {
		problemOf(err).write(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", disposition("attachment", cut.File))
	_, _ = w.Write(content)
}
