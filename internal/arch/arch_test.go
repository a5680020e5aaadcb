package arch

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// longest is how many lines a file may have before it must be split; tables of
// facts are exempt by name.
const longest = 600

func house(t *testing.T) ([]Package, *token.FileSet) {
	t.Helper()
	fset := token.NewFileSet()
	packages, err := Packages(fset)
	if err != nil {
		t.Fatal(err)
	}
	if len(packages) < 5 {
		t.Fatalf("found %d packages; the walk does not reach the house", len(packages))
	}
	return packages, fset
}

func TestEveryPackageHasAFloor(t *testing.T) {
	packages, _ := house(t)
	for _, p := range packages {
		if !p.Internal && p.Floor() == 0 {
			t.Errorf("%s has no floor; give it a row in internal/arch/arch.go or move it", p.Dir)
		}
	}
}

func TestImportsGoDown(t *testing.T) {
	packages, _ := house(t)
	byDir := make(map[string]Package)
	for _, p := range packages {
		byDir[p.Dir] = p
	}
	for _, p := range packages {
		if p.Internal {
			continue
		}
		for _, f := range p.Files {
			if f.Test {
				continue // a test may look up from where it stands
			}
			for _, path := range f.Imports {
				dir, own := strings.CutPrefix(path, Module+"/")
				if !own {
					continue
				}
				q := byDir[dir]
				switch {
				case q.Internal && !strings.HasPrefix(dir, p.Top()+"/"):
					if !testkit(p.Dir) {
						t.Errorf("%s/%s imports %s, which is for tests", p.Dir, f.Name, dir)
					}
				case q.Floor() > p.Floor():
					t.Errorf("%s/%s imports %s, which stands higher", p.Dir, f.Name, dir)
				case p.Floor() == Services && q.Floor() == Services && p.Top() != q.Top():
					t.Errorf("%s/%s imports %s: services do not import one another; declare the small interface you need", p.Dir, f.Name, dir)
				}
			}
		}
	}
}

// testkit reports whether the folder holds a suite shared by the tests of
// several implementations.
func testkit(dir string) bool { return strings.HasSuffix(dir, "test") }

func TestLibrariesStayInTheirFolder(t *testing.T) {
	packages, _ := house(t)
	for _, p := range packages {
		for _, f := range p.Files {
			for _, path := range f.Imports {
				first, _, _ := strings.Cut(path, "/")
				if !strings.Contains(first, ".") || path == Module || strings.HasPrefix(path, Module+"/") {
					continue
				}
				if f.Test || p.Internal {
					continue
				}
				if !permitted(path, p.Dir) {
					t.Errorf("%s/%s imports %s; the table in internal/arch/arch.go does not let it", p.Dir, f.Name, path)
				}
			}
		}
	}
}

func permitted(path, dir string) bool {
	if testkit(dir) && strings.HasPrefix(path, "pgregory.net/rapid") {
		return true
	}
	for library, dirs := range confined {
		if path != library && !strings.HasPrefix(path, library+"/") {
			continue
		}
		for _, d := range dirs {
			if dir == d || strings.HasPrefix(dir, d+"/") {
				return true
			}
		}
	}
	return false
}

func TestWordsArePure(t *testing.T) {
	packages, fset := house(t)
	for _, p := range packages {
		if p.Internal || p.Floor() != Words || testkit(p.Dir) {
			continue
		}
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, path := range f.Imports {
				if slices.Contains(impure, path) {
					t.Errorf("%s/%s imports %s; the floor of words has no network, files or clock", p.Dir, f.Name, path)
				}
			}
			ast.Inspect(f.Syntax, func(n ast.Node) bool {
				if s, ok := n.(*ast.SelectorExpr); ok {
					if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && s.Sel.Name == "Now" {
						t.Errorf("%s: the floor of words asks for the time; take it as a parameter", fset.Position(n.Pos()))
					}
				}
				return true
			})
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	packages, _ := house(t)
	for _, p := range packages {
		if onlyTests(p) {
			continue
		}
		if len(strings.Fields(p.Doc)) < 12 {
			t.Errorf("%s: the package comment does not tell a stranger what it is: %q", p.Dir, p.Doc)
		}
	}
}

func TestNoRoomForOddments(t *testing.T) {
	packages, _ := house(t)
	for _, p := range packages {
		last := p.Dir[strings.LastIndex(p.Dir, "/")+1:]
		if slices.Contains([]string{"util", "utils", "helpers", "common", "misc", "shared", "lib"}, last) {
			t.Errorf("%s: a folder is one concept; %s is none", p.Dir, last)
		}
		for _, f := range p.Files {
			if f.Lines > longest && !f.Test && !factual(p, f) {
				t.Errorf("%s/%s has %d lines, more than %d; does it hold one thing?", p.Dir, f.Name, f.Lines, longest)
			}
		}
	}
}

// factual reports whether the file is a table of facts from a standard, which
// may be as long as the standard is.
func factual(p Package, f File) bool {
	return strings.HasPrefix(f.Name, "table") || p.Dir == "imf/mxf/register"
}

func TestNoWorkInInit(t *testing.T) {
	packages, fset := house(t)
	for _, p := range packages {
		if p.Internal {
			continue
		}
		for _, f := range p.Files {
			if f.Test {
				continue
			}
			for _, d := range f.Syntax.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s: no work in init; wire by hand in server", fset.Position(fn.Pos()))
				}
			}
		}
	}
}

func onlyTests(p Package) bool {
	for _, f := range p.Files {
		if !f.Test {
			return false
		}
	}
	return true
}
