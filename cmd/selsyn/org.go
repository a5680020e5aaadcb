package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// org is the noun: create, ls, members, person, service, invite, suspend, resume.
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
		Use: "members ORG", Short: "List the people and service accounts of an organisation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "organisations", args[0], "members"),
				column{"ID", "id"}, column{"KIND", "kind"}, column{"NAME", "name"}, column{"ROLES", "roles"}, column{"SUSPENDED", "suspended"})
		},
	}, p.member("person", "people", "Bring in a person"), p.member("service", "services", "Bring in a service account"), &cobra.Command{
		Use: "invite MEMBER", Short: "Make a code with which a person signs in once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "members", args[0], "sign-in"), nil,
				column{"CODE", "code"}, column{"PATH", "path"}, column{"EXPIRES", "expires"})
		},
	}, p.shutOrg("suspend", "Shut an organisation out at once"), p.shutOrg("resume", "Let an organisation in again"))
	return noun
}

func (p *program) member(verb, plural, short string) *cobra.Command {
	var roles []string
	var email string
	c := &cobra.Command{
		Use: verb + " ORG NAME", Short: short, Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := map[string]any{"name": args[1], "roles": roles}
			if email != "" {
				in["email"] = email
			}
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "organisations", args[0], plural), in,
				column{"ID", "id"}, column{"NAME", "name"}, column{"ROLES", "roles"})
		},
	}
	c.Flags().StringSliceVar(&roles, "role", nil, "role at the organisation: admin, producer, editor, supervisor, coordinator, artist")
	if verb == "person" {
		c.Flags().StringVar(&email, "email", "", "address of the person")
	}
	return c
}

func (p *program) shutOrg(verb, short string) *cobra.Command {
	var why string
	c := &cobra.Command{
		Use: verb + " ORG", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.client().Call(cmd.Context(), http.MethodPost, client.Path("v1", "organisations", args[0], verb), map[string]string{"because": why}, nil)
		},
	}
	c.Flags().StringVar(&why, "because", "", "why, for the record")
	return c
}
