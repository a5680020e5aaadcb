package resolve_test

import (
	"context"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/resolve"
	"github.com/selsyn/selsyn/store"
)

const show, other = "urn:uuid:00000000-0000-4000-8000-000000000001", "urn:uuid:00000000-0000-4000-8000-000000000002"

// world is a studio, two vendors and their rules, all of them real.
type world struct {
	db       *store.DB
	identity *identity.Service
	grant    *grant.Service
	registry *registry.Service
	resolve  *resolve.Service
	audit    *audit.Buffer
	people   map[string]identity.Subject // by organisation
	now      time.Time
}

var tables = []store.Migrations{
	event.Migrations(), audit.Migrations(), identity.Migrations(), grant.Migrations(), registry.Migrations(), resolve.Migrations(),
}

// access is the wiring that the server does.
type access struct{ *grant.Service }

func (a access) Check(ctx context.Context, action policy.Action, r policy.Resource) error {
	return a.Service.Check(ctx, action, policy.Action(r.Kind+".read"), r)
}

type owned struct{ w *world }

func (o owned) Owner(_ *store.Tx, production string) (identity.OrgID, error) {
	return o.w.people["studio"].Org, nil
}

// found is the registry as resolve sees it.
type found struct{ *registry.Service }

func (f found) Find(ctx context.Context, urns []id.URN) ([][]resolve.Asset, error) {
	lists, err := f.Lookup(ctx, urns)
	if err != nil {
		return nil, err
	}
	out := make([][]resolve.Asset, len(lists))
	for i, list := range lists {
		for _, a := range list {
			x := resolve.Asset{ID: a.ID, Resource: a.Resource(), Size: a.Size, MediaType: a.MediaType}
			for _, u := range a.Identifiers {
				if u.IsDigest() && (x.Digest == "" || u.Scheme() == id.C4) {
					x.Digest = u
				}
			}
			for _, l := range a.Locations {
				if l.State != registry.Missing {
					x.Places = append(x.Places, resolve.Place{Storage: l.Storage, Name: l.Place, Priority: l.Priority, Ill: l.State == registry.Suspect})
				}
			}
			out[i] = append(out[i], x)
		}
	}
	return out, nil
}

func newWorld(t testing.TB, open func(testing.TB, store.Config) *store.DB) *world {
	t.Helper()
	w := &world{people: map[string]identity.Subject{}, now: time.Now()}
	clock := func() time.Time { return w.now }
	w.db = open(t, store.Config{Clock: clock})
	w.identity = &identity.Service{DB: w.db, Clock: clock}
	w.grant = &grant.Service{DB: w.db, Identity: w.identity, Clock: clock}
	for _, name := range []string{"studio", "vendor-a", "vendor-b"} {
		org, err := w.identity.CreateOrg(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		member, err := w.identity.CreateService(t.Context(), identity.NewMember{Org: org.ID, Name: name + " robot", Roles: []string{"producer"}})
		if err != nil {
			t.Fatal(err)
		}
		secret, _, err := w.identity.IssueToken(t.Context(), member.ID, nil, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if w.people[name], err = w.identity.Authenticate(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range []string{show, other} {
		w.write(t, func(tx *store.Tx) error { return w.grant.Found(tx, p, string(w.people["studio"].Org)) })
	}
	newID := func() string {
		u, err := id.NewUUID(clock(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		return string(u)
	}
	w.registry = &registry.Service{DB: w.db, Access: access{w.grant}, Visible: w.grant, Productions: owned{w}, NewID: newID}
	w.audit = audit.Later(w.db)
	t.Cleanup(func() { w.audit.Close() })
	w.resolve = &resolve.Service{
		DB: w.db, Locations: found{w.registry}, Decider: w.grant, Epochs: w.identity, Audit: w.audit, Rand: rand.Reader,
		Storages: map[string]resolve.Storage{"local": {Own: true}, "far": {Own: true, Distance: 9}, "cloud": {}},
	}
	return w
}

func sqlite(t testing.TB, c store.Config) *store.DB {
	c.Path = t.TempDir() + "/selsyn.db"
	return pgtest.Open(t, c, tables...)
}

func postgres(t testing.TB, c store.Config) *store.DB {
	c.URL = pgtest.URL(t)
	return pgtest.Open(t, c, tables...)
}

func both(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("sqlite", func(t *testing.T) { test(t, newWorld(t, sqlite)) })
	t.Run("postgres", func(t *testing.T) { test(t, newWorld(t, postgres)) })
}

func (w *world) write(t testing.TB, fn func(*store.Tx) error) {
	t.Helper()
	if err := w.db.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) as(t testing.TB, org string) context.Context {
	return identity.NewContext(t.Context(), w.people[org])
}

func (w *world) register(t testing.TB, production string, regs ...registry.Registration) []id.URN {
	t.Helper()
	made, err := w.registry.Register(w.as(t, "studio"), production, regs...)
	if err != nil {
		t.Fatal(err)
	}
	ids := make([]id.URN, len(made))
	for i, m := range made {
		ids[i] = m.ID
	}
	return ids
}

// give mints a rule for a vendor and names it.
func (w *world) give(t testing.TB, org string, actions []policy.Action, ids ...id.URN) string {
	t.Helper()
	texts := make([]string, len(ids))
	for i, u := range ids {
		texts[i] = string(u)
	}
	var rule string
	w.write(t, func(tx *store.Tx) error {
		made, err := w.grant.Mint(tx, policy.Rule{
			Effect: policy.Permit, Who: policy.Who{Org: string(w.people[org].Org)}, Actions: actions,
			What: policy.What{Kind: "asset", Production: show, IDs: texts}, Until: w.now.Add(time.Hour), Because: "turnover 1",
		})
		if err == nil {
			rule = made[0].ID
		}
		return err
	})
	return rule
}

var reach = []policy.Action{"asset.read", "asset.resolve"}

func sha(name string) string { return string(id.FromSHA1(sha1.Sum([]byte(name)))) }

func reel(name string) registry.Registration {
	return registry.Registration{
		Facts: registry.Facts{Name: name, Kind: "camera.reel", Reel: name, Size: 7, MediaType: "video/mxf"}, Identifiers: []string{sha(name), "urn:x-reel:" + name},
		Locations: []registry.Location{{Storage: "local", Place: "reels/" + name}},
	}
}

func (w *world) one(t testing.TB, org, identifier string) resolve.Item {
	t.Helper()
	item, err := w.resolve.One(w.as(t, org), "", identifier)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// use plays a client that fetches an address.
func (w *world) use(t testing.TB, method, url string) (resolve.Verified, error) {
	t.Helper()
	rest, ok := strings.CutPrefix(url, "/v1/content/")
	asset, token, cut := strings.Cut(rest, "?t=")
	if !ok || !cut {
		t.Fatalf("the address %q has an unexpected form", url)
	}
	return w.resolve.Verify(t.Context(), method, asset, token)
}

func TestEachItemIsAnsweredAlone(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		ids := w.register(t, show, reel("A"), reel("B"), reel("C"), registry.Registration{Identifiers: []string{sha("D")}})
		rule := w.give(t, "vendor-a", reach, ids[0], ids[3])
		w.give(t, "vendor-a", reach[:1], ids[2])
		ask := []string{strings.ToUpper(sha("A")), sha("B"), "reel7", sha("none"), sha("C"), sha("D")}
		items, err := w.resolve.Many(w.as(t, "vendor-a"), "", ask)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []resolve.Status{resolve.OK, resolve.NotFound, resolve.Invalid, resolve.NotFound, resolve.Denied, resolve.Unavailable} {
			if items[i].Status != want || items[i].Identifier != ask[i] {
				t.Errorf("%s: %+v, want %s", ask[i], items[i], want)
			}
		}
		a := items[0]
		if a.Asset != ids[0] || a.Size != 7 || a.MediaType != "video/mxf" || string(a.Digest) != sha("A") || len(a.Copies) != 1 {
			t.Errorf("item = %+v", a)
		}
		if life := a.Copies[0].Expires.Sub(w.now); life <= 4*time.Minute || life > 5*time.Minute {
			t.Errorf("the address lives %v", life)
		}
		v, err := w.use(t, http.MethodGet, a.Copies[0].URL)
		if err != nil || v.Place.Name != "reels/A" || v.Rule != rule || v.Subject != w.people["vendor-a"].ID || v.Is.ID != ids[0] {
			t.Errorf("Verify = %+v, %v", v, err)
		}
		if !strings.Contains(items[2].Text, "should begin with") {
			t.Errorf("a wrong form is answered %q", items[2].Text)
		}
		if err := w.audit.Close(); err != nil {
			t.Fatal(err)
		}
		kept := 0
		if err := w.db.Read(t.Context(), func(tx *store.Tx) error {
			return tx.QueryRow(`SELECT COUNT(*) FROM audit_record WHERE actor = $1 AND because = $2 AND action IN ('asset.resolve', 'asset.download')`, string(v.Subject), rule).Scan(&kept)
		}); err != nil || kept != 2 {
			t.Errorf("%d records of reads, %v, want one of the resolving and one of the fetching", kept, err)
		}
	})
}

func TestAskingTwiceInOneCall(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		var ask []string
		var regs []registry.Registration
		for i := range 70 {
			regs = append(regs, reel(fmt.Sprint(i)))
			ask = append(ask, sha(fmt.Sprint(i)))
		}
		w.register(t, show, regs...)
		items, err := w.resolve.Many(w.as(t, "studio"), "", append(ask, ask...))
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			if item.Status != resolve.OK {
				t.Errorf("asked twice: %+v", item)
			}
		}
	})
}

func TestHiddenIsLikeAbsent(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.register(t, show, reel("A"))
		hidden, absent := w.one(t, "vendor-b", sha("A")), w.one(t, "vendor-b", sha("Z"))
		x, err := json.Marshal(hidden)
		if err != nil {
			t.Fatal(err)
		}
		y, err := json.Marshal(absent)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Replace(string(x), sha("A"), sha("Z"), 1), string(y); got != want {
			t.Errorf("hidden is %s, absent is %s", got, want)
		}
	})
}

func TestNoAddressOutlivesItsToken(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.give(t, "vendor-a", reach, w.register(t, show, reel("A"))[0])
		caller := w.people["vendor-a"]
		caller.Expires = w.db.Now().Add(time.Minute)
		w.people["vendor-a"] = caller
		if ends := w.one(t, "vendor-a", sha("A")).Copies[0].Expires; ends.After(caller.Expires) {
			t.Errorf("the address ends at %v, the token at %v", ends, caller.Expires)
		}
	})
}

func TestTakingARightAwayEndsAnAddress(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		ids := w.register(t, show, reel("A"), reel("B"))
		for name, take := range map[string]func(rule string) error{
			"the rule": func(rule string) error {
				return w.db.Write(t.Context(), func(tx *store.Tx) error { return w.grant.Revoke(tx, rule, "omitted") })
			},
			"the standing": func(string) error {
				return w.db.Write(t.Context(), func(tx *store.Tx) error {
					return w.identity.BumpEpoch(tx, identity.Who{Subject: w.people["vendor-a"].ID})
				})
			},
		} {
			rule := w.give(t, "vendor-a", reach, ids[0])
			secret, _, err := w.identity.IssueToken(t.Context(), w.people["vendor-a"].ID, nil, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if w.people["vendor-a"], err = w.identity.Authenticate(t.Context(), secret); err != nil {
				t.Fatal(err)
			}
			url := w.one(t, "vendor-a", sha("A")).Copies[0].URL
			if _, err := w.use(t, http.MethodHead, url); err != nil {
				t.Fatalf("before %s is taken away: %v", name, err)
			}
			if err := take(rule); err != nil {
				t.Fatal(err)
			}
			if _, err := w.use(t, http.MethodGet, url); !errs.Is(err, errs.NotExist) {
				t.Errorf("after %s is taken away: %v", name, err)
			}
		}
		url := w.one(t, "studio", sha("B")).Copies[0].URL
		if _, err := w.registry.Unlocate(w.as(t, "studio"), sha("B"), registry.Location{Storage: "local", Place: "reels/B"}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.use(t, http.MethodGet, url); !errs.Is(err, errs.NotExist) {
			t.Errorf("after the copy is forgotten: %v", err)
		}
	})
}

func TestAddressesCannotBeBent(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		ids := w.register(t, show, reel("A"), reel("B"))
		url := w.one(t, "studio", sha("A")).Copies[0].URL
		_, token, _ := strings.Cut(url, "?t=")
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil {
			t.Fatal(err)
		}
		for i := range raw {
			bent := append([]byte(nil), raw...)
			bent[i] ^= 1
			if v, err := w.resolve.Verify(t.Context(), http.MethodGet, ids[0].Value(), base64.RawURLEncoding.EncodeToString(bent)); !errs.Is(err, errs.NotExist) {
				t.Fatalf("byte %d changed: %+v, %v", i, v, err)
			}
		}
		for name, c := range map[string]struct {
			method, asset, token string
			want                 errs.Kind
		}{
			"other asset": {http.MethodGet, ids[1].Value(), token, errs.NotExist},
			"writing":     {http.MethodPut, ids[0].Value(), token, errs.Denied},
			"cut short":   {http.MethodGet, ids[0].Value(), token[:20], errs.NotExist},
			"nonsense":    {http.MethodGet, ids[0].Value(), "!!", errs.NotExist},
			"very long":   {http.MethodGet, ids[0].Value(), strings.Repeat("A", 9000), errs.NotExist},
		} {
			if v, err := w.resolve.Verify(t.Context(), c.method, c.asset, c.token); !errs.Is(err, c.want) {
				t.Errorf("%s: %+v, %v, want %v", name, v, err, c.want)
			}
		}
		w.now = w.now.Add(5*time.Minute + time.Second)
		if _, err := w.use(t, http.MethodGet, url); !errs.Is(err, errs.Denied) || !strings.Contains(err.Error(), "expired") {
			t.Errorf("after its life: %v", err)
		}
	})
}

func TestKeysAreKeptAndTurned(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.register(t, show, reel("A"))
		old := w.one(t, "studio", sha("A")).Copies[0].URL
		again := &resolve.Service{DB: w.db, Locations: w.resolve.Locations, Decider: w.grant, Epochs: w.identity, Audit: w.audit, Storages: w.resolve.Storages}
		if err := again.Init(t.Context()); err != nil {
			t.Fatalf("started again without randomness: %v", err)
		}
		if err := w.resolve.Rotate(t.Context()); err != nil {
			t.Fatal(err)
		}
		fresh := w.one(t, "studio", sha("A")).Copies[0].URL
		w.resolve = again
		for name, url := range map[string]string{"old": old, "new": fresh} {
			if _, err := w.use(t, http.MethodGet, url); err != nil {
				t.Errorf("address of the %s key: %v", name, err)
			}
		}
	})
}

func TestCopiesAreRanked(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		r := reel("A")
		r.Locations = []registry.Location{
			{Place: "https://cdn.example/a", Priority: -5},
			{Storage: "cloud", Place: "unsignable"},
			{Storage: "local", Place: "ill", State: registry.Suspect, Priority: -9},
			{Storage: "far", Place: "far"},
			{Storage: "local", Place: "second", Priority: 2},
			{Storage: "local", Place: "first", Priority: 1},
			{Storage: "local", Place: "lost", State: registry.Missing, Priority: -10},
		}
		w.register(t, show, r)
		item := w.one(t, "studio", "urn:x-reel:A")
		var got []string
		for i, c := range item.Copies {
			if c.Rank != i+1 {
				t.Errorf("copy %d has rank %d", i, c.Rank)
			}
			if c.Auth == "none" {
				got = append(got, c.URL)
				continue
			}
			v, err := w.use(t, http.MethodGet, c.URL)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, v.Place.Name)
		}
		if got, want := strings.Join(got, " "), "first second far ill https://cdn.example/a"; got != want {
			t.Errorf("ranked %s, want %s", got, want)
		}
	})
}

func TestSharedIdentifiersAreNeverGuessed(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		ids := w.register(t, show, reel("A"), registry.Registration{Identifiers: []string{"urn:x-reel:A", sha("A2")}, Locations: []registry.Location{{Storage: "local", Place: "a2"}}})
		w.register(t, other, reel("A"))
		if item := w.one(t, "studio", "urn:x-reel:A"); item.Status != resolve.Ambiguous || len(item.Assets) != 3 || item.Copies != nil {
			t.Errorf("item = %+v, want three candidates", item)
		}
		item, err := w.resolve.One(w.as(t, "studio"), other, "urn:x-reel:A")
		if err != nil || item.Status != resolve.OK || item.Production != other {
			t.Errorf("within the other production: %+v, %v", item, err)
		}
		w.give(t, "vendor-a", reach, ids[1])
		if item := w.one(t, "vendor-a", "urn:x-reel:A"); item.Status != resolve.OK || item.Asset != ids[1] || item.Assets != nil {
			t.Errorf("the vendor sees %+v, want its asset alone", item)
		}
	})
}

func TestAThousandAndOneIsTooMany(t *testing.T) {
	w := newWorld(t, sqlite)
	ask := make([]string, resolve.MaxItems+1)
	for i := range ask {
		ask[i] = sha(fmt.Sprint(i))
	}
	if _, err := w.resolve.Many(w.as(t, "studio"), "", ask); !errs.Is(err, errs.TooLarge) {
		t.Errorf("1001 identifiers: %v", err)
	}
	items, err := w.resolve.Many(w.as(t, "studio"), "", ask[:resolve.MaxItems])
	if err != nil || len(items) != resolve.MaxItems {
		t.Errorf("1000 identifiers: %d, %v", len(items), err)
	}
}

func FuzzVerify(f *testing.F) {
	w := newWorld(f, sqlite)
	ids := w.register(f, show, reel("A"))
	_, token, _ := strings.Cut(w.one(f, "studio", sha("A")).Copies[0].URL, "?t=")
	f.Add(token)
	f.Add("AAAA")
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := w.resolve.Verify(t.Context(), http.MethodGet, ids[0].Value(), text); err == nil && text != token {
			t.Errorf("%q is taken for an address: %+v", text, v)
		}
	})
}
