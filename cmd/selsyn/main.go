// Command selsyn runs the platform and talks to it.
//
// Commands are a noun and a verb: `selsyn cut diff A B`. Data goes to standard
// output in the form that -o names, messages to standard error. The exit code
// says how it ended: 0 done, 1 error, 2 called wrongly, 3 not found, 4 denied,
// 5 conflict, 6 the input has findings of severity error, 7 partly done.
//
// Some verbs work on files alone and need no server; they say so in their help.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(code)
}
