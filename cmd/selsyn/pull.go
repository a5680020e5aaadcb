package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/timeline"
)

// pull is the noun: plan.
func (p *program) pull() *cobra.Command {
	noun := &cobra.Command{Use: "pull", Short: "Which frames a cut needs", Args: cobra.NoArgs}
	var o readOptions
	var policy timeline.PullPolicy
	var against string
	plan := &cobra.Command{
		Use:   "plan CUT",
		Short: "Plan the pull of a cut file: plates, frames with handles, comp frames (no server)",
		Long: "Works out for every shot which frames must be pulled, with handles, and names the plates.\n" +
			"--against names the cut that was turned over before: plates that it had are covered or pulled again\n" +
			"with their next version. Without a server there are no registered assets, so nothing is matched.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cut, report, err := p.readCut(args[0], o)
			if err != nil {
				return err
			}
			var changes *timeline.Changes
			var history timeline.PulledPlates
			if against != "" {
				before, _, err := p.readCut(against, o)
				if err != nil {
					return err
				}
				changes = timeline.Diff(before, cut, timeline.DiffOptions{})
				history = pulledFor(before, policy)
			}
			result := timeline.Pull(cut, changes, nil, policy, history)
			p.say(args[0], report.Findings())
			if p.output != "json" {
				p.say(args[0], result.Findings)
			}
			if err := p.printPlan(result); err != nil {
				return err
			}
			return ended(report)
		},
	}
	o.flags(plan)
	flags := plan.Flags()
	flags.StringVar(&against, "against", "", "the cut that was turned over before")
	flags.Int64Var(&policy.HeadHandle, "head", 8, "head handle in frames; -1 for none")
	flags.Int64Var(&policy.TailHandle, "tail", 8, "tail handle in frames; -1 for none")
	flags.Int64Var(&policy.FirstFrame, "first", 1001, "comp frame of the first frame, head handle included")
	flags.Int64Var(&policy.MinHandle, "min-handle", 0, "frames of handle that must be left for a plate to serve again")
	flags.StringVar(&policy.PlateName, "name", "", "template of plate names: {shot}_PL{plate:2}_v{version:3}")
	flags.BoolVar(&policy.All, "all", false, "pull for events without a shot too")
	noun.AddCommand(plan)
	return noun
}

// pulledFor are the plates that the pull for a cut has made.
func pulledFor(cut *timeline.Cut, policy timeline.PullPolicy) timeline.PulledPlates {
	var pulled timeline.PulledPlates
	plan := timeline.Pull(cut, nil, nil, policy, nil)
	for i := range plan.Shots {
		for j := range plan.Shots[i].Plates {
			pulled = append(pulled, plan.Shots[i].Plates[j].Pulled(plan.Shots[i].Shot))
		}
	}
	return pulled
}

func (p *program) printPlan(plan *timeline.PullPlan) error {
	t := table{head: []string{"SHOT", "WORK", "PLATE", "STATUS", "REEL", "SOURCE IN", "SOURCE OUT", "FRAMES", "HANDLES", "COMP IN", "SPEED", "WHY"}}
	var lines []any
	for _, shot := range plan.Shots {
		for _, plate := range shot.Plates {
			t.rows = append(t.rows, []string{shot.Shot, string(shot.Work), plate.Name, string(plate.Status), plate.Key.Reel, plate.SourceIn, plate.SourceOut,
				fmt.Sprint(plate.SourceFrames), fmt.Sprintf("%d+%d", plate.HeadHandle, plate.TailHandle), fmt.Sprint(plate.CompIn), plate.Speed.String(), plate.Why})
		}
		lines = append(lines, shot)
	}
	return p.print(plan, lines, t)
}
