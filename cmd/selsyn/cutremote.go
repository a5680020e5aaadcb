package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/finding"
)

var cutColumns = []column{{"ID", "id"}, {"NO", "number"}, {"NAME", "name"}, {"STATE", "state"}, {"FORMAT", "format"}, {"RATE", "rate"}, {"EVENTS", "events"}, {"DIGEST", "digest"}, {"PUBLISHED", "publishedAt"}}

// cutRemote are the verbs that need a platform.
func (p *program) cutRemote() []*cobra.Command {
	return []*cobra.Command{p.cutPublish(), {
		Use: "ls PRODUCTION", Short: "List the cuts of a production, the newest first", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "productions", args[0], "cuts"), cutColumns...)
		},
	}, {
		Use: "show CUT", Short: "Show a published cut; -o json has its events", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "cuts", args[0]), nil, cutColumns...)
		},
	}, {
		Use: "preview CUT", Short: "Show what approving a cut would do: changes, plates, and who gains and loses what", Args: cobra.ExactArgs(1),
		RunE: p.cutPreview,
	}, p.cutApprove()}
}

func (p *program) cutPublish() *cobra.Command {
	var name, rate string
	c := &cobra.Command{
		Use: "publish PRODUCTION FILE", Short: "Publish a cut for review", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, closeFile, err := p.openFile(args[1])
			if err != nil {
				return err
			}
			defer closeFile()
			query := url.Values{"file": {filepath.Base(args[1])}}
			if name != "" {
				query.Set("name", name)
			}
			if rate != "" {
				query.Set("rate", rate)
			}
			var answer struct {
				Cut      json.RawMessage   `json:"cut"`
				Findings []finding.Finding `json:"findings"`
			}
			header := http.Header{"Content-Type": {"application/octet-stream"}}
			err = p.client().Send(cmd.Context(), http.MethodPost, client.Path("v1", "productions", args[0], "cuts")+"?"+query.Encode(), header, file, &answer)
			if err != nil {
				return p.withFindings(args[1], err)
			}
			p.say(args[1], answer.Findings)
			return p.printOne(answer.Cut, cutColumns...)
		},
	}
	c.Flags().StringVar(&name, "name", "", "name of the cut; the title in the file when empty")
	c.Flags().StringVar(&rate, "rate", "", "frame rate where the file does not say")
	return c
}

func (p *program) cutApprove() *cobra.Command {
	var verdict, digest, note string
	c := &cobra.Command{
		Use: "approve CUT", Short: "Approve a cut: pulls, turnovers and grants follow",
		Long: "Decides about a cut. The decision is about its content: --digest says which content was looked at,\n" +
			"by default the one that the platform has now. When it has changed since, nothing happens (exit code 5).\n" +
			"--verdict gives another decision: approve-with-notes, changes-requested, reject, withdraw.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := client.Path("v1", "cuts", args[0])
			if digest == "" {
				var cut struct {
					Digest string `json:"digest"`
				}
				if err := p.client().Call(cmd.Context(), http.MethodGet, path, nil, &cut); err != nil {
					return err
				}
				digest = cut.Digest
			}
			return p.show(cmd.Context(), http.MethodPost, path+"/decisions", map[string]string{"verdict": verdict, "digest": digest, "note": note},
				column{"ID", "id"}, column{"VERDICT", "verdict"}, column{"DIGEST", "digest"}, column{"BY", "by"}, column{"AT", "at"})
		},
	}
	c.Flags().StringVar(&verdict, "verdict", "approve", "approve, approve-with-notes, changes-requested, reject or withdraw")
	c.Flags().StringVar(&digest, "digest", "", "content digest that was looked at")
	c.Flags().StringVar(&note, "note", "", "note to the author")
	return c
}

func (p *program) cutPreview(cmd *cobra.Command, args []string) error {
	var raw json.RawMessage
	if err := p.client().Call(cmd.Context(), http.MethodGet, client.Path("v1", "cuts", args[0], "plan"), nil, &raw); err != nil {
		return err
	}
	if p.output == "json" {
		return p.print(raw, nil, table{})
	}
	var preview struct {
		Vendors []struct {
			Organisation string `json:"organisation"`
			Work         []struct {
				Shot   string   `json:"shot"`
				Kind   string   `json:"kind"`
				Plates []string `json:"plates"`
				Notes  []string `json:"notes"`
			} `json:"work"`
		} `json:"vendors"`
		Unassigned []string          `json:"unassigned"`
		Findings   []finding.Finding `json:"findings"`
	}
	if err := json.Unmarshal(raw, &preview); err != nil {
		return err
	}
	t := table{head: []string{"ORGANISATION", "SHOT", "WORK", "PLATES", "NOTES"}}
	var lines []any
	for _, v := range preview.Vendors {
		for _, w := range v.Work {
			t.rows = append(t.rows, []string{v.Organisation, w.Shot, w.Kind, fmt.Sprint(w.Plates), fmt.Sprint(w.Notes)})
			lines = append(lines, map[string]any{"organisation": v.Organisation, "work": w})
		}
	}
	for _, shot := range preview.Unassigned {
		fmt.Fprintf(p.err, "nobody works on shot %s\n", shot)
	}
	p.say("", preview.Findings)
	return p.print(preview, lines, t)
}
