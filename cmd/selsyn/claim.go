package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
)

// claim takes possession of an empty installation.
func (p *program) claim() *cobra.Command {
	var code, org, name, email string
	var days int
	c := &cobra.Command{
		Use:   "claim --code CODE --org NAME --name NAME",
		Short: "Take possession of an empty installation and print the first token",
		Long: "Names the organisation that runs the installation and makes you its first administrator, as the page does\n" +
			"that selsyn serve prints the address of. CODE is what stands behind # there, or the whole address; it\n" +
			"works once, for ten minutes. Prints a token for the other commands; its secret is shown this once.",
		Example: "  selsyn claim --code sel_... --org 'Halcyon Pictures' --name 'Ada Quist'",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if code == "" || org == "" || name == "" {
				return wrongly(cmd, "say the code with --code, your organisation with --org and your own name with --name")
			}
			if days < 1 || days > 366 {
				return wrongly(cmd, "a token lives for 1 to 366 days, not %d", days)
			}
			if _, behind, whole := strings.Cut(code, "#"); whole {
				code = behind
			}
			in := map[string]string{"code": code, "organisation": org, "name": name}
			if email != "" {
				in["email"] = email
			}
			return p.claimed(cmd, in, days)
		},
	}
	flags := c.Flags()
	flags.StringVar(&code, "code", "", "code that selsyn serve printed, or the address with it")
	flags.StringVar(&org, "org", "", "name of the organisation that runs the installation")
	flags.StringVar(&name, "name", "", "your name")
	flags.StringVar(&email, "email", "", "your address")
	flags.IntVar(&days, "days", 90, "how long the token lives")
	return c
}

// claimed claims, makes a token in the session that this opens, and ends the
// session.
func (p *program) claimed(cmd *cobra.Command, in map[string]string, days int) error {
	open := p.client()
	open.Token = "" // nobody has one yet
	session, err := open.Session(cmd.Context(), "/v1/claim", in)
	if errs.Is(err, errs.Unauthorised) {
		return errs.E("claim", errs.Denied, "", fmt.Errorf("%s; while nobody has claimed it, selsyn serve prints a new one each time it starts", errs.Plain(err)))
	}
	if err != nil {
		return err
	}
	var issued struct {
		Secret string `json:"secret"`
		Token  struct {
			ID      string `json:"id"`
			Expires string `json:"expires"`
		} `json:"token"`
	}
	if err := session.Call(cmd.Context(), http.MethodPost, "/v1/tokens", map[string]any{"name": "command line", "days": days}, &issued); err != nil {
		fmt.Fprintf(p.err, "selsyn: the installation is yours, but no token could be made; until it expires, this one of the session works: %s\n", session.Token)
		return err
	}
	if err := session.Call(cmd.Context(), http.MethodDelete, "/v1/session", nil, nil); err != nil {
		fmt.Fprintf(p.err, "selsyn: the session could not be ended and lasts until it expires: %v\n", err)
	}
	return p.print(issued, nil, table{rows: [][]string{{"SECRET", issued.Secret}, {"ID", issued.Token.ID}, {"EXPIRES", issued.Token.Expires}}})
}
