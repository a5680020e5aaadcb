package registry_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha1"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/blob/disk"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

const show = "urn:uuid:00000000-0000-4000-8000-000000000001"

// rules answers by a compiled set, as the service of grants does.
type rules struct{ set *policy.Set }

func (r rules) request(ctx context.Context, action policy.Action, res policy.Resource) *policy.Request {
	s := identity.FromContext(ctx)
	return &policy.Request{Subject: policy.Subject{ID: string(s.ID), Org: string(s.Org), Roles: s.Roles}, Action: action, Resource: res, Now: time.Now()}
}

func (r rules) Check(ctx context.Context, action policy.Action, res policy.Resource) error {
	if r.set.Decide(r.request(ctx, action, res)).Allow {
		return nil
	}
	if r.set.Decide(r.request(ctx, policy.Action(res.Kind+".read"), res)).Allow {
		return errs.E("rules.Check", errs.Denied, res.ID, nil)
	}
	return errs.E("rules.Check", errs.NotExist, res.ID, nil)
}

func (r rules) Visible(ctx context.Context, action policy.Action, kind string, cols policy.Columns) (policy.SQL, error) {
	return r.set.Predicate(r.request(ctx, action, policy.Resource{}).Subject, action, kind, time.Now(), cols), nil
}

type shows struct{}

func (shows) Owner(_ *store.Tx, production string) (identity.OrgID, error) {
	if !strings.HasPrefix(production, show[:40]) {
		return "", errs.E("shows.Owner", errs.NotExist, production, nil)
	}
	return "studio", nil
}

func newID() string {
	u, err := id.NewUUID(time.Now(), rand.Reader)
	if err != nil {
		panic(err)
	}
	return string(u)
}

func permit(ruleID string, who policy.Who, what policy.What, actions ...policy.Action) policy.Rule {
	return policy.Rule{ID: ruleID, Effect: policy.Permit, Who: who, What: what, Actions: actions, Until: time.Now().Add(time.Hour)}
}

func service(t testing.TB, db *store.DB, more ...policy.Rule) *registry.Service {
	t.Helper()
	set, err := policy.Compile(append(more,
		permit("owner", policy.Who{Org: "studio"}, policy.What{}, "*"),
		permit("vendor", policy.Who{Org: "vendor"}, policy.What{}, "production.read"),
		permit("plates", policy.Who{Org: "vendor"}, policy.What{Kind: "asset", Shot: "010"}, "asset.read"),
	))
	if err != nil {
		t.Fatal(err)
	}
	bucket, err := disk.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bucket.Close() })
	r := rules{set}
	return &registry.Service{DB: db, Access: r, Visible: r, Productions: shows{}, NewID: newID, Bucket: bucket}
}

func as(t testing.TB, org string) context.Context {
	return identity.NewContext(t.Context(), identity.Subject{ID: identity.SubjectID(org + "-person"), Org: identity.OrgID(org), Kind: identity.Person})
}

func both(t *testing.T, test func(t *testing.T, s *registry.Service)) {
	sets := []store.Migrations{event.Migrations(), audit.Migrations(), registry.Migrations()}
	pgtest.Both(t, sets, func(t *testing.T, db *store.DB) { test(t, service(t, db)) })
}

func sha(text string) string { return string(id.FromSHA1(sha1.Sum([]byte(text)))) }

func register(t testing.TB, s *registry.Service, regs ...registry.Registration) []registry.Registered {
	t.Helper()
	made, err := s.Register(as(t, "studio"), show, regs...)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func reel(name string, more ...string) registry.Registration {
	return registry.Registration{
		Facts:       registry.Facts{Name: name, Kind: "camera.reel", Reel: name, Available: media.Frames(86400, 90000, media.R24)},
		Identifiers: append([]string{sha(name)}, more...),
		Locations:   []registry.Location{{Storage: "nas", Place: "reels/" + name}},
	}
}

func TestRegisteringTwiceIsOnce(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		ctx := as(t, "studio")
		first := register(t, s, reel("A001C002", "urn:x-omc:harbour:ast%2F1", "urn:eidr:10.5240:1489-49a2-3956-4b2d-fe16-5"))[0]
		if !first.Created || !first.Changed {
			t.Errorf("first = %+v", first)
		}
		again := register(t, s, reel("A001C002"))[0]
		if again.ID != first.ID || again.Created || again.Changed {
			t.Errorf("again = %+v, want %s unchanged", again, first.ID)
		}
		more := reel("A001C002", "urn:x-camera:7")
		more.Size, more.Clip = 42, "A001C002_1"
		more.Locations = []registry.Location{{Place: "https://cdn.example/a", Priority: 5}}
		if added := register(t, s, more)[0]; added.ID != first.ID || added.Created || !added.Changed {
			t.Errorf("added = %+v", added)
		}
		for _, spelling := range []string{string(first.ID), strings.ToUpper(sha("A001C002")), "urn:x-omc:harbour:ast%2f1", "urn:x-camera:7", "urn:eidr:10.5240/1489-49A2-3956-4b2d-fe16-5"} {
			a, err := s.Get(ctx, show, spelling)
			if err != nil || a.ID != first.ID || len(a.Identifiers) != 5 || a.Identifiers[0] != first.ID || len(a.Locations) != 2 || a.Size != 42 || a.Revision != 2 || a.Reel != "A001C002" {
				t.Errorf("Get(%s) = %+v, %v", spelling, a, err)
			}
		}
		log := event.NewLog(s.DB)
		events, err := log.Read(ctx, event.Feed{Log: show}, 0, 10)
		if err != nil || len(events) != 2 || events[0].Type != "asset.registered" || events[0].Subject != string(first.ID) {
			t.Errorf("events = %+v, %v", events, err)
		}
	})
}

func TestConflictsChangeNothing(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		ctx := as(t, "studio")
		made := register(t, s, reel("A"), reel("B", "urn:x-omc:s:v"), registry.Registration{Identifiers: []string{"urn:x-omc:s:v", sha("C")}})
		place := reel("D")
		place.Locations = reel("A").Locations
		size := reel("A")
		size.Size = 5
		register(t, s, size)
		size.Size = 6
		for name, c := range map[string]struct {
			reg  registry.Registration
			want errs.Kind
		}{
			"two assets":       {registry.Registration{Identifiers: []string{sha("A"), sha("B")}}, errs.Conflict},
			"two digests":      {registry.Registration{Identifiers: []string{string(made[0].ID), sha("Z")}}, errs.Conflict},
			"digest and uuid":  {registry.Registration{Identifiers: []string{string(made[0].ID), sha("B")}}, errs.Conflict},
			"shared pair":      {registry.Registration{Identifiers: []string{"urn:x-omc:s:v"}}, errs.Conflict},
			"taken place":      {place, errs.Conflict},
			"other size":       {size, errs.Conflict},
			"identifier form":  {registry.Registration{Identifiers: []string{"urn:sha1:short"}}, errs.Invalid},
			"negative size":    {registry.Registration{Facts: registry.Facts{Size: -1}}, errs.Invalid},
			"zero byte":        {registry.Registration{Facts: registry.Facts{Name: "a\x00"}}, errs.Invalid},
			"range":            {registry.Registration{Facts: registry.Facts{Available: media.Frames(5, 4, media.R24)}}, errs.Invalid},
			"place":            {registry.Registration{Locations: []registry.Location{{Storage: "local", Place: "../x"}}}, errs.Invalid},
			"address":          {registry.Registration{Locations: []registry.Location{{Place: "file:///etc/passwd"}}}, errs.Invalid},
			"state":            {registry.Registration{Locations: []registry.Location{{Place: "https://a/b", State: "odd"}}}, errs.Invalid},
			"other's copy":     {registry.Registration{Locations: []registry.Location{{Place: "https://a/b", Provider: "vendor"}}}, errs.Denied},
			"many identifiers": {registry.Registration{Identifiers: make([]string, 65)}, errs.TooLarge},
			"two sha1 of one":  {registry.Registration{Identifiers: []string{sha("1"), sha("2")}}, errs.Conflict},
		} {
			if got, err := s.Register(ctx, show, reel("new"), c.reg); !errs.Is(err, c.want) {
				t.Errorf("%s: %v, %v, want %v", name, got, err, c.want)
			}
		}
		if a, err := s.Get(ctx, show, sha("new")); !errs.Is(err, errs.NotExist) {
			t.Errorf("a registration beside one that failed was kept: %+v, %v", a, err)
		}
		if _, err := s.Register(ctx, "urn:uuid:f", reel("x")); !errs.Is(err, errs.NotExist) {
			t.Errorf("registering in no production: %v", err)
		}
		if _, err := s.Register(ctx, show, make([]registry.Registration, registry.MaxBatch+1)...); !errs.Is(err, errs.TooLarge) {
			t.Errorf("a batch too large: %v", err)
		}
		if _, err := s.Get(ctx, "", "urn:x-omc:s:v"); !errs.Is(err, errs.Conflict) {
			t.Errorf("an identifier of two assets: %v", err)
		}
	})
}

func TestPairsMatchWhereNothingSurerIsSaid(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		pair := registry.Registration{Identifiers: []string{"urn:x-omc:s:v"}}
		made := register(t, s, pair, pair, registry.Registration{Identifiers: []string{"urn:x-other:s"}}, registry.Registration{Identifiers: []string{"urn:x-other:s"}})
		if made[0].ID != made[1].ID || made[2].ID == made[3].ID {
			t.Errorf("made = %+v, want the pair once and the other twice", made)
		}
	})
}

func TestManyWritersMakeOneAsset(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		var wg sync.WaitGroup
		ids := make([]id.URN, 8)
		for i := range ids {
			wg.Go(func() {
				made, err := s.Register(as(t, "studio"), show, reel("A", fmt.Sprint("urn:x-writer:", i)))
				if err != nil {
					t.Error(err)
					return
				}
				ids[i] = made[0].ID
			})
		}
		wg.Wait()
		a, err := s.Get(as(t, "studio"), show, sha("A"))
		if err != nil || len(a.Identifiers) != 2+len(ids) {
			t.Fatalf("Get = %+v, %v", a, err)
		}
		for i, u := range ids {
			if u != a.ID {
				t.Errorf("writer %d got %s, want %s", i, u, a.ID)
			}
		}
	})
}

func TestListsShowWhatMayBeRead(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		var regs []registry.Registration
		for i := range 25 {
			r := reel(fmt.Sprint("R", i))
			r.Shot = fmt.Sprintf("%03d", i%5*10)
			regs = append(regs, r)
		}
		register(t, s, regs...)
		for _, c := range []struct {
			org  string
			q    registry.Query
			want int
		}{
			{"studio", registry.Query{Production: show}, 25},
			{"studio", registry.Query{Production: show, Shot: "020", Kind: "camera.reel"}, 5},
			{"vendor", registry.Query{Production: show}, 5},
			{"vendor", registry.Query{Production: show, Shot: "020"}, 0},
			{"vendor", registry.Query{Production: show, Limit: 2}, 5},
			{"studio", registry.Query{Production: show, Limit: 7}, 25},
		} {
			got, pages := map[id.URN]bool{}, 0
			for {
				page, err := s.List(as(t, c.org), c.q)
				if err != nil {
					t.Fatal(err)
				}
				for _, a := range page.Assets {
					got[a.ID] = true
					if len(a.Identifiers) != 2 || len(a.Locations) != 1 {
						t.Errorf("listed without its identifiers or locations: %+v", a)
					}
				}
				pages++
				if c.q.After = page.Next; page.Next == "" {
					break
				}
			}
			if len(got) != c.want {
				t.Errorf("%s sees %d of %+v on %d pages, want %d", c.org, len(got), c.q, pages, c.want)
			}
		}
		for _, who := range []struct{ org, production string }{{"stranger", show}, {"studio", "urn:uuid:none"}} {
			if page, err := s.List(as(t, who.org), registry.Query{Production: who.production}); !errs.Is(err, errs.NotExist) {
				t.Errorf("%+v lists %v, %v", who, page, err)
			}
		}
		if a, err := s.Get(as(t, "vendor"), show, sha("R1")); a == nil || err != nil {
			t.Errorf("vendor may read shot 010: %v", err)
		}
		if _, err := s.Get(as(t, "vendor"), show, sha("R2")); !errs.Is(err, errs.NotExist) {
			t.Errorf("vendor reads shot 020: %v", err)
		}
		if _, err := s.Locate(as(t, "vendor"), sha("R1"), registry.Location{Place: "https://evil.example/x"}); !errs.Is(err, errs.Denied) {
			t.Errorf("vendor adds a copy: %v", err)
		}
		if _, err := s.Register(as(t, "vendor"), show, registry.Registration{Identifiers: []string{sha("R2")}, Locations: []registry.Location{{Place: "https://evil.example/x"}}}); !errs.Is(err, errs.NotExist) {
			t.Errorf("vendor registers: %v", err)
		}
	})
}

func TestLocationsComeAndGo(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		ctx := as(t, "studio")
		made := register(t, s, reel("A"), reel("B"))
		extra := registry.Location{Place: "https://cdn.example/a", Priority: 3}
		a, err := s.Locate(ctx, sha("A"), extra)
		if err != nil || len(a.Locations) != 2 || a.Locations[1].Place != extra.Place || a.Locations[1].Provider != "studio" || a.Revision != 2 {
			t.Fatalf("Locate = %+v, %v", a, err)
		}
		extra.State = registry.Missing
		if a, err = s.Locate(ctx, sha("A"), extra); err != nil || len(a.Locations) != 2 || a.Locations[1].State != registry.Missing {
			t.Errorf("Locate again = %+v, %v", a, err)
		}
		if _, err := s.Locate(ctx, sha("B"), extra); !errs.Is(err, errs.Conflict) {
			t.Errorf("a place of two assets: %v", err)
		}
		if a, err = s.Unlocate(ctx, sha("A"), extra); err != nil || len(a.Locations) != 1 {
			t.Errorf("Unlocate = %+v, %v", a, err)
		}
		if a, err := s.Get(ctx, show, string(made[0].ID)); err != nil || len(a.Locations) != 1 || a.Revision != 4 {
			t.Errorf("after that Get = %+v, %v", a, err)
		}
		if _, err := s.Locate(ctx, sha("none"), extra); !errs.Is(err, errs.NotExist) {
			t.Errorf("a place of no asset: %v", err)
		}
		if _, err := s.Locate(ctx, sha("A"), make([]registry.Location, 65)...); !errs.Is(err, errs.TooLarge) {
			t.Errorf("65 places: %v", err)
		}
		if _, err := s.Locate(ctx, sha("A"), registry.Location{Place: "no address"}); !errs.Is(err, errs.Invalid) {
			t.Errorf("no address: %v", err)
		}
	})
}

func TestAnotherProcessIsSeen(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		if !s.DB.Postgres() {
			t.Skip("one process has the SQLite file")
		}
		s.Fresh = time.Nanosecond
		other := service(t, s.DB)
		register(t, s, reel("A"))
		ctx := as(t, "studio")
		if a, err := s.Get(ctx, show, sha("A")); err != nil || len(a.Locations) != 1 {
			t.Fatalf("Get = %+v, %v", a, err)
		}
		if _, err := other.Locate(ctx, sha("A"), registry.Location{Place: "https://cdn.example/a"}); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Get(ctx, show, sha("A")); err != nil || len(a.Locations) != 2 {
			t.Errorf("after the other's change Get = %+v, %v", a, err)
		}
	})
}

func TestSourcesAreFoundByAnyName(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		long := reel("A001C002_150123_R0XY")
		long.Clip, long.File, long.UMID = "Harbour wide", "/mnt/day 3/A001C002_150123_R0XY.mov", "060a2b34"
		made := register(t, s, long, reel("B002"), reel("A001C002", "urn:x-omc:s:v"))
		for name, c := range map[string]struct {
			key  timeline.SourceKey
			want []int
		}{
			"reel":         {timeline.SourceKey{Reel: "b002.mxf"}, []int{1}},
			"cut-off reel": {timeline.SourceKey{Reel: "a001c002"}, []int{0, 2}},
			"longer reel":  {timeline.SourceKey{Reel: "A001C002_150123_R0XY*"}, []int{0, 2}},
			"clip":         {timeline.SourceKey{Clip: "HARBOUR WIDE"}, []int{0}},
			"file":         {timeline.SourceKey{File: `D:\x\A001C002_150123_R0XY.mxf`}, []int{0, 2}[:1]},
			"escaped file": {timeline.SourceKey{File: "file://h/day%203/A001C002_150123_R0XY.mov"}, []int{0}},
			"umid":         {timeline.SourceKey{UMID: "06.0A.2B.34"}, []int{0}},
			"identifier":   {timeline.SourceKey{ID: "urn:x-omc:s:v"}, []int{2}},
			"own id":       {timeline.SourceKey{ID: "MADE1"}, []int{1}},
			"unknown":      {timeline.SourceKey{Reel: "Z9", ID: "nonsense"}, nil},
			"nothing":      {timeline.SourceKey{}, nil},
		} {
			if c.key.ID == "MADE1" {
				c.key.ID = string(made[1].ID)
			}
			var got []timeline.Source
			err := s.DB.Read(t.Context(), func(tx *store.Tx) (err error) {
				got, err = s.Sources(tx, show, []timeline.SourceKey{c.key})
				return err
			})
			if err != nil || len(got) != len(c.want) {
				t.Errorf("%s: %+v, %v, want %v", name, got, err, c.want)
				continue
			}
			want := map[string]bool{}
			for _, w := range c.want {
				want[string(made[w].ID)] = true
			}
			for i := range got {
				if !want[got[i].ID] || got[i].Available != media.Frames(86400, 90000, media.R24) || got[i].Rate != media.R24 || !strings.HasPrefix(got[i].Checksum, "sha1:") {
					t.Errorf("%s: source %d = %+v, want one of %v", name, i, got[i], want)
				}
				if c.key.ID != "" && got[i].Key.ID != c.key.ID {
					t.Errorf("%s: key %+v does not carry the identifier asked for", name, got[i].Key)
				}
			}
		}
	})
}

func TestUploadIsWholeOrNothing(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		ctx := as(t, "studio")
		body := strings.Repeat("frame ", 20_000)
		size := int64(len(body))
		reg := registry.Registration{Facts: registry.Facts{Name: "plate", Kind: "plate", Size: size}, Identifiers: []string{sha(body)}}
		for name, c := range map[string]struct {
			change func(*registry.Registration)
			r      io.Reader
			kind   errs.Kind
			text   string
		}{
			"cut short":    {func(*registry.Registration) {}, strings.NewReader(body[:size-7]), errs.Invalid, fmt.Sprintf("%d of %d bytes", size-7, size)},
			"too long":     {func(*registry.Registration) {}, strings.NewReader(body + "x"), errs.Invalid, "more than"},
			"other digest": {func(r *registry.Registration) { r.Identifiers = []string{sha("other")} }, strings.NewReader(body), errs.Unprocessable, "not " + sha("other")},
			"other sha256": {func(r *registry.Registration) { r.Identifiers = []string{"urn:sha256:" + strings.Repeat("0", 64)} }, strings.NewReader(body), errs.Unprocessable, "urn:sha256:"},
			"broken":       {func(*registry.Registration) {}, io.MultiReader(strings.NewReader(body[:10]), broken{}), errs.Other, "broken pipe"},
			"bad form":     {func(r *registry.Registration) { r.Identifiers = []string{"nonsense"} }, strings.NewReader(body), errs.Invalid, "no identifier"},
		} {
			r := reg
			c.change(&r)
			a, _, err := s.Upload(ctx, show, r, c.r)
			if a != nil || c.kind != errs.Other && !errs.Is(err, c.kind) || err == nil || !strings.Contains(err.Error(), c.text) {
				t.Errorf("%s: %+v, %v, want %v with %q", name, a, err, c.kind, c.text)
			}
		}
		if n := stored(t, s); n != 0 {
			t.Errorf("failed uploads left %d objects", n)
		}
		if _, _, err := s.Upload(as(t, "vendor"), show, reg, strings.NewReader(body)); !errs.Is(err, errs.NotExist) {
			t.Errorf("vendor uploads: %v", err)
		}
		a, made, err := s.Upload(ctx, show, reg, strings.NewReader(body))
		if err != nil || !made.Created || len(a.Identifiers) != 3 || len(a.Locations) != 1 || a.Size != size {
			t.Fatalf("Upload = %+v, %+v, %v", a, made, err)
		}
		object, err := s.Bucket.Open(ctx, a.Locations[0].Place)
		if err != nil {
			t.Fatal(err)
		}
		defer object.Close()
		if got, err := io.ReadAll(object); err != nil || string(got) != body {
			t.Errorf("stored %d bytes, %v, want %d", len(got), err, size)
		}
		reg.Size = 0
		again, made, err := s.Upload(ctx, show, reg, strings.NewReader(body))
		if err != nil || made.Created || again.ID != a.ID || len(again.Locations) != 1 || stored(t, s) != 1 {
			t.Errorf("Upload again = %+v, %+v, %v, %d objects", again, made, err, stored(t, s))
		}
		known := register(t, s, registry.Registration{Facts: registry.Facts{Name: "later"}, Identifiers: []string{sha("late")}})[0]
		if a, made, err := s.Upload(ctx, show, registry.Registration{}, strings.NewReader("late")); err != nil || made.ID != known.ID || made.Created || len(a.Locations) != 1 || a.Name != "later" {
			t.Errorf("bytes for a known asset: %+v, %+v, %v", a, made, err)
		}
		s.Bucket = nil
		if _, _, err := s.Upload(ctx, show, reg, bytes.NewReader(nil)); !errs.Is(err, errs.Unavailable) {
			t.Errorf("without a storage: %v", err)
		}
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("broken pipe") }

func stored(t *testing.T, s *registry.Service) int {
	n := 0
	for _, err := range s.Bucket.(blob.Lister).List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

func TestMemoryIsBounded(t *testing.T) {
	s := service(t, pgtest.SQLite(t, event.Migrations(), audit.Migrations(), registry.Migrations()))
	for _, remember := range []int{-1, 3, 0} {
		s.Remember = remember
		var urns []id.URN
		for i := range 10 {
			name := fmt.Sprint("R", i)
			register(t, s, reel(name))
			urns = append(urns, id.MustParse(sha(name)))
		}
		for range 2 {
			if err := s.Warm(t.Context()); err != nil {
				t.Fatal(err)
			}
			found, err := s.Lookup(t.Context(), append(urns, "urn:x-not:there"))
			if err != nil || len(found) != 11 || len(found[10]) != 0 {
				t.Fatalf("Lookup = %v, %v", found, err)
			}
			for i, assets := range found[:10] {
				if len(assets) != 1 || assets[0].Reel != fmt.Sprint("R", i) {
					t.Errorf("%d: %+v", i, assets)
				}
			}
		}
	}
}
