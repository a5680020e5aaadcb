package turnover

import (
	"context"
	"maps"
	"slices"
	"sort"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// Preview is what approving a cut will do, to look at before pressing the
// button. Against is the cut that vendors work to now; nil when there is none.
// Of a cut whose approval was acted on it is what that approval asked for.
type Preview struct {
	Cut        Cut                `json:"cut"`
	Current    bool               `json:"current"` // vendors work to the cut now: its approval was acted on, and no later one
	Against    *Cut               `json:"against"`
	Changes    *timeline.Changes  `json:"changes"`
	Plan       *timeline.PullPlan `json:"plan"`
	Vendors    []VendorWork       `json:"vendors"`
	Unassigned []string           `json:"unassigned"` // shots that nobody works on
	Findings   []finding.Finding  `json:"findings"`
}

// Preview works out what approving the cut would do, or says what its approval
// did ask for, and changes nothing. The
// caller needs the right to read the cut and the turnovers that would follow.
func (s *Service) Preview(ctx context.Context, id string) (Preview, error) {
	const op errs.Op = "turnover.Preview"
	var p Preview
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		cut, err := getCut(tx, id)
		if err != nil {
			return err
		}
		if err := s.Access.Check(ctx, "cut.read", cut.resource()); err != nil {
			return err
		}
		if !s.Access.Can(ctx, "turnover.read", Turnover{Production: cut.Production}.resource(cut.Org)) {
			return errs.E(op, errs.Denied, id, errs.Text("it says what vendors will work on, and turnovers are not for you to see"))
		}
		base, err := baseOf(tx, cut.Production)
		if err != nil {
			return err
		}
		kept, err := s.keptPlan(tx, &cut)
		if err != nil {
			return err
		}
		if kept != nil {
			p = *kept
			p.Current = base != nil && base.ID == cut.ID
			return nil
		}
		d, err := s.draft(tx, cut.Production, base, &cut, nil)
		if err != nil {
			return err
		}
		p, err = s.preview(tx, cut.Production, d)
		p.Current = base != nil && base.ID == cut.ID
		return err
	})
	if err != nil {
		return Preview{}, errs.E(op, errs.Other, id, err)
	}
	return p, nil
}

// names are what people call the sources.
func names(sources []timeline.Source) map[string]string {
	m := make(map[string]string, len(sources))
	for _, s := range sources {
		for _, name := range []string{s.Key.File, s.Key.Reel, s.Key.Clip, s.ID} {
			if m[s.ID] == "" {
				m[s.ID] = name
			}
		}
	}
	return m
}

// preview is the work that a draft means for everybody.
func (s *Service) preview(tx *store.Tx, production string, d *draft) (Preview, error) {
	p := Preview{Against: d.base, Changes: d.changes, Plan: d.plan, Unassigned: []string{}, Vendors: []VendorWork{}, Findings: []finding.Finding{}}
	if d.target != nil {
		p.Cut = *d.target
	}
	p.Findings = append(append(p.Findings, d.changes.Findings...), d.plan.Findings...)
	return p, s.divide(tx, production, &p, names(d.sources))
}

// divide gives each shot of the plan to its vendor and compares that with what
// the vendors have in hand.
func (s *Service) divide(tx *store.Tx, production string, p *Preview, name map[string]string) error {
	list, err := loadAssignments(tx, production)
	if err != nil {
		return err
	}
	assigned := newVendors(list)
	all, err := loadHands(tx, production)
	if err != nil {
		return err
	}
	byOrg := make(map[identity.OrgID]*VendorWork)
	vendor := func(org identity.OrgID) *VendorWork {
		if byOrg[org] == nil {
			byOrg[org] = &VendorWork{Organisation: org, Items: []Item{}, Gains: []AssetRef{}, Loses: []AssetRef{}}
		}
		return byOrg[org]
	}
	wanted := make(map[identity.OrgID]map[string]bool)
	for _, shot := range p.Plan.Shots {
		if shot.Work == timeline.WorkStop {
			continue
		}
		org, err := assigned.of(shot.Shot)
		if err != nil {
			p.Findings = append(p.Findings, ruleTwoVendors.At(finding.Where{Element: shot.Shot}, "shot %s: %v; make one pattern more specific", shot.Shot, err))
		}
		if org == "" {
			p.Unassigned = append(p.Unassigned, shot.Shot)
			continue
		}
		if wanted[org] == nil {
			wanted[org] = make(map[string]bool)
		}
		wanted[org][shot.Shot] = true
		v := vendor(org)
		v.Items = append(v.Items, itemOf(shot, all[org][shot.Shot]))
	}
	for org, shots := range all {
		for _, shot := range sortedKeys(shots) {
			if h := shots[shot]; h.active && !wanted[org][shot] {
				v := vendor(org)
				v.Items = append(v.Items, Item{Shot: shot, Kind: WorkStopped, Reasons: []timeline.Kind{timeline.KindOmitted}, Plates: []string{}, Assets: []string{}, rule: h.rule})
			}
		}
	}
	if err := s.nameHeld(tx, production, all, name); err != nil {
		return err
	}
	for _, org := range sortedKeys(byOrg) {
		v := byOrg[org]
		v.Gains, v.Loses = difference(all[org], v.Items, name)
		p.Vendors = append(p.Vendors, *v)
	}
	return nil
}

// nameHeld finds names for what vendors have in hand and the cut does not use.
func (s *Service) nameHeld(tx *store.Tx, production string, all hands, name map[string]string) error {
	var keys []timeline.SourceKey
	asked := make(map[string]bool)
	for _, shots := range all {
		for _, h := range shots {
			for _, a := range h.assets {
				if h.active && name[a] == "" && !asked[a] {
					asked[a] = true
					keys = append(keys, timeline.SourceKey{ID: a})
				}
			}
		}
	}
	if len(keys) == 0 {
		return nil
	}
	held, err := s.Sources.Sources(tx, production, keys)
	if err != nil {
		return err
	}
	maps.Copy(name, names(held))
	return nil
}

// itemOf compares a planned shot with what the vendor has in hand of it.
func itemOf(shot timeline.PlannedShot, h inHand) Item {
	item := Item{Shot: shot.Shot, Kind: WorkNew, Reasons: shot.Why, Plates: []string{}, Assets: []string{}, rule: h.rule, until: h.until, had: h.assets}
	if item.Reasons == nil {
		item.Reasons = []timeline.Kind{}
	}
	for _, p := range shot.Plates {
		item.Plates = append(item.Plates, p.Name)
		switch p.Status {
		case timeline.PullUnmatched, timeline.PullAmbiguous:
			item.Notes = append(item.Notes, string(p.Status)+": "+p.Name)
			continue
		}
		if p.Source != "" && !slices.Contains(item.Assets, p.Source) {
			item.Assets = append(item.Assets, p.Source)
		}
	}
	slices.Sort(item.Assets)
	switch {
	case h.shot == "":
	case !h.active:
		item.Kind = WorkResumed
	case shot.Work == timeline.WorkNone && slices.Equal(item.Assets, h.assets):
		item.Kind = WorkSame
	default:
		item.Kind = WorkChanged
	}
	return item
}

// difference is which assets a vendor can reach only after, and only before.
func difference(had map[string]inHand, items []Item, name map[string]string) (gains, loses []AssetRef) {
	before, after := make(map[string]bool), make(map[string]bool)
	for _, h := range had {
		for _, a := range h.assets {
			before[a] = before[a] || h.active
		}
	}
	for _, i := range items {
		for _, a := range i.Assets {
			after[a] = true
		}
	}
	gains, loses = []AssetRef{}, []AssetRef{}
	for _, a := range sortedKeys(after) {
		if !before[a] {
			gains = append(gains, AssetRef{a, name[a]})
		}
	}
	for _, a := range sortedKeys(before) {
		if before[a] && !after[a] {
			loses = append(loses, AssetRef{a, name[a]})
		}
	}
	return gains, loses
}

func sortedKeys[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return keys[i] < keys[j] })
	return keys
}
