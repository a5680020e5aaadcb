package turnover

import (
	"math"
	"reflect"
	"slices"

	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// history is how many earlier approved cuts are searched for events that come
// back.
const history = 5

// draft is the part of a plan that takes long, reading cuts, comparing them and
// matching sources, with what it was made from: as long as that is the same in
// the database the draft holds. It is made before the transaction that acts on it.
type draft struct {
	base, target *Cut // nil where there is none
	cuts         []string
	to           *timeline.Cut
	changes      *timeline.Changes
	sources      []timeline.Source
	pulled       timeline.PulledPlates
	plan         *timeline.PullPlan
	document     []byte // the plan as it is kept
}

// draft compares the target with the base and plans the pulls. A nil target is
// an empty cut: all work stops. Of a draft that is ready it takes over what
// still holds.
func (s *Service) draft(tx *store.Tx, production string, base, target *Cut, ready *draft) (*draft, error) {
	d := &draft{base: base, target: target}
	earlier, err := earlierCuts(tx, production, base, target)
	if err != nil {
		return nil, err
	}
	for _, c := range append([]*Cut{base, target}, earlier...) {
		name := ""
		if c != nil {
			name = c.ID
		}
		d.cuts = append(d.cuts, name)
	}
	same := ready != nil && slices.Equal(d.cuts, ready.cuts)
	if same {
		d.to, d.changes = ready.to, ready.changes
	} else if err := s.compare(tx, d, earlier); err != nil {
		return nil, err
	}
	if d.sources, err = s.Sources.Sources(tx, production, keysOf(d.to)); err != nil {
		return nil, err
	}
	plates := 0 // plates are only ever added
	if err := tx.QueryRow(`SELECT COUNT(*) FROM plate WHERE production = $1`, production).Scan(&plates); err != nil {
		return nil, err
	}
	if same && plates == len(ready.pulled) && reflect.DeepEqual(d.sources, ready.sources) {
		d.pulled, d.plan, d.document = ready.pulled, ready.plan, ready.document
		return d, nil
	}
	if d.pulled, err = loadPlates(tx, production); err != nil {
		return nil, err
	}
	d.plan = timeline.Pull(d.to, d.changes, d.sources, s.Pull, d.pulled)
	return d, nil
}

// compare reads the cuts and finds the changes.
func (s *Service) compare(tx *store.Tx, d *draft, earlier []*Cut) error {
	from, err := s.load(tx, d.base)
	if err != nil {
		return err
	}
	if d.to, err = s.load(tx, d.target); err != nil {
		return err
	}
	if d.base == nil {
		from.Rate, from.DropFrame, from.Start = d.to.Rate, d.to.DropFrame, d.to.Start
	}
	if d.target == nil {
		d.to.Rate, d.to.DropFrame, d.to.Start = from.Rate, from.DropFrame, from.Start
	}
	known, err := s.loadAll(tx, earlier)
	if err != nil {
		return err
	}
	d.changes = timeline.Diff(from, d.to, timeline.DiffOptions{History: known})
	return nil
}

// baseOf is the cut that the vendors work to; nil when there is none.
func baseOf(tx *store.Tx, production string) (*Cut, error) {
	return optionalCut(tx, `id = (SELECT cut FROM turnover_base WHERE production = $1)`, production)
}

// optionalCut is the only cut that the condition finds; nil when it finds none.
func optionalCut(tx *store.Tx, where string, args ...any) (*Cut, error) {
	c, found, err := oneCut(tx, where, args...)
	if err != nil || !found {
		return nil, err
	}
	return &c, nil
}

// load decodes a kept cut; nil is an empty one.
func (s *Service) load(tx *store.Tx, c *Cut) (*timeline.Cut, error) {
	if c == nil {
		return &timeline.Cut{}, nil
	}
	content, err := contentOf(tx, c.ID)
	if err != nil {
		return nil, err
	}
	cut, _, err := s.decode(c.File, content, c.Rate)
	return cut, err
}

func (s *Service) loadAll(tx *store.Tx, cuts []*Cut) ([]*timeline.Cut, error) {
	var decoded []*timeline.Cut
	for _, c := range cuts {
		cut, err := s.load(tx, c)
		if err != nil {
			return nil, err
		}
		decoded = append(decoded, cut)
	}
	return decoded, nil
}

// earlierCuts are the approved cuts besides these two, the oldest first, without
// those that were approved after the target.
func earlierCuts(tx *store.Tx, production string, base, target *Cut) ([]*Cut, error) {
	until := int64(math.MaxInt64)
	if target != nil && !target.ApprovedAt.IsZero() {
		until = target.ApprovedAt.UnixMicro()
	}
	cuts, err := queryCuts(tx, `production = $1 AND approved_at > 0 AND approved_at <= $2 ORDER BY approved_at DESC LIMIT $3`, production, until, history)
	var earlier []*Cut
	for i := range slices.Backward(cuts) {
		c := &cuts[i]
		if base != nil && c.ID == base.ID || target != nil && c.ID == target.ID {
			continue
		}
		earlier = append(earlier, c)
	}
	return earlier, err
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
