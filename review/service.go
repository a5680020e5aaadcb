package review

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

const (
	maxNote     = 64 << 10 // bytes of the longest note
	maxToldNote = 4 << 10  // and of what the event tells of it
)

// Service records decisions. All fields must be set.
type Service struct {
	DB       *store.DB
	Subjects Subjects
	Access   Access
	NewID    func() string // a new identifier (URN)
}

// Request asks for a decision.
type Request struct {
	Subject string  // identifier of what is decided about
	Digest  string  // content digest that the caller looked at
	Verdict Verdict // what is decided
	Note    string  // to the author; at most 64 KiB
}

// Decide records the decision of the caller. It fails with errs.NotExist when
// there is no such subject or the caller may not know of it, errs.Denied when
// the caller may not decide or is its author, errs.Conflict when the digest is
// stale or the state does not allow the verdict, errs.Invalid when the verdict is
// none or the note no text, and errs.TooLarge for a longer note.
func (s *Service) Decide(ctx context.Context, req Request) (Decision, error) {
	const op errs.Op = "review.Decide"
	step, known := after[req.Verdict]
	if !known {
		return Decision{}, errs.E(op, errs.Invalid, req.Subject, fmt.Errorf("%q is no verdict; use approve, approve-with-notes, changes-requested, reject or withdraw", req.Verdict))
	}
	if len(req.Note) > maxNote {
		return Decision{}, errs.E(op, errs.TooLarge, req.Subject, fmt.Errorf("the note has %d bytes, more than %d", len(req.Note), maxNote))
	}
	if !utf8.ValidString(req.Note) || strings.ContainsRune(req.Note, 0) {
		return Decision{}, errs.E(op, errs.Invalid, req.Subject, errs.Text("the note is not text"))
	}
	// The rules are asked before the transaction, in which everybody waits.
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		subject, err := s.Subjects.Subject(tx, req.Subject)
		if err != nil {
			return err
		}
		return s.mayDecide(ctx, subject)
	})
	if err != nil {
		return Decision{}, errs.E(op, errs.Other, req.Subject, err)
	}
	var made Decision
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		subject, err := s.Subjects.Subject(tx, req.Subject)
		if err != nil {
			return err
		}
		if subject.Digest != req.Digest {
			return errs.E(op, errs.Conflict, subject.ID, fmt.Errorf("the content has changed: the decision is about %s, it is now %s", req.Digest, subject.Digest))
		}
		if !slices.Contains(step.from, subject.State) {
			return errs.E(op, errs.Conflict, subject.ID, fmt.Errorf("it is %s already; %s does not apply", subject.State, req.Verdict))
		}
		caller := identity.FromContext(ctx)
		made = Decision{
			ID: s.NewID(), Production: subject.Production, Subject: subject.ID, Kind: subject.Kind, Digest: subject.Digest,
			Verdict: req.Verdict, Note: req.Note, By: caller.ID, Org: caller.Org, At: tx.Now().UTC(),
		}
		if err := s.Subjects.SetState(tx, subject.ID, step.to); err != nil {
			return err
		}
		return record(tx, made, subject.Kind+"."+step.event)
	})
	if err != nil {
		return Decision{}, errs.E(op, errs.Other, req.Subject, err)
	}
	return made, nil
}

// mayDecide asks for the right to decide, and keeps authors from approving
// their own work unless a rule gives them that right by name.
func (s *Service) mayDecide(ctx context.Context, subject Subject) error {
	action := policy.Action(subject.Kind + ".approve")
	if err := s.Access.Check(ctx, action, subject.Resource); err != nil {
		return err
	}
	if identity.FromContext(ctx).ID != subject.Author {
		return nil
	}
	if err := s.Access.Check(ctx, action+"_own", subject.Resource); err != nil {
		return errs.E("review.mayDecide", errs.Denied, subject.ID, errs.Text("its author cannot decide about it; ask a colleague"))
	}
	return nil
}

func record(tx *store.Tx, d Decision, name string) error {
	_, err := tx.Exec(`INSERT INTO review_decision (id, production, subject, kind, digest, verdict, note, made_by, org, made_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		d.ID, d.Production, d.Subject, d.Kind, d.Digest, string(d.Verdict), d.Note, string(d.By), string(d.Org), d.At.UnixMicro())
	if err != nil {
		return err
	}
	detail, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if len(d.Note) > maxToldNote {
		d.Note = strings.ToValidUTF8(d.Note[:maxToldNote], "") + "..."
	}
	data, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if err := event.Add(tx, event.Event{Type: name, Subject: d.Subject, Data: data, Log: d.Production, Key: d.Subject, Actor: string(d.By), Because: d.ID}); err != nil {
		return err
	}
	return audit.Add(tx, audit.Record{
		Actor: string(d.By), Org: string(d.Org), Action: name, Object: d.Subject, Production: d.Production,
		Decision: "change", Because: d.ID, Detail: detail, Time: d.At,
	})
}
