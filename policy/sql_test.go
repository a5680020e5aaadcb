package policy_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
)

// things is a table of resources such as a service has, with nothing but its
// columns in common with package policy.
var things = store.Migrations{Name: "things", FS: fstest.MapFS{"0001_tables.sql": {Data: []byte(`-- +goose Up
CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, production TEXT, org TEXT, sequence TEXT, scene TEXT, shot TEXT,
  kind TEXT, class BIGINT, approved BOOLEAN, created BIGINT);
CREATE INDEX thing_production ON thing (production, id);
CREATE TABLE thing_tag (thing TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (thing, tag));
CREATE TABLE policy_target (rule TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (rule, target));
-- +goose Down
DROP TABLE thing;
`)}}}

func thingColumns() policy.Columns {
	return policy.Columns{ID: "t.id", Production: "t.production", Org: "t.org", Sequence: "t.sequence", Scene: "t.scene", Shot: "t.shot",
		Attr: map[string]string{"asset.kind": "t.kind", "asset.class": "t.class", "asset.approved": "t.approved", "asset.created": "t.created"},
		Sets: map[string]policy.SetColumn{"asset.tags": {Table: "thing_tag", Owner: "thing", Member: "tag"}}}
}

// word draws one of few names, so that rules and resources meet; the empty one
// is often among them.
func word(t *rapid.T, label, prefix string, n int, empty bool) string {
	from := 1
	if empty {
		from = -1
	}
	i := rapid.IntRange(from, n).Draw(t, label)
	if i < 1 {
		return ""
	}
	return fmt.Sprint(prefix, i)
}

var drawnActions = []policy.Action{"asset.read", "asset.resolve", "cut.read", "asset.*", "*"}

func drawCond(t *rapid.T, depth int) policy.Cond {
	form := rapid.IntRange(0, 9).Draw(t, "form")
	if depth > 0 && form < 4 {
		if form == 3 {
			return policy.Not(drawCond(t, depth-1))
		}
		kids := make([]policy.Cond, rapid.IntRange(1, 3).Draw(t, "kids"))
		for i := range kids {
			kids[i] = drawCond(t, depth-1)
		}
		if form == 1 {
			return policy.All(kids...)
		}
		return policy.Any(kids...)
	}
	ordered := rapid.SampledFrom([]policy.Op{policy.Equal, policy.NotEqual, policy.Less, policy.LessEqual, policy.Greater, policy.GreaterEqual})
	same := rapid.SampledFrom([]policy.Op{policy.Equal, policy.NotEqual})
	switch rapid.IntRange(0, 7).Draw(t, "attr") {
	case 0:
		return policy.Is("asset.class", ordered.Draw(t, "op"), policy.Int(drawClass(t)))
	case 1:
		return policy.Is("asset.created", ordered.Draw(t, "op"), policy.Time(drawTime(t)))
	case 2:
		return policy.Is("asset.approved", same.Draw(t, "op"), policy.Bool(rapid.Bool().Draw(t, "bool")))
	case 3:
		return policy.Is("asset.tags", policy.Has, policy.String(word(t, "tag", "tag", 3, false)))
	case 4:
		return policy.Is("asset.kind", policy.In, policy.Texts(word(t, "kind", "k", 3, false), word(t, "kind", "k", 3, false)))
	case 5:
		return policy.Is("asset.class", policy.In, policy.List(policy.Int(drawClass(t)), policy.Int(drawClass(t))))
	case 6:
		return policy.Is("shot", same.Draw(t, "op"), policy.String(word(t, "shot", "sh", 3, false)))
	}
	return policy.Is("media.type", same.Draw(t, "op"), policy.String("video/mxf")) // has no column
}

// drawClass draws numbers that sort differently as texts: 200 and 30.
func drawClass(t *rapid.T) int64 {
	return rapid.SampledFrom([]int64{-1, 0, 3, 30, 200, 1 << 53}).Draw(t, "class")
}

func drawTime(t *rapid.T) time.Time {
	return noon.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "time")) * time.Microsecond)
}

func drawRule(t *rapid.T, i int) policy.Rule {
	r := policy.Rule{ID: fmt.Sprint("rule", i), Effect: policy.Permit,
		Actions: rapid.SliceOfN(rapid.SampledFrom(drawnActions), 1, 2).Draw(t, "actions")}
	if rapid.IntRange(0, 3).Draw(t, "effect") == 0 {
		r.Effect = policy.Forbid
	}
	switch rapid.IntRange(0, 6).Draw(t, "who") {
	case 0:
		r.Who.Any = true
	case 1:
		r.Who.Subject = word(t, "subject", "s", 2, false)
	case 2:
		r.Who.Service = word(t, "subject", "s", 2, false)
	case 3:
		r.Who.Group = word(t, "group", "g", 2, false)
	case 4:
		r.Who.Role, r.Who.Org = word(t, "role", "r", 2, false), word(t, "org", "o", 2, false)
	case 5:
		r.Who.Org = word(t, "org", "o", 2, false)
	case 6:
		r.Who.Subject, r.Who.Org = word(t, "subject", "s", 2, false), word(t, "org", "o", 2, false)
	}
	fix := func(field *string, label, prefix string) {
		if rapid.IntRange(0, 3).Draw(t, "fix") == 0 {
			*field = word(t, label, prefix, 2, true)
		}
	}
	fix(&r.What.Kind, "kind", "kind")
	fix(&r.What.Production, "production", "p")
	fix(&r.What.Org, "org", "o")
	fix(&r.What.Sequence, "sequence", "sq")
	fix(&r.What.Scene, "scene", "sc")
	fix(&r.What.Shot, "shot", "sh")
	if rapid.Bool().Draw(t, "has ids") {
		for range rapid.IntRange(1, 4).Draw(t, "ids") {
			if id := word(t, "id", "id", 8, false); !slices.Contains(r.What.IDs, id) {
				r.What.IDs = append(r.What.IDs, id)
			}
		}
	}
	if rapid.Bool().Draw(t, "has cond") {
		c := drawCond(t, 3)
		r.When = &c
	}
	if rapid.IntRange(0, 3).Draw(t, "has from") == 0 {
		r.From = drawTime(t)
	}
	if rapid.IntRange(0, 3).Draw(t, "has until") == 0 {
		if r.Until = drawTime(t); !r.From.Before(r.Until) {
			r.From = time.Time{}
		}
	}
	return r
}

func drawSubject(t *rapid.T) policy.Subject {
	if rapid.IntRange(0, 5).Draw(t, "anonymous") == 0 {
		return policy.Subject{}
	}
	s := policy.Subject{ID: word(t, "subject", "s", 2, false), Org: word(t, "org", "o", 2, false), Service: rapid.Bool().Draw(t, "service")}
	for i := range 2 {
		if rapid.Bool().Draw(t, "group") {
			s.Groups = append(s.Groups, fmt.Sprint("g", i+1))
		}
		if rapid.Bool().Draw(t, "role") {
			s.Roles = append(s.Roles, fmt.Sprint("r", i+1))
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "scoped") == 0 {
		s.Scopes = []string{rapid.SampledFrom([]string{"asset.read", "cut.*", "*"}).Draw(t, "scope")}
	}
	return s
}

func drawResource(t *rapid.T, i int) policy.Resource {
	r := policy.Resource{ID: fmt.Sprint("id", i), Production: word(t, "production", "p", 2, true), Org: word(t, "org", "o", 2, true),
		Sequence: word(t, "sequence", "sq", 2, true), Scene: word(t, "scene", "sc", 2, true), Shot: word(t, "shot", "sh", 3, true),
		Attr: map[string]policy.Value{}}
	maybe := func(name string, v func() policy.Value) {
		if rapid.IntRange(0, 2).Draw(t, "has "+name) > 0 {
			r.Attr[name] = v()
		}
	}
	maybe("asset.class", func() policy.Value { return policy.Int(drawClass(t)) })
	maybe("asset.kind", func() policy.Value { return policy.String(word(t, "kind", "k", 3, true)) })
	maybe("asset.approved", func() policy.Value { return policy.Bool(rapid.Bool().Draw(t, "bool")) })
	maybe("asset.created", func() policy.Value { return policy.Time(drawTime(t)) })
	maybe("asset.tags", func() policy.Value {
		var tags []string
		for i := range 3 {
			if rapid.Bool().Draw(t, "tag") {
				tags = append(tags, fmt.Sprint("tag", i+1))
			}
		}
		return policy.Texts(tags...)
	})
	return r
}

// TestListAndDecisionAgree is the law: the rows that a list shows are those
// that single questions allow, whatever the rules, the caller and the rows.
func TestListAndDecisionAgree(t *testing.T) {
	pgtest.Both(t, []store.Migrations{things}, func(t *testing.T, db *store.DB) {
		undo := errors.New("undo")
		rounds := 5 // of 100 checks each, unless told otherwise
		if testing.Short() {
			rounds = 1
		}
		for range rounds {
			rapid.Check(t, func(t *rapid.T) { agree(t, db, undo) })
		}
	})
}

func agree(t *rapid.T, db *store.DB, undo error) {
	rules := make([]policy.Rule, rapid.IntRange(0, 8).Draw(t, "rules"))
	for i := range rules {
		rules[i] = drawRule(t, i)
	}
	set, err := policy.Compile(rules)
	if err != nil {
		t.Fatalf("Compile: %v", err)
	}
	resources := make([]policy.Resource, rapid.IntRange(1, 8).Draw(t, "resources"))
	for i := range resources {
		resources[i] = drawResource(t, i+1)
	}
	bare := rapid.IntRange(0, 4).Draw(t, "few columns") == 0
	err = db.Write(context.Background(), func(tx *store.Tx) error {
		if err := fill(tx, rules, resources); err != nil {
			return err
		}
		for range 4 {
			compare(t, tx, set, resources, bare)
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
}

func fill(tx *store.Tx, rules []policy.Rule, resources []policy.Resource) error {
	for _, r := range rules {
		for _, id := range r.What.IDs {
			if _, err := tx.Exec(`INSERT INTO policy_target (rule, target) VALUES ($1, $2)`, r.ID, id); err != nil {
				return err
			}
		}
	}
	for i, r := range resources {
		field := func(s string) any {
			if s == "" && i%2 == 0 {
				return nil // a row says that it does not have a field by NULL or by an empty text
			}
			return s
		}
		arg := func(name string) any {
			v, ok := r.Attr[name]
			if !ok {
				return nil
			}
			return policy.Arg(v)
		}
		if _, err := tx.Exec(`INSERT INTO thing (id, production, org, sequence, scene, shot, kind, class, approved, created)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, r.ID, field(r.Production), field(r.Org), field(r.Sequence), field(r.Scene), field(r.Shot),
			arg("asset.kind"), arg("asset.class"), arg("asset.approved"), arg("asset.created")); err != nil {
			return err
		}
		for _, tag := range policy.Members(r.Attr["asset.tags"]) {
			if _, err := tx.Exec(`INSERT INTO thing_tag (thing, tag) VALUES ($1, $2)`, r.ID, tag); err != nil {
				return err
			}
		}
	}
	return nil
}

func compare(t *rapid.T, tx *store.Tx, set *policy.Set, resources []policy.Resource, bare bool) {
	sub := drawSubject(t)
	action := rapid.SampledFrom([]policy.Action{"asset.read", "asset.resolve", "cut.read", "cut.publish"}).Draw(t, "action")
	kind := word(t, "kind", "kind", 2, false)
	now := drawTime(t)
	cols := thingColumns()
	cols.First, cols.Many = 2, rapid.IntRange(0, 6).Draw(t, "many")
	if bare {
		cols.Shot, cols.Sequence, cols.Sets = "", "", nil
		delete(cols.Attr, "asset.class")
	}
	want := []string{}
	for _, r := range resources {
		r.Kind = kind
		if bare {
			r.Shot, r.Sequence = "", ""
			r.Attr = map[string]policy.Value{"asset.kind": r.Attr["asset.kind"], "asset.approved": r.Attr["asset.approved"], "asset.created": r.Attr["asset.created"]}
		}
		req := &policy.Request{Subject: sub, Action: action, Resource: r, Now: now}
		d := set.Decide(req)
		if e := set.Explain(req); e.Decision != d {
			t.Fatalf("Explain %+v, Decide %+v", e.Decision, d)
		}
		if d.Allow {
			want = append(want, r.ID)
		}
	}
	q := set.Predicate(sub, action, kind, now, cols)
	if q.Next != 2+len(q.Args) {
		t.Fatalf("Next = %d after %d arguments", q.Next, len(q.Args))
	}
	rows, err := tx.Query(`SELECT t.id FROM thing t WHERE t.id <> $1 AND `+q.Text+` ORDER BY t.id`, append([]any{"none"}, q.Args...)...)
	if err != nil {
		t.Fatalf("%v\n%s\n%v", err, q.Text, q.Args)
	}
	defer rows.Close()
	got := []string{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		got = append(got, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("the list shows %v, single questions allow %v\n%s\n%v", got, want, q.Text, q.Args)
	}
}

// TestPredicateOfManyIDsIsShort: ids stay in their table.
func TestPredicateOfManyIDsIsShort(t *testing.T) {
	var ids []string
	for i := range 3000 {
		ids = append(ids, fmt.Sprint("urn:uuid:", i))
	}
	set := compile(t,
		permit(policy.Who{Org: "v"}, policy.What{Production: "p", IDs: ids}, "asset.read"),
		permit(policy.Who{Org: "v"}, policy.What{Production: "p", IDs: ids[:10]}, "asset.read"))
	q := set.Predicate(policy.Subject{Org: "v"}, "asset.read", "asset", noon, policy.Columns{ID: "a.id", Production: "a.production"})
	if want := "(a.production = $1 AND a.id IN (SELECT target FROM policy_target WHERE rule IN ($2, $3)))"; q.Text != want {
		t.Errorf("predicate %s, want %s", q.Text, want)
	}
	if want := []any{"p", "r0", "r1"}; !slices.Equal(q.Args, want) {
		t.Errorf("arguments %v, want %v", q.Args, want)
	}
	q = set.Predicate(policy.Subject{Org: "v"}, "asset.read", "asset", noon, policy.Columns{ID: "a.id", Production: "a.production", Many: 3010})
	if want := "(a.production = $1 AND EXISTS (SELECT 1 FROM policy_target WHERE policy_target.target = a.id AND (policy_target.rule || '') IN ($2, $3)))"; q.Text != want {
		t.Errorf("predicate of more ids %s, want %s", q.Text, want)
	}
	if q := set.Predicate(policy.Subject{Org: "w"}, "asset.read", "asset", noon, policy.Columns{}); !q.None() || q.All() {
		t.Errorf("for another organisation: %s", q.Text)
	}
}
