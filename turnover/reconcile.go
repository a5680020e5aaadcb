package turnover

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// vendorActions are what a vendor may do with an asset it was given.
var vendorActions = []policy.Action{"asset.read", "asset.resolve", "asset.download"}

// Consumer opens turnovers when a cut is approved or withdrawn, or when shots
// change hands.
func (s *Service) Consumer() event.Consumer {
	return event.Consumer{
		Name:  "turnover",
		Types: []string{"cut.approved", "cut.withdrawn", "assignment.changed"},
		Prepare: func(ctx context.Context, e event.Event) (func(*store.Tx) error, error) {
			var ready *draft
			err := s.DB.Read(ctx, func(tx *store.Tx) (err error) {
				ready, err = s.draftNow(tx, e.Log, nil)
				return err
			})
			return func(tx *store.Tx) error { return s.reconcile(tx, e, ready) }, err
		},
	}
}

// draftNow is the draft from the cut that the vendors work to, to the one that
// is approved.
func (s *Service) draftNow(tx *store.Tx, production string, ready *draft) (*draft, error) {
	base, err := baseOf(tx, production)
	if err != nil {
		return nil, err
	}
	target, err := optionalCut(tx, `production = $1 AND state = 'approved' ORDER BY approved_at DESC LIMIT 1`, production)
	if err != nil || base == nil && target == nil {
		return &draft{}, err
	}
	d, err := s.draft(tx, production, base, target, ready)
	if err == nil && d.document == nil {
		d.document, err = json.Marshal(d.plan)
	}
	return d, err
}

// reconcile brings what the vendors have in hand in line with the approved cut.
// It reads the present state, not that of the time of the event, so that a late
// or repeated event does no harm.
func (s *Service) reconcile(tx *store.Tx, e event.Event, ready *draft) error {
	if err := tx.Lock("cut:" + e.Log); err != nil {
		return err
	}
	d, err := s.draftNow(tx, e.Log, ready)
	if err != nil {
		return fmt.Errorf("draft: %w", err)
	}
	if d.base == nil && d.target == nil {
		return nil
	}
	p, err := s.preview(tx, e.Log, d)
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	if err := keepPlan(tx, d, &p); err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	for _, v := range p.Vendors {
		if err := s.apply(tx, e, &p, v); err != nil {
			return fmt.Errorf("turnover for %s: %w", v.Organisation, err)
		}
	}
	if d.target == nil {
		_, err = tx.Exec(`DELETE FROM turnover_base WHERE production = $1`, e.Log)
		return err
	}
	_, err = tx.Exec(`INSERT INTO turnover_base (production, cut) VALUES ($1,$2)
		ON CONFLICT (production) DO UPDATE SET cut = excluded.cut`, e.Log, d.target.ID)
	return err
}

// apply opens the turnover of one vendor, and grants and takes back what it
// says. The event that opens it comes before those of the grants.
func (s *Service) apply(tx *store.Tx, e event.Event, p *Preview, v VendorWork) error {
	because := e.ID
	var t Turnover
	if v.Concerned() {
		var err error
		if t, err = s.openTurnover(tx, e, p, v); err != nil {
			return err
		}
		because = t.ID
	}
	planned := make(map[string]timeline.PlannedShot, len(p.Plan.Shots))
	for _, shot := range p.Plan.Shots {
		planned[shot.Shot] = shot
	}
	for _, item := range v.Items {
		if item.Kind == WorkSame && !s.expiring(tx, item) {
			continue
		}
		hand, err := s.regrant(tx, e.Log, v.Organisation, because, item)
		if err != nil {
			return err
		}
		if err := saveHand(tx, e.Log, hand); err != nil {
			return err
		}
		if item.Kind != WorkStopped && item.Kind != WorkSame {
			if err := savePlates(tx, e.Log, because, planned[item.Shot]); err != nil {
				return err
			}
		}
	}
	return nil
}

// expiring reports whether less than half of a grant's life is left.
func (s *Service) expiring(tx *store.Tx, item Item) bool {
	return item.rule != "" && tx.Now().Add(s.grantFor()/2).After(item.until)
}

// regrant gives the vendor the assets of a shot under a new rule and takes the
// old one back; the new one first, so that access never lapses between. A shot
// that needs the same assets as before keeps its rule while there is life in it.
func (s *Service) regrant(tx *store.Tx, production string, org identity.OrgID, because string, item Item) (inHand, error) {
	hand := inHand{shot: item.Shot, org: org, active: item.Kind != WorkStopped, turnover: because, assets: item.Assets, until: tx.Now()}
	if hand.active && item.rule != "" && slices.Equal(item.Assets, item.had) && !s.expiring(tx, item) {
		hand.rule, hand.until = item.rule, item.until
		return hand, nil
	}
	if hand.active && len(item.Assets) > 0 {
		hand.rule, hand.until = s.NewID(), tx.Now().Add(s.grantFor()).UTC().Truncate(time.Microsecond)
		err := s.Grants.Mint(tx, policy.Rule{
			ID: hand.rule, Effect: policy.Permit, Who: policy.Who{Org: string(org)}, Actions: slices.Clone(vendorActions),
			What:  policy.What{Kind: "asset", Production: production, IDs: slices.Clone(item.Assets)},
			Until: hand.until, Because: because, Note: "works on shot " + clip(item.Shot, 200),
		})
		if err != nil {
			return inHand{}, err
		}
	}
	if item.rule != "" {
		if err := s.Grants.Revoke(tx, item.rule, because); err != nil {
			return inHand{}, err
		}
	}
	return hand, nil
}

// openTurnover records a turnover, lets the vendor read it and tells it so.
func (s *Service) openTurnover(tx *store.Tx, e event.Event, p *Preview, v VendorWork) (Turnover, error) {
	t := Turnover{
		ID: s.NewID(), Production: e.Log, Cut: p.Cut.ID, CutName: p.Cut.Name, Organisation: v.Organisation,
		Decision: e.Because, OpenedAt: tx.Now().UTC(), Items: told(v.Items),
	}
	if p.Against != nil {
		t.PreviousCut = p.Against.ID
	}
	t.Counts = count(t.Items)
	err := tx.QueryRow(`SELECT COALESCE(MAX(number), 0) + 1 FROM turnover WHERE production = $1 AND org = $2`, t.Production, string(t.Organisation)).Scan(&t.Number)
	if err != nil {
		return Turnover{}, err
	}
	if err := insertTurnover(tx, t, planFor(p.Plan, t.Items)); err != nil {
		return Turnover{}, err
	}
	data, err := json.Marshal(t.announcement())
	if err != nil {
		return Turnover{}, err
	}
	err = event.Add(tx, event.Event{
		Type: "turnover.opened", Subject: t.ID, Data: data, Log: t.Production, Key: string(t.Organisation),
		Audience: []string{string(t.Organisation)}, Actor: e.Actor, Because: e.ID,
	})
	if err != nil {
		return Turnover{}, err
	}
	err = audit.Add(tx, audit.Record{
		Actor: e.Actor, Org: string(t.Organisation), Action: "turnover.opened", Object: t.ID, Production: t.Production,
		Decision: "change", Because: e.ID, Detail: data, Time: t.OpenedAt,
	})
	if err != nil {
		return Turnover{}, err
	}
	return t, s.Grants.Mint(tx, policy.Rule{
		ID: s.NewID(), Effect: policy.Permit, Who: policy.Who{Org: string(t.Organisation)}, Actions: []policy.Action{"turnover.read"},
		What:  policy.What{Kind: "turnover", Production: t.Production, IDs: []string{t.ID}},
		Until: tx.Now().Add(membership).UTC().Truncate(time.Microsecond), Because: t.ID, Note: "was told of the turnover",
	})
}

// told are the items that a vendor hears of.
func told(items []Item) []Item {
	return slices.DeleteFunc(slices.Clone(items), func(i Item) bool { return i.Kind == WorkSame })
}

// planFor is the part of a plan that concerns the items, so that a vendor is
// not shown the shots of another: a plate that is pulled for several names only
// those, and which assets an unclear source may mean is for the owner to settle.
func planFor(plan *timeline.PullPlan, items []Item) *timeline.PullPlan {
	mine := *plan
	mine.Shots, mine.Findings = []timeline.PlannedShot{}, nil
	theirs := make(map[string]bool, len(items))
	for _, i := range items {
		theirs[i.Shot] = i.Kind != WorkStopped
	}
	for _, shot := range plan.Shots {
		if !theirs[shot.Shot] {
			continue
		}
		shot.Plates = slices.Clone(shot.Plates)
		for i := range shot.Plates {
			p := &shot.Plates[i]
			p.Shots = slices.DeleteFunc(slices.Clone(p.Shots), func(name string) bool { return !theirs[name] })
			p.Candidates = nil
		}
		mine.Shots = append(mine.Shots, shot)
	}
	mine.Totals = mine.Count()
	return &mine
}
