package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
)

// event is the noun: ls, tail.
func (p *program) event() *cobra.Command {
	noun := &cobra.Command{Use: "event", Short: "What happened, in order"}
	var after int64
	ls := &cobra.Command{
		Use: "ls PRODUCTION", Short: "List events behind a position", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var all []json.RawMessage
			for at := after; ; {
				events, err := p.client().Events(cmd.Context(), args[0], at, 0)
				if err != nil {
					return err
				}
				if len(events) == 0 {
					break
				}
				for _, e := range events {
					all = append(all, e.Raw)
					at = e.Position()
				}
			}
			position := func(sequence string) string { return strings.TrimLeft(sequence, "0") }
			return p.printAs(all, "sequence", position, column{"POSITION", "sequence"}, column{"TIME", "time"}, column{"TYPE", "type"}, column{"SUBJECT", "subject"})
		},
	}
	ls.Flags().Int64Var(&after, "after", 0, "position behind which to begin")
	var from int64
	var count int
	tail := &cobra.Command{
		Use: "tail PRODUCTION", Short: "Follow events as they happen, until interrupted",
		Long: "Prints one event on a line as it happens; -o json and -o jsonl print the whole CloudEvent.\n\n" +
			"A broken connection is made again and nothing is lost: --after says where to begin, by default with what comes next.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			// What is wrong from the start is said; later the platform may go and come back.
			if err := p.client().Call(cmd.Context(), http.MethodGet, client.Path("v1", "productions", args[0]), nil, nil); err != nil {
				return err
			}
			done := errors.New("enough")
			err := p.client().Follow(cmd.Context(), args[0], from, func(e client.Event) error {
				if err := p.printEvent(e); err != nil {
					return err
				}
				if count--; count == 0 {
					return done
				}
				return nil
			})
			if errors.Is(err, done) || errors.Is(err, context.Canceled) {
				return nil
			}
			return err
		},
	}
	tail.Flags().Int64Var(&from, "after", -1, "position behind which to begin; 0 for the beginning")
	tail.Flags().IntVar(&count, "count", 0, "stop after so many events; 0 for never")
	noun.AddCommand(ls, tail)
	return noun
}

func (p *program) printEvent(e client.Event) error {
	switch p.output {
	case "json", "jsonl":
		_, err := fmt.Fprintf(p.out, "%s\n", e.Raw)
		return err
	case "yaml":
		if _, err := fmt.Fprintln(p.out, "---"); err != nil {
			return err
		}
		return writeYAML(p.out, e.Raw)
	case "name":
		_, err := fmt.Fprintln(p.out, e.ID)
		return err
	case "csv":
		w := csv.NewWriter(p.out)
		_ = w.Write([]string{strconv.FormatInt(e.Position(), 10), e.Time.Format(time.RFC3339), e.Type, e.Subject})
		w.Flush()
		return w.Error()
	}
	_, err := fmt.Fprintf(p.out, "%6d  %s  %-22s %s\n", e.Position(), e.Time.Format(time.RFC3339), e.Type, e.Subject)
	return err
}
