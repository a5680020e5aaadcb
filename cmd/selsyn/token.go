package main

import (
	"net/http"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// tokenNoun is the noun token: issue, ls, revoke.
func (p *program) tokenNoun() *cobra.Command {
	noun := &cobra.Command{Use: "token", Short: "Access tokens"}
	var subject string
	var scopes []string
	var days int
	issue := &cobra.Command{
		Use: "issue NAME", Short: "Issue a token; its secret is printed once", Args: cobra.ExactArgs(1),
		Long: "Issues a token and prints its secret, this once. Without --scope it is for everything that its holder may\n" +
			"do. With --scope it is for these actions alone, and for seeing the productions that they are done in.",
		Example: "  selsyn token issue conform --days 7 --scope 'asset.*' --scope cut.read",
		RunE: func(cmd *cobra.Command, args []string) error {
			if days < 1 || days > 366 {
				return wrongly(cmd, "a token lives for 1 to 366 days, not %d", days)
			}
			in := map[string]any{"name": args[0], "days": days}
			if subject != "" {
				in["subject"] = subject
			}
			if len(scopes) > 0 {
				in["scopes"] = scopes
			}
			return p.show(cmd.Context(), http.MethodPost, "/v1/tokens", in,
				column{"SECRET", "secret"}, column{"ID", "token.id"}, column{"EXPIRES", "token.expires"})
		},
	}
	issue.Flags().StringVar(&subject, "for", "", "person or service account; your own when empty")
	issue.Flags().StringSliceVar(&scopes, "scope", nil, "actions or families of them (asset.*) that the token is limited to")
	issue.Flags().IntVar(&days, "days", 90, "how long it lives")
	noun.AddCommand(issue, &cobra.Command{
		Use: "ls", Short: "List your tokens", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.list(cmd.Context(), "/v1/tokens", column{"ID", "id"}, column{"NAME", "name"}, column{"SCOPES", "scopes"}, column{"EXPIRES", "expires"}, column{"REVOKED", "revoked"})
		},
	}, &cobra.Command{
		Use: "revoke TOKEN", Short: "End a token at once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.client().Call(cmd.Context(), http.MethodDelete, client.Path("v1", "tokens", args[0]), nil, nil)
		},
	})
	return noun
}
