// Package demo plays the story that the platform is about, for real, on one
// machine: editorial approves a cut, the platform works out what must be
// pulled, exactly the vendors concerned are told, and they reach exactly the
// plates they need while nobody else does.
//
// Every step is checked from outside, through the public API and with the eyes
// of each organisation, and the proof is printed. What should be reached is
// worked out here from the cut files alone, not taken from the platform.
package demo

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/server"
)

// Options say how the story is played.
type Options struct {
	Data       string   // folder for the platform, absent or without anything in it; a fresh one, removed at the end, when empty
	Addr       string   // address to listen on; any free one when empty
	Production string   // OMC-JSON of the user's own production; the invented one when empty
	Cuts       []string // two cut files of the user's own; the invented ones when empty
	Colour     bool     // whether to print in colour
	Once       bool     // stop after the story instead of going on serving
	Config     server.Config

	soon time.Duration // within which effects must be felt; soon when 0
}

// soon is within which time effects must be felt. The promise is a second; a
// busy machine is given more before the story is called off.
const soon = 10 * time.Second

// ErrFailed says that a step did not hold; what was printed says which.
var ErrFailed = errors.New("a step of the story did not hold")

// Vendors of the story.
var vendors = []string{"Northlight VFX", "Kestrel Pictures"}

// Run plays the story and tells it on out. With Once it returns when it is
// over, otherwise it goes on serving until ctx ends.
func Run(ctx context.Context, o Options, out io.Writer) (err error) {
	script, err := prepare(o)
	if err != nil {
		return err
	}
	passing := o.Data == ""
	if passing {
		if o.Data, err = os.MkdirTemp("", "selsyn-demo-"); err != nil {
			return err
		}
		defer os.RemoveAll(o.Data)
	}
	if there, _ := os.ReadDir(o.Data); len(there) > 0 { // one that cannot be read is found out below
		return errs.E("demo.Run", errs.Conflict, o.Data, fmt.Errorf("the folder %s is not empty; the story begins in a fresh one", o.Data))
	}
	config := o.Config
	config.Data, config.Addr, config.AllowPrivate = filepath.Join(o.Data, "platform"), o.Addr, true
	if config.Addr == "" {
		config.Addr = "127.0.0.1:0"
	}
	began := time.Now()
	platform, err := server.Open(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, platform.Close()) }()
	serving, stop := context.WithCancel(ctx)
	defer stop()
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- platform.Run(serving, func(a string) { address <- a }) }()
	var base string
	select {
	case base = <-address:
	case err := <-ended:
		return err
	}
	defer func() { // whatever happens it ends before its folder is removed
		stop()
		err = errors.Join(err, <-ended)
	}()
	t := &teller{out: out, colour: o.Colour}
	fmt.Fprintf(out, "A cut is approved, and exactly the right vendors can work: %s, played for real on this machine.\n", script.name)
	t.act("A platform in a fresh folder")
	t.proved("it answers at %s, %d ms after it was started", base, time.Since(began).Milliseconds())
	claim, err := platform.Identity.NewClaim(ctx)
	if err != nil {
		return err
	}
	play := &play{teller: t, script: script, platform: platform, began: began, soon: cmp.Or(o.soon, soon)}
	if play.Stage, err = stage.Set(ctx, stage.Options{
		Base: base, Claim: claim, Studio: "Halcyon Pictures", Vendors: vendors, Name: script.name, Slug: script.slug,
	}); err != nil {
		return err
	}
	err = play.all(ctx)
	if err == nil && t.failed > 0 {
		err = ErrFailed
	}
	if err == nil && !o.Once {
		err = play.leaveRunning(ctx, passing)
	}
	return err
}

// leaveRunning says how to look around, and waits until ctx ends.
func (p *play) leaveRunning(ctx context.Context, passing bool) error {
	code, err := p.platform.Identity.NewSignIn(ctx, p.supervisorID(), 0)
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "\nThe platform goes on. Look around as the supervisor, with a code that works once:\n\n    %s/sign-in#%s\n\n", p.Base, code)
	fmt.Fprintf(p.out, "On the command line, as the supervisor:\n\n    export SELSYN_SERVER=%s SELSYN_TOKEN=%s\n    selsyn cut ls %s\n\n", p.Base, p.Supervisor.Token, p.slug)
	end := "Ctrl-C ends it and keeps the folder."
	if passing {
		end = "Ctrl-C ends it and removes the folder."
	}
	fmt.Fprintf(p.out, "As %s: SELSYN_TOKEN=%s\nAs %s: SELSYN_TOKEN=%s\n\n%s\n",
		p.Vendors[0].OrgName, p.Vendors[0].Token, p.Vendors[1].OrgName, p.Vendors[1].Token, end)
	<-ctx.Done()
	return nil
}
