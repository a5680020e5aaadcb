package main

import (
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// grant is the noun: ls, show, revoke.
func (p *program) grant() *cobra.Command {
	noun := &cobra.Command{Use: "grant", Short: "Who may reach what, why and until when"}
	var vendor, why string
	ls := &cobra.Command{
		Use: "ls PRODUCTION", Short: "List the rules of a production", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{"limit": {"1000"}}
			if vendor != "" {
				query.Set("organisation", vendor)
			}
			all, err := p.all(cmd.Context(), client.Path("v1", "productions", args[0], "grants")+"?"+query.Encode())
			if err != nil {
				return err
			}
			name := p.vendors(cmd.Context())
			byName(all, "who.org", name)
			return p.printAs(all, "who.org", name,
				column{"ID", "id"}, column{"WHO", "who.org"}, column{"ROLE", "who.role"}, column{"ACTIONS", "actions"}, column{"WHAT", "what.ids"}, column{"UNTIL", "until"}, column{"BECAUSE", "because"}, column{"NOTE", "note"})
		},
	}
	ls.Flags().StringVar(&vendor, "vendor", "", "only rules for this organisation")
	revoke := &cobra.Command{
		Use: "revoke GRANT", Short: "Revoke a rule; addresses given under it stop working at once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.client().Call(cmd.Context(), http.MethodDelete, client.Path("v1", "grants", args[0])+"?"+url.Values{"because": {why}}.Encode(), nil, nil)
		},
	}
	revoke.Flags().StringVar(&why, "because", "", "why, for the record")
	noun.AddCommand(ls, revoke)
	return noun
}

// version prints the version.
func (p *program) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return p.printVersion() },
	}
}
