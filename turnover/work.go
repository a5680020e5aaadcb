package turnover

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// WorkKind says what a turnover means for a shot.
type WorkKind string

// The kinds of work. Same is never told to a vendor; it stands in a preview.
const (
	WorkNew     WorkKind = "new"     // was never with this vendor
	WorkChanged WorkKind = "changed" // is with the vendor, and its frames or sources changed
	WorkStopped WorkKind = "stopped" // was with the vendor and is no longer wanted of it
	WorkResumed WorkKind = "resumed" // was stopped and is wanted again
	WorkSame    WorkKind = "same"    // is with the vendor and did not change
)

// Item is one shot of a turnover.
type Item struct {
	Shot    string          `json:"shot"`
	Kind    WorkKind        `json:"kind"`
	Reasons []timeline.Kind `json:"reasons"`
	Plates  []string        `json:"plates"`          // names of the plates the shot needs
	Assets  []string        `json:"assets"`          // identifiers of what they are pulled from
	Notes   []string        `json:"notes,omitempty"` // what keeps a plate from being pulled

	rule  string // by which the assets were reached so far
	until time.Time
	had   []string // the assets that were
}

// AssetRef names an asset for a person.
type AssetRef struct {
	Asset string `json:"asset"`
	Name  string `json:"name"`
}

// VendorWork is what a cut means for one vendor.
type VendorWork struct {
	Organisation identity.OrgID `json:"organisation"`
	Items        []Item         `json:"work"`  // in the order of the cut, stopped ones last
	Gains        []AssetRef     `json:"gains"` // assets the vendor can reach only afterwards
	Loses        []AssetRef     `json:"loses"` // and only before
}

// Concerned reports whether there is anything to tell the vendor.
func (v VendorWork) Concerned() bool {
	return slices.ContainsFunc(v.Items, func(i Item) bool { return i.Kind != WorkSame })
}

// inHand is a row of vendor_work: a shot that a vendor has, or had.
type inHand struct {
	shot     string
	org      identity.OrgID
	active   bool
	turnover string
	rule     string
	until    time.Time
	assets   []string
}

// hands is what all vendors have in hand, by organisation and shot.
type hands map[identity.OrgID]map[string]inHand

func loadHands(tx *store.Tx, production string) (hands, error) {
	rows, err := tx.Query(`SELECT org, shot, state, turnover, rule, until, assets FROM vendor_work WHERE production = $1`, production)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	all := make(hands)
	for rows.Next() {
		var h inHand
		var org, state, assets string
		var until int64
		if err := rows.Scan(&org, &h.shot, &state, &h.turnover, &h.rule, &until, &assets); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(assets), &h.assets); err != nil {
			return nil, err
		}
		h.org, h.active, h.until = identity.OrgID(org), state == "active", time.UnixMicro(until)
		if all[h.org] == nil {
			all[h.org] = make(map[string]inHand)
		}
		all[h.org][h.shot] = h
	}
	return all, rows.Err()
}

func saveHand(tx *store.Tx, production string, h inHand) error {
	state := "stopped"
	if h.active {
		state = "active"
	}
	assets, err := json.Marshal(h.assets)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO vendor_work (production, org, shot, state, turnover, rule, until, assets) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (production, org, shot) DO UPDATE SET state = excluded.state, turnover = excluded.turnover,
			rule = excluded.rule, until = excluded.until, assets = excluded.assets`,
		production, string(h.org), h.shot, state, h.turnover, h.rule, h.until.UnixMicro(), string(assets))
	return err
}

// loadPlates are the newest versions of all plates pulled for a production.
func loadPlates(tx *store.Tx, production string) (timeline.PulledPlates, error) {
	rows, err := tx.Query(`SELECT content FROM plate WHERE production = $1 ORDER BY shot, name, version`, production)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var plates timeline.PulledPlates
	for rows.Next() {
		var content string
		var p timeline.PulledPlate
		if err := rows.Scan(&content); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(content), &p); err != nil {
			return nil, err
		}
		plates = append(plates, p)
	}
	return plates, rows.Err()
}

// savePlates records the plates that a turnover pulls, so that the next pull of
// each is its next version.
func savePlates(tx *store.Tx, production, turnover string, shot timeline.PlannedShot) error {
	for _, p := range shot.Plates {
		if p.Status != timeline.PullNew && p.Status != timeline.PullAgain {
			continue
		}
		content, err := json.Marshal(p.Pulled(shot.Shot))
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO plate (production, shot, name, version, turnover, content) VALUES ($1,$2,$3,$4,$5,$6)
			ON CONFLICT (production, shot, name, version) DO NOTHING`, production, shot.Shot, p.Name, p.Version, turnover, string(content))
		if err != nil {
			return err
		}
	}
	return nil
}
