// Package arch holds the rules of the house as tests: which floor a package
// stands on, what it may import, where a third-party library may be used, that
// every package says what it is, and that files named in the documents exist.
//
// The design behind the rules is doc/tour.md. To add a package, give it a place
// in the table of floors; a package without one fails the tests.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// Module is the path of the module whose house this is.
const Module = "github.com/selsyn/selsyn"

// Floor is how high a package stands. Imports go down, or along the same floor
// where the floor allows it.
type Floor int

// The floors, from the ground up.
const (
	Words Floor = iota + 1
	Plumbing
	Services
	Edges
)

// floors gives each top folder its floor. Folders below follow their top
// folder, unless they have a row of their own.
var floors = map[string]Floor{
	"errs": Words, "finding": Words, "id": Words, "media": Words, "omc": Words, "imf": Words,
	"timeline": Words, "probe": Words, "delivery": Words, "policy": Words,

	"store": Plumbing, "blob": Plumbing, "event": Plumbing, "identity": Plumbing, "audit": Plumbing,

	"production": Services, "registry": Services, "resolve": Services, "library": Services,
	"turnover": Services, "review": Services, "grant": Services, "workflow": Services,
	"session": Services, "job": Services, "tracking": Services, "usage": Services, "exchange": Services,

	"api": Edges, "client": Edges, "ui": Edges, "server": Edges, "cmd": Edges, "demo": Edges, "web": Edges,
}

// confined says in which folders a third-party library may be imported by code
// that is not a test. A library that is not listed may be imported nowhere.
var confined = map[string][]string{
	"modernc.org/sqlite":                    {"store"},
	"github.com/jackc/pgx":                  {"store"},
	"github.com/pressly/goose":              {"store"},
	"github.com/danielgtaylor/huma":         {"api"},
	"github.com/spf13/cobra":                {"cmd/selsyn"},
	"github.com/spf13/pflag":                {"cmd/selsyn"},
	"github.com/vbauerster/mpb":             {"cmd/selsyn"},
	"golang.org/x/term":                     {"cmd/selsyn"},
	"golang.org/x/sync":                     {"cmd/selsyn", "server", "imf"},
	"golang.org/x/mod":                      {"audit", "server"},
	"golang.org/x/net":                      {"event/webhook"},
	"code.dny.dev/ssrf":                     {"event/webhook"},
	"github.com/richardlehane/mscfb":        {"timeline/aaf"},
	"github.com/richardlehane/msoleps":      {"timeline/aaf"},
	"github.com/xuri/excelize":              {"timeline"},
	"github.com/russellhaering/goxmldsig":   {"imf"},
	"github.com/beevik/etree":               {"imf"},
	"pgregory.net/rapid":                    {"internal"},
	"github.com/rogpeppe/go-internal":       {"internal"},
	"golang.org/x/text":                     {"timeline", "imf"},
	"github.com/santhosh-tekuri/jsonschema": {"internal"},
}

// impure are the packages of the standard library that the floor of words does
// without: it has no network, no database, no files and no clock of its own.
var impure = []string{"net", "net/http", "database/sql", "os", "os/exec", "math/rand", "math/rand/v2", "crypto/rand", "log", "log/slog", "syscall"}

// Package is one folder of Go code.
type Package struct {
	Dir      string // below the root, with slashes: "timeline/edl"
	Doc      string // its package comment
	Internal bool   // below internal/, where the floors do not reach
	Files    []File
}

// File is one Go file.
type File struct {
	Name    string
	Test    bool
	Imports []string
	Syntax  *ast.File
	Lines   int
}

// Floor is the floor of the package, 0 when the table has no place for it.
func (p Package) Floor() Floor {
	for dir := p.Dir; dir != "."; dir = filepath.ToSlash(filepath.Dir(dir)) {
		if f, ok := floors[dir]; ok {
			return f
		}
	}
	return 0
}

// Top is the first folder of the package's path.
func (p Package) Top() string {
	top, _, _ := strings.Cut(p.Dir, "/")
	return top
}

// Root is the folder of the module.
func Root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..")
}

// Packages reads every package of the module, but not modules within it.
func Packages(fset *token.FileSet) ([]Package, error) {
	root := Root()
	byDir := make(map[string]*Package)
	var order []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			return enter(path, rel, d.Name())
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(fset, path, src, parser.ParseComments)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(rel))
		p := byDir[dir]
		if p == nil {
			p = &Package{Dir: dir, Internal: strings.HasPrefix(dir, "internal/") || strings.Contains(dir, "/internal/")}
			byDir[dir] = p
			order = append(order, dir)
		}
		p.add(d.Name(), syntax, strings.Count(string(src), "\n"))
		return nil
	})
	packages := make([]Package, 0, len(order))
	for _, dir := range order {
		packages = append(packages, *byDir[dir])
	}
	return packages, err
}

func enter(path, rel, name string) error {
	if rel == "." {
		return nil
	}
	if strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules" || name == "data" {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}

func (p *Package) add(name string, syntax *ast.File, lines int) {
	f := File{Name: name, Test: strings.HasSuffix(name, "_test.go"), Syntax: syntax, Lines: lines}
	for _, spec := range syntax.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		f.Imports = append(f.Imports, path)
	}
	if !f.Test && syntax.Doc != nil {
		p.Doc += syntax.Doc.Text()
	}
	p.Files = append(p.Files, f)
}
