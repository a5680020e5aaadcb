package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/server"
	"github.com/selsyn/selsyn/ui"
)

// serve runs the platform.
func (p *program) serve() *cobra.Command {
	var c server.Config
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run the platform",
		Long: "Runs the platform until it is interrupted. Without flags it keeps everything in the folder data and\n" +
			"listens on this machine only.\n\n" +
			"When nobody has claimed the installation yet it prints an address that works once, for ten minutes,\n" +
			"and makes its visitor the first administrator. There is no default password.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := listenable(c.Addr); err != nil {
				return wrongly(cmd, "--addr %s: %v; it is a host and a port, as in %s or :7357", c.Addr, err, server.DefaultAddr)
			}
			if !isOrigin(c.Public) {
				return wrongly(cmd, "--public %s is not the address of a platform; it is https:// or http://, a host, and a port if need be", c.Public)
			}
			c.Public = strings.TrimSuffix(c.Public, "/")
			c.Pages = ui.Handler()
			c.Log = slog.New(slog.NewTextHandler(p.err, nil))
			platform, err := server.Open(cmd.Context(), c)
			if err != nil {
				return err
			}
			defer platform.Close()
			code, err := claimCode(cmd.Context(), platform)
			if err != nil {
				return err
			}
			return platform.Run(cmd.Context(), func(address string) { p.welcome(address, c.Public, code) })
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&c.Data, "data", p.env("SELSYN_DATA", "data"), "folder for everything the platform keeps")
	flags.StringVar(&c.Database, "database", p.getenv("SELSYN_DATABASE"), "postgres://... to use PostgreSQL; SQLite in the data folder when empty")
	flags.StringVar(&c.Addr, "addr", server.DefaultAddr, "address to listen on")
	flags.StringVar(&c.Public, "public", p.getenv("SELSYN_PUBLIC"), "address by which others reach the platform: https://selsyn.example")
	flags.BoolVar(&c.AllowPrivate, "allow-private-webhooks", false, "let webhooks go to private addresses and by plain HTTP; for development only")
	return cmd
}

// claimCode is a code with which an empty platform is claimed; none when it has
// been already.
func claimCode(ctx context.Context, platform *server.Platform) (string, error) {
	empty, err := platform.Identity.Claimable(ctx)
	if err != nil || !empty {
		return "", err
	}
	return platform.Identity.NewClaim(ctx)
}

// listenable says what is wrong with the form of an address to listen on.
func listenable(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		var wrong *net.AddrError
		if errors.As(err, &wrong) {
			return errors.New(wrong.Err)
		}
		return err
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return fmt.Errorf("%q is no port", port)
	}
	return nil
}

// isOrigin reports whether the text is empty or the address of a whole site.
func isOrigin(text string) bool {
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	return text == "" || err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Hostname() != "" && *u == url.URL{Scheme: u.Scheme, Host: u.Host}
}

// welcome says where the platform is and, on an empty one, how to claim it: by
// the address that others use, where there is one.
func (p *program) welcome(address, public, code string) {
	fmt.Fprintf(p.err, "selsyn: ready at %s\n", address)
	if public != "" {
		fmt.Fprintf(p.err, "selsyn: others reach it at %s\n", public)
	}
	if code != "" {
		fmt.Fprintf(p.err, "selsyn: nobody has claimed this installation. Within ten minutes open\n\n    %s/claim#%s\n\n", cmp.Or(public, address), code)
	}
}
