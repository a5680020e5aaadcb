package production_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/omc"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/production"
	"github.com/selsyn/selsyn/store"
)

var tables = []store.Migrations{event.Migrations(), audit.Migrations(), identity.Migrations(), grant.Migrations(), production.Migrations()}

// access is the wiring that the server does.
type access struct{ *grant.Service }

func (a access) Check(ctx context.Context, action policy.Action, r policy.Resource) error {
	return a.Service.Check(ctx, action, policy.Action(r.Kind+".read"), r)
}

type world struct {
	*production.Service
	grant *grant.Service
	ctx   map[string]context.Context // by organisation
	org   map[string]identity.OrgID
}

func newWorld(t testing.TB, db *store.DB) *world {
	t.Helper()
	w := &world{ctx: map[string]context.Context{}, org: map[string]identity.OrgID{}}
	who := w.wire(db)
	for _, name := range []string{"studio", "vendor"} {
		org, err := who.CreateOrg(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		w.org[name] = org.ID
		w.ctx[name] = identity.NewContext(t.Context(), identity.Subject{ID: identity.SubjectID(name + "-producer"), Org: org.ID, Kind: identity.Person, Roles: []string{"producer"}})
	}
	w.mint(t, policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(w.org["studio"])}, Actions: []policy.Action{"production.create"}, Until: time.Now().Add(time.Hour), Because: "test"})
	return w
}

// wire has the world live in a database, as a process does when it starts.
func (w *world) wire(db *store.DB) *identity.Service {
	who := &identity.Service{DB: db}
	w.grant = &grant.Service{DB: db, Identity: who}
	w.Service = &production.Service{DB: db, Access: access{w.grant}, Visible: w.grant, Founder: w.grant, NewID: func() string {
		u, err := id.NewUUID(time.Now(), rand.Reader)
		if err != nil {
			panic(err)
		}
		return string(u)
	}}
	return who
}

func (w *world) mint(t testing.TB, r policy.Rule) {
	t.Helper()
	if err := w.DB.Write(t.Context(), func(tx *store.Tx) error { _, err := w.grant.Mint(tx, r); return err }); err != nil {
		t.Fatal(err)
	}
}

func both(t *testing.T, test func(t *testing.T, w *world)) {
	pgtest.Both(t, tables, func(t *testing.T, db *store.DB) { test(t, newWorld(t, db)) })
}

func (w *world) create(t testing.TB, name string) production.Production {
	t.Helper()
	p, err := w.Create(w.ctx["studio"], production.New{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (w *world) imports(t testing.TB, p production.Production, text string) production.Imported {
	t.Helper()
	made, err := w.Import(w.ctx["studio"], p.Slug, "t.json", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func (w *world) exports(t testing.TB, p production.Production) string {
	t.Helper()
	var b bytes.Buffer
	if err := w.Export(w.ctx["studio"], string(p.ID), &b); err != nil {
		t.Fatal(err)
	}
	return compact(t, b.Bytes())
}

func compact(t testing.TB, text []byte) string {
	t.Helper()
	c, err := omc.Compact(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(c)
}

// entity writes one of type and value, with more members.
func entity(kind, value, more string) string {
	return fmt.Sprintf(`{"schemaVersion":"v2.8","entityType":"%s","identifier":[{"identifierScope":"harbour","identifierValue":"%s"}]%s}`, kind, value, more)
}

func ref(value string) string {
	return fmt.Sprintf(`{"identifier":[{"identifierScope":"harbour","identifierValue":"%s"}]}`, value)
}

func TestCreateAndFind(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		p := w.create(t, "The Harbour, Season 2")
		if p.Slug != "the-harbour-season-2" || p.Org != w.org["studio"] || p.ID.Scheme() != id.UUID {
			t.Errorf("made %+v", p)
		}
		for _, by := range []string{p.Slug, string(p.ID), strings.ToUpper(string(p.ID))} {
			if got, err := w.Get(w.ctx["studio"], by); err != nil || got != p {
				t.Errorf("Get(%s) = %+v, %v, want %+v", by, got, err, p)
			}
			hidden, absent := w.hidden(t, by), w.hidden(t, "absent")
			if strings.ReplaceAll(hidden, by, "absent") != absent {
				t.Errorf("hidden says %q, absent %q", hidden, absent)
			}
		}
		for name, c := range map[string]struct {
			new  production.New
			who  string
			want errs.Kind
		}{
			"slug taken": {production.New{Name: "x", Slug: p.Slug}, "studio", errs.Conflict},
			"no name":    {production.New{Slug: "x"}, "studio", errs.Invalid},
			"bad slug":   {production.New{Name: "x", Slug: "A b"}, "studio", errs.Invalid},
			"no slug":    {production.New{Name: "!?"}, "studio", errs.Invalid},
			"zero byte":  {production.New{Name: "a\x00b"}, "studio", errs.Invalid},
			"not theirs": {production.New{Name: "x"}, "vendor", errs.NotExist},
		} {
			if got, err := w.Create(w.ctx[c.who], c.new); !errs.Is(err, c.want) {
				t.Errorf("%s: %+v, %v, want %v", name, got, err, c.want)
			}
		}
		w.create(t, "Another")
		for who, want := range map[string]int{"studio": 2, "vendor": 0} {
			if list, err := w.List(w.ctx[who]); err != nil || len(list) != want {
				t.Errorf("%s lists %+v, %v, want %d", who, list, err, want)
			}
		}
		err := w.DB.Read(t.Context(), func(tx *store.Tx) error {
			if org, err := w.Owner(tx, string(p.ID)); err != nil || org != p.Org {
				t.Errorf("Owner = %s, %v", org, err)
			}
			if _, err := w.Owner(tx, "none"); !errs.Is(err, errs.NotExist) {
				t.Errorf("owner of none: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func (w *world) hidden(t *testing.T, ref string) string {
	t.Helper()
	_, err := w.Get(w.ctx["vendor"], ref)
	if !errs.Is(err, errs.NotExist) {
		t.Errorf("vendor gets %s: %v", ref, err)
	}
	return err.Error()
}

func TestWhatGoesInComesOut(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		for name, text := range map[string]string{
			"array": `[` + entity("Asset", "a", `,"x":1.50,"Context":[`+entity("Context", "c", "")+`]`) + `,` + entity("Asset", "a", "") + `,` + entity("Asset", "a", "") + `]`,
			"bare":  entity("Asset", "a", `,"b":[null,1e9],"a":{"z":"\u00e9"}`),
			"map":   `{"Task":[],"Asset":[` + entity("Asset", "a", "") + `],"Odd":null,"Role":[` + entity("Role", "r", "") + `]}`,
		} {
			p := w.create(t, name)
			made := w.imports(t, p, text)
			if made.Refused || made.Document != 1 || string(made.Shape) != strings.Replace(name, "bare", "entity", 1) {
				t.Errorf("%s: %+v", name, made)
			}
			if got := w.exports(t, p); got != compact(t, []byte(text)) {
				t.Errorf("%s comes out as %s", name, got)
			}
			if again := w.imports(t, p, text); !again.Already || again.Document != 1 || len(again.Findings) == 0 {
				t.Errorf("%s again: %+v", name, again)
			}
			if got := w.exports(t, p); got != compact(t, []byte(text)) {
				t.Errorf("%s, imported twice, comes out as %s", name, got)
			}
		}
	})
}

func TestDocumentsComeOutAsOne(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		a, b, r := entity("Asset", "a", ""), entity("Asset", "b", ""), entity("Role", "r", "")
		for name, c := range map[string]struct {
			in   []string
			want string
		}{
			"arrays": {[]string{`[` + a + `]`, `[` + a + `,` + b + `]`}, `[` + a + `,` + b + `]`},
			"maps":   {[]string{`{"Asset":[` + a + `],"Role":[]}`, `{"Role":[` + r + `],"Asset":[` + b + `]}`}, `{"Asset":[` + a + `,` + b + `],"Role":[` + r + `]}`},
			"mixed":  {[]string{a, `{"Role":[` + r + `],"Task":[]}`}, `[` + a + `,` + r + `]`},
			"bare":   {[]string{a, b}, `[` + a + `,` + b + `]`},
			"none":   {nil, `[]`},
		} {
			p := w.create(t, "out "+name)
			for _, text := range c.in {
				w.imports(t, p, text)
			}
			if got := w.exports(t, p); got != c.want {
				t.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
	})
}

func TestEntitiesAndTheirRelations(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		p := w.create(t, "harbour")
		made := w.imports(t, p, `[`+entity("ProductionScene", "12", `,"name":"Quay","Context":[`+entity("Context", "c", `,"has":{"Slate":[`+ref("s1")+`,`+ref("s2")+`]}`)+`]`)+`,`+
			entity("Slate", "s1", `,"name":"12A_1"`)+`]`)
		if made.Entities != 3 || made.Created != 3 || made.Edges != 3 || len(made.Findings) != 1 || made.Findings[0].Code != omc.Dangling.Code {
			t.Errorf("imported %+v", made)
		}
		scene, err := w.Entity(w.ctx["studio"], p.Slug, "harbour:12")
		if err != nil {
			t.Fatal(err)
		}
		if scene.Name != "Quay" || scene.Type != "ProductionScene" || len(scene.Out) != 1 || scene.Out[0].Entity.Type != "Context" || !scene.Out[0].Embedded || len(scene.Through) != 2 {
			t.Errorf("scene = %+v", scene)
		}
		for i, want := range []production.Edge{
			{Path: "has.Slate", Entity: production.Summary{ID: id.OMC("harbour", "s1"), Type: "Slate", Name: "12A_1"}, Via: id.OMC("harbour", "c")},
			{Path: "has.Slate", Entity: production.Summary{ID: id.OMC("harbour", "s2")}, Via: id.OMC("harbour", "c")},
		} {
			if scene.Through[i] != want {
				t.Errorf("through its context: %+v, want %+v", scene.Through[i], want)
			}
		}
		slate, err := w.Entity(w.ctx["studio"], p.Slug, string(id.OMC("harbour", "s1")))
		if err != nil || len(slate.In) != 1 || slate.In[0].Entity.Type != "Context" {
			t.Errorf("slate = %+v, %v", slate, err)
		}
		// What dangled leads somewhere once it comes.
		if late := w.imports(t, p, entity("Slate", "s2", "")); late.Created != 1 || len(late.Findings) != 0 {
			t.Errorf("late = %+v", late)
		}
		if scene, err = w.Entity(w.ctx["studio"], p.Slug, "harbour:12"); err != nil || scene.Through[1].Entity.Type != "Slate" {
			t.Errorf("scene = %+v, %v", scene, err)
		}
		for _, bad := range []string{"harbour:none", "urn:x-omc:harbour:none", "nonsense", "urn:nonsense"} {
			if e, err := w.Entity(w.ctx["studio"], p.Slug, bad); !errs.Is(err, errs.NotExist) && !errs.Is(err, errs.Invalid) {
				t.Errorf("Entity(%s) = %+v, %v", bad, e, err)
			}
		}
		w.mint(t, policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(w.org["vendor"])}, Actions: []policy.Action{"production.read"}, What: policy.What{Production: string(p.ID)}, Until: time.Now().Add(time.Hour), Because: "test"})
		w.mint(t, policy.Rule{Effect: policy.Permit, Who: policy.Who{Org: string(w.org["vendor"])}, Actions: []policy.Action{"entity.read"},
			What: policy.What{Production: string(p.ID), IDs: []string{string(scene.ID), string(slate.ID)}}, Until: time.Now().Add(time.Hour), Because: "test"})
		if seen, err := w.Entity(w.ctx["vendor"], p.Slug, "harbour:s1"); err != nil || len(seen.In) != 0 {
			t.Errorf("the vendor sees %+v, %v, want the slate without the context that it may not see", seen, err)
		}
		if _, err := w.Entity(w.ctx["vendor"], p.Slug, "harbour:c"); !errs.Is(err, errs.NotExist) {
			t.Errorf("the vendor sees the context: %v", err)
		}
		for who, c := range map[string]struct {
			q    production.Query
			want int
		}{
			"studio": {production.Query{Production: p.Slug, Limit: 1}, 4},
			"vendor": {production.Query{Production: p.Slug}, 2},
		} {
			n := 0
			for {
				page, err := w.Entities(w.ctx[who], c.q)
				if err != nil {
					t.Fatal(err)
				}
				n += len(page.Entities)
				if c.q.After = page.Next; page.Next == "" {
					break
				}
			}
			if n != c.want {
				t.Errorf("%s lists %d entities, want %d", who, n, c.want)
			}
		}
		if page, err := w.Entities(w.ctx["studio"], production.Query{Production: p.Slug, Type: "Slate", Name: "12a_"}); err != nil || len(page.Entities) != 1 {
			t.Errorf("slates with 12a_: %+v, %v", page, err)
		}
		if err := w.Export(w.ctx["vendor"], p.Slug, &bytes.Buffer{}); err == nil {
			t.Error("the vendor exports the graph")
		}
		if _, err := w.Import(w.ctx["vendor"], p.Slug, "x", strings.NewReader("[]")); err == nil {
			t.Error("the vendor imports into the graph")
		}
	})
}

func TestTwoEntitiesBecomeOne(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		p := w.create(t, "union")
		w.imports(t, p, `[`+entity("Person", "p1", `,"name":"Ada"`)+`,`+entity("Person", "p2", `,"name":"Ada L","jobTitle":"DoP"`)+`,`+
			entity("Asset", "a1", `,"provenance":{"CreatedBy":`+ref("p1")+`}`)+`,`+entity("Asset", "a2", `,"provenance":{"CreatedBy":`+ref("p2")+`}`)+`]`)
		made := w.imports(t, p, `[{"entityType":"Person","schemaVersion":"v2.8","identifier":[{"identifierScope":"harbour","identifierValue":"p1"},{"identifierScope":"harbour","identifierValue":"p2"}]}]`)
		if made.Created != 0 {
			t.Errorf("made = %+v", made)
		}
		one, err := w.Entity(w.ctx["studio"], p.Slug, "harbour:p1")
		if err != nil {
			t.Fatal(err)
		}
		two, err := w.Entity(w.ctx["studio"], p.Slug, "harbour:p2")
		if err != nil || one.ID != two.ID || len(one.Identifiers) != 2 || len(one.Descriptions) != 2 || len(one.In) != 2 || one.Name != "Ada L" {
			t.Errorf("p1 = %+v, p2 = %s, %v", one, two.ID, err)
		}
		page, err := w.Entities(w.ctx["studio"], production.Query{Production: p.Slug, Type: "Person"})
		if err != nil || len(page.Entities) != 1 {
			t.Errorf("people: %+v, %v", page, err)
		}
	})
}

func TestBadDocumentsChangeNothing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		p := w.create(t, "bad")
		for name, text := range map[string]string{
			"nested":    `[` + strings.Repeat(`{"Asset":`, 200_000),
			"cut short": `[` + entity("Asset", "a", "") + `,`,
			"no JSON":   "FCM: NON-DROP FRAME",
			"nonsense":  `{"nonsense":[]}`,
			"nothing":   `[]`,
		} {
			made := w.imports(t, p, text)
			if !made.Refused || made.Document != 0 || len(made.Findings) != 1 || made.Findings[0].File != "t.json" || made.Findings[0].Line != 1 {
				t.Errorf("%s: %+v", name, made)
			}
		}
		broken := errors.New("broken pipe")
		if _, err := w.Import(w.ctx["studio"], p.Slug, "t.json", iotest.ErrReader(broken)); !errors.Is(err, broken) {
			t.Errorf("a broken upload: %v", err)
		}
		if got := w.exports(t, p); got != "[]" {
			t.Errorf("after that the graph is %s", got)
		}
		if made := w.imports(t, p, `[`+entity("Asset", "a", `,"name":"n\u0000m","a\u0000":{"B\u0000":`+ref("b\\u0000")+`}`)+`]`); made.Refused || made.Edges != 1 {
			t.Errorf("zero bytes: %+v", made)
		}
		if _, err := w.Import(w.ctx["studio"], "none", "t.json", strings.NewReader("[]")); !errs.Is(err, errs.NotExist) {
			t.Errorf("importing into none: %v", err)
		}
	})
}

func TestImportIsToldOnce(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		p := w.create(t, "told")
		w.imports(t, p, entity("Asset", "a", ""))
		w.imports(t, p, entity("Asset", "a", ""))
		events, err := event.NewLog(w.DB).Read(t.Context(), event.Feed{Log: string(p.ID)}, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for _, e := range events {
			count[e.Type]++
		}
		if count["production.created"] != 1 || count["graph.imported"] != 1 {
			t.Errorf("events = %v", count)
		}
	})
}

// TestExamplesSurvive imports and exports every published example, each alone
// and all into one production.
func TestExamplesSurvive(t *testing.T) {
	root := fixtures.Path(t, "omc", "examples")
	both(t, func(t *testing.T, w *world) {
		all := w.create(t, "all")
		n := 0
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".json" {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			n++
			p := w.create(t, fmt.Sprint("example ", n))
			if made := w.imports(t, p, string(text)); made.Refused {
				t.Errorf("%s: %v", filepath.Base(path), made.Findings)
			}
			if got, want := w.exports(t, p), compact(t, text); got != want {
				t.Errorf("%s: %d bytes come out, want %d", filepath.Base(path), len(got), len(want))
			}
			w.imports(t, all, string(text))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		var entities []json.RawMessage
		if err := json.Unmarshal([]byte(w.exports(t, all)), &entities); err != nil || len(entities) < n {
			t.Errorf("all together: %d entities, %v", len(entities), err)
		}
	})
}
