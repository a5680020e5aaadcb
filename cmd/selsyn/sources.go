package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/ale"
)

// planOptions are the flags of every command that plans a pull from files.
type planOptions struct {
	readOptions
	policy  timeline.PullPolicy
	against string
	logs    []string // ALE
	lists   []string // what asset ls prints as JSON
}

func (o *planOptions) flags(c *cobra.Command) {
	o.readOptions.flags(c)
	flags := c.Flags()
	flags.StringVar(&o.against, "against", "", "the cut that was turned over before")
	flags.StringArrayVar(&o.logs, "ale", nil, "Avid log of what there is to pull from; may be given again")
	flags.StringArrayVar(&o.lists, "sources", nil, "what there is to pull from, as selsyn asset ls -o json (or jsonl) prints it; may be given again")
	flags.Int64Var(&o.policy.HeadHandle, "head", 8, "head handle in frames; -1 for none")
	flags.Int64Var(&o.policy.TailHandle, "tail", 8, "tail handle in frames; -1 for none")
	flags.Int64Var(&o.policy.FirstFrame, "first", 1001, "comp frame of the first frame, head handle included")
	flags.Int64Var(&o.policy.MinHandle, "min-handle", 0, "frames of handle that must be left for a plate to serve again")
	flags.StringVar(&o.policy.PlateName, "name", "", "template of plate names: {shot}_PL{plate:2}_v{version:3}")
	flags.BoolVar(&o.policy.All, "all", false, "pull for events without a shot too")
}

// planned is a pull planned from files.
type planned struct {
	cut     *timeline.Cut
	before  *timeline.Cut // nil without --against
	changes *timeline.Changes
	plan    *timeline.PullPlan
	failed  error // for the exit code, when a file has errors
}

// planFrom reads a cut file and what goes with it, and plans the pull.
func (p *program) planFrom(name string, o planOptions) (planned, error) {
	cut, report, err := p.readCut(name, o.readOptions)
	if err != nil {
		return planned{}, err
	}
	p.say(name, report.Findings())
	r := planned{cut: cut, failed: ended(report)}
	sources, err := p.readSources(o)
	if err != nil {
		return planned{}, err
	}
	var history timeline.PulledPlates
	if o.against != "" {
		before, report, err := p.readCut(o.against, o.readOptions)
		if err != nil {
			return planned{}, err
		}
		p.say(o.against, report.Findings())
		r.before, r.changes = before, timeline.Diff(before, cut, timeline.DiffOptions{})
		history = pulledFor(before, sources, o.policy)
	}
	r.plan = timeline.Pull(cut, r.changes, sources, o.policy, history)
	return r, nil
}

// pulledFor are the plates that the pull for a cut has made.
func pulledFor(cut *timeline.Cut, sources []timeline.Source, policy timeline.PullPolicy) timeline.PulledPlates {
	var pulled timeline.PulledPlates
	plan := timeline.Pull(cut, nil, sources, policy, nil)
	for i := range plan.Shots {
		for j := range plan.Shots[i].Plates {
			pulled = append(pulled, plan.Shots[i].Plates[j].Pulled(plan.Shots[i].Shot))
		}
	}
	return pulled
}

// readSources reads what there is to pull from.
func (p *program) readSources(o planOptions) ([]timeline.Source, error) {
	var sources []timeline.Source
	for _, name := range o.logs {
		file, closeFile, err := p.openFile(name)
		if err != nil {
			return nil, err
		}
		opt := ale.Options{Name: filepath.Base(name)}
		if o.rate != "" {
			if opt.Rate, err = media.ParseRate(o.rate); err != nil {
				closeFile()
				return nil, usageError{err, nil}
			}
		}
		found, report, err := ale.Sources(file, opt)
		closeFile()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.say(name, report.Findings())
		sources = append(sources, found...)
	}
	for _, name := range o.lists {
		file, closeFile, err := p.openFile(name)
		if err != nil {
			return nil, err
		}
		found, err := assetList(file)
		closeFile()
		if err != nil {
			return nil, errs.E("pull.plan", errs.Unprocessable, name, fmt.Errorf("%s: %w", name, err))
		}
		sources = append(sources, found...)
	}
	return sources, nil
}

// listed is an asset as asset ls prints it.
type listed struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Reel        string   `json:"reel"`
	Clip        string   `json:"clip"`
	File        string   `json:"file"`
	UMID        string   `json:"umid"`
	Rate        string   `json:"rate"`
	Start       string   `json:"start"`
	Duration    int64    `json:"duration"`
	Size        int64    `json:"size"`
	Identifiers []string `json:"identifiers"`
	Items       []listed `json:"items"`
}

// assetList reads a list of assets, whole or one on a line.
func assetList(r io.Reader) ([]timeline.Source, error) {
	dec := json.NewDecoder(r)
	var sources []timeline.Source
	for {
		var a listed
		err := dec.Decode(&a)
		if errors.Is(err, io.EOF) {
			return sources, nil
		}
		if err != nil {
			return nil, fmt.Errorf("this is no list of assets: %w; write it with selsyn asset ls -o json", err)
		}
		for _, a := range append(a.Items, a) {
			if a.ID == "" {
				continue
			}
			s, err := a.source()
			if err != nil {
				return nil, fmt.Errorf("asset %s: %w", a.ID, err)
			}
			sources = append(sources, s)
		}
	}
}

func (a listed) source() (timeline.Source, error) {
	s := timeline.Source{
		ID: a.ID, Key: timeline.SourceKey{ID: a.ID, UMID: a.UMID, Reel: a.Reel, File: a.File, Clip: a.Clip}, Size: a.Size, From: "list",
	}
	if a.Rate == "" {
		return s, nil
	}
	var err error
	if s.Rate, err = media.ParseRate(a.Rate); err != nil || a.Start == "" {
		return s, err
	}
	tc, err := media.ParseTimecode(a.Start)
	if err != nil {
		return s, err
	}
	first, err := tc.Frame(s.Rate)
	if err != nil {
		return s, err
	}
	s.Available = media.Frames(first, first+a.Duration, s.Rate)
	return s, nil
}
