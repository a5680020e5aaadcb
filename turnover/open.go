package turnover

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// Turnover is the work that one approval meant for one vendor. It does not
// change; the next approval opens the next one.
type Turnover struct {
	ID           string         `json:"id"`
	Production   string         `json:"production"`
	Number       int64          `json:"number"` // 1 for the first of this organisation in the production
	Cut          string         `json:"cut"`    // empty when every cut was withdrawn
	CutName      string         `json:"cutName"`
	PreviousCut  string         `json:"previousCut,omitempty"`
	Organisation identity.OrgID `json:"organisation"`
	Decision     string         `json:"decision,omitempty"` // the approval behind it
	OpenedAt     time.Time      `json:"openedAt"`
	Items        []Item         `json:"items"`
	Counts       Counts         `json:"counts"`

	// For its document: what the cut before is called, and who approved this one
	// and when.
	PreviousName string             `json:"-"`
	ApprovedBy   identity.SubjectID `json:"-"`
	ApprovedAt   time.Time          `json:"-"`
}

// Counts is how many shots of each kind a turnover has.
type Counts struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Stopped int `json:"stopped"`
	Resumed int `json:"resumed"`
}

func count(items []Item) Counts {
	var c Counts
	for _, i := range items {
		switch i.Kind {
		case WorkNew:
			c.New++
		case WorkChanged:
			c.Changed++
		case WorkStopped:
			c.Stopped++
		case WorkResumed:
			c.Resumed++
		}
	}
	return c
}

// Bounds of what stands in the event itself; the turnover has everything.
const (
	maxAnnounced      = 200       // shots
	maxAnnouncedBytes = 100 << 10 // of the names of shots and plates; JSON may double them
)

// announcement is what the event tells: the turnover without the assets of its
// shots, and without the shots beyond the first.
func (t Turnover) announcement() any {
	type shot struct {
		Shot   string   `json:"shot"`
		Kind   WorkKind `json:"kind"`
		Plates []string `json:"plates"`
	}
	shots, size := []shot{}, 0
	for _, i := range t.Items[:min(len(t.Items), maxAnnounced)] {
		plates := i.Plates[:min(len(i.Plates), 8)]
		if size += len(i.Shot) + len(strings.Join(plates, "")); size > maxAnnouncedBytes {
			break
		}
		shots = append(shots, shot{i.Shot, i.Kind, plates})
	}
	return map[string]any{
		"turnover": t.ID, "number": t.Number, "cut": t.Cut, "cutName": t.CutName, "organisation": t.Organisation,
		"counts": t.Counts, "shots": shots, "complete": len(shots) == len(t.Items),
	}
}

func insertTurnover(tx *store.Tx, t Turnover, plan *timeline.PullPlan) error {
	items, err := json.Marshal(t.Items)
	if err != nil {
		return err
	}
	document, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO turnover (id, production, number, cut, cut_name, previous_cut, org, decision, opened_at, items, document)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		t.ID, t.Production, t.Number, t.Cut, t.CutName, t.PreviousCut, string(t.Organisation), t.Decision, t.OpenedAt.UnixMicro(), string(items), string(document))
	return err
}

const turnoverColumns = `id, production, number, cut, cut_name, previous_cut, org, decision, opened_at, items,
	COALESCE((SELECT c.name FROM cut c WHERE c.id = turnover.previous_cut), ''),
	COALESCE((SELECT c.approved_by FROM cut c WHERE c.id = turnover.cut), ''),
	COALESCE((SELECT c.approved_at FROM cut c WHERE c.id = turnover.cut), 0)`

func scanTurnover(row scanner) (Turnover, error) {
	var t Turnover
	var org, items, by string
	var at, approved int64
	if err := row.Scan(&t.ID, &t.Production, &t.Number, &t.Cut, &t.CutName, &t.PreviousCut, &org, &t.Decision, &at, &items, &t.PreviousName, &by, &approved); err != nil {
		return Turnover{}, err
	}
	t.ApprovedBy = identity.SubjectID(by)
	if approved > 0 {
		t.ApprovedAt = time.UnixMicro(approved).UTC()
	}
	t.Organisation, t.OpenedAt = identity.OrgID(org), time.UnixMicro(at).UTC()
	if err := json.Unmarshal([]byte(items), &t.Items); err != nil {
		return Turnover{}, err
	}
	t.Counts = count(t.Items)
	return t, nil
}

// resource is what rights on a turnover are asked for; it belongs to the owner
// of the production, not to the vendor.
func (t Turnover) resource(owner identity.OrgID) policy.Resource {
	return policy.Resource{Kind: "turnover", ID: t.ID, Production: t.Production, Org: string(owner)}
}

// Turnovers are those of a production that the caller may see, the newest
// first; with an organisation, only those of that vendor.
func (s *Service) Turnovers(ctx context.Context, production string, org identity.OrgID) ([]Turnover, error) {
	visible := []Turnover{}
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		owner, err := s.Productions.Owner(tx, production)
		if errs.Is(err, errs.NotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		rows, err := tx.Query(`SELECT `+turnoverColumns+` FROM turnover WHERE production = $1 AND (org = $2 OR $2 = '') ORDER BY opened_at DESC, org`, production, string(org))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			t, err := scanTurnover(rows)
			if err != nil {
				return err
			}
			if s.Access.Can(ctx, "turnover.read", t.resource(owner)) {
				visible = append(visible, t)
			}
		}
		return rows.Err()
	})
	if err != nil {
		return nil, errs.E("turnover.Turnovers", errs.Other, production, err)
	}
	return visible, nil
}

// Turnover is the turnover with the identifier, and the plan of its shots;
// errs.NotExist also when the caller may not know of it.
func (s *Service) Turnover(ctx context.Context, id string) (Turnover, *timeline.PullPlan, error) {
	const op errs.Op = "turnover.Turnover"
	var t Turnover
	var plan timeline.PullPlan
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		found, document, err := getTurnover(tx, id)
		if err != nil {
			return err
		}
		owner, err := s.Productions.Owner(tx, found.Production)
		if err != nil {
			return err
		}
		if err := s.Access.Check(ctx, "turnover.read", found.resource(owner)); err != nil {
			return err
		}
		t = found
		return json.Unmarshal([]byte(document), &plan)
	})
	if err != nil {
		return Turnover{}, nil, errs.E(op, errs.Other, id, err)
	}
	return t, &plan, nil
}

func getTurnover(tx *store.Tx, id string) (Turnover, string, error) {
	rows, err := tx.Query(`SELECT `+turnoverColumns+`, document FROM turnover WHERE id = $1`, id)
	if err != nil {
		return Turnover{}, "", err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return Turnover{}, "", err
		}
		return Turnover{}, "", notExist("turnover.getTurnover", "turnover", id)
	}
	var document string
	t, err := scanTurnover(withDocument{rows, &document})
	return t, document, err
}

// withDocument scans one column more than the scanner above asks for.
type withDocument struct {
	row      scanner
	document *string
}

func (w withDocument) Scan(dest ...any) error { return w.row.Scan(append(dest, w.document)...) }
