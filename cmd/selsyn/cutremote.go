package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
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
		Long: "Publishes a cut for review. What is wrong with the file is said on standard error. A file that holds no cut\n" +
			"is refused; one of which something could not be read is published without it. Either ends with exit code\n" +
			"6, and only in the second case is the cut printed. selsyn cut read says the same without publishing.",
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
			if err := p.printOne(answer.Cut, cutColumns...); err != nil {
				return err
			}
			return endedWith(answer.Findings)
		},
	}
	c.Flags().StringVar(&name, "name", "", "name of the cut; the title in the file when empty")
	c.Flags().StringVar(&rate, "rate", "", "frame rate where the file does not say")
	return c
}

func (p *program) cutApprove() *cobra.Command {
	var verdict, digest, note string
	var dry bool
	var wait time.Duration
	c := &cobra.Command{
		Use: "approve CUT", Short: "Approve a cut: pulls, turnovers and grants follow",
		Long: "Decides about a cut. The decision is about its content: --digest says which content was looked at,\n" +
			"by default the one that the platform has now. When it has changed since, nothing happens (exit code 5).\n" +
			"--verdict gives another decision: approve-with-notes, changes-requested, reject, withdraw.\n" +
			"--dry-run shows what approving would do and does nothing, as selsyn cut preview does.\n" +
			"--wait 30s waits until the turnovers are open and prints them instead of the decision.",
		Example: "  selsyn cut approve urn:uuid:5f1c... --dry-run\n  selsyn cut approve urn:uuid:5f1c... --wait 30s",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := oneOf(cmd, "verdict", verdict, "approve", "approve-with-notes", "changes-requested", "reject", "withdraw"); err != nil {
				return err
			}
			if dry {
				return p.cutPreview(cmd, args)
			}
			path := client.Path("v1", "cuts", args[0])
			var cut struct {
				Digest     string `json:"digest"`
				Production string `json:"production"`
			}
			if digest == "" || wait > 0 {
				if err := p.client().Call(cmd.Context(), http.MethodGet, path, nil, &cut); err != nil {
					return err
				}
			}
			if digest == "" {
				digest = cut.Digest
			}
			if wait > 0 {
				in := map[string]string{"verdict": verdict, "digest": digest, "note": note}
				if err := p.client().Call(cmd.Context(), http.MethodPost, path+"/decisions", in, nil); err != nil {
					return err
				}
				return p.awaitTurnovers(cmd, args[0], cut.Production, verdict, wait)
			}
			return p.show(cmd.Context(), http.MethodPost, path+"/decisions", map[string]string{"verdict": verdict, "digest": digest, "note": note},
				column{"ID", "id"}, column{"VERDICT", "verdict"}, column{"DIGEST", "digest"}, column{"BY", "by"}, column{"AT", "at"})
		},
	}
	c.Flags().StringVar(&verdict, "verdict", "approve", "approve, approve-with-notes, changes-requested, reject or withdraw")
	c.Flags().StringVar(&digest, "digest", "", "content digest that was looked at")
	c.Flags().StringVar(&note, "note", "", "note to the author")
	c.Flags().BoolVar(&dry, "dry-run", false, "show what would happen, and do nothing")
	c.Flags().DurationVar(&wait, "wait", 0, "wait so long for the turnovers to be open, and print them: 30s")
	return c
}

// awaitTurnovers waits until the vendors work to the cut, and prints its
// turnovers. There are none when no vendor is concerned.
func (p *program) awaitTurnovers(cmd *cobra.Command, cut, production, verdict string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(cmd.Context(), limit)
	defer cancel()
	for done := verdict != "approve" && verdict != "approve-with-notes"; !done; {
		var preview struct {
			Current bool `json:"current"`
		}
		err := p.client().Call(ctx, http.MethodGet, client.Path("v1", "cuts", cut, "plan"), nil, &preview)
		if done = err == nil && preview.Current; done {
			break
		}
		if ctx.Err() != nil {
			return errs.E("cut.approve", errs.Partial, cut, fmt.Errorf("it is decided, but its turnovers are not open within %v; see selsyn turnover ls", limit))
		}
		if err != nil {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
	var all struct {
		Items []json.RawMessage `json:"items"`
	}
	if err := p.client().Call(cmd.Context(), http.MethodGet, client.Path("v1", "productions", production, "turnovers"), nil, &all); err != nil {
		return err
	}
	mine := slices.DeleteFunc(all.Items, func(raw json.RawMessage) bool {
		var t struct {
			Cut string `json:"cut"`
		}
		return json.Unmarshal(raw, &t) != nil || t.Cut != cut
	})
	return p.printTurnovers(cmd.Context(), mine)
}

// assetName is an asset and what people call it.
type assetName struct {
	Asset string `json:"asset"`
	Name  string `json:"name"`
}

// sayAssets tells a person what becomes of assets.
func (p *program) sayAssets(what string, assets []assetName) {
	if len(assets) == 0 {
		return
	}
	names := make([]string, len(assets))
	for i, a := range assets {
		names[i] = cmp.Or(a.Name, a.Asset)
	}
	slices.Sort(names)
	fmt.Fprintf(p.err, "%s %s\n", what, strings.Join(names, ", "))
}

// vendorWork is what approving a cut would mean for one vendor.
type vendorWork struct {
	Organisation string      `json:"organisation"`
	Gains        []assetName `json:"gains"`
	Loses        []assetName `json:"loses"`
	Work         []struct {
		Shot   string   `json:"shot"`
		Kind   string   `json:"kind"`
		Plates []string `json:"plates"`
		Notes  []string `json:"notes"`
	} `json:"work"`
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
		Vendors    []vendorWork      `json:"vendors"`
		Unassigned []string          `json:"unassigned"`
		Findings   []finding.Finding `json:"findings"`
	}
	if err := json.Unmarshal(raw, &preview); err != nil {
		return err
	}
	name := p.vendors(cmd.Context())
	slices.SortStableFunc(preview.Vendors, func(a, b vendorWork) int { return strings.Compare(name(a.Organisation), name(b.Organisation)) })
	t := table{head: []string{"ORGANISATION", "SHOT", "WORK", "PLATES", "NOTES"}}
	var lines []any
	for _, v := range preview.Vendors {
		for _, w := range v.Work {
			t.rows = append(t.rows, []string{name(v.Organisation), w.Shot, w.Kind, strings.Join(w.Plates, " "), strings.Join(w.Notes, "; ")})
			lines = append(lines, map[string]any{"organisation": v.Organisation, "work": w})
		}
	}
	for _, v := range preview.Vendors {
		p.sayAssets(name(v.Organisation)+" gains", v.Gains)
		p.sayAssets(name(v.Organisation)+" loses", v.Loses)
	}
	for _, shot := range preview.Unassigned {
		fmt.Fprintf(p.err, "nobody works on shot %s\n", shot)
	}
	p.say("", preview.Findings)
	return p.print(preview, lines, t)
}
