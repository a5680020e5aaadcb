package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/id"
)

// notFound gives the error of a file that is not there its kind.
func notFound(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errs.E("selsyn", errs.NotExist, "", err)
	}
	return err
}

// fetch writes what a path of the platform has to a file, or to standard output.
func (p *program) fetch(cmd *cobra.Command, path, to string) error {
	return p.fetchChecked(cmd, path, to, "")
}

// fetchChecked is fetch for bytes whose digest is known.
func (p *program) fetchChecked(cmd *cobra.Command, path, to string, digest id.URN) error {
	resp, err := p.client().Do(cmd.Context(), http.MethodGet, path, nil, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	bar := p.progress(filepath.Base(cmp.Or(to, "download")), resp.ContentLength)
	defer bar.done()
	read := bar.reader(resp.Body)
	if to == "" {
		return copyChecked(p.out, read, digest)
	}
	return writeWhole(to, func(w io.Writer) error { return copyChecked(w, read, digest) })
}

// copyChecked copies and, where a digest is given that we can count, compares.
func copyChecked(w io.Writer, r io.Reader, digest id.URN) error {
	digester := id.NewDigester(digest.Scheme())
	if _, err := io.Copy(io.MultiWriter(w, digester), r); err != nil {
		return err
	}
	if got := digester.URNs(); len(got) == 1 && got[0] != digest {
		return errs.E("selsyn", errs.Other, string(digest), fmt.Errorf("what came is not what was registered: its digest is %s, not %s", got[0], digest))
	}
	return nil
}

// writeWhole writes a file that is there in whole or not at all. What is no file,
// such as a pipe, is written as it comes.
func writeWhole(name string, write func(io.Writer) error) error {
	part := name + ".part"
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		part = name
	}
	f, err := os.Create(part)
	if err != nil {
		return err
	}
	err = errors.Join(write(f), f.Close())
	switch {
	case part == name:
		return err
	case err != nil:
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, name)
}

// say prints findings to standard error, each with the file it is in.
func (p *program) say(file string, findings []finding.Finding) {
	for _, f := range findings {
		if f.File == "" {
			f.File = file
		}
		fmt.Fprintln(p.err, f)
	}
}

// withFindings prints the findings of a refused file, and passes the refusal on:
// one because of findings ends as findings in a file do anywhere.
func (p *program) withFindings(file string, err error) error {
	var refused *client.Refused
	if !errors.As(err, &refused) || len(refused.Findings) == 0 {
		return err
	}
	p.say(file, refused.Findings)
	return errs.E("selsyn", errs.Findings, file, refused)
}

// endedWith is how a command ends whose file was taken with these findings.
func endedWith(findings []finding.Finding) error {
	if slices.ContainsFunc(findings, func(f finding.Finding) bool { return f.Severity == finding.Error }) {
		return quiet(errs.Findings)
	}
	return nil
}

// importAnswer is what an import says.
type importAnswer struct {
	Entities int               `json:"entities"`
	Edges    int               `json:"edges"`
	Findings []finding.Finding `json:"findings"`
}
