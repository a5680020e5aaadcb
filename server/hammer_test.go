package server_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/registry"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/turnover"
)

// hammer is everything that changes rights and work, done by many at once.
type hammer struct {
	*testing.T
	w      *world.World
	cuts   sync.Map // identifier -> turnover.Cut
	groups []string
	people []identity.SubjectID
	n      atomic.Int64
}

// expected says whether an error is one of those that two who want different
// things at once must expect.
func expected(err error) bool {
	for _, kind := range []errs.Kind{errs.Conflict, errs.NotExist, errs.Denied} {
		if errs.Is(err, kind) {
			return true
		}
	}
	return err == nil
}

func (h *hammer) once(r *rand.Rand) (string, error) {
	p, ctx := h.w.Platform, as(h, h.w, "producer")
	vendor := identity.OrgID(h.w.Vendors[r.IntN(2)].Org)
	switch what := r.IntN(8); what {
	case 0:
		c, _, err := p.Turnover.PublishCut(as(h, h.w, "editor"), turnover.Publish{Production: h.w.Production, File: "a.edl", Rate: media.R24, Content: big(40, 2, r.IntN(40))})
		if err == nil {
			h.cuts.Store(c.ID, c)
		}
		return "publish", err
	case 1:
		verdict := []review.Verdict{review.Approve, review.Approve, review.Withdraw}[r.IntN(3)]
		var cut turnover.Cut
		h.cuts.Range(func(_, v any) bool { cut = v.(turnover.Cut); return r.IntN(4) > 0 })
		_, err := p.Review.Decide(as(h, h.w, "supervisor"), review.Request{Subject: cut.ID, Digest: cut.Digest, Verdict: verdict})
		return string(verdict), err
	case 2:
		list := []turnover.Assignment{{Pattern: "BIG_*", Organisation: vendor}, {Pattern: fmt.Sprintf("BIG_000_00%d*", r.IntN(10)), Organisation: identity.OrgID(h.w.Vendors[r.IntN(2)].Org)}}
		return "assign", p.Turnover.Assign(as(h, h.w, "supervisor"), h.w.Production, list)
	case 3:
		made, err := p.Grants.Issue(ctx, policy.Rule{
			Effect: policy.Permit, Who: policy.Who{Org: string(vendor)}, Actions: []policy.Action{"asset.read"},
			What: policy.What{Kind: "asset", Production: h.w.Production, IDs: []string{"urn:x-test:a"}}, Until: time.Now().Add(time.Hour),
		})
		if err != nil {
			return "issue", err
		}
		return "withdraw", p.Grants.Withdraw(ctx, made.ID, "hammer")
	case 4:
		who := identity.Who{Org: vendor}
		if err := p.Identity.Suspend(h.Context(), who, "hammer"); err != nil {
			return "suspend", err
		}
		return "restore", p.Identity.Restore(h.Context(), who, "hammer")
	case 5:
		a, b := r.IntN(len(h.people)), r.IntN(len(h.people))
		if r.IntN(2) == 0 {
			return "members", p.Identity.SetMembers(h.Context(), h.groups[r.IntN(len(h.groups))], []identity.SubjectID{h.people[a], h.people[b]})
		}
		return "roles", p.Identity.SetRoles(h.Context(), h.people[a], []string{"artist"})
	case 6:
		n := h.n.Add(1)
		if r.IntN(2) == 0 {
			_, err := p.Identity.CreateOrg(h.Context(), fmt.Sprintf("Vendor %d", n))
			return "org", err
		}
		_, err := p.Registry.Register(ctx, h.w.Production, registry.Registration{
			Facts: registry.Facts{Name: "r"}, Identifiers: []string{fmt.Sprintf("urn:x-test:n%d", n), fmt.Sprintf("urn:sha1:%040x", n%50)},
		})
		return "register", err
	}
	_, err := p.Resolve.Many(ctx, h.w.Production, []string{"urn:x-test:A001", "urn:x-test:A002", "urn:x-test:none"})
	return "resolve", err
}

func testHammer(t *testing.T, o world.Options) {
	length := time.Second
	if text := os.Getenv("SELSYN_HAMMER"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	h := &hammer{T: t, w: world.New(t, o)}
	bigReels(t, h.w)
	studio := identity.OrgID(h.w.Admin.Org)
	for i := range 4 {
		g, err := h.w.Platform.Identity.CreateGroup(t.Context(), studio, fmt.Sprint("group ", i))
		if err != nil {
			t.Fatal(err)
		}
		m, err := h.w.Platform.Identity.CreatePerson(t.Context(), identity.NewMember{Org: studio, Name: fmt.Sprint("person ", i)})
		if err != nil {
			t.Fatal(err)
		}
		h.groups, h.people = append(h.groups, g.ID), append(h.people, m.ID)
	}
	ctx, cancel := context.WithTimeout(t.Context(), length)
	defer cancel()
	var all sync.WaitGroup
	var did sync.Map
	for i := range 16 {
		all.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 1))
			for ctx.Err() == nil {
				begun := time.Now()
				what, err := h.once(r)
				if !expected(err) {
					t.Errorf("%s: %v", what, err)
				}
				took, _ := did.LoadOrStore(what, new(atomic.Int64))
				for was := took.(*atomic.Int64); ; {
					most := was.Load()
					if d := int64(time.Since(begun)); d <= most || was.CompareAndSwap(most, d) {
						break
					}
				}
			}
		})
	}
	all.Wait()
	did.Range(func(k, v any) bool { t.Logf("%s: at most %v", k, time.Duration(v.(*atomic.Int64).Load())); return true })
	h.whole()
}

// whole checks what must hold whatever happened: the chains of the logs and of
// the record, and that what the vendors have in hand is what they may reach.
func (h *hammer) whole() {
	p, ctx := h.w.Platform, h.Context()
	if err := p.Audit.Verify(ctx, audit.Checkpoint{}); err != nil {
		h.Error(err)
	}
	for _, feed := range []event.Feed{{}, {Log: h.w.Production}, {Log: h.w.Production, Org: h.w.Vendors[0].Org}, {Log: h.w.Production, Org: h.w.Vendors[1].Org}} {
		if err := p.Events.Verify(ctx, feed); err != nil {
			h.Error(err)
		}
	}
	head, err := p.Events.Head(ctx, event.Feed{Log: h.w.Production})
	if err != nil {
		h.Fatal(err)
	}
	world.Eventually(h, time.Minute, "the consumer has come to the end", func() bool {
		var last, at int64
		err := p.DB.Read(ctx, func(tx *store.Tx) error {
			err := tx.QueryRow(`SELECT COALESCE(MAX(position), 0) FROM event WHERE log = $1 AND position <= $2
				AND type IN ('cut.approved', 'cut.withdrawn', 'assignment.changed')`, h.w.Production, head).Scan(&last)
			if err != nil {
				return err
			}
			return tx.QueryRow(`SELECT COALESCE(MAX(position), 0) FROM event_cursor WHERE consumer = 'turnover' AND log = $1`, h.w.Production).Scan(&at)
		})
		if err != nil {
			h.Fatal(err)
		}
		return at >= last
	})
	var astray int
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM vendor_work v LEFT JOIN policy_rule r ON r.id = v.rule
			WHERE v.production = $1 AND v.state = 'active' AND v.rule <> '' AND (r.id IS NULL OR r.revoked <> 0)`, h.w.Production).Scan(&astray)
	})
	if err != nil || astray > 0 {
		h.Errorf("%d shots are in hand without a rule that stands, %v", astray, err)
	}
	err = p.DB.Read(ctx, func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT COUNT(*) FROM policy_rule r WHERE r.production = $1 AND r.revoked = 0 AND r.body LIKE '%works on shot%'
			AND NOT EXISTS (SELECT 1 FROM vendor_work v WHERE v.rule = r.id AND v.state = 'active')`, h.w.Production).Scan(&astray)
	})
	if err != nil || astray > 0 {
		h.Errorf("%d rules stand for work that is in nobody's hand, %v", astray, err)
	}
}

// Sixteen who change everything at once, for as long as $SELSYN_HAMMER says (1s):
// nobody fails but for conflicts, and everything is whole afterwards.
func TestHammerSQLite(t *testing.T)   { testHammer(t, world.Options{}) }
func TestHammerPostgres(t *testing.T) { testHammer(t, world.Options{Postgres: true}) }
