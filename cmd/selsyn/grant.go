package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
)

var grantColumns = []column{
	{"ID", "id"}, {"EFFECT", "effect"}, {"WHO", "who"}, {"ACTIONS", "actions"}, {"WHAT", "what"}, {"FROM", "from"}, {"UNTIL", "until"},
	{"BECAUSE", "because"}, {"NOTE", "note"}, {"REVOKED", "revoked"}, {"WHY", "why"},
}

// grant is the noun: ls, show, create, explain, revoke.
func (p *program) grant() *cobra.Command {
	noun := &cobra.Command{Use: "grant", Short: "Who may reach what, why and until when"}
	noun.AddCommand(p.grantList(), &cobra.Command{
		Use: "show GRANT", Short: "Show a rule, also one that was revoked", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "grants", args[0]), nil, grantColumns...)
		},
	}, p.grantCreate(), p.grantExplain(), p.grantRevoke())
	return noun
}

func (p *program) grantList() *cobra.Command {
	var vendor string
	var revoked bool
	c := &cobra.Command{
		Use: "ls PRODUCTION", Short: "List the rules of a production", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{"limit": {"1000"}}
			if vendor != "" {
				query.Set("organisation", vendor)
			}
			if revoked {
				query.Set("revoked", "true")
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
	c.Flags().StringVar(&vendor, "vendor", "", "only rules for this organisation")
	c.Flags().BoolVar(&revoked, "revoked", false, "also those that were revoked")
	return c
}

func (p *program) grantCreate() *cobra.Command {
	var r policy.Rule
	var actions []string
	var forbid bool
	var until, from string
	c := &cobra.Command{
		Use: "create PRODUCTION", Short: "Make a rule by hand: who may do what, to what and until when",
		Long: "Permits actions in a production, or forbids them with --forbid, which beats every permit. All that is said\n" +
			"of who and of what must hold. A permit to another organisation must end. Nobody permits what they may\n" +
			"not do themselves. The turnovers of an approved cut make their rules by themselves; this is for the rest.",
		Example: "  selsyn grant create my-show --vendor org_... --action asset.resolve --action asset.download --id urn:uuid:... --until 14d --because 'lens test'\n" +
			"  selsyn grant create my-show --vendor org_... --action 'asset.*' --shot HRB_010_0030 --until 2026-12-24",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(actions) == 0 {
				return wrongly(cmd, "say with --action what may be done: asset.resolve, asset.*")
			}
			if r.Who == (policy.Who{}) {
				return wrongly(cmd, "say for whom: --vendor, --role, --group, --person or --service")
			}
			rule := r
			rule.Effect = policy.Permit
			if forbid {
				rule.Effect = policy.Forbid
			}
			for _, a := range actions {
				rule.Actions = append(rule.Actions, policy.Action(a))
			}
			var err error
			if rule.From, err = moment(from, time.Now()); err != nil {
				return wrongly(cmd, "--from: %v", err)
			}
			if rule.Until, err = moment(until, time.Now()); err != nil {
				return wrongly(cmd, "--until: %v", err)
			}
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "productions", args[0], "grants"), rule, grantColumns[:9]...)
		},
	}
	f := c.Flags()
	f.StringVar(&r.Who.Org, "vendor", "", "for this organisation")
	f.StringVar(&r.Who.Role, "role", "", "for those with this role at the organisation")
	f.StringVar(&r.Who.Group, "group", "", "for those in this group")
	f.StringVar(&r.Who.Subject, "person", "", "for this person")
	f.StringVar(&r.Who.Service, "service", "", "for this service account")
	f.StringSliceVar(&actions, "action", nil, "what may be done: asset.resolve, or all of a noun: asset.*")
	f.StringVar(&r.What.Kind, "kind", "", "to things of this kind: asset, cut, turnover")
	f.StringSliceVar(&r.What.IDs, "id", nil, "to these things, by identifier")
	f.StringVar(&r.What.Sequence, "sequence", "", "to what belongs to this sequence")
	f.StringVar(&r.What.Scene, "scene", "", "to what belongs to this scene")
	f.StringVar(&r.What.Shot, "shot", "", "to what belongs to this shot")
	f.StringVar(&from, "from", "", "from when on: a day, a time (RFC 3339), or a span from now (36h, 14d); at once when empty")
	f.StringVar(&until, "until", "", "until when: a day, a time (RFC 3339), or a span from now (36h, 14d)")
	f.BoolVar(&forbid, "forbid", false, "forbid it instead")
	f.IntVar(&r.Depth, "depth", 0, "how many times it may be handed on")
	f.StringVar(&r.Because, "because", "", "the work order or approval it is made for, for the record")
	f.StringVar(&r.Note, "note", "", "a note, for the record")
	return c
}

// moment is a day, a time or a span from now; the zero time for an empty text.
func moment(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, form := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(form, text, time.Local); err == nil {
			return t, nil
		}
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseUint(days, 10, 16); err == nil {
			return now.AddDate(0, 0, int(n)), nil
		}
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no day (2026-12-24), no time (2026-12-24T18:00:00Z) and no span from now (36h, 14d)", text)
	}
	return now.Add(d), nil
}

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

func (p *program) grantRevoke() *cobra.Command {
	var why string
	c := &cobra.Command{
		Use: "revoke GRANT", Short: "Revoke a rule; addresses given under it stop working at once", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.client().Call(cmd.Context(), http.MethodDelete, client.Path("v1", "grants", args[0])+"?"+url.Values{"because": {why}}.Encode(), nil, nil)
		},
	}
	c.Flags().StringVar(&why, "because", "", "why, for the record")
	return c
}
