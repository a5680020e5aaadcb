package main

import (
	"context"
	"errors"
	"flag"
	"log/slog"
	"net"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/server"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"selsyn": main})
}

// The scripts in testdata read like a manual: each shows the verbs of a noun,
// what they print, and how they end. `platform` starts a platform with its
// people; `as NAME` says who calls from then on.
func TestScripts(t *testing.T) {
	var r reached
	t.Run("run", func(t *testing.T) { runScripts(t, &r) })
	if !t.Failed() && flag.Lookup("test.run").Value.String() == "" {
		r.check(t)
	}
}

func runScripts(t *testing.T, r *reached) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("SELSYN_SERVER", "http://127.0.0.1:1") // nobody is there
			e.Setenv("NO_COLOR", "1")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"platform": func(ts *testscript.TestScript, _ bool, args []string) { platform(t, r, ts, len(args) > 0) },
			"as": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Setenv("SELSYN_TOKEN", ts.Getenv(strings.ToUpper(args[0])))
			},
			"unclaimed": func(ts *testscript.TestScript, _ bool, _ []string) { unclaimed(t, r, ts) },
			"code":      code,
			"word":      word,
			"let":       let,
			"address":   address,
			"answers":   answers,
		},
	})
}

// platform starts a platform and says where it is and who is who: $ADMIN,
// $EDITOR, $SUPERVISOR, $NORTHLIGHT and so on are tokens, $..._ORG organisations.
// With any argument there is a production with reels.
func platform(t *testing.T, r *reached, ts *testscript.TestScript, filled bool) {
	w := world.New(t, world.Options{})
	if filled {
		w.Fill(t)
	}
	ts.Setenv("SELSYN_SERVER", r.before(ts, w.Base))
	ts.Setenv("PRODUCTION", w.Production)
	ts.Setenv("ADMIN", w.Admin.Token)
	ts.Setenv("EDITOR", w.Editor.Token)
	ts.Setenv("EDITOR_ID", w.Editor.ID)
	ts.Setenv("SUPERVISOR_ID", w.Supervisor.ID)
	ts.Setenv("ADMIN_ID", w.Admin.ID)
	ts.Setenv("SUPERVISOR", w.Supervisor.Token)
	ts.Setenv("STUDIO_ORG", w.Admin.Org)
	for i, name := range []string{"NORTHLIGHT", "KESTREL", "OUTSIDER"} {
		ts.Setenv(name, w.Vendors[i].Token)
		ts.Setenv(name+"_ORG", w.Vendors[i].Org)
	}
}

// unclaimed starts a platform that is nobody's yet; $CODE claims it.
func unclaimed(t *testing.T, r *reached, ts *testscript.TestScript) {
	p, err := server.Open(t.Context(), server.Config{Data: ts.MkAbs("unclaimed"), Addr: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler)})
	ts.Check(err)
	claim, err := p.Identity.NewClaim(t.Context())
	ts.Check(err)
	ctx, stop := context.WithCancel(context.Background())
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- p.Run(ctx, func(a string) { address <- a }) }()
	ts.Defer(func() {
		stop()
		if err := errors.Join(<-ended, p.Close()); err != nil {
			t.Error(err)
		}
	})
	ts.Setenv("SELSYN_SERVER", r.before(ts, <-address))
	ts.Setenv("CODE", claim)
}

// code runs a command and checks its exit code: code 3 selsyn cut read nothere.edl.
func code(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: code N COMMAND ARGUMENTS...")
	}
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			ts.Fatalf("%v", err)
		}
		got = ended.ExitCode()
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("%s ended with %d, want %s", strings.Join(args[1:], " "), got, args[0])
	}
}

// let sets a variable to the last word that a file says behind a name in JSON:
// let CUT id cut.json.
func let(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[2])
	_, rest, found := strings.Cut(text, "\""+args[1]+"\": \"")
	if !found {
		ts.Fatalf("%s has no %q:\n%s", args[2], args[1], text)
	}
	value, _, _ := strings.Cut(rest, "\"")
	ts.Setenv(args[0], value)
}

// word sets a variable to the first word of a file.
func word(ts *testscript.TestScript, _ bool, args []string) {
	words := strings.Fields(ts.ReadFile(args[1]))
	if len(words) == 0 {
		ts.Fatalf("%s has no word", args[1])
	}
	ts.Setenv(args[0], words[0])
}

// address sets a variable to an address on which nobody listens.
func address(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], l.Addr().String())
	ts.Check(l.Close())
}

// answers waits until a platform answers at an address.
func answers(ts *testscript.TestScript, _ bool, args []string) {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get("http://" + args[0] + "/openapi.json")
		if err == nil {
			resp.Body.Close()
			return
		}
	}
	ts.Fatalf("nobody answers at %s", args[0])
}
