package main

import (
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

var memberColumns = []column{{"ID", "id"}, {"KIND", "kind"}, {"NAME", "name"}, {"ROLES", "roles"}, {"GROUPS", "groups"}, {"SUSPENDED", "suspended"}}

// org is the noun: create, ls, show, members, person, service, roles, invite,
// suspend, resume.
func (p *program) org() *cobra.Command {
	noun := &cobra.Command{Use: "org", Short: "Organisations, their people and service accounts"}
	orgColumns := []column{{"ID", "id"}, {"NAME", "name"}, {"SUSPENDED", "suspended"}}
	noun.AddCommand(&cobra.Command{
		Use: "create NAME", Short: "Bring in an organisation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPost, "/v1/organisations", map[string]string{"name": args[0]}, orgColumns...)
		},
	}, &cobra.Command{
		Use: "ls", Short: "List the organisations you may see", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.list(cmd.Context(), "/v1/organisations", orgColumns...)
		},
	}, &cobra.Command{
		Use: "show ORG", Short: "Show an organisation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "organisations", args[0]), nil, orgColumns...)
		},
	}, &cobra.Command{
		Use: "members ORG", Short: "List the people and service accounts of an organisation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "organisations", args[0], "members"),
				memberColumns...)
		},
	}, p.member("person", "people", "Bring in a person"), p.member("service", "services", "Bring in a service account"), &cobra.Command{
		Use: "invite MEMBER", Short: "Make a code with which a person signs in once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "members", args[0], "sign-in"), nil,
				column{"CODE", "code"}, column{"PATH", "path"}, column{"EXPIRES", "expires"})
		},
	}, &cobra.Command{
		Use: "roles MEMBER [ROLE...]", Short: "Say which roles a person or service account has; none when none is named", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPut, client.Path("v1", "members", args[0], "roles"), map[string]any{"roles": args[1:]}, memberColumns...)
		},
	}, p.shut("suspend", "Shut an organisation, a person or a service account out at once"), p.shut("resume", "Let an organisation, a person or a service account in again"))
	return noun
}

func (p *program) member(verb, plural, short string) *cobra.Command {
	var roles, groups []string
	var email string
	c := &cobra.Command{
		Use: verb + " ORG NAME", Short: short, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := map[string]any{"name": args[1], "roles": roles, "groups": groups}
			if email != "" {
				in["email"] = email
			}
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "organisations", args[0], plural), in,
				column{"ID", "id"}, column{"NAME", "name"}, column{"ROLES", "roles"})
		},
	}
	c.Flags().StringSliceVar(&groups, "group", []string{}, "group of the organisation to be in, by identifier")
	c.Flags().StringSliceVar(&roles, "role", []string{}, "role at the organisation: admin, producer, editor, supervisor, coordinator, artist")
	if verb == "person" {
		c.Flags().StringVar(&email, "email", "", "address of the person")
	}
	return c
}

// member identifiers begin so.
const personPrefix, servicePrefix = "per_", "svc_"

func (p *program) shut(verb, short string) *cobra.Command {
	var why string
	c := &cobra.Command{
		Use: verb + " ORG|MEMBER", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			among := "organisations"
			if strings.HasPrefix(args[0], personPrefix) || strings.HasPrefix(args[0], servicePrefix) {
				among = "members"
			}
			return p.client().Call(cmd.Context(), http.MethodPost, client.Path("v1", among, args[0], verb), map[string]string{"because": why}, nil)
		},
	}
	c.Flags().StringVar(&why, "because", "", "why, for the record")
	return c
}
