package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/blob/disk"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/event/webhook"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/production"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/resolve"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/turnover"
)

// Platform is a running platform: its database, its storage and its services.
type Platform struct {
	DB         *store.DB
	Bucket     *disk.Bucket
	Events     *event.Log
	Audit      *audit.Log
	Webhooks   *webhook.Service
	Identity   *identity.Service
	Grants     *grant.Service
	Production *production.Service
	Registry   *registry.Service
	Resolve    *resolve.Service
	Review     *review.Service
	Turnover   *turnover.Service

	config Config
	lock   *os.File // held while the database is in the data folder; nil otherwise
	keys   keys
	reads  *audit.Buffer
	ending chan struct{} // closed when serving is about to end
}

// Open opens a platform in its data folder, which is made when absent, and
// brings its tables up to date. Close it.
func Open(ctx context.Context, c Config) (*Platform, error) {
	const op errs.Op = "server.Open"
	c = c.filled()
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, errs.E(op, errs.Other, c.Data, err)
	}
	p := &Platform{config: c, ending: make(chan struct{})}
	if err := p.open(ctx); err != nil {
		return nil, errors.Join(errs.E(op, errs.Other, c.Data, err), p.Close())
	}
	return p, nil
}

// open opens what is in the folder and the database. What it opened before an
// error is for Close.
func (p *Platform) open(ctx context.Context) (err error) {
	c := p.config
	if c.Database == "" {
		if p.lock, err = lockFolder(c.Data); err != nil {
			return err
		}
	}
	if p.DB, err = store.Open(ctx, store.Config{Path: filepath.Join(c.Data, "selsyn.db"), URL: c.Database, Clock: c.Clock}); err != nil {
		return err
	}
	if err = p.DB.Migrate(ctx, keyTable()); err != nil {
		return err
	}
	if p.keys, err = loadKeys(ctx, p.DB, c.Data); err != nil {
		return err
	}
	if p.Bucket, err = disk.Open(filepath.Join(c.Data, "assets")); err != nil {
		return err
	}
	if err = migrate(ctx, p.DB); err != nil {
		return err
	}
	p.wire(c)
	return p.Resolve.Init(ctx)
}

// Close ends what Open began. What was recorded of reads is written first.
func (p *Platform) Close() error {
	var all []error
	if p.reads != nil {
		all = append(all, p.reads.Close())
	}
	if p.DB != nil {
		all = append(all, p.DB.Close())
	}
	if p.Bucket != nil {
		all = append(all, p.Bucket.Close())
	}
	if p.lock != nil {
		all = append(all, p.lock.Close()) // lets others into the folder
	}
	return errors.Join(all...)
}

// Handler is the API and the web application.
func (p *Platform) Handler() http.Handler { return p.edge().Handler() }

func (p *Platform) edge() *api.Server {
	return &api.Server{
		DB: p.DB, Bucket: p.Bucket, Identity: p.Identity, Grants: p.Grants, Production: p.Production, Registry: p.Registry,
		Resolve: p.Resolve, Turnover: p.Turnover, Review: p.Review, Events: p.Events, Webhooks: p.Webhooks, Audit: p.Audit,
		Checkpoint: p.checkpoint, Pages: p.config.Pages, TLS: p.config.secure(),
		Log: p.config.Log, Limits: p.config.Limits, Ending: p.ending,
	}
}

// Work runs what goes on behind the API until ctx ends: the consumers of
// events, the deliveries to webhooks, what is done by the clock, and imports
// that were cut short. What has begun is finished.
func (p *Platform) Work(ctx context.Context) error {
	done := make(chan error, 4)
	go func() { done <- p.Events.Run(ctx, p.Turnover.Consumer()) }()
	go func() { done <- p.Webhooks.Run(ctx) }()
	go func() { done <- p.keepUp(ctx) }()
	go func() { done <- p.resume(ctx) }()
	return errors.Join(<-done, <-done, <-done, <-done)
}

// resumeEvery is how often is looked for imports whose process died.
const resumeEvery = 10 * time.Second

// resume ends the imports that others left behind.
func (p *Platform) resume(ctx context.Context) error {
	tick := time.NewTicker(resumeEvery)
	defer tick.Stop()
	for {
		if err := p.Production.Resume(ctx); err != nil && ctx.Err() == nil {
			p.config.Log.Error("an import that was cut short could not be ended; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// keepUpEvery is how often is done what goes by the clock.
const keepUpEvery = time.Hour

// keepUp renews the grants of work that goes on.
func (p *Platform) keepUp(ctx context.Context) error {
	tick := time.NewTicker(keepUpEvery)
	defer tick.Stop()
	for {
		if _, err := p.Turnover.Renew(ctx); err != nil && ctx.Err() == nil {
			p.config.Log.Error("grants could not be renewed; it is tried again in an hour", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Run serves until ctx ends, once. Streams and waiting reads then end at once;
// requests at work are given ten seconds to finish. Ready, when not nil, is
// called once with the address that callers reach us at.
func (p *Platform) Run(ctx context.Context, ready func(address string)) error {
	const op errs.Op = "server.Run"
	listener, err := net.Listen("tcp", p.config.Addr)
	if err != nil {
		return errs.E(op, errs.Unavailable, p.config.Addr, fmt.Errorf("cannot listen: %w", err))
	}
	srv := &http.Server{
		Handler: p.Handler(), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
		ErrorLog:    slog.NewLogLogger(p.config.Log.Handler(), slog.LevelWarn),
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	go p.warm(working)
	worked := make(chan error, 1)
	go func() { worked <- p.Work(working) }()
	served := make(chan error, 1)
	go func() { served <- srv.Serve(listener) }()
	if ready != nil {
		ready("http://" + listener.Addr().String())
	}
	select {
	case err = <-served:
	case <-ctx.Done():
		close(p.ending)
		graceful, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		if err = srv.Shutdown(graceful); err != nil {
			err = errors.Join(err, srv.Close())
		}
	}
	stop()
	return errors.Join(err, <-worked)
}

// warm reads the registry into memory. What did not get there is read when it is
// asked for.
func (p *Platform) warm(ctx context.Context) {
	_ = p.Registry.Warm(ctx)
	debug.FreeOSMemory() // reading a hundred thousand assets leaves as much garbage behind
}
