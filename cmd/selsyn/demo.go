package main

import (
	"errors"
	"io"
	"log/slog"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/demo"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/server"
	"github.com/selsyn/selsyn/ui"
)

// demo plays the story.
func (p *program) demo() *cobra.Command {
	var o demo.Options
	c := &cobra.Command{
		Use:   "demo",
		Short: "Play the whole story on this machine: a cut is approved, and exactly the right vendors can work",
		Long: "Starts a platform in a fresh folder with an invented production, three organisations and camera reels\n" +
			"made on the spot, plays the story and prints what each step proved. Then it goes on serving, so that you\n" +
			"can look around; --once ends it instead, with 0 only if every step held.\n\n" +
			"--production FILE.json --cut A --cut B plays it with your own OMC-JSON and cut files.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.Config = server.Config{Pages: ui.Handler(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
			o.Colour = p.coloured()
			// Somebody who reads no further must not leave the folder behind.
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGPIPE)
			defer stop()
			err := demo.Run(ctx, o, p.out)
			if errors.Is(err, demo.ErrFailed) || ctx.Err() != nil && cmd.Context().Err() == nil {
				return quiet(errs.Other)
			}
			return err
		},
	}
	flags := c.Flags()
	flags.BoolVar(&o.Once, "once", false, "end after the story")
	flags.StringVar(&o.Data, "data", "", "empty folder for the platform, which is kept; a fresh one, removed at the end, when not given")
	flags.StringVar(&o.Addr, "addr", "", "address to listen on; any free one on this machine when empty")
	flags.StringVar(&o.Production, "production", "", "OMC-JSON file of your production")
	flags.StringArrayVar(&o.Cuts, "cut", nil, "cut file; twice, in order")
	return c
}
