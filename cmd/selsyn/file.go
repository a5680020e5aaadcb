package main

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
)

// notFound gives the error of a file that is not there its kind.
func notFound(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return errs.E("selsyn", errs.NotExist, "", err)
	}
	return err
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

// importAnswer is what an import says.
type importAnswer struct {
	Entities int               `json:"entities"`
	Edges    int               `json:"edges"`
	Findings []finding.Finding `json:"findings"`
}
