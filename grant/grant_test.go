package grant_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

var ctx = context.Background()

func sets() []store.Migrations {
	return []store.Migrations{event.Migrations(), audit.Migrations(), identity.Migrations(), grant.Migrations()}
}

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

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

// stage is a studio with a production, and a vendor.
type stage struct {
	*clock
	db             *store.DB
	id             *identity.Service
	grants         *grant.Service
	studio, vendor identity.Org
	editor, artist identity.Subject // of the studio, of the vendor
	admin          identity.Subject
	secrets        map[identity.SubjectID]string
}

const production = "prod-1"

func newStage(t testing.TB, db *store.DB) *stage {
	t.Helper()
	c := &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	st := &stage{clock: c, db: db, id: &identity.Service{DB: db, Clock: c.Now}, secrets: map[identity.SubjectID]string{}}
	st.grants = &grant.Service{DB: db, Identity: st.id, Clock: c.Now}
	st.id.Founded, st.id.Joined = st.grants.Founded, st.grants.Joined
	code, err := st.id.NewClaim(ctx)
	ok(t, err)
	claimed, err := st.id.Claim(ctx, code, identity.Founder{Org: "Studio", Name: "Ada"})
	ok(t, err)
	st.studio = claimed.Org
	st.admin, err = st.id.Authenticate(ctx, claimed.Secret)
	ok(t, err)
	st.vendor, err = st.id.CreateOrg(ctx, "Vendor")
	ok(t, err)
	st.editor = st.person(t, st.studio.ID, "Ed", "editor")
	st.artist = st.person(t, st.vendor.ID, "Vic", "artist")
	ok(t, db.Write(ctx, func(tx *store.Tx) error { return st.grants.Found(tx, production, string(st.studio.ID)) }))
	return st
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t testing.TB, what string, err error, kind errs.Kind) {
	t.Helper()
	if !errs.Is(err, kind) {
		t.Errorf("%s: error %v of kind %v, want %v", what, err, errs.KindOf(err), kind)
	}
}

func (st *stage) person(t testing.TB, org identity.OrgID, name string, roles ...string) identity.Subject {
	t.Helper()
	m, err := st.id.CreatePerson(ctx, identity.NewMember{Org: org, Name: name, Roles: roles})
	ok(t, err)
	secret, _, err := st.id.IssueToken(ctx, m.ID, nil, 300*24*time.Hour)
	ok(t, err)
	sub, err := st.id.Authenticate(ctx, secret)
	ok(t, err)
	st.secrets[m.ID] = secret
	return sub
}

func (st *stage) mint(t testing.TB, rules ...policy.Rule) []policy.Rule {
	t.Helper()
	var out []policy.Rule
	ok(t, st.db.Write(ctx, func(tx *store.Tx) (err error) {
		out, err = st.grants.Mint(tx, rules...)
		return err
	}))
	return out
}

func (st *stage) revoke(t testing.TB, rule string) {
	t.Helper()
	ok(t, st.db.Write(ctx, func(tx *store.Tx) error { return st.grants.Revoke(tx, rule, "omitted") }))
}

// turnover is a rule as a turnover mints it.
func (st *stage) turnover(ids ...string) policy.Rule {
	return policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(st.vendor.ID)}, Actions: []policy.Action{"asset.read", "asset.resolve"},
		What: policy.What{Kind: "asset", Production: production, IDs: ids}, Until: st.Now().Add(30 * 24 * time.Hour), Because: "turnover 7"}
}

func asset(id string) policy.Resource {
	return policy.Resource{Kind: "asset", ID: id, Production: production}
}

func as(s identity.Subject) context.Context { return identity.NewContext(ctx, s) }

func both(t *testing.T, test func(t *testing.T, st *stage)) {
	pgtest.Both(t, sets(), func(t *testing.T, db *store.DB) { test(t, newStage(t, db)) })
}

func TestExactlyTheVendorCanWork(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		var refused []audit.Record
		st.grants.Refused = func(r audit.Record) { refused = append(refused, r) }
		other := &grant.Service{DB: st.db, Identity: &identity.Service{DB: st.db, Clock: st.Now}, Clock: st.Now}
		expect := func(what, id string, want bool) {
			t.Helper()
			for name, g := range map[string]*grant.Service{"here": st.grants, "replica": other} {
				if d := g.Decide(as(st.artist), "asset.resolve", asset(id)); d.Allow != want {
					t.Errorf("%s, %s: %+v, want allow %v", what, name, d, want)
				}
			}
		}
		expect("before", "a", false)
		if len(refused) != 1 || refused[0].Object != "a" || refused[0].Actor != string(st.artist.ID) || refused[0].Decision != audit.Deny {
			t.Errorf("recorded refusals %+v, want one about a", refused)
		}
		rule := st.mint(t, st.turnover("a", "b", "a"))[0]
		if !slices.Equal(rule.What.IDs, []string{"a", "b"}) || rule.ID == "" {
			t.Errorf("minted %+v", rule)
		}
		st.Add(identity.DefaultFresh)
		expect("granted", "a", true)
		expect("sibling", "c", false)
		if !st.grants.Stands(ctx, rule.ID) {
			t.Error("the rule does not stand")
		}
		epoch, err := st.id.Epoch(ctx, st.artist.ID)
		ok(t, err)
		st.revoke(t, rule.ID)
		if d := st.grants.Decide(as(st.artist), "asset.resolve", asset("a")); d.Allow {
			t.Error("revoked, and this replica still allows")
		}
		st.Add(identity.DefaultFresh)
		expect("revoked", "a", false)
		if st.grants.Stands(ctx, rule.ID) || st.id.Valid(ctx, st.artist) {
			t.Error("what was handed out under the rule is not void")
		}
		if now, err := st.id.Epoch(ctx, st.artist.ID); err != nil || now <= epoch {
			t.Errorf("epoch %d, was %d (%v)", now, epoch, err)
		}
		st.revoke(t, rule.ID) // twice is once
		err = st.db.Write(ctx, func(tx *store.Tx) error { return st.grants.Revoke(tx, "rul_none", "") })
		wantKind(t, "revoking nothing", err, errs.NotExist)
	})
}

func TestRulesEndByTheClock(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		r := st.turnover("a")
		r.From, r.Until = st.Now().Add(time.Hour), st.Now().Add(2*time.Hour)
		r = st.mint(t, r)[0]
		for _, step := range []struct {
			wait time.Duration
			want bool
		}{{0, false}, {time.Hour - time.Microsecond, false}, {time.Microsecond, true}, {time.Hour - time.Microsecond, true}, {time.Microsecond, false}, {4 * time.Hour, false}} {
			st.Add(step.wait)
			if got := st.grants.Can(as(st.artist), "asset.read", asset("a")); got != step.want || st.grants.Stands(ctx, r.ID) != step.want {
				t.Errorf("at %s: %v, want %v", st.Now(), got, step.want)
			}
		}
		set, err := st.grants.Set(ctx)
		ok(t, err)
		if _, there := set.Rule(r.ID); there {
			t.Error("a rule that ended hours ago is still in memory")
		}
		fresh := &grant.Service{DB: st.db, Identity: st.id, Clock: st.Now}
		if set, err := fresh.Set(ctx); err != nil || set.Len() == 0 {
			t.Errorf("after a restart: %v, %v", set, err)
		} else if _, there := set.Rule(r.ID); there {
			t.Error("a rule that ended hours ago is read again")
		}
		past, err := st.grants.SetAt(ctx, r.From)
		ok(t, err)
		if !past.Decide(&policy.Request{Subject: grant.Subject(as(st.artist)), Action: "asset.read", Resource: asset("a"), Now: r.From}).Allow {
			t.Error("what could be seen then is not known any more")
		}
	})
}

func TestFoundingRules(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		for _, c := range []struct {
			who    identity.Subject
			action policy.Action
			res    policy.Resource
			want   bool
		}{
			{st.editor, "cut.publish", policy.Resource{Kind: "cut", Production: production}, true},
			{st.editor, "cut.approve", policy.Resource{Kind: "cut", Production: production}, false},
			{st.editor, "cut.publish", policy.Resource{Kind: "cut", Production: "prod-2"}, false},
			{st.editor, "org.read", policy.Resource{Kind: "org", ID: string(st.studio.ID), Org: string(st.studio.ID)}, true},
			{st.editor, "org.read", policy.Resource{Kind: "org", ID: string(st.vendor.ID), Org: string(st.vendor.ID)}, true},
			{st.editor, "subject.read", policy.Resource{Kind: "subject", ID: string(st.vendor.ID), Org: string(st.vendor.ID)}, false},
			{st.admin, "org.create", policy.Resource{Kind: "org"}, true},
			{st.admin, "cut.approve", policy.Resource{Kind: "cut", Production: production}, true},
			{st.admin, "cut.read", policy.Resource{Kind: "cut", Production: "prod-2"}, false},
			{st.artist, "asset.read", asset("a"), false},
			{st.artist, "org.read", policy.Resource{Kind: "org", ID: string(st.vendor.ID), Org: string(st.vendor.ID)}, true},
			{st.artist, "subject.write", policy.Resource{Kind: "subject", Org: string(st.vendor.ID)}, false},
			{identity.Subject{}, "production.read", policy.Resource{Kind: "production", ID: production, Production: production}, false},
		} {
			if got := st.grants.Can(as(c.who), c.action, c.res); got != c.want {
				t.Errorf("%s %s %+v = %v, want %v", c.who.Name, c.action, c.res, got, c.want)
			}
		}
		for _, rules := range [][]policy.Rule{grant.Founding("p", "o"), grant.Platform("o"), grant.Joined("o")} {
			for _, r := range rules {
				if err := r.Validate("o"); err != nil || r.Because == "" {
					t.Errorf("%+v: %v", r, err)
				}
			}
		}
		if !slices.Contains(grant.Roles(), "editor") {
			t.Errorf("roles %v", grant.Roles())
		}
	})
}

func TestCheckTellsDeniedFromHidden(t *testing.T) {
	st := newStage(t, pgtest.SQLite(t, sets()...))
	cut := policy.Resource{Kind: "cut", ID: "c", Production: production}
	ok(t, st.grants.Check(as(st.editor), "cut.publish", "cut.read", cut))
	wantKind(t, "seen", st.grants.Check(as(st.editor), "cut.approve", "cut.read", cut), errs.Denied)
	wantKind(t, "hidden", st.grants.Check(as(st.artist), "cut.approve", "cut.read", cut), errs.NotExist)
	wantKind(t, "read", st.grants.Check(as(st.artist), "cut.read", "cut.read", cut), errs.NotExist)
	e, err := st.grants.Explain(ctx, grant.Subject(as(st.editor)), "cut.read", cut)
	if err != nil || !e.Allow || e.Because != grant.BecauseCreated || len(e.Considered) == 0 {
		t.Errorf("Explain = %+v, %v", e, err)
	}
	gone, cancel := context.WithCancel(as(st.editor))
	cancel()
	st.Add(time.Second)
	if d := st.grants.Decide(gone, "cut.publish", cut); d.Allow || d.Reason != policy.Unavailable {
		t.Errorf("when the database cannot be asked: %+v", d)
	}
	wantKind(t, "unavailable", st.grants.Check(gone, "cut.publish", "cut.read", cut), errs.Unavailable)
	if _, err := st.grants.Visible(gone, "cut.read", "cut", policy.Columns{}); err == nil {
		t.Error("a list is made without knowing the rules")
	}
}

func TestMalformedRulesAreRefused(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		good := st.turnover("a")
		good.ID = "mine"
		st.mint(t, good)
		for what, c := range map[string]struct {
			change func(*policy.Rule)
			want   errs.Kind
		}{
			"same id":       {func(r *policy.Rule) { r.ID = "mine" }, errs.Conflict},
			"no end":        {func(r *policy.Rule) { r.Until = time.Time{} }, errs.Invalid},
			"no end, other": {func(r *policy.Rule) { r.Until, r.What.Production = time.Time{}, "unknown" }, errs.Invalid},
			"anybody":       {func(r *policy.Rule) { r.Until, r.Who = time.Time{}, policy.Who{Any: true} }, errs.Invalid},
			"person abroad": {func(r *policy.Rule) { r.Until, r.Who = time.Time{}, policy.Who{Subject: string(st.artist.ID)} }, errs.Invalid},
			"nobody":        {func(r *policy.Rule) { r.Who = policy.Who{Subject: "per_none"} }, errs.NotExist},
			"action":        {func(r *policy.Rule) { r.Actions = []policy.Action{"asset.steal"} }, errs.Invalid},
		} {
			r := st.turnover("a")
			c.change(&r)
			err := st.db.Write(ctx, func(tx *store.Tx) error { _, err := st.grants.Mint(tx, r); return err })
			wantKind(t, what, err, c.want)
		}
		own := policy.Rule{Effect: policy.Permit, Who: policy.Who{Subject: string(st.editor.ID)}, Actions: []policy.Action{"cut.approve"}, What: policy.What{Production: production}}
		if got := st.mint(t, own)[0]; got.Who.Org != string(st.studio.ID) {
			t.Errorf("a rule about a person is of organisation %q", got.Who.Org)
		}
	})
}

// TestMintingIsTold: the vendor's feed has the issue and the end of its rules
// and nothing else of the production; the log and the audit have all.
func TestMintingIsTold(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		boss := identity.NewContext(ctx, st.admin)
		var rule policy.Rule
		ok(t, st.db.Write(boss, func(tx *store.Tx) error {
			made, err := st.grants.Mint(tx, st.turnover("a", "b"))
			if err == nil {
				rule = made[0]
			}
			return err
		}))
		ok(t, st.db.Write(boss, func(tx *store.Tx) error {
			n, err := st.grants.RevokeBecause(tx, "turnover 7", "omitted")
			if n != 1 {
				t.Errorf("revoked %d rules, want 1", n)
			}
			return err
		}))
		events, err := event.NewLog(st.db).Read(ctx, event.Feed{Log: production, Org: string(st.vendor.ID)}, 0, 100)
		ok(t, err)
		if len(events) != 2 || events[0].Type != "grant.issued" || events[1].Type != "grant.revoked" || events[0].Position != 1 {
			t.Fatalf("the vendor was told %+v", events)
		}
		var data struct {
			Rule    policy.Rule
			Targets int
			Why     string
		}
		ok(t, json.Unmarshal(events[1].Data, &data))
		if data.Rule.ID != rule.ID || data.Targets != 2 || data.Why != "omitted" || events[1].Because != "turnover 7" || events[1].Actor != string(st.admin.ID) {
			t.Errorf("told %+v by %s because of %s", data, events[1].Actor, events[1].Because)
		}
		records, err := (&audit.Log{DB: st.db}).Read(ctx, audit.Filter{}, -1, 1000)
		ok(t, err)
		last := records[len(records)-1]
		if last.Action != "grant.revoked" || last.Object != rule.ID || last.Production != production || last.Actor != string(st.admin.ID) {
			t.Errorf("recorded %+v", last)
		}
		got, err := st.grants.Get(ctx, rule.ID)
		if err != nil || got.Why != "omitted" || got.Revoked.IsZero() || got.Creator != string(st.admin.ID) || !slices.Equal(got.What.IDs, []string{"a", "b"}) {
			t.Errorf("Get = %+v, %v", got, err)
		}
		_, err = st.grants.Get(ctx, "rul_none")
		wantKind(t, "no rule", err, errs.NotExist)
		live, err := st.grants.List(ctx, grant.Filter{Production: production})
		if err != nil || len(live) != len(grant.Founding("p", "o")) {
			t.Errorf("%d live rules of the production, %v", len(live), err)
		}
		all, err := st.grants.List(ctx, grant.Filter{Org: string(st.vendor.ID), Because: "turnover 7", Revoked: true, Limit: 5})
		if err != nil || len(all) != 1 || all[0].ID != rule.ID {
			t.Errorf("List = %+v, %v", all, err)
		}
	})
}

func TestAnUndoneMintLeavesNothing(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		undo := errs.Text("undo")
		err := st.db.Write(ctx, func(tx *store.Tx) error {
			if _, err := st.grants.Mint(tx, st.turnover("a")); err != nil {
				return err
			}
			return undo
		})
		if err == nil || st.grants.Can(as(st.artist), "asset.read", asset("a")) {
			t.Errorf("a rule that was not committed holds (%v)", err)
		}
	})
}

func TestIssuingAndHandingOn(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		r := st.turnover("a", "b")
		r.Depth = 1
		_, err := st.grants.Issue(as(st.editor), r)
		wantKind(t, "editor", err, errs.NotExist)
		made, err := st.grants.Issue(as(st.admin), r)
		ok(t, err)
		third, err := st.id.CreateOrg(ctx, "Roto")
		ok(t, err)
		roto := st.person(t, third.ID, "Rob")
		part := policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(third.ID)}, Actions: []policy.Action{"asset.read"},
			What: policy.What{Kind: "asset", Production: production, IDs: []string{"b"}}, Until: r.Until}
		_, err = st.grants.HandOn(as(roto), made.ID, part)
		wantKind(t, "from a rule of others", err, errs.NotExist)
		wide := part
		wide.What.IDs = []string{"c"}
		_, err = st.grants.HandOn(as(st.artist), made.ID, wide)
		wantKind(t, "more than one has", err, errs.Denied)
		handed, err := st.grants.HandOn(as(st.artist), made.ID, part)
		ok(t, err)
		if !st.grants.Can(as(roto), "asset.read", asset("b")) || st.grants.Can(as(roto), "asset.read", asset("a")) {
			t.Error("the third organisation does not see exactly what it was handed")
		}
		wantKind(t, "withdrawn by a stranger", st.grants.Withdraw(as(roto), handed.ID, ""), errs.NotExist)
		ok(t, st.grants.Withdraw(as(st.artist), handed.ID, "done"))
		if st.grants.Can(as(roto), "asset.read", asset("b")) {
			t.Error("what was withdrawn holds")
		}
		_, err = st.grants.HandOn(as(st.artist), made.ID, part)
		ok(t, err)
		ok(t, st.grants.Withdraw(as(st.admin), made.ID, "omitted"))
		if st.grants.Can(as(roto), "asset.read", asset("b")) {
			t.Error("what was handed on outlives the rule it came from")
		}
		if g := (grant.Grant{Rule: made}); g.About().Production != production {
			t.Errorf("About = %+v", g.About())
		}
	})
}

// To write rules is not to do everything: nobody permits what they may not do.
func TestNobodyGivesWhatTheyDoNotHave(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		// The admin may do everything on the production but decide about their own.
		lead := policy.Rule{Effect: policy.Permit, Who: policy.Who{Subject: string(st.editor.ID)}, What: policy.What{Production: production},
			Actions: []policy.Action{"grant.*", "asset.read", "cut.approve"}}
		_, err := st.grants.Issue(as(st.admin), lead)
		ok(t, err)
		give := func(by identity.Subject, who policy.Who, what policy.What, actions ...policy.Action) error {
			what.Production = production
			_, err := st.grants.Issue(as(by), policy.Rule{Effect: policy.Permit, Who: who, What: what, Actions: actions, Until: time.Now().Add(time.Hour)})
			return err
		}
		self, other := policy.Who{Subject: string(st.editor.ID)}, policy.Who{Subject: string(st.artist.ID)}
		wantKind(t, "everything to oneself", give(st.editor, self, policy.What{}, "*"), errs.Denied)
		wantKind(t, "a family to another", give(st.editor, other, policy.What{}, "webhook.*"), errs.Denied)
		wantKind(t, "a kind to oneself", give(st.editor, self, policy.What{Kind: "cut"}, "audit.read"), errs.Denied)
		wantKind(t, "one's own cuts to oneself", give(st.editor, self, policy.What{}, "cut.approve_own"), errs.Denied)
		wantKind(t, "one's own cuts to one's organisation", give(st.editor, policy.Who{Org: string(st.editor.Org)}, policy.What{}, "cut.approve_own"), errs.Denied)
		ok(t, give(st.editor, other, policy.What{}, "asset.read", "cut.approve_own"))
		ok(t, give(st.editor, other, policy.What{Kind: "asset", IDs: []string{"a"}}, "asset.read"))
	})
}

// Whoever may write rules cannot take a production away from its owner: the last
// rule by which its administrators may do everything stays.
func TestOwnersAreNeverShutOut(t *testing.T) {
	both(t, func(t *testing.T, st *stage) {
		boss := st.person(t, st.studio.ID, "Sue", "supervisor")
		stone, platform := "", ""
		rules, err := st.grants.List(ctx, grant.Filter{Limit: 1000})
		ok(t, err)
		for _, g := range rules {
			if g.Who.Role == "admin" && g.Because == grant.BecauseCreated {
				stone = g.ID
			}
			if g.Who.Role == "admin" && slices.Contains(g.Actions, "grant.*") && g.Because == grant.BecauseClaimed {
				platform = g.ID
			}
		}
		wantKind(t, "the last", st.grants.Withdraw(as(boss), stone, ""), errs.Conflict)
		wantKind(t, "the platform's", st.grants.Withdraw(as(st.admin), platform, ""), errs.Conflict)
		studio := string(st.studio.ID)
		here := policy.What{Production: production}
		for what, r := range map[string]policy.Rule{
			"everybody": {Who: policy.Who{Any: true}, Actions: []policy.Action{"*"}, What: here},
			"the owner": {Who: policy.Who{Org: studio}, Actions: []policy.Action{"grant.*"}, What: here},
			"the role":  {Who: policy.Who{Org: studio, Role: "admin"}, Actions: []policy.Action{"cut.read", "grant.write"}, What: policy.What{Production: production, Kind: "grant"}},
		} {
			r.Effect = policy.Forbid
			_, err := st.grants.Issue(as(boss), r)
			wantKind(t, "forbidding "+what, err, errs.Conflict)
		}
		for _, r := range []policy.Rule{
			{Who: policy.Who{Subject: string(boss.ID)}, Actions: []policy.Action{"grant.write"}, What: here},
			{Who: policy.Who{Org: studio, Role: "artist"}, Actions: []policy.Action{"*"}, What: here},
			{Who: policy.Who{Org: studio}, Actions: []policy.Action{"*"}, What: policy.What{Production: production, Kind: "asset", IDs: []string{"a"}}},
		} {
			r.Effect = policy.Forbid
			_, err := st.grants.Issue(as(st.admin), r)
			ok(t, err)
		}
		if !st.grants.Can(as(st.admin), "grant.write", policy.Resource{Kind: "grant", Production: production, Org: studio}) {
			t.Error("the administrator can no longer write rules")
		}
		another := grant.Founding(production, studio)[0]
		another.Because = "instead"
		made, err := st.grants.Issue(as(st.admin), another)
		ok(t, err)
		ok(t, st.grants.Withdraw(as(st.admin), stone, "replaced"))
		wantKind(t, "the last now", st.grants.Withdraw(as(st.admin), made.ID, ""), errs.Conflict)
		ok(t, st.grants.Withdraw(as(st.admin), stone, "again"))
	})
}
