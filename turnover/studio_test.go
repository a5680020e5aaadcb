package turnover_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/production"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/server"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/turnover"
)

// tester is what a test and a rapid check have in common.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// studio is a whole platform without its edges: the real services on a real
// database. What follows from events follows when the test says so.
type studio struct {
	*server.Platform
	clock                     atomic.Int64 // how far the platform's time is ahead, in nanoseconds
	admin, editor, supervisor context.Context
	org                       identity.OrgID
	vendors                   []context.Context
	vendorOrgs                []identity.OrgID
	n                         int
}

// onBoth runs a test on SQLite and on PostgreSQL.
func onBoth(t *testing.T, test func(t *testing.T, s *studio)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newStudio(t, "")) })
	t.Run("postgres", func(t *testing.T) { test(t, newStudio(t, pgtest.URL(t))) })
}

func newStudio(t *testing.T, database string) *studio {
	t.Helper()
	s := new(studio)
	ctx := t.Context()
	p, err := server.Open(ctx, server.Config{
		Data: filepath.Join(t.TempDir(), "p"), Database: database, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Clock: func() time.Time { return time.Now().Add(time.Duration(s.clock.Load())) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Platform = p
	code, err := p.Identity.NewClaim(ctx)
	must(t, err)
	claimed, err := p.Identity.Claim(ctx, code, identity.Founder{Org: "Halcyon", Name: "Ada"})
	must(t, err)
	founder, err := p.Identity.Authenticate(ctx, claimed.Secret)
	must(t, err)
	s.admin, s.org = identity.NewContext(ctx, founder), founder.Org
	s.editor, s.supervisor = s.member(t, founder.Org, "editor"), s.member(t, founder.Org, "supervisor")
	for _, name := range []string{"A", "B", "C"} {
		org, err := p.Identity.CreateOrg(ctx, "Vendor "+name)
		must(t, err)
		s.vendorOrgs = append(s.vendorOrgs, org.ID)
		s.vendors = append(s.vendors, s.member(t, org.ID, "coordinator"))
	}
	return s
}

func must(t tester, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *studio) member(t *testing.T, org identity.OrgID, role string) context.Context {
	t.Helper()
	ctx := t.Context()
	m, err := s.Identity.CreatePerson(ctx, identity.NewMember{Org: org, Name: role, Roles: []string{role}})
	must(t, err)
	secret, _, err := s.Identity.IssueNamedToken(ctx, m.ID, "test", nil, identity.MaxTTL)
	must(t, err)
	subject, err := s.Identity.Authenticate(ctx, secret)
	must(t, err)
	return identity.NewContext(ctx, subject)
}

// show is one production of the studio.
type show struct {
	*studio
	id     string
	assets []*registry.Asset // by reel
	at     int64             // position up to which events were followed
}

const reels = 5

// reel is the source with the number.
func reel(n int) timeline.SourceKey {
	return timeline.SourceKey{Reel: fmt.Sprintf("A%03dC001", n+1), Clip: fmt.Sprintf("%d-1", n+1)}
}

func (s *studio) newShow(t tester) *show {
	t.Helper()
	s.n++
	p, err := s.Production.Create(s.admin, production.New{Name: fmt.Sprintf("Film %d", s.n)})
	must(t, err)
	w := &show{studio: s, id: string(p.ID)}
	for i := range reels {
		w.register(t, reel(i), "")
	}
	return w
}

func (w *show) register(t tester, key timeline.SourceKey, file string) {
	t.Helper()
	w.n++
	made, err := w.Registry.Register(w.admin, w.id, registry.Registration{
		Facts: registry.Facts{
			Name: key.Reel, Kind: "camera.reel", Reel: key.Reel, Clip: key.Clip, File: file,
			Available: media.Frames(86400, 86400+1000, media.R24),
		},
		Identifiers: []string{fmt.Sprintf("urn:sha1:%040x", w.n)},
	})
	must(t, err)
	a, err := w.Registry.Get(w.admin, w.id, string(made[0].ID))
	must(t, err)
	w.assets = append(w.assets, a)
}

// use is a shot in a cut: frames of a reel from an offset.
type use struct {
	shot           string
	reel           int
	offset, frames int64
}

// edit is a cut as a list.
func edit(t tester, name string, uses []use) []byte {
	t.Helper()
	track := timeline.Track{Name: "V", Kind: timeline.Video}
	at := int64(86400)
	for i, u := range uses {
		in := 86400 + u.offset
		track.Events = append(track.Events, timeline.Event{
			N: i + 1, Number: fmt.Sprintf("%03d", i+1), Source: reel(u.reel), SourceRange: media.Frames(in, in+u.frames, media.R24),
			Record: media.Frames(at, at+u.frames, media.R24), Speed: media.NewRatio(1, 1), Enabled: true, Comment: []string{u.shot},
		})
		at += u.frames
	}
	var b bytes.Buffer
	_, err := edl.Write(&b, &timeline.Cut{
		Format: timeline.CMX3600, Name: name, Rate: media.R24, Start: media.Time{Value: 86400, Rate: media.R24}, Tracks: []timeline.Track{track},
	})
	must(t, err)
	return b.Bytes()
}

func (w *show) publish(t tester, name string, uses ...use) turnover.Cut {
	t.Helper()
	c, report, err := w.Turnover.PublishCut(w.editor, turnover.Publish{Production: w.id, File: name + ".edl", Rate: media.R24, Content: edit(t, name, uses)})
	if err != nil {
		t.Fatalf("publish %s: %v; %v", name, err, report)
	}
	return c
}

func (w *show) decide(t tester, c turnover.Cut, v review.Verdict) {
	t.Helper()
	_, err := w.Review.Decide(w.supervisor, review.Request{Subject: c.ID, Digest: c.Digest, Verdict: v})
	must(t, err)
	w.follow(t)
}

func (w *show) assign(t tester, list ...turnover.Assignment) {
	t.Helper()
	must(t, w.Turnover.Assign(w.supervisor, w.id, list))
	w.follow(t)
}

// to gives a pattern to the vendor with the number.
func (w *show) to(pattern string, vendor int) turnover.Assignment {
	return turnover.Assignment{Pattern: pattern, Organisation: w.vendorOrgs[vendor]}
}

// follow lets what follows from events follow. All that is waiting is prepared
// before the first of it is done, so that preparations are stale as often as not.
func (w *show) follow(t tester) {
	t.Helper()
	consumer := w.Turnover.Consumer()
	for {
		events, err := w.Events.Read(w.admin, event.Feed{Log: w.id}, w.at, 500)
		must(t, err)
		var prepared []func(*store.Tx) error
		for _, e := range events {
			w.at = e.Position
			if slices.Contains(consumer.Types, e.Type) {
				do, err := consumer.Prepare(context.Background(), e)
				must(t, err)
				prepared = append(prepared, do)
			}
		}
		for _, do := range prepared {
			must(t, w.DB.Write(context.Background(), do))
		}
		if len(events) == 0 {
			return
		}
	}
}

// reaches is which assets a vendor can resolve now, by reel.
func (w *show) reaches(vendor int) []int {
	got := []int{}
	for i, a := range w.assets {
		if w.Grants.Can(w.vendors[vendor], "asset.resolve", a.Resource()) {
			got = append(got, i)
		}
	}
	return got
}

// told is the types of the events that a vendor was told of.
func (w *show) told(t tester, vendor int) []string {
	t.Helper()
	events, err := w.Events.Read(w.admin, event.Feed{Log: w.id, Org: string(w.vendorOrgs[vendor])}, 0, 10_000)
	must(t, err)
	types := []string{}
	for i, e := range events {
		if e.Position != int64(i+1) {
			t.Fatalf("vendor %d: event %d has the position %d", vendor, i+1, e.Position)
		}
		types = append(types, e.Type)
	}
	return types
}

func count(list []string, what string) int {
	n := 0
	for _, s := range list {
		if s == what {
			n++
		}
	}
	return n
}

// rules is the ids of the rules by which a vendor reaches assets.
func (w *show) rules(t tester, vendor int) []string {
	t.Helper()
	found, err := w.Grants.List(w.admin, grant.Filter{Production: w.id, Org: string(w.vendorOrgs[vendor]), Limit: 10_000})
	must(t, err)
	ids := []string{}
	for _, g := range found {
		if slices.Contains(g.Actions, policy.Action("asset.resolve")) {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

func (w *show) turnovers(t tester, vendor int) []turnover.Turnover {
	t.Helper()
	list, err := w.Turnover.Turnovers(w.vendors[vendor], w.id, w.vendorOrgs[vendor])
	must(t, err)
	return list
}
