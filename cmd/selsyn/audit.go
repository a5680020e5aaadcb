package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/spf13/cobra"
)

// auditPage is the most records that are asked for at once.
const auditPage = 1000

// audit is the noun: ls, checkpoint.
func (p *program) audit() *cobra.Command {
	noun := &cobra.Command{Use: "audit", Short: "Who did or was refused what, and the proof that nothing was altered"}
	noun.AddCommand(p.auditList(), &cobra.Command{
		Use: "checkpoint", Short: "Print the signed checkpoint of the audit log, to be kept",
		Long: "Prints the signed note that commits to the whole log. Kept, it proves with a later one that nothing was\n" +
			"removed or altered in between. -o json adds the size of the log and the key that verifies the note.",
		Example: "  selsyn audit checkpoint > checkpoint.txt",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var c struct {
				Size int64  `json:"size"`
				Note string `json:"note"`
				Key  string `json:"key"`
			}
			if err := p.client().Call(cmd.Context(), http.MethodGet, "/v1/audit/checkpoint", nil, &c); err != nil {
				return err
			}
			if p.output == "" || p.output == "table" {
				_, err := fmt.Fprint(p.out, c.Note)
				return err
			}
			return p.print(c, nil, table{head: []string{"SIZE", "KEY", "NOTE"}, rows: [][]string{{strconv.FormatInt(c.Size, 10), c.Key, c.Note}}})
		},
	})
	return noun
}

func (p *program) auditList() *cobra.Command {
	var production, actor, object, action, decision string
	after := int64(-1)
	c := &cobra.Command{
		Use: "ls", Short: "List the audit log in its order",
		Long: "Lists who did or was refused what, when and because of what. All of the log is for those who run the\n" +
			"installation; --production is for those who run a production.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			query := url.Values{"limit": {strconv.Itoa(auditPage)}}
			for name, value := range map[string]string{"production": production, "actor": actor, "object": object, "action": action, "decision": decision} {
				if value != "" {
					query.Set(name, value)
				}
			}
			var all []json.RawMessage
			for behind := after; ; {
				query.Set("after", strconv.FormatInt(behind, 10))
				var page struct {
					Items []json.RawMessage `json:"items"`
					After int64             `json:"after"`
				}
				if err := p.client().Call(cmd.Context(), http.MethodGet, "/v1/audit?"+query.Encode(), nil, &page); err != nil {
					return err
				}
				all, behind = append(all, page.Items...), page.After
				if len(page.Items) < auditPage {
					break
				}
			}
			return p.printList(all, column{"INDEX", "index"}, column{"TIME", "time"}, column{"ACTOR", "actor"}, column{"ACTION", "action"},
				column{"OBJECT", "object"}, column{"DECISION", "decision"}, column{"BECAUSE", "because"})
		},
	}
	flags := c.Flags()
	flags.StringVar(&production, "production", "", "only what was done in this production")
	flags.StringVar(&actor, "actor", "", "only what this person or service account did")
	flags.StringVar(&object, "object", "", "only what was done to this")
	flags.StringVar(&action, "action", "", "only this action, or with a full stop at its end all that begin so: cut.")
	flags.StringVar(&decision, "decision", "", "only these: allow, deny or change")
	flags.Int64Var(&after, "after", -1, "index behind which to begin")
	return c
}
