package main

import (
	"net/http"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
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
