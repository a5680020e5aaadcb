package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
)

func (p *program) grantExplain() *cobra.Command {
	var subject, vendor string
	c := &cobra.Command{
		Use: "explain PRODUCTION ACTION [IDENTIFIER]", Short: "Say whether somebody may do something, and by which rules",
		Long: "Asks the platform as it would decide itself: --for is a person or service account, --vendor an organisation\n" +
			"as a whole. IDENTIFIER is the thing it is about, an asset by any of its identifiers; without it, anything\n" +
			"in the production. Prints the answer and the rules that were looked at, with the first part of each that\n" +
			"did not hold. Ends with 4 when it is not allowed.",
		Example: "  selsyn grant explain my-show asset.resolve urn:sha1:... --vendor org_...\n  selsyn grant explain my-show cut.approve --for per_... -o json",
		Args:    cobra.RangeArgs(2, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			if (subject == "") == (vendor == "") {
				return wrongly(cmd, "say about whom it is asked: --for or --vendor, one of the two")
			}
			in := map[string]string{"production": args[0], "action": args[1], "subject": subject, "organisation": vendor}
			if len(args) == 3 {
				in["id"] = args[2]
			}
			var raw json.RawMessage
			if err := p.client().Call(cmd.Context(), http.MethodPost, "/v1/policy/explain", in, &raw); err != nil {
				return err
			}
			return p.printExplained(raw)
		},
	}
	c.Flags().StringVar(&subject, "for", "", "person or service account")
	c.Flags().StringVar(&vendor, "vendor", "", "organisation")
	return c
}

// printExplained prints an explanation: the answer on a line of its own, then
// the rules.
func (p *program) printExplained(raw json.RawMessage) error {
	var e struct {
		Allow      bool              `json:"allow"`
		Reason     string            `json:"reason"`
		Rule       string            `json:"rule"`
		Because    string            `json:"because"`
		Considered []json.RawMessage `json:"considered"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return err
	}
	var err error
	if p.inFull() {
		err = p.print(raw, nil, table{})
	} else {
		fmt.Fprintf(p.err, "selsyn: %s\n", strings.Join(strings.Fields(map[bool]string{true: "yes", false: "no"}[e.Allow]+", "+e.Reason+" "+e.Rule), " "))
		err = p.printList(e.Considered, column{"RULE", "rule"}, column{"EFFECT", "effect"}, column{"APPLIES", "applies"}, column{"FAILED", "failed"}, column{"BECAUSE", "because"})
	}
	if err == nil && !e.Allow {
		return quiet(errs.Denied)
	}
	return err
}
