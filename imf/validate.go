package imf

import (
	"context"
	"io/fs"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
)

// Validate judges a folder, as a package, or one file by itself. Name is a path
// in the file system, "." for its root. The error is that the place named
// cannot be read, or that of ctx; everything else is in the result.
func Validate(ctx context.Context, fsys fs.FS, name string, o Options) (*Result, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, errs.E("imf.Validate", kindOf(err), name, err)
	}
	if info.IsDir() {
		p, err := Open(ctx, fsys, name, o)
		if err != nil {
			return nil, err
		}
		return p.Validate(ctx, o)
	}
	r := &reader{fsys: fsys, dir: ".", o: &o}
	a := newAsset(name)
	if src, err := open(fsys, name); err != nil {
		return nil, errs.E("imf.Validate", kindOf(err), name, err)
	} else if err := src.Close(); err != nil {
		return nil, errs.E("imf.Validate", kindOf(err), name, err)
	}
	r.read(ctx, a)
	if err := ctx.Err(); err != nil {
		return nil, errs.E("imf.Validate", errs.Unavailable, name, err)
	}
	return &Result{Subjects: []Subject{a.subject(&o)}}, nil
}

// Validate compares the parts of the package with one another and gives the
// result for all of it.
func (p *Package) Validate(ctx context.Context, o Options) (*Result, error) {
	p.checkLists()
	p.classify(ctx, &o)
	p.checkCompositions(ctx, &o)
	p.checkProfiles(ctx)
	p.checkSidecars()
	p.checkFolder()
	if err := ctx.Err(); err != nil {
		return nil, errs.E("imf.Validate", errs.Unavailable, p.Dir, err)
	}
	return p.result(&o), nil
}

func (p *Package) result(o *Options) *Result {
	whole := Subject{Path: o.path(p.Dir), Kind: PackageKind, Verdict: Valid, Classification: p.class, Left: p.report.Left()}
	if p.Map != nil {
		whole.ID = p.Map.ID
	}
	whole.Findings = placed(p.report.Findings(), whole.Path, whole.ID)
	if p.report.Failed() {
		whole.Verdict = Invalid
	}
	result := &Result{Subjects: make([]Subject, 1, len(p.Assets)+len(p.loose)+2)}
	if p.Map != nil {
		result.Subjects = append(result.Subjects, p.Map.subject(o))
	}
	for _, list := range [][]*Asset{p.loose, p.Assets} {
		for _, a := range list {
			result.Subjects = append(result.Subjects, a.subject(o))
		}
	}
	checked, wanted := 0, 0
	for _, s := range result.Subjects[1:] {
		if s.Verdict != Valid {
			whole.Verdict = Invalid
		}
	}
	for _, a := range p.Assets {
		if a.Listed == nil {
			continue
		}
		wanted++
		if a.hashed {
			checked++
		}
	}
	switch {
	case checked == 0:
		whole.Hashes = NotChecked
	case checked == wanted:
		whole.Hashes = Verified
	default:
		whole.Hashes = Partial
	}
	result.Subjects[0] = whole
	return result
}

// Rules about the package itself, at no place within a file.
func (p *Package) fault(r finding.Rule, format string, args ...any) {
	p.report.Add(r.At(finding.Where{}, format, args...))
}
