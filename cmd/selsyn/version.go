package main

import (
	"net/http"

	"github.com/spf13/cobra"
)

// version prints the version.
func (p *program) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return p.printVersion() },
	}
}

// whoami says whose token it is.
func (p *program) whoami() *cobra.Command {
	return &cobra.Command{
		Use: "whoami", Short: "Say who you are to the platform, and what your token is limited to", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.show(cmd.Context(), http.MethodGet, "/v1/me", nil, column{"SUBJECT", "subject"}, column{"NAME", "name"}, column{"KIND", "kind"},
				column{"ORGANISATION", "organisationName"}, column{"ROLES", "roles"}, column{"GROUPS", "groups"}, column{"SCOPES", "scopes"})
		},
	}
}
