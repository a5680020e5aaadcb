package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

var turnoverColumns = []column{
	{"ID", "id"}, {"NO", "number"}, {"CUT", "cutName"}, {"ORGANISATION", "organisation"}, {"NEW", "counts.new"},
	{"CHANGED", "counts.changed"}, {"STOPPED", "counts.stopped"}, {"RESUMED", "counts.resumed"}, {"OPENED", "openedAt"},
}

// printTurnovers prints turnovers, those of one cut by the names of the vendors.
func (p *program) printTurnovers(ctx context.Context, all []json.RawMessage) error {
	name := p.vendors(ctx)
	for begin := 0; begin < len(all); {
		end := begin + 1
		for end < len(all) && at(all[end], "cut") == at(all[begin], "cut") {
			end++
		}
		byName(all[begin:end], "organisation", name)
		begin = end
	}
	return p.printAs(all, "organisation", name, turnoverColumns...)
}

// turnover is the noun: ls, show, render.
func (p *program) turnover() *cobra.Command {
	noun := &cobra.Command{Use: "turnover", Short: "Turnovers: the work an approval means for a vendor"}
	var vendor string
	ls := &cobra.Command{
		Use: "ls PRODUCTION", Short: "List turnovers, the newest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := client.Path("v1", "productions", args[0], "turnovers")
			if vendor != "" {
				path += "?" + url.Values{"organisation": {vendor}}.Encode()
			}
			all, err := p.all(cmd.Context(), path)
			if err != nil {
				return err
			}
			return p.printTurnovers(cmd.Context(), all)
		},
	}
	ls.Flags().StringVar(&vendor, "vendor", "", "only the turnovers of this organisation")
	noun.AddCommand(ls, &cobra.Command{
		Use: "show TURNOVER", Short: "Show the shots of a turnover; -o json also shows its plates", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var raw json.RawMessage
			if err := p.client().Call(cmd.Context(), http.MethodGet, client.Path("v1", "turnovers", args[0]), nil, &raw); err != nil {
				return err
			}
			if p.inFull() {
				return p.print(raw, nil, table{})
			}
			var t struct {
				Items []json.RawMessage `json:"items"`
			}
			if err := json.Unmarshal(raw, &t); err != nil {
				return err
			}
			return p.printList(t.Items, column{"SHOT", "shot"}, column{"WORK", "kind"}, column{"WHY", "reasons"}, column{"PLATES", "plates"}, column{"ASSETS", "assets"}, column{"NOTES", "notes"})
		},
	})
	noun.AddCommand(p.turnoverRender())
	return noun
}
