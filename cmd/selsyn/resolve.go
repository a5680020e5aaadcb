package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
)

// resolve asks where assets are.
func (p *program) resolve() *cobra.Command {
	return &cobra.Command{
		Use:   "resolve IDENTIFIER...",
		Short: "Ask where assets are, by any of their identifiers; - reads them from standard input",
		Long: "Prints for each identifier the best copy with an address that works for at most five minutes.\n" +
			"One that does not exist and one that you may not see answer alike. Ends with 7 when only some\n" +
			"were found and with 3 when none was.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			identifiers, err := p.identifiers(args)
			if err != nil {
				return err
			}
			var all []json.RawMessage
			found := 0
			for len(identifiers) > 0 {
				n := min(len(identifiers), 1000)
				var answer struct {
					Items []json.RawMessage `json:"items"`
				}
				if err := p.client().Call(cmd.Context(), http.MethodPost, "/v1/resolve", map[string]any{"identifiers": identifiers[:n]}, &answer); err != nil {
					return err
				}
				identifiers = identifiers[n:]
				for _, raw := range answer.Items {
					var item struct {
						Status string `json:"status"`
					}
					if json.Unmarshal(raw, &item) == nil && item.Status == "ok" {
						found++
					}
					all = append(all, p.whole(raw))
				}
			}
			if err := p.printList(all, column{"IDENTIFIER", "identifier"}, column{"STATUS", "status"}, column{"SIZE", "bytes"}, column{"URL", "copies.0.url"}); err != nil {
				return err
			}
			switch {
			case len(all) == 0:
				return nil // nothing was asked
			case found == 0:
				return quiet(errs.NotExist)
			case found < len(all):
				return quiet(errs.Partial)
			}
			return nil
		},
	}
}

// whole makes the platform's own addresses in an answer ones that can be used
// anywhere. No string of JSON holds a bare quote, so only members are found.
func (p *program) whole(item json.RawMessage) json.RawMessage {
	return bytes.ReplaceAll(item, []byte(`"url":"/`), []byte(`"url":"`+strings.TrimSuffix(p.server, "/")+`/`))
}

// identifiers are the arguments, or the lines of standard input.
func (p *program) identifiers(args []string) ([]string, error) {
	if len(args) != 1 || args[0] != "-" {
		return args, nil
	}
	var list []string
	lines := bufio.NewScanner(p.in)
	for lines.Scan() {
		if s := strings.TrimSpace(lines.Text()); s != "" {
			list = append(list, s)
		}
	}
	return list, lines.Err()
}
