package main

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// cutRecord are the verbs that look at what a platform keeps of a cut.
func (p *program) cutRecord() []*cobra.Command {
	return []*cobra.Command{p.cutFetch(), p.cutChanges(), {
		Use: "decisions CUT", Short: "List the decisions about a cut, the oldest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "cuts", args[0], "decisions"),
				column{"ID", "id"}, column{"VERDICT", "verdict"}, column{"BY", "by"}, column{"AT", "at"}, column{"DIGEST", "digest"}, column{"NOTE", "note"})
		},
	}}
}

func (p *program) cutFetch() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "fetch CUT", Short: "Fetch a cut as it was published, byte for byte", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.fetch(cmd, client.Path("v1", "cuts", args[0], "file"), to)
		},
	}
	c.Flags().StringVar(&to, "to", "", "file to write; standard output when empty")
	return c
}

func (p *program) cutChanges() *cobra.Command {
	var against string
	c := &cobra.Command{
		Use: "changes CUT", Short: "Say what changed from another cut on the platform to this one",
		Long: "Compares as selsyn cut diff does, on the platform. Without --against it is with the cut that was approved\n" +
			"last before this one. An extended tail and a trimmed head are positive; -o json has summary, moves and findings.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := client.Path("v1", "cuts", args[0], "diff")
			if against != "" {
				path += "?" + url.Values{"against": {against}}.Encode()
			}
			var raw json.RawMessage
			if err := p.client().Call(cmd.Context(), http.MethodGet, path, nil, &raw); err != nil {
				return err
			}
			if p.inFull() {
				return p.print(raw, nil, table{})
			}
			var changes struct {
				Changes []json.RawMessage `json:"changes"`
			}
			if err := json.Unmarshal(raw, &changes); err != nil {
				return err
			}
			return p.printList(changes.Changes, column{"KINDS", "kinds"}, column{"SHOT A", "a.shot"}, column{"SHOT B", "b.shot"}, column{"A", "a.event"}, column{"B", "b.event"},
				column{"HEAD", "head"}, column{"TAIL", "tail"}, column{"SLIP", "slip"}, column{"SPEED", "speed"})
		},
	}
	c.Flags().StringVar(&against, "against", "", "the other cut; none compares with an empty one")
	return c
}
