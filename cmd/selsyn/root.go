package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
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
	fields []string
	server string // --server
	token  string // --token
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, stderr io.Writer, getenv func(string) string) int {
	p := &program{in: in, out: out, err: stderr, getenv: getenv}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(stderr)
	called, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	if wrong, ok := asUsage(err); ok {
		return p.sayUsage(wrong)
	}
	if !errors.Is(err, errQuiet) {
		fmt.Fprintf(stderr, "selsyn: %s%s\n", about(called, err), errs.Plain(err))
		p.hint(called, err)
	}
	return errs.KindOf(err).Exit()
}

// about is what a command was called with, where the platform says that it is not
// there: it does not say what, and a script has asked for more than one thing.
func about(called *cobra.Command, err error) string {
	var refused *client.Refused
	if !errs.Is(err, errs.NotExist) || !errors.As(err, &refused) {
		return ""
	}
	_, command, _ := strings.Cut(called.CommandPath(), " ")
	return strings.Join(append([]string{command}, called.Flags().Args()...), " ") + ": "
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
			"  selsyn demo              plays the whole story on your machine\n" +
			"  selsyn serve             runs the platform\n" +
			"  selsyn cut diff A B      says what changed between two cuts; needs no server\n" +
			"  selsyn pull plan CUT     says which frames to pull; needs no server\n\n" +
			"Commands are a noun and a verb. Data goes to standard output, in the form that -o names, and messages\n" +
			"to standard error. - stands for standard input. The exit code says how it ended: 0 done, 1 error,\n" +
			"2 called wrongly, 3 not found, 4 denied, 5 conflict, 6 the input has errors, 7 partly done.\n\n" +
			"Commands that talk to a platform find it by --server or $SELSYN_SERVER, and are let in by $SELSYN_TOKEN.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	flags := root.PersistentFlags()
	flags.StringVarP(&p.output, "output", "o", "", "form of the data on standard output: table, json, jsonl, yaml, csv or name")
	flags.StringSliceVar(&p.fields, "fields", nil, "only these fields of the data, by their names in JSON: id,name,counts.new")
	flags.StringVar(&p.server, "server", p.env("SELSYN_SERVER", "http://127.0.0.1:7357"), "address of the platform")
	flags.StringVar(&p.token, "token", "", "access token; better given as $SELSYN_TOKEN")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return usageError{err, cmd} })
	root.AddCommand(p.commands()...)
	p.misuse(root)
	p.completeAll(root)
	return root
}

// hint says what may help against an error.
func (p *program) hint(called *cobra.Command, err error) {
	var refused *client.Refused
	answered := errors.As(err, &refused)
	switch {
	case errs.Is(err, errs.Unauthorised) && p.token == "" && p.getenv("SELSYN_TOKEN") == "":
		fmt.Fprintln(p.err, "help:   set $SELSYN_TOKEN to an access token; selsyn token issue makes one, and so does the web application")
	case listening(err):
		fmt.Fprintln(p.err, "help:   --addr gives another address to listen on; 127.0.0.1:0 takes any free port")
	case errs.Is(err, errs.Unavailable) && !answered && called.Name() != "serve" && called.Name() != "demo":
		fmt.Fprintln(p.err, "help:   is the platform running there? --server and $SELSYN_SERVER say where it is; selsyn serve runs one")
	}
}

// listening reports whether the error is that of a server that cannot listen.
func listening(err error) bool {
	var network *net.OpError
	return errors.As(err, &network) && network.Op == "listen"
}

func (p *program) env(name, otherwise string) string {
	if v := p.getenv(name); v != "" {
		return v
	}
	return otherwise
}
