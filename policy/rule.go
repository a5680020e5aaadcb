package policy

import (
	"fmt"
	"strings"
	"time"

	"github.com/selsyn/selsyn/errs"
)

// Effect is what a rule does when it applies.
type Effect string

// The effects. Forbid beats permit.
const (
	Permit Effect = "permit"
	Forbid Effect = "forbid"
)

// Rule is one statement about who may or may not do what.
type Rule struct {
	ID      string    `json:"id,omitempty"`
	Effect  Effect    `json:"effect"`
	Who     Who       `json:"who"`
	Actions []Action  `json:"actions"`
	What    What      `json:"what"`
	When    *Cond     `json:"when,omitempty"`
	From    time.Time `json:"from,omitzero"`     // applies from this moment on; zero: always did
	Until   time.Time `json:"until,omitzero"`    // and before this one; zero: for ever
	Depth   int       `json:"depth,omitempty"`   // how many times it may be handed on, see Delegable
	Because string    `json:"because,omitempty"` // the work order, approval or event that it was made for
	Note    string    `json:"note,omitempty"`
}

// Who names the subjects of a rule. Every field that is set must match.
type Who struct {
	Subject string `json:"subject,omitempty"` // one person
	Service string `json:"service,omitempty"` // one service account
	Group   string `json:"group,omitempty"`
	Role    string `json:"role,omitempty"` // a role at Org; Org must be set too
	Org     string `json:"org,omitempty"`
	Any     bool   `json:"any,omitempty"` // everybody, also those who have not said who they are; alone
}

// What names the things of a rule. Every field that is set must match; the
// zero value is everything.
type What struct {
	Kind       string   `json:"kind,omitempty"`
	Production string   `json:"production,omitempty"`
	Org        string   `json:"org,omitempty"` // owned by this organisation
	Sequence   string   `json:"sequence,omitempty"`
	Scene      string   `json:"scene,omitempty"`
	Shot       string   `json:"shot,omitempty"`
	IDs        []string `json:"ids,omitempty"` // one of these; none: not limited
}

// Bounds of a rule, so that one cannot be made that costs everybody time.
const (
	MaxIDs       = 100_000 // things named by one rule
	MaxCondNodes = 256     // comparisons and connectives in one condition
	MaxCondDepth = 16      // nesting of one condition
	MaxText      = 1_000   // bytes of any text in a rule
)

func invalid(format string, args ...any) error {
	return errs.E("policy.Rule", errs.Invalid, "", fmt.Errorf(format, args...))
}

// Validate says whether the rule is well formed; the error is of kind
// errs.Invalid and begins with the name of the field that is wrong. The owner
// is the organisation whose things the rule is about: a permit to anybody
// else must end, so until is mandatory there.
func (r Rule) Validate(owner string) error {
	if err := r.check(); err != nil {
		return err
	}
	if r.Effect == Permit && r.Until.IsZero() && (owner == "" || r.Who.Org != owner) {
		return invalid("until: a permit to another organisation must say when it ends")
	}
	return nil
}

func (r Rule) check() error {
	if r.Effect != Permit && r.Effect != Forbid {
		return invalid("effect: %q is neither permit nor forbid", r.Effect)
	}
	if err := r.Who.check(); err != nil {
		return err
	}
	if len(r.Actions) == 0 {
		return invalid("actions: name at least one")
	}
	for i, a := range r.Actions {
		if !declared(a) {
			return invalid("actions[%d]: %q is not an action", i, a)
		}
	}
	if err := r.What.check(); err != nil {
		return err
	}
	if r.When != nil {
		if _, err := compileCond(r.When, "when"); err != nil {
			return err
		}
	}
	if !r.Until.IsZero() && !r.From.Before(r.Until) {
		return invalid("until: %s is not after from", r.Until.UTC().Format(time.RFC3339))
	}
	if r.Depth < 0 || r.Depth > 8 {
		return invalid("depth: %d is not within 0 and 8", r.Depth)
	}
	return checkTexts([]named{{"id", r.ID}, {"because", r.Because}, {"note", r.Note}})
}

func (w Who) check() error {
	rest := w
	rest.Any = false
	if w.Any && rest != (Who{}) {
		return invalid("who.any: stands alone; leave the other fields of who out")
	}
	if w == (Who{}) {
		return invalid("who: name a subject, service, group, role at an organisation, or organisation, or say any")
	}
	if w.Role != "" && w.Org == "" {
		return invalid("who.org: a role is always a role at an organisation")
	}
	return checkTexts([]named{{"who.subject", w.Subject}, {"who.service", w.Service}, {"who.group", w.Group},
		{"who.role", w.Role}, {"who.org", w.Org}})
}

func (w What) check() error {
	if len(w.IDs) > MaxIDs {
		return invalid("what.ids: %d are more than %d", len(w.IDs), MaxIDs)
	}
	for i, id := range w.IDs {
		if id == "" || len(id) > MaxText || strings.ContainsRune(id, 0) {
			return invalid("what.ids[%d]: %.40q is not an identifier", i, id)
		}
	}
	return checkTexts([]named{{"what.kind", w.Kind}, {"what.production", w.Production}, {"what.org", w.Org},
		{"what.sequence", w.Sequence}, {"what.scene", w.Scene}, {"what.shot", w.Shot}})
}

type named struct{ name, text string }

func checkTexts(fields []named) error {
	for _, f := range fields {
		if len(f.text) > MaxText {
			return invalid("%s: %d bytes are more than %d", f.name, len(f.text), MaxText)
		}
		if strings.ContainsRune(f.text, 0) {
			return invalid("%s: holds a zero byte", f.name)
		}
	}
	return nil
}
