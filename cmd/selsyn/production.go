package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
)

var productionColumns = []column{{"ID", "id"}, {"SLUG", "slug"}, {"NAME", "name"}, {"OWNER", "org"}}

// production is the noun: create, ls, show, import, export, entities, entity,
// assignments.
func (p *program) production() *cobra.Command {
	noun := &cobra.Command{Use: "production", Short: "Productions and their graphs"}
	var slug string
	create := &cobra.Command{
		Use: "create NAME", Short: "Create a production owned by your organisation", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodPost, "/v1/productions", map[string]string{"name": args[0], "slug": slug}, productionColumns...)
		},
	}
	create.Flags().StringVar(&slug, "slug", "", "short name for addresses: letters, digits and hyphens; made from the name when empty")
	noun.AddCommand(create, &cobra.Command{
		Use: "ls", Short: "List the productions you may see", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.list(cmd.Context(), "/v1/productions", productionColumns...)
		},
	}, &cobra.Command{
		Use: "show PRODUCTION", Short: "Show one production", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "productions", args[0]), nil, productionColumns...)
		},
	}, &cobra.Command{
		Use: "import PRODUCTION FILE", Short: "Import OMC-JSON into the graph; - reads standard input", Args: cobra.ExactArgs(2),
		Long: "Imports OMC-JSON into the graph, all of it or nothing. What is wrong with the file is said on standard error.\n" +
			"A file with findings of severity error ends with exit code 6; the counts are printed when it was imported.",
		RunE: p.importGraph,
	}, &cobra.Command{
		Use: "export PRODUCTION", Short: "Write the graph as OMC-JSON to standard output", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			resp, err := p.client().Do(cmd.Context(), http.MethodGet, client.Path("v1", "productions", args[0], "graph"), nil, nil)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			_, err = io.Copy(p.out, resp.Body)
			return err
		},
	}, p.entities(), &cobra.Command{
		Use: "entity PRODUCTION IDENTIFIER", Short: "Show an entity of the graph by any of its identifiers; -o json has its relations", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "productions", args[0], "entities", args[1]), nil,
				append(entityColumns[:3:3], column{"IDENTIFIERS", "identifiers"})...)
		},
	}, p.assignments())
	return noun
}

var entityColumns = []column{{"ID", "id"}, {"TYPE", "type"}, {"NAME", "name"}}

func (p *program) entities() *cobra.Command {
	var typ, name string
	c := &cobra.Command{
		Use: "entities PRODUCTION", Short: "List the entities of the graph", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			query := url.Values{"limit": {"1000"}}
			if typ != "" {
				query.Set("type", typ)
			}
			if name != "" {
				query.Set("name", name)
			}
			return p.list(cmd.Context(), client.Path("v1", "productions", args[0], "entities")+"?"+query.Encode(), entityColumns...)
		},
	}
	c.Flags().StringVar(&typ, "type", "", "only of this type: NarrativeScene, Slate, Asset")
	c.Flags().StringVar(&name, "name", "", "only those with this in their name")
	return c
}

func (p *program) importGraph(cmd *cobra.Command, args []string) error {
	file, closeFile, err := p.openFile(args[1])
	if err != nil {
		return err
	}
	defer closeFile()
	var answer importAnswer
	header := http.Header{"Content-Type": {"application/json"}}
	if err := p.client().Send(cmd.Context(), http.MethodPost, client.Path("v1", "productions", args[0], "graph"), header, file, &answer); err != nil {
		return p.withFindings(args[1], err)
	}
	p.say(args[1], answer.Findings)
	err = p.print(answer, nil, table{head: []string{"ENTITIES", "EDGES", "FINDINGS"},
		rows: [][]string{{fmt.Sprint(answer.Entities), fmt.Sprint(answer.Edges), fmt.Sprint(len(answer.Findings))}}})
	if err != nil {
		return err
	}
	return endedWith(answer.Findings)
}

// assignments says and shows who works on which shots.
func (p *program) assignments() *cobra.Command {
	var replace string
	c := &cobra.Command{
		Use:   "assignments PRODUCTION",
		Short: "Show who works on which shots; --set FILE replaces the list",
		Long: "Shows the assignments of a production, the most specific pattern first.\n\n" +
			"--set takes a JSON file {\"items\":[{\"pattern\":\"HRB_*\",\"organisation\":\"...\"}]} or - for standard input.\n" +
			"When a cut is approved already, turnovers for what changed follow by themselves.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			path := client.Path("v1", "productions", args[0], "assignments")
			if replace == "" {
				return p.list(cmd.Context(), path, column{"PATTERN", "pattern"}, column{"ORGANISATION", "organisation"}, column{"NOTE", "note"})
			}
			file, closeFile, err := p.openFile(replace)
			if err != nil {
				return err
			}
			defer closeFile()
			return p.client().Send(cmd.Context(), http.MethodPut, path, http.Header{"Content-Type": {"application/json"}}, file, nil)
		},
	}
	c.Flags().StringVar(&replace, "set", "", "file with the new list")
	return c
}

// openFile opens a file named on the command line; - is standard input, which
// can be read once.
func (p *program) openFile(name string) (io.Reader, func(), error) {
	if name == "-" {
		in := p.in
		if p.in = nil; in == nil {
			return nil, nil, usageError{errors.New("standard input (-) can stand for one file only"), nil}
		}
		return in, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil && strings.HasPrefix(name, "urn:") {
		return nil, nil, usageError{fmt.Errorf("%s is something on a platform, and this command reads files; selsyn cut changes compares published cuts, selsyn cut fetch gets their files", name), nil}
	}
	if err != nil {
		return nil, nil, notFound(err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, nil, errs.E("selsyn", errs.Invalid, name, fmt.Errorf("%s is a folder; name a file", name))
	}
	return f, func() { f.Close() }, nil
}
