package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
)

// program is what every command shares: where it reads and writes, and the
// flags that stand on the root.
type program struct {
	in     io.Reader
	out    io.Writer
	err    io.Writer
	getenv func(string) string
	output string // -o
	server string // --server
	token  string // --token
}

// usageError is a command called wrongly.
type usageError struct{ error }

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, stderr io.Writer, getenv func(string) string) int {
	p := &program{in: in, out: out, err: stderr, getenv: getenv}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintf(stderr, "selsyn: %v\n", wrong.error)
		return errs.Usage
	case !errors.Is(err, errQuiet):
		fmt.Fprintf(stderr, "selsyn: %s\n", errs.Plain(err))
	}
	return errs.KindOf(err).Exit()
}

// errQuiet ends a command with an exit code but without a message, because
// what there is to say has been printed as data.
var errQuiet = errors.New("")

// quiet ends a command with the exit code of the kind and no message.
func quiet(kind errs.Kind) error { return errs.E("selsyn", kind, "", errQuiet) }

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "selsyn",
		Short: "Media creation in lockstep: cuts, pulls, grants and packages across tools, vendors and clouds",
		Long: "Selsyn lets the tools, vendors and clouds of a production work together.\n\n" +
			"Start with `selsyn demo`, which plays the whole story on your machine.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&p.output, "output", "o", "", "form of the data on standard output: table, json, jsonl or csv")
	flags.StringVar(&p.server, "server", p.env("SELSYN_SERVER", "http://127.0.0.1:7357"), "address of the platform")
	flags.StringVar(&p.token, "token", "", "access token; better given as $SELSYN_TOKEN")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(p.commands()...)
	wrapArgs(root)
	return root
}

// wrapArgs makes a wrong number of arguments a usage error on every command.
func wrapArgs(c *cobra.Command) {
	if check := c.Args; check != nil {
		c.Args = func(cmd *cobra.Command, args []string) error {
			if err := check(cmd, args); err != nil {
				return usageError{fmt.Errorf("%w; see selsyn help %s", err, cmd.Name())}
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}

func (p *program) env(name, otherwise string) string {
	if v := p.getenv(name); v != "" {
		return v
	}
	return otherwise
}
