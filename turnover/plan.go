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

// history is how many earlier approved cuts are searched for events that come
// back.
const history = 5

// Preview is what approving a cut will do, to look at before pressing the
// button. Against is the cut that vendors work to now; nil when there is none.
type Preview struct {
	Cut        Cut                `json:"cut"`
	Against    *Cut               `json:"against"`
	Changes    *timeline.Changes  `json:"changes"`
	Plan       *timeline.PullPlan `json:"plan"`
	Vendors    []VendorWork       `json:"vendors"`
	Unassigned []string           `json:"unassigned"` // shots that nobody works on
	Findings   []finding.Finding  `json:"findings"`
}

// Preview works out what approving the cut would do, and changes nothing. The
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
		p, err = s.plan(tx, cut.Production, base, &cut)
		return err
	})
	if err != nil {
		return Preview{}, errs.E(op, errs.Other, id, err)
	}
	return p, nil
}

// baseOf is the cut that the vendors work to; nil when there is none.
func baseOf(tx *store.Tx, production string) (*Cut, error) {
	c, found, err := oneCut(tx, `id = (SELECT cut FROM turnover_base WHERE production = $1)`, production)
	if err != nil || !found {
		return nil, err
	}
	return &c, nil
}

// plan compares the target with the base and works out everybody's work. A nil
// target is an empty cut: all work stops.
func (s *Service) plan(tx *store.Tx, production string, base, target *Cut) (Preview, error) {
	p := Preview{Against: base, Unassigned: []string{}, Vendors: []VendorWork{}, Findings: []finding.Finding{}}
	b := &timeline.Cut{}
	if target != nil {
		var err error
		p.Cut = *target
		if b, err = s.load(tx, target); err != nil {
			return Preview{}, err
		}
	}
	a := &timeline.Cut{Rate: b.Rate, DropFrame: b.DropFrame, Start: b.Start}
	if base != nil {
		var err error
		if a, err = s.load(tx, base); err != nil {
			return Preview{}, err
		}
	}
	if target == nil {
		b.Rate, b.DropFrame, b.Start = a.Rate, a.DropFrame, a.Start
	}
	earlier, err := s.earlier(tx, production, base, target, nil)
	if err != nil {
		return Preview{}, err
	}
	p.Changes = timeline.Diff(a, b, timeline.DiffOptions{History: earlier})
	sources, err := s.Sources.Sources(tx, production, keysOf(b))
	if err != nil {
		return Preview{}, err
	}
	pulled, err := loadPlates(tx, production)
	if err != nil {
		return Preview{}, err
	}
	p.Plan = timeline.Pull(b, p.Changes, sources, s.Pull, pulled)
	p.Findings = append(append(p.Findings, p.Changes.Findings...), p.Plan.Findings...)
	return p, s.divide(tx, production, &p, names(sources))
}

// load decodes a kept cut.
func (s *Service) load(tx *store.Tx, c *Cut) (*timeline.Cut, error) {
	content, err := contentOf(tx, c.ID)
	if err != nil {
		return nil, err
	}
	cut, _, err := s.decode(c.File, content, c.Rate)
	return cut, err
}

// earlier are the approved cuts before these, the oldest first; with may, only
// those that it allows.
func (s *Service) earlier(tx *store.Tx, production string, base, target *Cut, may func(*Cut) bool) ([]*timeline.Cut, error) {
	cuts, err := queryCuts(tx, `production = $1 AND approved_at > 0 ORDER BY approved_at DESC LIMIT $2`, production, history)
	if err != nil {
		return nil, err
	}
	var decoded []*timeline.Cut
	for i := range slices.Backward(cuts) {
		c := &cuts[i]
		if base != nil && c.ID == base.ID || target != nil && c.ID == target.ID || may != nil && !may(c) {
			continue
		}
		cut, err := s.load(tx, c)
		if err != nil {
			return nil, err
		}
		decoded = append(decoded, cut)
	}
	return decoded, nil
}

// keysOf are the source keys of the events that belong to shots.
func keysOf(c *timeline.Cut) []timeline.SourceKey {
	seen := make(map[timeline.SourceKey]bool)
	var keys []timeline.SourceKey
	for i := range c.Tracks {
		for j := range c.Tracks[i].Events {
			e := &c.Tracks[i].Events[j]
			if e.Shot == "" || seen[e.Source] {
				continue
			}
			seen[e.Source] = true
			keys = append(keys, e.Source)
		}
	}
	return keys
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

// divide gives each shot of the plan to its vendor and compares that with what
// the vendors have in hand.
func (s *Service) divide(tx *store.Tx, production string, p *Preview, name map[string]string) error {
	as, err := loadAssignments(tx, production)
	if err != nil {
		return err
	}
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
		org, err := as.vendor(shot.Shot)
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
