package identity_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/store"
)

var ctx = context.Background()

func sets() []store.Migrations {
	return []store.Migrations{event.Migrations(), audit.Migrations(), identity.Migrations()}
}

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func both(t *testing.T, test func(t *testing.T, s *identity.Service, c *clock)) {
	pgtest.Both(t, sets(), func(t *testing.T, db *store.DB) {
		c := newClock()
		test(t, &identity.Service{DB: db, Clock: c.Now}, c)
	})
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func wantKind(t testing.TB, what string, err error, kind errs.Kind) {
	t.Helper()
	if !errs.Is(err, kind) {
		t.Errorf("%s: error %v of kind %v, want %v", what, err, errs.KindOf(err), kind)
	}
}

func person(t testing.TB, s *identity.Service, org identity.OrgID, name string, roles ...string) identity.Member {
	t.Helper()
	return must[identity.Member](t)(s.CreatePerson(ctx, identity.NewMember{Org: org, Name: name, Roles: roles}))
}

func issue(t testing.TB, s *identity.Service, id identity.SubjectID, ttl time.Duration, scopes ...string) (string, identity.Token) {
	t.Helper()
	secret, tok, err := s.IssueToken(ctx, id, scopes, ttl)
	if err != nil {
		t.Fatal(err)
	}
	return secret, tok
}

func TestClaimWorksOnceAndForTenMinutes(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, c *clock) {
		var founded, joined int
		s.Joined = func(*store.Tx, identity.Org) error { joined++; return nil }
		s.Founded = func(tx *store.Tx, org identity.Org, admin identity.Member) error {
			if founded++; org.Name != "Studio" || !org.Founding || !slices.Equal(admin.Roles, []string{"admin"}) {
				t.Errorf("founded with %+v %+v", org, admin)
			}
			return nil
		}
		if _, err := s.FoundingOrg(ctx); !errs.Is(err, errs.NotExist) {
			t.Errorf("founding organisation of an empty database: %v", err)
		}
		first := must[string](t)(s.NewClaim(ctx))
		second := must[string](t)(s.NewClaim(ctx))
		f := identity.Founder{Org: "Studio", Name: "Ada", Email: "ada@studio.example"}
		_, err := s.Claim(ctx, first, f)
		wantKind(t, "a code that was replaced", err, errs.Unauthorised)
		_, err = s.Claim(ctx, "sel_nonsense", f)
		wantKind(t, "a wrong code", err, errs.Unauthorised)
		c.Add(identity.ClaimTTL)
		_, err = s.Claim(ctx, second, f)
		wantKind(t, "a code ten minutes old", err, errs.Unauthorised)
		third := must[string](t)(s.NewClaim(ctx))
		c.Add(identity.ClaimTTL - time.Microsecond)
		_, err = s.Claim(ctx, third, identity.Founder{Org: "Studio", Name: " "})
		wantKind(t, "no name", err, errs.Invalid)
		got := must[identity.Claimed](t)(s.Claim(ctx, third, f)) // the refused one did not use the code up
		if founded != 1 || joined != 2 {                         // once in the transaction that was undone
			t.Errorf("founded %d and joined %d times, want 1 and 2", founded, joined)
		}
		sub := must[identity.Subject](t)(s.Authenticate(ctx, got.Secret))
		if sub.ID != got.Admin.ID || sub.Org != got.Org.ID || !slices.Equal(sub.Roles, []string{"admin"}) || sub.Kind != identity.Person {
			t.Errorf("the session is of %+v", sub)
		}
		_, err = s.Claim(ctx, third, f)
		wantKind(t, "the same code again", err, errs.Unauthorised)
		_, err = s.NewClaim(ctx)
		wantKind(t, "a claim of what is claimed", err, errs.Conflict)
		if free := must[bool](t)(s.Claimable(ctx)); free {
			t.Error("still claimable")
		}
		if org := must[identity.Org](t)(s.FoundingOrg(ctx)); org.ID != got.Org.ID {
			t.Errorf("founding organisation %v, want %v", org.ID, got.Org.ID)
		}
	})
}

func TestTokens(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, c *clock) {
		org := must[identity.Org](t)(s.CreateOrg(ctx, "Vendor"))
		bot := must[identity.Member](t)(s.CreateService(ctx, identity.NewMember{Org: org.ID, Name: "ingest", Roles: []string{"artist", "artist"}}))
		secret, tok := issue(t, s, bot.ID, time.Hour, "asset.read", "cut.*")
		if len(secret) != 47 || !strings.HasPrefix(secret, "sel_") {
			t.Errorf("secret %q is not sel_ and 43 letters", secret)
		}
		want := identity.Subject{ID: bot.ID, Org: org.ID, Kind: identity.Machine, Name: "ingest", Roles: []string{"artist"}, Groups: []string{},
			Scopes: []string{"asset.read", "cut.*"}, Token: tok.ID, Epoch: 2, Expires: tok.Expires}
		for range 2 { // from the database, then from memory
			if got := must[identity.Subject](t)(s.Authenticate(ctx, secret)); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("Authenticate = %+v, want %+v", got, want)
			}
		}
		for _, bad := range []string{"", "sel_", secret + "x", "x" + secret[1:], secret[:46] + "!", tok.ID} {
			_, err := s.Authenticate(ctx, bad)
			wantKind(t, "secret "+bad, err, errs.Unauthorised)
		}
		c.Add(time.Hour - time.Microsecond)
		must[identity.Subject](t)(s.Authenticate(ctx, secret))
		c.Add(time.Microsecond)
		_, err := s.Authenticate(ctx, secret)
		wantKind(t, "expired", err, errs.Unauthorised)

		other, tok2 := issue(t, s, bot.ID, time.Hour)
		sub := must[identity.Subject](t)(s.Authenticate(ctx, other))
		if !s.Valid(ctx, sub) {
			t.Error("a caller is not valid right after authentication")
		}
		if err := s.RevokeToken(ctx, tok2.ID); err != nil {
			t.Fatal(err)
		}
		_, errRevoked := s.Authenticate(ctx, other)
		wantKind(t, "revoked", errRevoked, errs.Unauthorised)
		_, errUnknown := s.Authenticate(ctx, "sel_"+strings.Repeat("A", 43))
		if errRevoked.Error() != errUnknown.Error() {
			t.Errorf("revoked says %q, unknown %q", errRevoked, errUnknown)
		}
		if s.Valid(ctx, sub) {
			t.Error("a caller is valid after their token was revoked")
		}
		if err := s.RevokeToken(ctx, tok2.ID); err != nil {
			t.Errorf("revoking twice: %v", err)
		}
		wantKind(t, "revoking nothing", s.RevokeToken(ctx, "tok_none"), errs.NotExist)
		all := must[[]identity.Token](t)(s.Tokens(ctx, bot.ID))
		if len(all) != 2 || all[0].ID != tok2.ID || all[0].Revoked.IsZero() || !all[1].Revoked.IsZero() {
			t.Errorf("tokens %+v", all)
		}
		if got := must[identity.Token](t)(s.Token(ctx, tok.ID)); got.ID != tok.ID {
			t.Errorf("Token = %+v", got)
		}
		for what, call := range map[string]func() error{
			"no life":  func() error { _, _, err := s.IssueToken(ctx, bot.ID, nil, 0); return err },
			"too long": func() error { _, _, err := s.IssueToken(ctx, bot.ID, nil, identity.MaxTTL+1); return err },
			"scope":    func() error { _, _, err := s.IssueToken(ctx, bot.ID, []string{"a b"}, time.Hour); return err },
			"name":     func() error { _, _, err := s.IssueNamedToken(ctx, bot.ID, "a\nb", nil, time.Hour); return err },
		} {
			wantKind(t, what, call(), errs.Invalid)
		}
		_, _, err = s.IssueSession(ctx, "per_none")
		wantKind(t, "session of nobody", err, errs.NotExist)
	})
}

func TestSecretsAreNotInTheDatabase(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, _ *clock) {
		org := must[identity.Org](t)(s.CreateOrg(ctx, "Studio"))
		p := person(t, s, org.ID, "Ada")
		secret, _ := issue(t, s, p.ID, time.Hour)
		code := must[string](t)(s.NewSignIn(ctx, p.ID, 0))
		err := s.DB.Read(ctx, func(tx *store.Tx) error {
			for _, q := range []string{`SELECT hash FROM identity_token`, `SELECT hash FROM identity_code`, `SELECT data FROM event`, `SELECT subject FROM event`} {
				rows, err := tx.Query(q)
				if err != nil {
					return err
				}
				defer rows.Close()
				n := 0
				for ; rows.Next(); n++ {
					var text string
					if err := rows.Scan(&text); err != nil {
						return err
					}
					if strings.Contains(text, secret[4:]) || strings.Contains(text, code[4:]) {
						t.Errorf("%s holds a secret", q)
					}
				}
				if err := rows.Err(); err != nil || n == 0 {
					t.Errorf("%s: %d rows, %v", q, n, err)
				}
				rows.Close()
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestSuspension(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, _ *clock) {
		org := must[identity.Org](t)(s.CreateOrg(ctx, "Vendor"))
		ada, bob := person(t, s, org.ID, "Ada"), person(t, s, org.ID, "Bob")
		adas, _ := issue(t, s, ada.ID, time.Hour)
		bobs, _ := issue(t, s, bob.ID, time.Hour)
		code := must[string](t)(s.NewSignIn(ctx, ada.ID, time.Hour))
		before := must[identity.Subject](t)(s.Authenticate(ctx, adas))
		expect := func(what string, a, b bool) {
			t.Helper()
			for secret, want := range map[string]bool{adas: a, bobs: b} {
				if _, err := s.Authenticate(ctx, secret); (err == nil) != want {
					t.Errorf("%s: let in = %v (%v), want %v", what, err == nil, err, want)
				}
			}
		}
		do := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		expect("at first", true, true)
		do(s.Suspend(ctx, identity.Who{Subject: ada.ID}, "left"))
		expect("one person shut out", false, true)
		_, _, err := s.SignIn(ctx, code)
		wantKind(t, "sign-in of somebody shut out", err, errs.Unauthorised)
		_, err = s.Epoch(ctx, ada.ID)
		wantKind(t, "epoch of somebody shut out", err, errs.NotExist)
		do(s.Restore(ctx, identity.Who{Subject: ada.ID}, "came back"))
		expect("let in again", true, true)
		if s.Valid(ctx, before) {
			t.Error("what was handed out before the suspension is valid after it")
		}
		do(s.Suspend(ctx, identity.Who{Org: org.ID}, "contract ended"))
		expect("organisation shut out", false, false)
		if got := must[identity.Org](t)(s.Org(ctx, org.ID)); !got.Suspended {
			t.Error("the organisation does not say that it is shut out")
		}
		do(s.Restore(ctx, identity.Who{Org: org.ID}, ""))
		expect("organisation let in again", true, true)
		wantKind(t, "nobody", s.Suspend(ctx, identity.Who{Subject: "per_none"}, ""), errs.NotExist)
		wantKind(t, "no organisation", s.Suspend(ctx, identity.Who{Org: "org_none"}, ""), errs.NotExist)
	})
}

func TestFoundersCannotShutThemselvesOut(t *testing.T) {
	s := &identity.Service{DB: pgtest.SQLite(t, sets()...)}
	got := must[identity.Claimed](t)(s.Claim(ctx, must[string](t)(s.NewClaim(ctx)), identity.Founder{Org: "Studio", Name: "Ada"}))
	wantKind(t, "founders", s.Suspend(ctx, identity.Who{Org: got.Org.ID}, ""), errs.Conflict)
	ada := got.Admin.ID
	wantKind(t, "the only administrator", s.Suspend(ctx, identity.Who{Subject: ada}, ""), errs.Conflict)
	wantKind(t, "her role", s.SetRoles(ctx, ada, []string{"producer"}), errs.Conflict)
	secondly := must[identity.Member](t)(s.CreatePerson(ctx, identity.NewMember{Org: got.Org.ID, Name: "Bo", Roles: []string{"admin"}}))
	for _, err := range []error{s.Suspend(ctx, identity.Who{Subject: secondly.ID}, ""), s.Restore(ctx, identity.Who{Subject: secondly.ID}, ""), s.SetRoles(ctx, ada, nil)} {
		if err != nil {
			t.Error(err)
		}
	}
	wantKind(t, "who is left", s.Suspend(ctx, identity.Who{Subject: secondly.ID}, ""), errs.Conflict)
}

// TestOtherReplicasFeelAChange: a second service on the same database remembers
// for at most Fresh.
func TestOtherReplicasFeelAChange(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, c *clock) {
		other := &identity.Service{DB: s.DB, Clock: c.Now}
		org := must[identity.Org](t)(s.CreateOrg(ctx, "Vendor"))
		p := person(t, s, org.ID, "Ada")
		secret, tok := issue(t, s, p.ID, time.Hour)
		sub := must[identity.Subject](t)(other.Authenticate(ctx, secret))
		if err := s.RevokeToken(ctx, tok.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Authenticate(ctx, secret); err == nil {
			t.Error("the replica that revoked still lets in")
		}
		c.Add(identity.DefaultFresh)
		if _, err := other.Authenticate(ctx, secret); err == nil {
			t.Error("another replica still lets in after the bound")
		}
		if other.Valid(ctx, sub) {
			t.Error("another replica still holds the epoch valid after the bound")
		}
	})
}

func TestNobodyIsLetInWhenTheDatabaseIsGone(t *testing.T) {
	c := newClock()
	s := &identity.Service{DB: pgtest.SQLite(t, sets()...), Clock: c.Now}
	org := must[identity.Org](t)(s.CreateOrg(ctx, "Vendor"))
	secret, _ := issue(t, s, person(t, s, org.ID, "Ada").ID, time.Hour)
	must[identity.Subject](t)(s.Authenticate(ctx, secret))
	if err := s.DB.Close(); err != nil {
		t.Fatal(err)
	}
	c.Add(time.Second)
	soon, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	_, err := s.Authenticate(soon, secret)
	wantKind(t, "without a database", err, errs.Unavailable)
}

func TestSignInLinks(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, c *clock) {
		org := must[identity.Org](t)(s.CreateOrg(ctx, "Studio"))
		p := person(t, s, org.ID, "Ada", "editor")
		code := must[string](t)(s.NewSignIn(ctx, p.ID, time.Hour))
		_, err := s.Authenticate(ctx, code)
		wantKind(t, "a code used as a token", err, errs.Unauthorised)
		secret, tok, err := s.SignIn(ctx, code)
		if err != nil || tok.Kind != identity.Session {
			t.Fatalf("SignIn = %+v, %v", tok, err)
		}
		if sub := must[identity.Subject](t)(s.Authenticate(ctx, secret)); sub.ID != p.ID {
			t.Errorf("signed in as %v", sub.ID)
		}
		_, _, err = s.SignIn(ctx, code)
		wantKind(t, "the same code again", err, errs.Unauthorised)
		bob := person(t, s, org.ID, "Bob")
		first, bobs, second := must[string](t)(s.NewSignIn(ctx, p.ID, time.Hour)), must[string](t)(s.NewSignIn(ctx, bob.ID, time.Hour)), must[string](t)(s.NewSignIn(ctx, p.ID, time.Hour))
		_, _, err = s.SignIn(ctx, first)
		wantKind(t, "a code after which another was made", err, errs.Unauthorised)
		for _, code := range []string{second, bobs} {
			if _, _, err := s.SignIn(ctx, code); err != nil {
				t.Errorf("the last code of a person: %v", err)
			}
		}
		if _, err := s.Authenticate(ctx, secret); err != nil {
			t.Errorf("a session after another link was made: %v", err)
		}
		late := must[string](t)(s.NewSignIn(ctx, p.ID, time.Hour))
		c.Add(time.Hour)
		_, _, err = s.SignIn(ctx, late)
		wantKind(t, "too late", err, errs.Unauthorised)
		_, err = s.NewSignIn(ctx, p.ID, 8*24*time.Hour)
		wantKind(t, "for more than a week", err, errs.Invalid)
		bot := must[identity.Member](t)(s.CreateService(ctx, identity.NewMember{Org: org.ID, Name: "bot"}))
		_, err = s.NewSignIn(ctx, bot.ID, 0)
		wantKind(t, "a service account", err, errs.Invalid)
	})
}

func TestMembersAndGroups(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, _ *clock) {
		studio := must[identity.Org](t)(s.CreateOrg(ctx, "Studio"))
		vendor := must[identity.Org](t)(s.CreateOrg(ctx, "Vendor"))
		_, err := s.CreateOrg(ctx, " Vendor ")
		wantKind(t, "same name", err, errs.Conflict)
		_, err = s.CreateOrg(ctx, "")
		wantKind(t, "no name", err, errs.Invalid)
		if all := must[[]identity.Org](t)(s.Orgs(ctx)); len(all) != 2 || all[0].ID != studio.ID {
			t.Errorf("organisations %+v", all)
		}
		g := must[identity.Group](t)(s.CreateGroup(ctx, studio.ID, "vfx"))
		_, err = s.CreateGroup(ctx, studio.ID, "vfx")
		wantKind(t, "same group", err, errs.Conflict)
		_, err = s.CreateGroup(ctx, "org_none", "vfx")
		wantKind(t, "group of nobody", err, errs.NotExist)
		ada := must[identity.Member](t)(s.CreatePerson(ctx, identity.NewMember{Org: studio.ID, Name: "Ada", Email: "ada@studio.example", Groups: []string{g.ID}, Roles: []string{"editor", "artist"}}))
		eve := person(t, s, vendor.ID, "Eve")
		_, err = s.CreatePerson(ctx, identity.NewMember{Org: vendor.ID, Name: "Mallory", Groups: []string{g.ID}})
		wantKind(t, "a group of others", err, errs.NotExist)
		wantKind(t, "somebody of others", s.SetMembers(ctx, g.ID, []identity.SubjectID{eve.ID}), errs.NotExist)
		wantKind(t, "no group", s.SetMembers(ctx, "grp_none", nil), errs.NotExist)
		for what, n := range map[string]identity.NewMember{
			"role": {Org: studio.ID, Name: "X", Roles: []string{"Big Boss"}}, "email": {Org: studio.ID, Name: "X", Email: "nowhere"}, "name": {Org: studio.ID, Name: "a\x00b"},
		} {
			_, err := s.CreatePerson(ctx, n)
			wantKind(t, what, err, errs.Invalid)
		}
		secret, _ := issue(t, s, ada.ID, time.Hour)
		sub := must[identity.Subject](t)(s.Authenticate(ctx, secret))
		if !slices.Equal(sub.Groups, []string{g.ID}) || !slices.Equal(sub.Roles, []string{"artist", "editor"}) {
			t.Errorf("authenticated as %+v", sub)
		}
		if err := s.SetMembers(ctx, g.ID, nil); err != nil {
			t.Fatal(err)
		}
		if err := s.SetRoles(ctx, ada.ID, []string{"producer"}); err != nil {
			t.Fatal(err)
		}
		after := must[identity.Subject](t)(s.Authenticate(ctx, secret))
		if len(after.Groups) != 0 || !slices.Equal(after.Roles, []string{"producer"}) || after.Epoch <= sub.Epoch {
			t.Errorf("after losing group and role: %+v, was %+v", after, sub)
		}
		if m := must[identity.Member](t)(s.Member(ctx, ada.ID)); m.Name != "Ada" || !slices.Equal(m.Roles, []string{"producer"}) {
			t.Errorf("member %+v", m)
		}
		if all := must[[]identity.Member](t)(s.Members(ctx, vendor.ID)); len(all) != 1 || all[0].ID != eve.ID {
			t.Errorf("members of the vendor %+v", all)
		}
		if got := must[identity.Group](t)(s.Group(ctx, g.ID)); got.Name != "vfx" || len(got.Members) != 0 {
			t.Errorf("group %+v", got)
		}
		if all := must[[]identity.Group](t)(s.Groups(ctx, studio.ID)); len(all) != 1 {
			t.Errorf("groups %+v", all)
		}
		_, err = s.Member(ctx, "per_none")
		wantKind(t, "nobody", err, errs.NotExist)
		wantKind(t, "roles of nobody", s.SetRoles(ctx, "per_none", nil), errs.NotExist)
	})
}

// TestEveryChangeIsToldAndRecorded: an event for the organisation and an audit
// record, with who did it.
func TestEveryChangeIsToldAndRecorded(t *testing.T) {
	both(t, func(t *testing.T, s *identity.Service, _ *clock) {
		as := identity.NewContext(ctx, identity.Subject{ID: "per_boss", Org: "org_boss"})
		org := must[identity.Org](t)(s.CreateOrg(as, "Vendor"))
		p := must[identity.Member](t)(s.CreatePerson(as, identity.NewMember{Org: org.ID, Name: "Ada"}))
		_, tok, err := s.IssueToken(as, p.ID, nil, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{s.SetRoles(as, p.ID, nil), s.RevokeToken(as, tok.ID), s.Suspend(as, identity.Who{Subject: p.ID}, "gone")} {
			if err != nil {
				t.Fatal(err)
			}
		}
		want := []string{"org.created", "person.created", "token.issued", "subject.roles", "token.revoked", "subject.suspended"}
		events := must[[]event.Event](t)(event.NewLog(s.DB).Read(ctx, event.Feed{Org: string(org.ID)}, 0, 100))
		var types []string
		for _, e := range events {
			if types = append(types, e.Type); e.Actor != "per_boss" {
				t.Errorf("%s is by %q", e.Type, e.Actor)
			}
		}
		if !slices.Equal(types, want) {
			t.Errorf("the organisation was told %v, want %v", types, want)
		}
		records := must[[]audit.Record](t)((&audit.Log{DB: s.DB}).Read(ctx, audit.Filter{}, -1, 100))
		types = nil
		for _, r := range records {
			if types = append(types, r.Action); r.Actor != "per_boss" || r.Org != "org_boss" {
				t.Errorf("%s is recorded as by %q of %q", r.Action, r.Actor, r.Org)
			}
		}
		if !slices.Equal(types, want) {
			t.Errorf("recorded %v, want %v", types, want)
		}
		if last := records[len(records)-1]; last.Because != "gone" {
			t.Errorf("suspended because of %q", last.Because)
		}
	})
}

func TestContext(t *testing.T) {
	if got := identity.FromContext(ctx); got.Known() || got.Kind != identity.Anonymous {
		t.Errorf("nobody is %+v", got)
	}
	if got := identity.FromContext(identity.NewContext(ctx, identity.Subject{ID: "x"})); got.ID != "x" || !got.Known() {
		t.Errorf("got %+v back", got)
	}
}

// TestFreshness: Stale while somebody asks is not lost, and an error is not
// taken for an answer.
func TestFreshness(t *testing.T) {
	var f identity.Freshness
	at := time.Unix(1000, 0)
	asked := 0
	ask := func() error { asked++; return nil }
	step := func(what string, now time.Time, want int) {
		t.Helper()
		if err := f.Ensure(now, time.Second, ask); err != nil || asked != want {
			t.Errorf("%s: asked %d times (%v), want %d", what, asked, err, want)
		}
	}
	step("at first", at, 1)
	step("within", at.Add(time.Second-1), 1)
	step("after", at.Add(time.Second), 2)
	step("clock set back", at, 3)
	f.Stale()
	step("stale", at, 4)
	f.Stale()
	if err := f.Ensure(at, 0, func() error { return fmt.Errorf("down") }); err == nil {
		t.Error("the error of asking is lost")
	}
	step("after an error", at, 5)
	f.Stale()
	entered, stale := make(chan bool), make(chan bool)
	go func() {
		<-entered
		go func() { f.Stale(); close(stale) }()
	}()
	if err := f.Ensure(at, time.Second, func() error { entered <- true; return nil }); err != nil {
		t.Fatal(err)
	}
	<-stale
	step("made stale while asking", at, 6)
}

func BenchmarkAuthenticate(b *testing.B) {
	s := &identity.Service{DB: pgtest.SQLite(b, sets()...)}
	org, err := s.CreateOrg(ctx, "Vendor")
	if err != nil {
		b.Fatal(err)
	}
	secret, _ := issue(b, s, person(b, s, org.ID, "Ada", "editor").ID, time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Authenticate(ctx, secret); err != nil {
			b.Fatal(err)
		}
	}
}
