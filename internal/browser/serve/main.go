// Command serve runs the platform of the browser tests for a person to look at
// while working on the pages.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/selsyn/selsyn/internal/browser/scene"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	data, err := os.MkdirTemp("", "selsyn-scene-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer os.RemoveAll(data)
	s, ended, err := scene.Open(ctx, data, "127.0.0.1:7399")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%s\nadmin %s\neditor %s\nsupervisor %s\n", s.Base, s.Admin.Token, s.Editor.Token, s.Supervisor.Token)
	for _, v := range s.Vendors {
		fmt.Printf("vendor %s\n", v.Token)
	}
	<-ended
}
