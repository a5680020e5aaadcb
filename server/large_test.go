package server_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
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

// as is the context of somebody of the studio.
func as(t testing.TB, w *world.World, role string) context.Context {
	return identity.NewContext(t.Context(), identity.Subject{
		ID: identity.SubjectID("per_" + role), Org: identity.OrgID(w.Admin.Org), Kind: identity.Person, Roles: []string{role},
	})
}

// big is a list of events, each a shot's part; every eachth begins a new shot.
func big(events, each, shift int) []byte {
	var b bytes.Buffer
	b.WriteString("TITLE: BIG\nFCM: NON-DROP FRAME\n\n")
	tc := func(frame int) string {
		return fmt.Sprintf("%02d:%02d:%02d:%02d", frame/86400, frame/1440%60, frame/24%60, frame%24)
	}
	for i := range events {
		source, at := 86400+i%50*48+shift, 86400+i*24
		fmt.Fprintf(&b, "%06d  A%03d V     C        %s %s %s %s\n", i+1, i%100, tc(source), tc(source+24), tc(at), tc(at+24))
		fmt.Fprintf(&b, "* FROM CLIP NAME: A%03d\n* LOC: %s RED     BIG_%03d_%04d\n", i%100, tc(at+2), i/each/100, i/each%100*10)
	}
	return b.Bytes()
}

func bigReels(t testing.TB, w *world.World) {
	t.Helper()
	var regs []registry.Registration
	for i := range 100 {
		name := fmt.Sprintf("A%03d", i)
		regs = append(regs, registry.Registration{
			Facts:       registry.Facts{Name: name, Kind: "camera.reel", Reel: name, Clip: name, Available: media.Frames(86000, 100000, media.R24)},
			Identifiers: []string{"urn:x-test:" + name},
		})
	}
	if _, err := w.Platform.Registry.Register(as(t, w, "producer"), w.Production, regs...); err != nil {
		t.Fatal(err)
	}
}

func decide(t testing.TB, w *world.World, c turnover.Cut) {
	t.Helper()
	if _, err := w.Platform.Review.Decide(as(t, w, "supervisor"), review.Request{Subject: c.ID, Digest: c.Digest, Verdict: review.Approve}); err != nil {
		t.Fatal(err)
	}
}

// A list of ten thousand events for two thousand shots goes its whole way, and
// nobody who writes meanwhile waits for long.
func TestLargeCutHoldsNobodyUp(t *testing.T) {
	if testing.Short() {
		t.Skip("takes long")
	}
	w := world.New(t, world.Options{})
	bigReels(t, w)
	err := w.Platform.Turnover.Assign(as(t, w, "supervisor"), w.Production, []turnover.Assignment{
		{Pattern: "BIG_00*", Organisation: identity.OrgID(w.Vendors[0].Org)}, {Pattern: "BIG_01*", Organisation: identity.OrgID(w.Vendors[1].Org)},
	})
	if err != nil {
		t.Fatal(err)
	}
	stop, longest := make(chan struct{}), make(chan time.Duration)
	go func() {
		var most time.Duration
		for {
			select {
			case <-stop:
				longest <- most
				return
			case <-time.After(20 * time.Millisecond):
			}
			begun := time.Now()
			err := w.Platform.DB.Write(context.Background(), func(tx *store.Tx) error {
				return audit.Add(tx, audit.Record{Action: "test", Decision: audit.Change})
			})
			if err != nil {
				t.Error(err)
			}
			most = max(most, time.Since(begun))
		}
	}()
	for i, shift := range []int{0, 3} {
		c, _, err := w.Platform.Turnover.PublishCut(as(t, w, "editor"), turnover.Publish{Production: w.Production, File: "big.edl", Rate: media.R24, Content: big(10_000, 5, shift)})
		if err != nil {
			t.Fatal(err)
		}
		decide(t, w, c)
		world.Eventually(t, 2*time.Minute, "the turnovers are open", func() bool {
			all, err := w.Platform.Turnover.Turnovers(as(t, w, "supervisor"), w.Production, "")
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
			return len(all) == 2*(i+1)
		})
	}
	close(stop)
	most := <-longest
	t.Logf("the longest wait of a write: %v", most)
	if most > 20*time.Second {
		t.Errorf("a write waited %v", most)
	}
	all, err := w.Platform.Turnover.Turnovers(as(t, w, "supervisor"), w.Production, "")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(all[0].Items) + len(all[1].Items); n != 2000 {
		t.Errorf("the second turnovers have %d shots, want 2000", n)
	}
}

// Lists and texts of any length that is taken at all fit into their events.
func TestLargeListsAndTexts(t *testing.T) {
	w := world.New(t, world.Options{})
	ctx := as(t, w, "supervisor")
	org := identity.OrgID(w.Vendors[0].Org)
	list := make([]turnover.Assignment, turnover.MaxAssignments)
	for i := range list {
		list[i] = turnover.Assignment{Pattern: fmt.Sprintf("BIG_%05d_%s", i, strings.Repeat("x", 180)), Organisation: org, Note: strings.Repeat("n", 1000)}
	}
	if err := w.Platform.Turnover.Assign(ctx, w.Production, list); err != nil {
		t.Errorf("20,000 assignments: %v", err)
	}
	for name, bad := range map[string]turnover.Assignment{
		"an organisation that is not there": {Pattern: "A*", Organisation: "org_nowhere"},
		"a long note":                       {Pattern: "A*", Organisation: org, Note: strings.Repeat("n", 300_000)},
		"a long pattern":                    {Pattern: strings.Repeat("A", 300), Organisation: org},
		"a pattern that is no text":         {Pattern: "A\x00*", Organisation: org},
	} {
		if err := w.Platform.Turnover.Assign(ctx, w.Production, []turnover.Assignment{bad}); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v, want invalid", name, err)
		}
	}
	ids := make([]string, 1000)
	for i := range ids {
		ids[i] = fmt.Sprintf("urn:x-test:%04d%s", i, strings.Repeat("x", 900))
	}
	rule := policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(org)}, Actions: []policy.Action{"asset.read"},
		What: policy.What{Kind: "asset", Production: w.Production, IDs: ids}, Until: time.Now().Add(time.Hour)}
	if _, err := w.Platform.Grants.Issue(as(t, w, "producer"), rule); err != nil {
		t.Errorf("a rule with long identifiers: %v", err)
	}
	c, _, err := w.Platform.Turnover.PublishCut(as(t, w, "editor"), turnover.Publish{
		Production: w.Production, Name: strings.Repeat("\x00<ä", 200_000), File: strings.Repeat("ä", 1000) + ".edl", Rate: media.R24, Content: big(5, 5, 0),
	})
	if err != nil || len(c.Name) > 300 || len(c.File) > 300 || !strings.HasSuffix(c.File, ".edl") {
		t.Fatalf("a cut with a long name: %d and %d bytes, %v", len(c.Name), len(c.File), err)
	}
	note := strings.Repeat("\x01", 64<<10)
	if _, err := w.Platform.Review.Decide(ctx, review.Request{Subject: c.ID, Digest: c.Digest, Verdict: review.ChangesRequested, Note: note}); err != nil {
		t.Errorf("a note of 64 KiB: %v", err)
	}
	if _, err := w.Platform.Review.Decide(ctx, review.Request{Subject: c.ID, Digest: c.Digest, Verdict: review.Reject, Note: "a\x00"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("a note with a zero byte: %v, want invalid", err)
	}
	events, err := w.Platform.Events.Read(ctx, event.Feed{Log: w.Production}, 0, 1000)
	if err != nil || len(events) == 0 {
		t.Fatalf("%d events, %v", len(events), err)
	}
}
