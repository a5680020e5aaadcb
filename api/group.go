package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/identity"
)

func (s *Server) groups(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/organisations/{organisation}/groups", id: "listGroups", tag: "organisations", access: needs("group.read"),
		summary: "List the groups of an organisation by name",
	}, func(ctx context.Context, in *orgPage) (*reply[list[identity.Group]], error) {
		if err := s.check(ctx, "group.read", orgResource("group", in.Org)); err != nil {
			return nil, err
		}
		if _, err := s.Identity.Org(ctx, in.Org); err != nil {
			return nil, err
		}
		all, err := s.Identity.Groups(ctx, in.Org)
		return page(all, err, in.PageQuery, func(g identity.Group) string { return g.ID })
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/organisations/{organisation}/groups", id: "createGroup", tag: "organisations", access: needs("group.write"),
		status: http.StatusCreated, errors: []int{403, 409}, summary: "Make a group",
	}, func(ctx context.Context, in *struct {
		OrgPath
		Body struct {
			Name string `json:"name" minLength:"1" maxLength:"200"`
		}
	}) (*reply[identity.Group], error) {
		if err := s.check(ctx, "group.write", orgResource("group", in.Org)); err != nil {
			return nil, err
		}
		return body(s.Identity.CreateGroup(ctx, in.Org, in.Body.Name))
	})
	handle(a, route{
		method: http.MethodPut, path: "/v1/groups/{group}/members", id: "setGroupMembers", tag: "organisations", access: needs("group.write"),
		errors: []int{403}, summary: "Say who is in a group",
	}, func(ctx context.Context, in *struct {
		Group string `path:"group" doc:"Identifier of the group."`
		Body  struct {
			Members []identity.SubjectID `json:"members" nullable:"false"`
		}
	}) (*reply[identity.Group], error) {
		group, err := s.Identity.Group(ctx, in.Group)
		if err != nil {
			return nil, err
		}
		if err := s.check(ctx, "group.write", orgResource("group", group.Org)); err != nil {
			return nil, err
		}
		if err := s.Identity.SetMembers(ctx, in.Group, in.Body.Members); err != nil {
			return nil, err
		}
		return body(s.Identity.Group(ctx, in.Group))
	})
}
