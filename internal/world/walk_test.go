package world_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/timeline"
)

// TestWalk is doc/walk.md, step by step, twice: the first cut, and the one a
// week later.
func TestWalk(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { walkAll(t, world.New(t, world.Options{})) })
	t.Run("postgres", func(t *testing.T) { walkAll(t, world.New(t, world.Options{Postgres: true})) })
}

// walk is the state of the walk.
type walk struct {
	*testing.T
	*world.World
	receivers []*stage.Receiver // of the vendors, the outsider's last
	file      string
	content   []byte
	before    *timeline.Cut // as we read it; nil at first
	cut       *timeline.Cut
	pulled    timeline.PulledPlates
	published stage.Cut
	opened    []turnoverDoc // by vendor
	heard     []int         // events each vendor had before the approval
}

type turnoverDoc struct {
	ID     string         `json:"id"`
	Cut    string         `json:"cut"`
	Counts map[string]int `json:"counts"`
	Items  []struct {
		Shot   string   `json:"shot"`
		Kind   string   `json:"kind"`
		Assets []string `json:"assets"`
	} `json:"items"`
	Plan timeline.PullPlan `json:"plan"`
}

func walkAll(t *testing.T, w *world.World) {
	w.Fill(t)
	k := &walk{T: t, World: w}
	for _, v := range w.Vendors {
		r, err := stage.Listen(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		k.receivers = append(k.receivers, r)
		_, err = w.Subscribe(t.Context(), v, r, "key")
		if v == w.Outsider() {
			if !errs.Is(err, errs.NotExist) {
				t.Errorf("the outsider sets up a webhook for the production: got %v, want not found", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, c := range []struct {
		cut    *timeline.Cut
		format timeline.Format
		ending string
	}{{show.CutA(), timeline.CMX3600, ".edl"}, {show.CutB(), timeline.OTIO, ".otio"}} {
		k.before, k.file = k.cut, c.cut.Name+c.ending
		k.content, k.cut = world.List(t, c.cut, c.format)
		t.Logf("round %d: %s", i+1, k.file)
		k.step1Publish()
		k.step2Compare()
		k.step3OneTransaction()
		k.step4Approve()
		k.step5Turnovers()
		k.step6Grants()
		k.step7Told()
		k.step8Resolve()
	}
	k.feed(k.Admin)
	inspect(t, w.Platform, w.Stage, w.Assets)
}

func (k *walk) get(who *stage.Cast, path string, out any) error {
	return who.Call(k.Context(), http.MethodGet, path, nil, out)
}

func (k *walk) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *walk) step1Publish() {
	ctx := k.Context()
	for _, v := range append(slices.Clone(k.Vendors), k.Supervisor) {
		_, err := k.Publish(ctx, v, k.file, k.content)
		if v != k.Supervisor && !errs.Is(err, errs.NotExist) && !errs.Is(err, errs.Denied) {
			k.Errorf("step 1: %s publishes a cut: got %v, want a refusal", v.OrgName, err)
		}
		if v == k.Supervisor && !errs.Is(err, errs.Denied) {
			k.Errorf("step 1: the supervisor publishes a cut: got %v, want denied", err)
		}
	}
	c, err := k.Publish(ctx, k.Editor, k.file, k.content)
	k.must(err)
	if c.State != "submitted" || c.Events != k.cut.Events() {
		k.Errorf("step 1: got a cut %s of %d events, want one submitted of %d", c.State, c.Events, k.cut.Events())
	}
	again, err := k.Publish(ctx, k.Editor, k.file, k.content)
	k.must(err)
	if again.ID != c.ID {
		k.Errorf("step 1: the same bytes again made another cut %s, want %s", again.ID, c.ID)
	}
	k.published = c
}

func (k *walk) step2Compare() {
	var changes struct {
		Summary timeline.Summary `json:"summary"`
	}
	k.must(k.get(k.Supervisor, client.Path("v1", "cuts", k.published.ID, "diff"), &changes))
	if want := k.changes().Summary; changes.Summary != want {
		k.Errorf("step 2: the change list has %+v, want %+v", changes.Summary, want)
	}
	_, err := k.Publish(k.Context(), k.Editor, "broken.edl", []byte("TITLE: BROKEN\n001  A001 V C 01:00:00:00 01:00:0\n"))
	var refused *client.Refused
	if !errs.Is(err, errs.Unprocessable) || !errors.As(err, &refused) {
		k.Fatalf("step 2: a broken list: got %v, want it refused", err)
	}
	if !slices.ContainsFunc(refused.Findings, func(f finding.Finding) bool { return f.Where.Line == 2 }) {
		k.Errorf("step 2: the findings of a list broken in line 2 are %v", refused.Findings)
	}
}

func (k *walk) changes() *timeline.Changes {
	before := k.before
	if before == nil {
		before = &timeline.Cut{Rate: k.cut.Rate, DropFrame: k.cut.DropFrame, Start: k.cut.Start}
	}
	return timeline.Diff(before, k.cut, timeline.DiffOptions{})
}

func (k *walk) step3OneTransaction() {
	e := k.find(k.Supervisor, "cut.published", k.published.ID)
	records := k.audit("cut.published", k.published.ID)
	if len(records) != 1 || records[0].Actor != k.Editor.ID {
		k.Errorf("step 3: the audit log has %v about the publication, want one record by %s", records, k.Editor.ID)
	}
	for i, v := range k.Vendors {
		if errs.KindOf(k.get(v, client.Path("v1", "cuts", k.published.ID), nil)) != errs.NotExist {
			k.Errorf("step 3: %s can see the cut", v.OrgName)
		}
		if told, _ := k.receivers[i].Told(); slices.ContainsFunc(told, func(o client.Event) bool { return o.ID == e.ID }) {
			k.Errorf("step 3: %s was told of the publication", v.OrgName)
		}
	}
}

// find is the event of the type about the subject, in somebody's feed.
func (k *walk) find(who *stage.Cast, kind, subject string) client.Event {
	k.Helper()
	for _, e := range k.feed(who) {
		if e.Type == kind && e.Subject == subject {
			return e
		}
	}
	k.Fatalf("%s is not told of %s %s", who.OrgName, kind, subject)
	return client.Event{}
}

// feed is all of somebody's feed; its positions are checked.
func (k *walk) feed(who *stage.Cast) []client.Event {
	k.Helper()
	var all []client.Event
	for {
		batch, err := who.Events(k.Context(), k.Production, int64(len(all)), 0)
		k.must(err)
		if len(batch) == 0 {
			return all
		}
		for _, e := range batch {
			if all = append(all, e); e.Position() != int64(len(all)) {
				k.Fatalf("the feed of %s has position %d where %d should be", who.OrgName, e.Position(), len(all))
			}
		}
	}
}

type auditRecord struct {
	Actor    string          `json:"actor"`
	Decision string          `json:"decision"`
	Object   string          `json:"object"`
	Because  string          `json:"because"`
	Detail   json.RawMessage `json:"detail"`
}

func (k *walk) audit(action, object string) []auditRecord {
	k.Helper()
	var page struct {
		Items []auditRecord `json:"items"`
	}
	query := url.Values{"action": {action}, "object": {object}, "limit": {"1000"}}
	k.must(k.get(k.Admin, "/v1/audit?"+query.Encode(), &page))
	return page.Items
}

func (k *walk) step4Approve() {
	ctx, c := k.Context(), k.published
	k.heard = nil
	for i, v := range k.Vendors {
		k.heard = append(k.heard, 0)
		if v != k.Outsider() {
			k.heard[i] = len(k.feed(v))
		}
	}
	stale := "sha256:" + strings.Repeat("0", 64)
	for _, refusal := range []struct {
		who    *stage.Cast
		digest string
		want   errs.Kind
	}{
		{k.Editor, c.Digest, errs.Denied}, {k.Vendors[0], c.Digest, errs.NotExist}, {k.Supervisor, stale, errs.Conflict},
	} {
		if err := k.Decide(ctx, refusal.who, c, refusal.digest, "approve"); !errs.Is(err, refusal.want) {
			k.Errorf("step 4: %s of %s approves %.14s: got %v, want %v", refusal.who.Name, refusal.who.OrgName, refusal.digest, err, refusal.want)
		}
	}
	// Two press the button at once: one decision.
	results := make(chan error, 2)
	for _, who := range []*stage.Cast{k.Supervisor, k.Admin} {
		go func() { results <- k.Decide(ctx, who, c, c.Digest, "approve") }()
	}
	first, second := <-results, <-results
	if first != nil {
		first, second = second, first
	}
	if first != nil || !errs.Is(second, errs.Conflict) {
		k.Fatalf("step 4: two approvals at once: got %v and %v, want one of them and a conflict", first, second)
	}
	k.find(k.Supervisor, "cut.approved", c.ID)
	if n := len(k.audit("cut.approved", c.ID)); n != 1 {
		k.Errorf("step 4: the audit log has %d approvals, want 1", n)
	}
}

// kinds is what the turnover of a vendor must say, worked out from the cuts.
func (k *walk) kinds(vendor int, plan *timeline.PullPlan) map[string]string {
	want := make(map[string]string)
	old := []string{}
	if k.before != nil {
		old = stage.Shots(k.before, world.Mine(vendor))
	}
	now := stage.Shots(k.cut, world.Mine(vendor))
	for _, shot := range old {
		if !slices.Contains(now, shot) {
			want[shot] = "stopped"
		}
	}
	for _, shot := range plan.Shots {
		switch {
		case !slices.Contains(now, shot.Shot):
		case !slices.Contains(old, shot.Shot):
			want[shot.Shot] = "new"
		case shot.Work != timeline.WorkNone:
			want[shot.Shot] = "changed"
		}
	}
	return want
}

func (k *walk) step5Turnovers() {
	plan := timeline.Pull(k.cut, k.changes(), k.Sources(), timeline.PullPolicy{}, k.pulled)
	k.opened = make([]turnoverDoc, len(k.Vendors))
	for i, v := range k.Vendors[:2] {
		mine := func(d turnoverDoc) bool { return d.Cut == k.published.ID }
		var list struct {
			Items []turnoverDoc `json:"items"`
		}
		world.Eventually(k, 10*time.Second, "step 5: a turnover for "+v.OrgName, func() bool {
			k.must(k.get(v, client.Path("v1", "productions", k.Production, "turnovers"), &list))
			return slices.ContainsFunc(list.Items, mine)
		})
		d := list.Items[slices.IndexFunc(list.Items, mine)]
		k.must(k.get(v, client.Path("v1", "turnovers", d.ID), &d))
		k.opened[i] = d
		got := make(map[string]string)
		for _, item := range d.Items {
			got[item.Shot] = item.Kind
		}
		if want := k.kinds(i, plan); !reflect.DeepEqual(got, want) {
			k.Errorf("step 5: the turnover of %s says %v, want %v", v.OrgName, got, want)
		}
		k.plates(i, plan, d)
		for j, other := range k.Vendors {
			if err := k.get(other, client.Path("v1", "turnovers", d.ID), nil); j != i && !errs.Is(err, errs.NotExist) {
				k.Errorf("step 5: %s opens the turnover of %s: got %v, want not found", other.OrgName, v.OrgName, err)
			}
		}
	}
	for _, shot := range plan.Shots {
		for _, p := range shot.Plates {
			if p.Status == timeline.PullNew || p.Status == timeline.PullAgain {
				k.pulled = append(k.pulled, p.Pulled(shot.Shot))
			}
		}
	}
}

// plates compares the plates of a turnover with those of our own plan.
func (k *walk) plates(vendor int, plan *timeline.PullPlan, d turnoverDoc) {
	type plate struct {
		name, source, in, out string
		comp                  int64
	}
	of := func(shots []timeline.PlannedShot, kept func(string) bool) []plate {
		var all []plate
		for _, shot := range shots {
			for _, p := range shot.Plates {
				if kept(shot.Shot) {
					all = append(all, plate{p.Name, p.Source, p.SourceIn, p.SourceOut, p.CompIn})
				}
			}
		}
		return all
	}
	told := func(shot string) bool {
		return slices.ContainsFunc(d.Items, func(i struct {
			Shot   string   `json:"shot"`
			Kind   string   `json:"kind"`
			Assets []string `json:"assets"`
		}) bool {
			return i.Shot == shot && i.Kind != "stopped"
		})
	}
	got := of(d.Plan.Shots, func(string) bool { return true })
	want := of(plan.Shots, func(shot string) bool { return world.Mine(vendor)(shot) && told(shot) })
	if !reflect.DeepEqual(got, want) {
		k.Errorf("step 5: the plates of %s are\n%v, want\n%v", k.Vendors[vendor].OrgName, got, want)
	}
}

func (k *walk) step6Grants() {
	for i, v := range k.Vendors {
		want := stage.Needs(k.cut, world.Mine(i))
		found, err := v.Reach(k.Context(), k.Assets)
		k.must(err)
		got := make([]string, 0, len(found))
		for name := range found {
			got = append(got, name)
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			k.Errorf("step 6: %s reaches %v, want %v", v.OrgName, got, want)
		}
		var grants struct {
			Items []struct {
				What struct {
					Kind string   `json:"kind"`
					IDs  []string `json:"ids"`
				} `json:"what"`
				Until   time.Time `json:"until"`
				Because string    `json:"because"`
			} `json:"items"`
		}
		k.must(k.get(k.Supervisor, client.Path("v1", "productions", k.Production, "grants")+"?limit=1000&organisation="+url.QueryEscape(v.Org), &grants))
		for _, g := range grants.Items {
			if g.What.Kind == "asset" && (g.Until.IsZero() || !strings.HasPrefix(g.Because, "urn:uuid:")) {
				k.Errorf("step 6: the grant of %v lasts until %v because of %q, want an end and a turnover", g.What.IDs, g.Until, g.Because)
			}
		}
	}
}

func (k *walk) step7Told() {
	for i, v := range k.Vendors[:2] {
		feed := k.feed(v)
		if !k.receivers[i].Wait(k.Context(), 20*time.Second, func(got []client.Event) bool { return len(got) >= len(feed) }) {
			k.Errorf("step 7: the webhook of %s did not get all of its %d events", v.OrgName, len(feed))
		}
		events, faults := k.receivers[i].Told()
		if len(faults) > 0 {
			k.Errorf("step 7: the webhook of %s found %v", v.OrgName, faults)
		}
		slices.SortFunc(events, func(a, b client.Event) int { return int(a.Position() - b.Position()) })
		for n := range feed {
			if n < len(events) && (events[n].ID != feed[n].ID || events[n].Position() != feed[n].Position()) {
				k.Errorf("step 7: the webhook of %s has %s at %d, the feed %s", v.OrgName, events[n].ID, n+1, feed[n].ID)
			}
		}
		k.inOrder(v, feed[k.heard[i]:])
		k.live(v, int64(k.heard[i]), feed)
	}
	if told, _ := k.receivers[2].Told(); len(told) > 0 {
		k.Errorf("step 7: the outsider was told %d events, want none", len(told))
	}
	if _, err := k.Outsider().Events(k.Context(), k.Production, 0, 0); !errs.Is(err, errs.NotExist) {
		k.Errorf("step 7: the outsider reads the feed: got %v, want not found", err)
	}
}

// inOrder checks that approval came before turnover before grants.
func (k *walk) inOrder(v *stage.Cast, since []client.Event) {
	opened := slices.IndexFunc(since, func(e client.Event) bool { return e.Type == "turnover.opened" })
	granted := slices.IndexFunc(since, func(e client.Event) bool { return strings.HasPrefix(e.Type, "grant.") })
	if opened < 0 || granted >= 0 && granted < opened {
		k.Errorf("step 7: %s is told of grants at %d and of its turnover at %d", v.OrgName, granted, opened)
	}
	studio := k.feed(k.Supervisor)
	at := func(kind, subject string) int {
		return slices.IndexFunc(studio, func(e client.Event) bool { return e.Type == kind && e.Subject == subject })
	}
	published, approved := at("cut.published", k.published.ID), at("cut.approved", k.published.ID)
	turnover := slices.IndexFunc(studio, func(e client.Event) bool { return opened >= 0 && e.ID == since[opened].ID })
	if published < 0 || approved < published || turnover < approved {
		k.Errorf("step 7: published at %d, approved at %d, turned over at %d", published, approved, turnover)
	}
}

// live checks that a stream which begins where the vendor stood sends the rest.
func (k *walk) live(v *stage.Cast, after int64, feed []client.Event) {
	ctx, stop := context.WithTimeout(k.Context(), 20*time.Second)
	defer stop()
	at := after
	err := v.Follow(ctx, k.Production, after, func(e client.Event) error {
		if at++; e.Position() != at || e.ID != feed[at-1].ID {
			k.Errorf("step 7: the stream of %s has %s at %d, want %s at %d", v.OrgName, e.ID, e.Position(), feed[at-1].ID, at)
		}
		if at == int64(len(feed)) {
			stop()
		}
		return nil
	})
	if at != int64(len(feed)) {
		k.Errorf("step 7: the stream of %s ended at %d of %d: %v", v.OrgName, at, len(feed), err)
	}
}
