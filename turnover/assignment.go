package turnover

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// Bounds of assignments: how many a production may have, and the bytes of one.
const (
	MaxAssignments = 20_000
	maxPattern     = 200
	maxRemark      = 1000
)

// membership is how long an organisation that was given shots may see the
// production's name and its own events without being given any again.
const membership = 2 * 365 * 24 * time.Hour

// Assignment gives shots to an organisation. The pattern is a shot identifier,
// or one with * for any characters and ? for one: "090_PC_*". The most
// specific pattern that matches a shot decides: one without wildcards first,
// then the one with the longest beginning before its first wildcard.
type Assignment struct {
	Pattern      string         `json:"pattern"`
	Organisation identity.OrgID `json:"organisation"`
	Note         string         `json:"note,omitempty"`
}

// specificity orders patterns; more is more specific.
func (a Assignment) specificity() int {
	i := strings.IndexAny(a.Pattern, "*?")
	if i < 0 {
		return len(a.Pattern) + 1<<20
	}
	return i
}

// errTwoVendors says that two equally specific patterns name different
// organisations.
var errTwoVendors = errors.New("two equally specific assignments give it to different organisations")

// vendors decides who works on a shot.
type vendors struct {
	named    map[string]identity.OrgID // by the shots that are named whole
	patterns map[string][]Assignment   // by what stands before the first wildcard
}

func newVendors(list []Assignment) vendors {
	v := vendors{make(map[string]identity.OrgID), make(map[string][]Assignment)}
	for _, a := range list {
		at := strings.IndexAny(a.Pattern, "*?")
		if at < 0 {
			v.named[a.Pattern] = a.Organisation
			continue
		}
		v.patterns[a.Pattern[:at]] = append(v.patterns[a.Pattern[:at]], a)
	}
	return v
}

// of is the organisation that works on the shot; empty when none does.
func (v vendors) of(shot string) (identity.OrgID, error) {
	if org, ok := v.named[shot]; ok {
		return org, nil
	}
	for n := len(shot); n >= 0; n-- {
		var chosen identity.OrgID
		for _, a := range v.patterns[shot[:n]] {
			if !matches(a.Pattern[n:], shot[n:]) {
				continue
			}
			if chosen != "" && chosen != a.Organisation {
				return "", errTwoVendors
			}
			chosen = a.Organisation
		}
		if chosen != "" {
			return chosen, nil
		}
	}
	return "", nil
}

// matches reports whether a shot is what a pattern says: * is any characters,
// also none, ? is one.
func matches(pattern, shot string) bool {
	p, s := []rune(pattern), []rune(shot)
	star, from := -1, 0 // the last star, and where what it stands for ends
	i, j := 0, 0
	for j < len(s) {
		switch {
		case i < len(p) && p[i] == '*':
			star, from = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == s[j]):
			i, j = i+1, j+1
		case star >= 0:
			from++
			i, j = star+1, from
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}

// loadAssignments are those of a production, the most specific first.
func loadAssignments(tx *store.Tx, production string) ([]Assignment, error) {
	rows, err := tx.Query(`SELECT pattern, org, note FROM assignment WHERE production = $1 ORDER BY pattern`, production)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	as := []Assignment{}
	for rows.Next() {
		var a Assignment
		var org string
		if err := rows.Scan(&a.Pattern, &org, &a.Note); err != nil {
			return nil, err
		}
		a.Organisation = identity.OrgID(org)
		as = append(as, a)
	}
	sort.SliceStable(as, func(i, j int) bool { return as[i].specificity() > as[j].specificity() })
	return as, rows.Err()
}

// Assignments are those of a production, the most specific first.
func (s *Service) Assignments(ctx context.Context, production string) ([]Assignment, error) {
	var as []Assignment
	err := s.DB.Read(ctx, func(tx *store.Tx) error {
		if err := s.mayAssign(ctx, tx, "assignment.read", production); err != nil {
			return err
		}
		var err error
		as, err = loadAssignments(tx, production)
		return err
	})
	if err != nil {
		return nil, errs.E("turnover.Assignments", errs.Other, production, err)
	}
	return as, nil
}

// Assign replaces the assignments of a production. Organisations named for the
// first time are let into the production: they may see its name, follow their
// own events and set up webhooks for them, and nothing else. When a cut is
// approved already, turnovers for what changed follow by themselves.
func (s *Service) Assign(ctx context.Context, production string, list []Assignment) error {
	const op errs.Op = "turnover.Assign"
	if err := checkAssignments(list); err != nil {
		return errs.E(op, errs.Invalid, production, err)
	}
	// The rules are asked before the transaction, in which everybody waits.
	if err := s.DB.Read(ctx, func(tx *store.Tx) error { return s.mayAssign(ctx, tx, "assignment.write", production) }); err != nil {
		return errs.E(op, errs.Other, production, err)
	}
	err := s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("cut:" + production); err != nil {
			return err
		}
		before, err := loadAssignments(tx, production)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM assignment WHERE production = $1`, production); err != nil {
			return err
		}
		rows := tx.Insert("assignment", "production, pattern, org, note", "")
		for _, a := range list {
			if err := rows.Add(production, a.Pattern, string(a.Organisation), a.Note); err != nil {
				return err
			}
		}
		if err := rows.Flush(); err != nil {
			return err
		}
		if err := s.admit(tx, production, list); err != nil {
			return err
		}
		return assigned(ctx, tx, production, before, list)
	})
	if err != nil {
		return errs.E(op, errs.Other, production, err)
	}
	return nil
}

func checkAssignments(list []Assignment) error {
	if len(list) > MaxAssignments {
		return fmt.Errorf("%d assignments are more than %d; use patterns", len(list), MaxAssignments)
	}
	seen := make(map[string]bool, len(list))
	for i, a := range list {
		if a.Pattern == "" {
			return fmt.Errorf("items[%d].pattern: write a shot, or a beginning and *", i)
		}
		if at := strings.IndexAny(a.Pattern, `[]{}\`); at >= 0 {
			return fmt.Errorf("items[%d].pattern: %q has the character %q, which no shot has; the only wildcards are * for any characters and ? for one", i, a.Pattern, a.Pattern[at])
		}
		if len(a.Pattern) > maxPattern || len(a.Note) > maxRemark || !plain(a.Pattern) || !plain(a.Note) {
			return fmt.Errorf("items[%d]: a pattern has at most %d bytes of text and a note %d, without control characters", i, maxPattern, maxRemark)
		}
		if a.Organisation == "" {
			return fmt.Errorf("items[%d].organisation: say who works on %s", i, a.Pattern)
		}
		if seen[a.Pattern] {
			return fmt.Errorf("items[%d].pattern: %s stands in the list twice", i, a.Pattern)
		}
		seen[a.Pattern] = true
	}
	return nil
}

func (s *Service) mayAssign(ctx context.Context, tx *store.Tx, action policy.Action, production string) error {
	owner, err := s.Productions.Owner(tx, production)
	if err != nil {
		return err
	}
	return s.Access.Check(ctx, action, policy.Resource{Kind: "assignment", Production: production, Org: string(owner)})
}

// plain reports whether a text can stand in rules, events and both databases.
func plain(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// admit lets organisations into the production that were not in it, or whose
// time in it is more than half over.
func (s *Service) admit(tx *store.Tx, production string, list []Assignment) error {
	seen := make(map[identity.OrgID]bool)
	for i, a := range list {
		if seen[a.Organisation] {
			continue
		}
		seen[a.Organisation] = true
		there, err := identity.Exists(tx, a.Organisation)
		if err != nil {
			return err
		}
		if !there {
			return errs.E("turnover.Assign", errs.Invalid, production, fmt.Errorf("items[%d].organisation: there is no organisation %.100q", i, a.Organisation))
		}
		made, err := tx.Exec(`INSERT INTO vendor (production, org, since) VALUES ($1,$2,$3)
			ON CONFLICT (production, org) DO UPDATE SET since = excluded.since WHERE vendor.since < $4`,
			production, string(a.Organisation), tx.Now().UnixMicro(), tx.Now().Add(-membership/2).UnixMicro())
		if err != nil {
			return err
		}
		if n, err := made.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return err
			}
			continue
		}
		if err := s.letIn(tx, production, a); err != nil {
			return err
		}
	}
	return nil
}

// letIn makes the rules by which an organisation that was given shots may see
// the production's name and follow its own events, and by which it and the
// owner know each other by name.
func (s *Service) letIn(tx *store.Tx, production string, a Assignment) error {
	owner, err := s.Productions.Owner(tx, production)
	if err != nil {
		return err
	}
	until := tx.Now().Add(membership).UTC()
	permit := func(who string, what policy.What, note string, actions ...policy.Action) policy.Rule {
		return policy.Rule{
			ID: s.NewID(), Effect: policy.Permit, Who: policy.Who{Org: who}, Actions: actions, What: what, Until: until,
			Because: "assignment:" + a.Pattern, Note: note,
		}
	}
	vendor := string(a.Organisation)
	return s.Grants.Mint(tx,
		permit(vendor, policy.What{Kind: "production", Production: production, IDs: []string{production}}, "was given shots of the production", "production.read"),
		permit(vendor, policy.What{Production: production, Org: vendor}, "follows what it is told about the production", "event.read", "webhook.read", "webhook.write"),
		permit(vendor, policy.What{Kind: "org", IDs: []string{string(owner)}}, "knows by name whom it works for", "org.read"),
		permit(string(owner), policy.What{Kind: "org", IDs: []string{vendor}}, "knows by name who works for it", "org.read"))
}

// maxTold is how many patterns an event or record spells out.
const maxTold = 200

// assigned tells of new assignments: how many there are and the first of them,
// and for the record what came and what went.
func assigned(ctx context.Context, tx *store.Tx, production string, before, list []Assignment) error {
	data, err := json.Marshal(map[string]any{"count": len(list), "items": firstOf(list), "complete": len(list) <= maxTold})
	if err != nil {
		return err
	}
	added, removed := without(list, before), without(before, list)
	detail, err := json.Marshal(map[string]any{
		"count": len(list), "added": len(added), "addedItems": firstOf(added), "removed": len(removed), "removedItems": firstOf(removed),
	})
	if err != nil {
		return err
	}
	caller := identity.FromContext(ctx)
	if err := event.Add(tx, event.Event{
		Type: "assignment.changed", Subject: production, Data: data, Log: production, Key: "assignment", Actor: string(caller.ID),
	}); err != nil {
		return err
	}
	return audit.Add(tx, audit.Record{
		Actor: string(caller.ID), Org: string(caller.Org), Action: "assignment.changed", Object: production, Production: production,
		Decision: "change", Detail: detail, Time: tx.Now().UTC(),
	})
}

// firstOf are the first assignments without their notes.
func firstOf(list []Assignment) []Assignment {
	first := make([]Assignment, min(len(list), maxTold))
	for i := range first {
		first[i] = Assignment{Pattern: list[i].Pattern, Organisation: list[i].Organisation}
	}
	return first
}

// without are the assignments of a list that another does not have.
func without(list, other []Assignment) []Assignment {
	had := make(map[Assignment]bool, len(other))
	for _, a := range other {
		had[a] = true
	}
	var rest []Assignment
	for _, a := range list {
		if !had[a] {
			rest = append(rest, a)
		}
	}
	return rest
}
