package review_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/review"
	"github.com/selsyn/selsyn/store"
)

const production, digest = "urn:uuid:00000000-0000-4000-8000-000000000001", "sha256:11"

// versions are things to review, in a table of their own in the same database.
type versions struct{}

func (versions) Subject(tx *store.Tx, id string) (review.Subject, error) {
	if err := tx.Lock("version"); err != nil {
		return review.Subject{}, err
	}
	s := review.Subject{ID: id, Kind: "cut", Production: production, Author: "per_author", Resource: policy.Resource{Kind: "cut", ID: id}}
	err := tx.QueryRow(`SELECT digest, state FROM version WHERE id = $1`, id).Scan(&s.Digest, &s.State)
	if err != nil {
		return review.Subject{}, errs.E("versions.Subject", errs.NotExist, id, nil)
	}
	return s, nil
}

func (versions) SetState(tx *store.Tx, id string, to review.State) error {
	_, err := tx.Exec(`UPDATE version SET state = $1 WHERE id = $2`, string(to), id)
	return err
}

// rights are the actions that everybody named has.
type rights map[identity.SubjectID][]policy.Action

func (r rights) Check(ctx context.Context, action policy.Action, about policy.Resource) error {
	has := r[identity.FromContext(ctx).ID]
	switch {
	case slices.Contains(has, action):
		return nil
	case slices.Contains(has, "cut.read"):
		return errs.E("rights", errs.Denied, about.ID, nil)
	}
	return errs.E("rights", errs.NotExist, about.ID, nil)
}

type room struct {
	*review.Service
	versions atomic.Int64
}

func both(t *testing.T, test func(t *testing.T, r *room)) {
	sets := []store.Migrations{event.Migrations(), audit.Migrations(), review.Migrations()}
	pgtest.Both(t, sets, func(t *testing.T, db *store.DB) {
		write(t, db, `CREATE TABLE version (id TEXT PRIMARY KEY, digest TEXT NOT NULL, state TEXT NOT NULL)`)
		r, ids := &room{}, atomic.Int64{}
		r.Service = &review.Service{DB: db, Subjects: versions{}, NewID: func() string { return fmt.Sprintf("urn:x-test:%04d", ids.Add(1)) }, Access: rights{
			"per_lead": {"cut.read", "cut.approve"}, "per_author": {"cut.read", "cut.approve"}, "per_reader": {"cut.read"},
		}}
		test(t, r)
	})
}

func write(t *testing.T, db *store.DB, statement string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		_, err := tx.Exec(statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// version makes a thing that stands at a state.
func (r *room) version(t *testing.T, state review.State) string {
	t.Helper()
	id := fmt.Sprint("version ", r.versions.Add(1))
	write(t, r.DB, `INSERT INTO version (id, digest, state) VALUES ($1, $2, $3)`, id, digest, string(state))
	return id
}

func as(t *testing.T, who identity.SubjectID) context.Context {
	return identity.NewContext(t.Context(), identity.Subject{ID: who, Org: "org_studio", Kind: identity.Person})
}

// Every verdict at every state: the table of the package says which may be, and
// what is refused leaves nothing.
func TestEveryVerdictAtEveryState(t *testing.T) {
	states := []review.State{review.Submitted, review.Approved, review.Returned, review.Rejected, review.Withdrawn, review.Superseded}
	want := map[review.Verdict]string{
		review.Approve:          "submitted approved, changes-requested approved",
		review.ApproveWithNotes: "submitted approved, changes-requested approved",
		review.ChangesRequested: "submitted changes-requested",
		review.Reject:           "submitted rejected, changes-requested rejected",
		review.Withdraw:         "approved withdrawn",
	}
	both(t, func(t *testing.T, r *room) {
		made := 0
		for verdict, want := range want {
			var got []string
			for _, from := range states {
				id := r.version(t, from)
				d, err := r.Decide(as(t, "per_lead"), review.Request{Subject: id, Digest: digest, Verdict: verdict, Note: "see frame 12"})
				all, listed := r.Decisions(as(t, "per_reader"), id)
				if listed != nil {
					t.Fatal(listed)
				}
				if errs.Is(err, errs.Conflict) && len(all) == 0 && r.state(t, id) == from {
					continue
				}
				made++
				got = append(got, string(from)+" "+string(r.state(t, id)))
				if err != nil || len(all) != 1 || all[0].ID != d.ID || all[0].Note != "see frame 12" || all[0].By != "per_lead" || all[0].Digest != digest {
					t.Errorf("%s from %s: %v, recorded %+v", verdict, from, err, all)
				}
			}
			if text := strings.Join(got, ", "); text != want {
				t.Errorf("%s: got %s, want %s", verdict, text, want)
			}
		}
		events, err := event.NewLog(r.DB).Read(t.Context(), event.Feed{Log: production}, 0, 100)
		if err != nil || len(events) != made {
			t.Errorf("%d events for %d decisions, %v", len(events), made, err)
		}
		records, err := (&audit.Log{DB: r.DB}).Read(t.Context(), audit.Filter{Action: "cut."}, -1, 100)
		if err != nil || len(records) != made {
			t.Errorf("%d records for %d decisions, %v", len(records), made, err)
		}
	})
}

func (r *room) state(t *testing.T, id string) (state review.State) {
	t.Helper()
	err := r.DB.Read(t.Context(), func(tx *store.Tx) error {
		return tx.QueryRow(`SELECT state FROM version WHERE id = $1`, id).Scan(&state)
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestWhatIsRefused(t *testing.T) {
	both(t, func(t *testing.T, r *room) {
		id := r.version(t, review.Submitted)
		good := review.Request{Subject: id, Digest: digest, Verdict: review.Approve}
		for what, c := range map[string]struct {
			who    identity.SubjectID
			change func(*review.Request)
			want   errs.Kind
		}{
			"a stale digest":     {"per_lead", func(q *review.Request) { q.Digest = "sha256:00" }, errs.Conflict},
			"no digest":          {"per_lead", func(q *review.Request) { q.Digest = "" }, errs.Conflict},
			"no verdict":         {"per_lead", func(q *review.Request) { q.Verdict = "maybe" }, errs.Invalid},
			"a long note":        {"per_lead", func(q *review.Request) { q.Note = strings.Repeat("a", 64<<10+1) }, errs.TooLarge},
			"a note of bytes":    {"per_lead", func(q *review.Request) { q.Note = "\xff" }, errs.Invalid},
			"a zero byte":        {"per_lead", func(q *review.Request) { q.Note = "a\x00" }, errs.Invalid},
			"nothing there":      {"per_lead", func(q *review.Request) { q.Subject = "none" }, errs.NotExist},
			"the author's":       {"per_author", func(*review.Request) {}, errs.Denied},
			"a reader's":         {"per_reader", func(*review.Request) {}, errs.Denied},
			"a stranger's":       {"per_stranger", func(*review.Request) {}, errs.NotExist},
			"nobody's":           {"", func(*review.Request) {}, errs.NotExist},
			"a stranger's stale": {"per_stranger", func(q *review.Request) { q.Digest = "sha256:00" }, errs.NotExist},
		} {
			q := good
			c.change(&q)
			if _, err := r.Decide(as(t, c.who), q); !errs.Is(err, c.want) {
				t.Errorf("%s: got %v, want %v", what, err, c.want)
			}
		}
		if _, err := r.Decisions(as(t, "per_stranger"), id); !errs.Is(err, errs.NotExist) {
			t.Errorf("a stranger reads the decisions: %v", err)
		}
		if state := r.state(t, id); state != review.Submitted {
			t.Errorf("after refusals it is %s", state)
		}
		if _, err := r.Decide(as(t, "per_lead"), good); err != nil {
			t.Error(err)
		}
	})
}

// The right to decide about one's own work is a right of its own.
func TestDecidingAboutOnesOwn(t *testing.T) {
	both(t, func(t *testing.T, r *room) {
		access := r.Access.(rights)
		access["per_author"] = append(access["per_author"], "cut.approve_own")
		if _, err := r.Decide(as(t, "per_author"), review.Request{Subject: r.version(t, review.Submitted), Digest: digest, Verdict: review.Approve}); err != nil {
			t.Error(err)
		}
	})
}

// Of many who decide at once one does; the others are told so.
func TestOneOfManyDecides(t *testing.T) {
	both(t, func(t *testing.T, r *room) {
		id := r.version(t, review.Submitted)
		var made, late atomic.Int64
		var wg sync.WaitGroup
		for i := range 16 {
			verdict := []review.Verdict{review.Approve, review.Reject}[i%2]
			wg.Go(func() {
				switch _, err := r.Decide(as(t, "per_lead"), review.Request{Subject: id, Digest: digest, Verdict: verdict}); {
				case err == nil:
					made.Add(1)
				case errs.Is(err, errs.Conflict):
					late.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if made.Load() != 1 || late.Load() != 15 {
			t.Errorf("%d decided and %d were late, want 1 and 15", made.Load(), late.Load())
		}
	})
}

// A long note is kept whole; the event tells its beginning.
func TestLongNotes(t *testing.T) {
	both(t, func(t *testing.T, r *room) {
		id, note := r.version(t, review.Submitted), strings.Repeat("é", 32<<10)
		if _, err := r.Decide(as(t, "per_lead"), review.Request{Subject: id, Digest: digest, Verdict: review.Reject, Note: note}); err != nil {
			t.Fatal(err)
		}
		all, err := r.Decisions(as(t, "per_lead"), id)
		if err != nil || len(all) != 1 || all[0].Note != note {
			t.Errorf("the note is not kept whole: %v", err)
		}
		events, err := event.NewLog(r.DB).Read(t.Context(), event.Feed{Log: production}, 0, 10)
		if err != nil || len(events) != 1 {
			t.Fatal(errors.Join(err, fmt.Errorf("%d events", len(events))))
		}
		var told review.Decision
		if err := json.Unmarshal(events[0].Data, &told); err != nil || len(told.Note) > 5<<10 || !strings.HasPrefix(note, strings.TrimSuffix(told.Note, "...")) {
			t.Errorf("told %d bytes of the note, %v", len(told.Note), err)
		}
		if time.Since(told.At) > time.Hour || events[0].Because != told.ID || events[0].Type != "cut.rejected" {
			t.Errorf("told %s because of %s", events[0].Type, events[0].Because)
		}
	})
}
