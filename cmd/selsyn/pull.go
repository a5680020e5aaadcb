package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/timeline"
)

// pull is the noun: plan.
func (p *program) pull() *cobra.Command {
	noun := &cobra.Command{Use: "pull", Short: "Which frames a cut needs"}
	var o planOptions
	plan := &cobra.Command{
		Use:   "plan CUT",
		Short: "Plan the pull of a cut file: plates, frames with handles, comp frames (no server)",
		Long: "Works out for every shot which frames must be pulled, with handles, and names the plates.\n" +
			"--against names the cut that was turned over before: plates that it had are covered or pulled again\n" +
			"with their next version. After more than one pull say with --pulled what there is, which may be the plan\n" +
			"of each. --ale and --sources say what there is to pull from; without either nothing\n" +
			"is matched, and ranges and names are given all the same. A source that could be several is listed\n" +
			"as ambiguous, never guessed. COMP IN is the number of a plate's first frame, CUT IN and CUT OUT those of\n" +
			"the first and last frame seen: a plate that there is keeps its numbers, and the cut in it moves.\n" +
			"Ends with 6 when a finding is an error, of the file or of the plan.",
		Example: "  selsyn pull plan REEL2_V05.edl --against REEL2_V04.edl --ale DAILIES.ale\n" +
			"  selsyn asset ls my-show -o json > sources.json && selsyn pull plan REEL2_V05.otio --sources sources.json -o csv",
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			r, err := p.planFrom(args[0], o)
			if err != nil {
				return err
			}
			if p.output != "json" {
				p.say(args[0], r.plan.Findings)
			}
			if err := p.printPlan(r.plan); err != nil {
				return err
			}
			return r.failed
		},
	}
	o.flags(plan)
	noun.AddCommand(plan)
	return noun
}

// joined are the kinds of change in words.
func joined(kinds []timeline.Kind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, " ")
}

func (p *program) printPlan(plan *timeline.PullPlan) error {
	t := table{head: []string{"SHOT", "WORK", "PLATE", "STATUS", "SOURCE", "REEL", "SOURCE IN", "SOURCE OUT", "FRAMES", "HANDLES", "COMP IN", "CUT IN", "CUT OUT", "SPEED", "WHY"}}
	var lines []any
	for _, shot := range plan.Shots {
		if len(shot.Plates) == 0 { // stopped: nothing is pulled, and the work on it ends
			row := make([]string, len(t.head))
			row[0], row[1], row[len(row)-1] = shot.Shot, string(shot.Work), joined(shot.Why)
			t.rows = append(t.rows, row)
		}
		for _, plate := range shot.Plates {
			t.rows = append(t.rows, []string{shot.Shot, string(shot.Work), plate.Name, string(plate.Status), cmp.Or(plate.Source, plate.From), cmp.Or(plate.Key.Reel, plate.Key.Clip, plate.Key.File), plate.SourceIn, plate.SourceOut,
				fmt.Sprint(plate.SourceFrames), fmt.Sprintf("%d+%d", plate.HeadHandle, plate.TailHandle), fmt.Sprint(plate.CompIn), fmt.Sprint(plate.CutIn), fmt.Sprint(plate.CutOut), plate.Speed.String(), plate.Why})
		}
		lines = append(lines, shot)
	}
	return p.print(plan, lines, t)
}
