package main

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/imf/report"
	"github.com/selsyn/selsyn/server"
)

// imf is the noun: validate, info, mxf, rules, hash.
func (p *program) imf() *cobra.Command {
	noun := &cobra.Command{Use: "imf", Short: "Packages of the Interoperable Master Format: validate and look into them", Args: cobra.NoArgs}
	noun.AddCommand(p.imfValidate(), p.imfInfo(), p.imfMXF(), p.imfRules(), p.imfHash())
	return noun
}

// imfOptions are the flags of commands that read packages.
type imfOptions struct {
	noHash    bool
	noCache   bool
	inventory []string
	trust     []string
	registers string
	notes     bool
	jobs      int
}

func (o *imfOptions) flags(c *cobra.Command) {
	c.Flags().BoolVar(&o.noHash, "no-hash", false, "leave hashing out; sizes are compared all the same")
	c.Flags().BoolVar(&o.noCache, "no-cache", false, "hash every file, also those that have not changed since the last time")
	c.Flags().StringArrayVar(&o.inventory, "inventory", nil, "folder with other packages, where the track files of a Supplemental Package are looked for; may be repeated")
	c.Flags().StringArrayVar(&o.trust, "trust", nil, "PEM file with certificates whose signatures are trusted; may be repeated")
	c.Flags().StringVar(&o.registers, "registers", "", "folder with the SMPTE registers (Types.xml, Elements.xml, Groups.xml, Labels.xml), to name what is not known by itself")
	c.Flags().IntVar(&o.jobs, "jobs", 0, "files read at once; as many as there are processors unless given")
}

// options reads what the flags name.
func (o *imfOptions) options(ctx context.Context) (imf.Options, error) {
	out := imf.Options{NoHash: o.noHash, Workers: o.jobs, Time: time.Now()}
	if o.registers != "" {
		dict, err := register.Load(os.DirFS(o.registers))
		if err != nil {
			return out, fmt.Errorf("%s: %w", o.registers, err)
		}
		out.Dictionary = dict
	}
	for _, name := range o.trust {
		certificates, err := readCertificates(name)
		if err != nil {
			return out, err
		}
		out.Trust = append(out.Trust, certificates...)
	}
	if len(o.inventory) > 0 {
		var roots []imf.Root
		for _, dir := range o.inventory {
			if info, err := os.Stat(dir); err != nil || !info.IsDir() {
				return out, fmt.Errorf("--inventory %s is no folder that can be read", dir)
			}
			roots = append(roots, imf.Root{Name: filepath.ToSlash(dir), FS: os.DirFS(dir)})
		}
		out.Inventory = imf.NewInventory(ctx, roots...)
	}
	return out, nil
}

func readCertificates(name string) ([]*x509.Certificate, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var list []*x509.Certificate
	for {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		list = append(list, certificate)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s holds no certificate in PEM", name)
	}
	return list, nil
}

// imfFormat is the form of a report; a table is text.
func (p *program) imfFormat() (report.Format, error) {
	if p.output == "" || p.output == "table" {
		return report.Text, nil
	}
	for _, f := range report.Formats() {
		if report.Format(p.output) == f {
			return f, nil
		}
	}
	return "", usageError{error: fmt.Errorf("-o %s is none of text, json, sarif, junit, html", p.output)}
}

func (p *program) imfValidate() *cobra.Command {
	var o imfOptions
	c := &cobra.Command{
		Use:   "validate PATH...",
		Short: "Judge packages and single files (no server)",
		Long: "A PATH is a folder with an asset map, which is judged as a package, or one file: AssetMap, VOLINDEX,\n" +
			"packing list, composition, output profile list, sidecar composition map or MXF, judged by itself.\n" +
			"Sizes and hashes are compared with the packing list; a file that has not changed since the last time is\n" +
			"not hashed again. -o is text, json, sarif, junit or html. Ends with 0 when there is no error, 6 when a\n" +
			"finding is one, 1 when a PATH could not be read.",
		Args:        cobra.MinimumNArgs(1),
		Annotations: map[string]string{"forms": "text sarif junit html"},
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := p.imfFormat()
			if err != nil {
				return err
			}
			options, err := o.options(cmd.Context())
			if err != nil {
				return err
			}
			if !o.noCache && !o.noHash {
				cache := openHashCache(p.getenv)
				defer cache.save()
				options.Cache = cache
			}
			all, lost, err := p.validateAll(cmd.Context(), args, options)
			if err != nil {
				return err
			}
			if err := report.Write(p.out, format, all, report.Options{Version: server.Version, Info: o.notes}); err != nil {
				return err
			}
			switch {
			case lost:
				return quiet(errs.Other)
			case all.Failed():
				return quiet(errs.Findings)
			}
			return nil
		},
	}
	o.flags(c)
	c.Flags().BoolVar(&o.notes, "notes", false, "print findings of severity info of every asset too, in text")
	return c
}

// validateAll judges every path; lost says that one could not be read at all.
func (p *program) validateAll(ctx context.Context, paths []string, o imf.Options) (all *imf.Result, lost bool, err error) {
	all = &imf.Result{}
	for _, name := range paths {
		result, err := p.validateOne(ctx, name, o)
		switch {
		case ctx.Err() != nil:
			return nil, false, ctx.Err()
		case err != nil:
			lost = true
			fmt.Fprintf(p.err, "selsyn: %s: %s\n", name, errs.Plain(err))
			all.Subjects = append(all.Subjects, imf.Subject{Path: filepath.ToSlash(name), Kind: imf.Other, Verdict: imf.Unreadable, Hashes: imf.NotChecked,
				Findings: []finding.Finding{imf.CannotRead.At(finding.Where{File: name}, "it cannot be read: %s", errs.Plain(err))}})
		default:
			all.Subjects = append(all.Subjects, result.Subjects...)
		}
	}
	return all, lost, nil
}

func (p *program) validateOne(ctx context.Context, name string, o imf.Options) (*imf.Result, error) {
	dir, base, err := splitPath(name)
	if err != nil {
		return nil, err
	}
	o.Prefix = filepath.ToSlash(dir)
	if o.Prefix == "." && base != "." {
		o.Prefix = ""
	}
	watched := &watch{p: p, name: filepath.Base(name)}
	defer watched.done()
	o.Progress = watched.progress
	return imf.Validate(ctx, os.DirFS(dir), base, o)
}

// splitPath is the folder to open and the name in it; "." for a folder itself.
func splitPath(name string) (dir, base string, err error) {
	info, err := os.Stat(name)
	if err != nil {
		var pathError *os.PathError
		if errors.As(err, &pathError) {
			err = pathError.Err
		}
		return "", "", err
	}
	if info.IsDir() {
		return filepath.Clean(name), ".", nil
	}
	return filepath.Dir(name), filepath.Base(name), nil
}

// watch shows how far hashing has come, where a person is watching.
type watch struct {
	p    *program
	name string
	bar  *progress
}

func (w *watch) progress(s imf.Progress) {
	if w.bar == nil {
		w.bar = w.p.progress(w.name, s.Total)
	}
	if w.bar.bar != nil {
		w.bar.bar.SetCurrent(s.Done)
	}
}

func (w *watch) done() {
	if w.bar != nil {
		w.bar.done()
	}
}
