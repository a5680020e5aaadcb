package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/turnover"
)

type turnoversInput struct {
	ProductionPath
	PageQuery
	Organisation identity.OrgID `query:"organisation" doc:"Only the turnovers of this vendor."`
}

// TurnoverPath is what stands in the path of a route.
type TurnoverPath struct {
	Turnover string `path:"turnover" doc:"Identifier of the turnover."`
}

type turnoverDetail struct {
	turnover.Turnover
	Plan *timeline.PullPlan `json:"plan" doc:"The shots of the turnover with their plates."`
}

type assignmentsInput struct {
	ProductionPath
	Body struct {
		Items []turnover.Assignment `json:"items" nullable:"false"`
	}
}

func (s *Server) turnovers(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/assignments", id: "listAssignments", tag: "turnovers",
		access: needs("assignment.read"), errors: []int{403},
		summary:     "List who works on which shots, the most specific pattern first",
		description: "The whole list, as assign takes it; it has no pages.",
	}, func(ctx context.Context, in *ProductionPath) (*reply[list[turnover.Assignment]], error) {
		p, err := s.production(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		return items(s.Turnover.Assignments(ctx, p))
	})
	handle(a, route{
		method: http.MethodPut, path: "/v1/productions/{production}/assignments", id: "assign", tag: "turnovers",
		access: needs("assignment.write"), errors: []int{400, 403}, body: 8 << 20,
		summary:     "Say who works on which shots",
		description: "Replaces the list. When a cut is approved already, turnovers for what changed follow by themselves.",
	}, func(ctx context.Context, in *assignmentsInput) (*reply[list[turnover.Assignment]], error) {
		p, err := s.production(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		if err := s.Turnover.Assign(ctx, p, in.Body.Items); err != nil {
			return nil, err
		}
		return items(s.Turnover.Assignments(ctx, p))
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/turnovers", id: "listTurnovers", tag: "turnovers",
		access: needs("turnover.read"), summary: "List turnovers, the newest first",
	}, func(ctx context.Context, in *turnoversInput) (*reply[list[turnover.Turnover]], error) {
		p, err := s.production(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		all, err := s.Turnover.Turnovers(ctx, p, in.Organisation)
		return page(all, err, in.PageQuery, func(t turnover.Turnover) string { return t.ID })
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/turnovers/{turnover}", id: "getTurnover", tag: "turnovers",
		access: needs("turnover.read"), summary: "Get a turnover with its plates",
	}, func(ctx context.Context, in *TurnoverPath) (*reply[turnoverDetail], error) {
		t, plan, err := s.Turnover.Turnover(ctx, in.Turnover)
		if err != nil {
			return nil, err
		}
		return &reply[turnoverDetail]{turnoverDetail{t, plan}}, nil
	})
}
