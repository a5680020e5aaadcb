package main

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline"
)

// planOptions are the flags of every command that plans a pull from files.
type planOptions struct {
	readOptions
	policy  timeline.PullPolicy
	against string
	logs    []string // ALE
	lists   []string // what asset ls prints as JSON
	pulled  []string // plans and turnover documents of earlier pulls
}

func (o *planOptions) flags(c *cobra.Command) {
	o.readOptions.flags(c)
	flags := c.Flags()
	flags.StringVar(&o.against, "against", "", "the cut that was turned over before")
	flags.StringArrayVar(&o.logs, "ale", nil, "Avid log of what there is to pull from; may be given again")
	flags.StringArrayVar(&o.lists, "sources", nil, "what there is to pull from, as selsyn asset ls -o json (or jsonl) prints it; may be given again")
	flags.Int64Var(&o.policy.HeadHandle, "head", 8, "head handle in frames")
	flags.Int64Var(&o.policy.TailHandle, "tail", 8, "tail handle in frames")
	flags.StringVar(&o.policy.HandlesIn, "handles-in", "comp", "frames in which handles count: comp, those of the programme, or source")
	flags.Int64Var(&o.policy.FirstFrame, "first", 1001, "comp frame of the first frame, head handle included")
	flags.Int64Var(&o.policy.MinHandle, "min-handle", 0, "frames of handle that must be left for a plate to serve again")
	flags.StringArrayVar(&o.pulled, "pulled", nil, "what was pulled before, as selsyn pull plan -o json or turnover render --to json wrote it; may be given again")
	flags.StringVar(&o.policy.Merge, "merge", "shot", "make one plate of pulls that touch in one source: shot, within a shot; all, over shots; none")
	flags.BoolVar(&o.policy.Reuse, "reuse", false, "a replaced source gets the number of the old plate and its next version, not a number of its own")
	flags.StringVar(&o.policy.PlateName, "name", "", "template of plate names: {shot}_PL{plate:2}_v{version:3}")
	flags.BoolVar(&o.policy.All, "all", false, "pull for events without a shot too")
}

// planned is a pull planned from files.
type planned struct {
	cut     *timeline.Cut
	before  *timeline.Cut // nil without --against
	changes *timeline.Changes
	plan    *timeline.PullPlan
	failed  error // for the exit code, when the file or the plan has errors
}

// pullPolicy is the policy that the flags say. On the command line no handle
// is 0 frames.
func (o planOptions) pullPolicy() (timeline.PullPolicy, error) {
	p := o.policy
	if err := cmp.Or(oneOf(nil, "handles-in", p.HandlesIn, "comp", "source"), oneOf(nil, "merge", p.Merge, "shot", "all", "none")); err != nil {
		return p, err
	}
	for _, handle := range [...]*int64{&p.HeadHandle, &p.TailHandle} {
		if *handle == 0 {
			*handle = -1
		}
	}
	return p, nil
}

// planFrom reads a cut file and what goes with it, and plans the pull.
func (p *program) planFrom(name string, o planOptions) (planned, error) {
	policy, err := o.pullPolicy()
	if err != nil {
		return planned{}, err
	}
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
	history, err := p.readPulled(o.pulled)
	if err != nil {
		return planned{}, err
	}
	if o.against != "" {
		before, report, err := p.readCut(o.against, o.readOptions)
		if err != nil {
			return planned{}, err
		}
		p.say(o.against, report.Findings())
		r.before, r.changes = before, timeline.Diff(before, cut, timeline.DiffOptions{})
		if len(o.pulled) == 0 { // what the cut before asked for was pulled
			history = platesOf(timeline.Pull(before, nil, sources, policy, nil).Shots)
		}
	}
	r.plan = timeline.Pull(cut, r.changes, sources, policy, history)
	r.failed = cmp.Or(r.failed, endedWith(r.plan.Findings))
	return r, nil
}

// readPulled reads the plates of earlier plans and turnover documents.
func (p *program) readPulled(names []string) (timeline.PulledPlates, error) {
	var pulled timeline.PulledPlates
	for _, name := range names {
		file, closeFile, err := p.openFile(name)
		if err != nil {
			return nil, err
		}
		var plan struct {
			Shots []timeline.PlannedShot `json:"shots"`
		}
		err = json.NewDecoder(file).Decode(&plan)
		closeFile()
		if err != nil || plan.Shots == nil {
			return nil, errs.E("pull.plan", errs.Unprocessable, name, fmt.Errorf("%s: this is no plan of a pull; write it with selsyn pull plan -o json", name))
		}
		pulled = append(pulled, platesOf(plan.Shots)...)
	}
	return pulled, nil
}

// platesOf are the plates of a plan as they are remembered once it was carried out.
func platesOf(shots []timeline.PlannedShot) timeline.PulledPlates {
	var pulled timeline.PulledPlates
	for i := range shots {
		for j := range shots[i].Plates {
			pulled = append(pulled, shots[i].Plates[j].Pulled(shots[i].Shot))
		}
	}
	return pulled
}
