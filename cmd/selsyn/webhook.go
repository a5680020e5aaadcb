package main

import (
	"cmp"
	"net/http"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// webhook is the noun: create, ls, show, rm, dead, redrive, replay.
func (p *program) webhook() *cobra.Command {
	noun := &cobra.Command{Use: "webhook", Short: "Have events sent to an address, signed and in order"}
	var types []string
	var mode, refusal, kind string
	var after int64
	create := &cobra.Command{
		Use: "create PRODUCTION URL", Short: "Have the events of your organisation sent to an address", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := cmp.Or(oneOf(cmd, "mode", mode, "key", "all", "none"), oneOf(cmd, "refusal", refusal, "park", "skip"), oneOf(cmd, "key", kind, "ed25519", "hmac"))
			if err != nil {
				return err
			}
			in := map[string]any{"url": args[1], "types": types, "mode": mode, "refusal": refusal, "kind": kind, "after": after}
			return p.show(cmd.Context(), http.MethodPost, client.Path("v1", "productions", args[0], "webhooks"), in,
				column{"ID", "webhook.id"}, column{"URL", "webhook.url"}, column{"VERIFY WITH", "secret"})
		},
	}
	flags := create.Flags()
	flags.StringSliceVar(&types, "type", []string{}, "types of events wanted; all when none is named")
	flags.StringVar(&mode, "mode", "key", "which events stay in order: those with the same key, all, or none")
	flags.StringVar(&refusal, "refusal", "park", "what becomes of the events behind one that was refused for good: park or skip")
	flags.StringVar(&kind, "key", "ed25519", "kind of signature: ed25519 or hmac")
	flags.Int64Var(&after, "after", 0, "position behind which to begin")
	noun.AddCommand(create, &cobra.Command{
		Use: "ls PRODUCTION", Short: "List the webhooks of your organisation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "productions", args[0], "webhooks"), column{"ID", "id"}, column{"URL", "url"}, column{"TYPES", "types"}, column{"MODE", "mode"})
		},
	}, &cobra.Command{
		Use: "show WEBHOOK", Short: "Show how the deliveries of a webhook are doing", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "webhooks", args[0]), nil,
				column{"ID", "id"}, column{"URL", "url"}, column{"POSITION", "status.position"}, column{"HEAD", "status.head"}, column{"WAITING", "status.waiting"},
				column{"DEAD", "status.dead"}, column{"FAILURES", "status.failures"}, column{"CAUSE", "status.cause"}, column{"NEXT ATTEMPT", "status.nextAttempt"}, column{"ALARM", "status.alarm"})
		},
	}, &cobra.Command{
		Use: "rm WEBHOOK", Short: "Remove a webhook", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.client().Call(cmd.Context(), http.MethodDelete, client.Path("v1", "webhooks", args[0]), nil, nil)
		},
	}, &cobra.Command{
		Use: "dead WEBHOOK", Short: "List the events that were refused for good", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "webhooks", args[0], "dead-letters"), column{"POSITION", "position"}, column{"TYPE", "type"},
				column{"TRIES", "tries"}, column{"STATUS", "status"}, column{"WAITING", "waiting"}, column{"CAUSE", "cause"})
		},
	}, p.redrive(), p.replay())
	return noun
}

func (p *program) redrive() *cobra.Command {
	var positions []int64
	c := &cobra.Command{
		Use: "redrive WEBHOOK", Short: "Send dead letters again", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in := map[string]any{}
			if len(positions) > 0 {
				in["positions"] = positions
			}
			return p.client().Call(cmd.Context(), http.MethodPost, client.Path("v1", "webhooks", args[0], "redrive"), in, nil)
		},
	}
	c.Flags().Int64SliceVar(&positions, "position", nil, "positions of the dead letters; all of them when none is named")
	return c
}

func (p *program) replay() *cobra.Command {
	var after int64
	c := &cobra.Command{
		Use: "replay WEBHOOK", Short: "Send everything behind a position again", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.client().Call(cmd.Context(), http.MethodPost, client.Path("v1", "webhooks", args[0], "replay"), map[string]int64{"after": after}, nil)
		},
	}
	c.Flags().Int64Var(&after, "after", 0, "position in the feed; 0 for everything")
	return c
}
