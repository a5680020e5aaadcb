package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// group is the noun: create, ls, set.
func (p *program) group() *cobra.Command {
	columns := []column{{"ID", "id"}, {"NAME", "name"}, {"MEMBERS", "members"}}
	noun := &cobra.Command{Use: "group", Short: "Groups of people and service accounts, for rules to speak of"}
	noun.AddCommand(&cobra.Command{
		Use: "create ORG NAME", Short: "Make a group", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "organisations", args[0], "groups"), map[string]string{"name": args[1]}, columns...)
		},
	}, &cobra.Command{
		Use: "ls ORG", Short: "List the groups of an organisation, with who is in them", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "organisations", args[0], "groups"), columns...)
		},
	}, &cobra.Command{
		Use: "set GROUP [MEMBER...]", Short: "Say who is in a group; nobody when no member is named", Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPut, client.Path("v1", "groups", args[0], "members"), map[string]any{"members": args[1:]}, columns...)
		},
	})
	return noun
}
