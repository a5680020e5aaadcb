package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
	"github.com/selsyn/selsyn/timeline/cutjson"
	"github.com/selsyn/selsyn/timeline/picture"
)

// readOptions are the flags of every command that reads cut files.
type readOptions struct {
	rate   string
	format string
	shots  string
}

func (o *readOptions) flags(c *cobra.Command) {
	c.Flags().StringVar(&o.rate, "rate", "", "frame rate where a file does not say: 24, 23.976, 24000/1001")
	c.Flags().StringVar(&o.format, "format", "", "format where it cannot be told: cmx3600, otio, ale, fcp7xml, fcpxml, aaf")
	c.Flags().StringVar(&o.shots, "shots", "", "regular expression that finds the shot in a marker or comment; its first group, or all of it")
}

// cut is the noun: read, diff, convert, publish, ls, show, plan, approve, decide.
func (p *program) cut() *cobra.Command {
	noun := &cobra.Command{Use: "cut", Short: "Cuts: read, compare, publish and approve them"}
	noun.AddCommand(p.cutRead(), p.cutDiff(), p.cutConvert())
	noun.AddCommand(p.cutRemote()...)
	return noun
}

// readCut reads a cut file, or a folder that is one, named on the command line;
// - is standard input.
func (p *program) readCut(name string, o readOptions) (*timeline.Cut, *finding.Report, error) {
	opt, err := o.options()
	if err != nil {
		return nil, nil, err
	}
	cut, report, err := p.openCut(name, opt)
	if err != nil {
		return nil, nil, errs.E("cut.read", errs.Other, name, fmt.Errorf("%s: %w", name, err))
	}
	o.findShots(cut, report)
	return cut, report, nil
}

func (o readOptions) options() (cutfile.Options, error) {
	opt := cutfile.Options{Format: timeline.Format(o.format)}
	if o.rate == "" {
		return opt, nil
	}
	var err error
	if opt.Rate, err = media.ParseRate(o.rate); err != nil {
		return opt, usageError{err, nil}
	}
	return opt, nil
}

// findShots finds the shots of a cut's events.
func (o readOptions) findShots(cut *timeline.Cut, report *finding.Report) {
	for _, f := range timeline.ApplyShots(cut, timeline.ShotRule{Pattern: o.shots, Keep: o.shots == ""}) {
		report.Add(f)
	}
}

// ended is how a command ends that has read files: findings of severity error
// have an exit code of their own.
func ended(reports ...*finding.Report) error {
	for _, r := range reports {
		if r != nil && r.Failed() {
			return quiet(errs.Findings)
		}
	}
	return nil
}

func (p *program) cutRead() *cobra.Command {
	var o readOptions
	c := &cobra.Command{
		Use:   "read FILE",
		Short: "Read a cut file and print its events and what is odd in it (no server)",
		Long: "Reads a CMX 3600 list, OpenTimelineIO, ALE, Final Cut XML or AAF, finds the format by itself and\n" +
			"prints the events. Findings go to standard error with their line; -o json has them in the document.\n" +
			"- reads standard input. Ends with 6 when a finding is an error.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cut, report, err := p.readCut(args[0], o)
			if err != nil {
				return err
			}
			if p.output == "json" {
				if err := cutjson.Write(p.out, cut, report); err != nil {
					return err
				}
				return ended(report)
			}
			p.say(filepath.Base(args[0]), report.Findings())
			if err := p.printCut(cutjson.New(cut, report)); err != nil {
				return err
			}
			return ended(report)
		},
	}
	o.flags(c)
	return c
}

func (p *program) printCut(d *cutjson.Document) error {
	t := table{head: []string{"N", "TRACK", "SHOT", "REEL", "CLIP", "SOURCE IN", "SOURCE OUT", "RECORD IN", "RECORD OUT", "FRAMES", "SPEED", "TRANSITION"}}
	var lines []any
	for _, track := range d.Tracks {
		for _, e := range track.Events {
			transition := ""
			if e.Transition != nil {
				transition = fmt.Sprintf("%s %d", e.Transition.Type, e.Transition.Frames)
			}
			t.rows = append(t.rows, []string{fmt.Sprint(e.N), track.Name, e.Shot, e.Reel, e.Clip, e.SourceIn, e.SourceOut, e.RecordIn, e.RecordOut,
				fmt.Sprint(e.RecordFrames), e.Speed, transition})
			lines = append(lines, e)
		}
	}
	return p.print(d, lines, t)
}

func (p *program) cutDiff() *cobra.Command {
	var o readOptions
	var history []string
	c := &cobra.Command{
		Use:   "diff A B",
		Short: "Say what changed from cut A to cut B, as a VFX editor would (no server)",
		Long: "Compares two cut files of any formats. Prints the list of changes; -o json prints all of it, with\n" +
			"summary, changes, moves and findings; -o html writes a page with cut A over cut B. An extended tail\n" +
			"and a trimmed head are positive.\n" +
			"--history names earlier cuts: what was cut out once and comes back is then reinstated, not new.",
		Example:     "  selsyn cut diff REEL2_V04.edl REEL2_V05.otio\n  selsyn cut diff old.edl new.edl -o html > changes.html\n  ssh cutting-room cat new.edl | selsyn cut diff old.edl -",
		Annotations: map[string]string{formKey: "html"},
		Args:        cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, reportA, err := p.readCut(args[0], o)
			if err != nil {
				return err
			}
			b, reportB, err := p.readCut(args[1], o)
			if err != nil {
				return err
			}
			opt := timeline.DiffOptions{}
			for _, name := range history {
				cut, _, err := p.readCut(name, o)
				if err != nil {
					return err
				}
				opt.History = append(opt.History, cut)
			}
			changes := timeline.Diff(a, b, opt)
			p.say(args[0], reportA.Findings())
			p.say(args[1], reportB.Findings())
			if p.output == "html" {
				if err := picture.WritePage(p.out, a, b, changes); err != nil {
					return err
				}
				return ended(reportA, reportB)
			}
			if err := p.printChanges(changes); err != nil {
				return err
			}
			return ended(reportA, reportB)
		},
	}
	o.flags(c)
	c.Flags().StringSliceVar(&history, "history", nil, "earlier cuts, the oldest first")
	return c
}

func (p *program) printChanges(changes *timeline.Changes) error {
	switch p.output {
	case "", "table":
		out := bufio.NewWriter(p.out)
		if err := changes.WriteText(out); err != nil {
			return err
		}
		return out.Flush()
	}
	t := table{head: []string{"KINDS", "SHOT", "A", "B", "HEAD", "TAIL", "SLIP", "SPEED A", "SPEED B"}}
	var lines []any
	for i := range changes.Changes {
		c := &changes.Changes[i]
		t.rows = append(t.rows, []string{fmt.Sprint(c.Kinds), c.Shot(), sideLabel(c.A), sideLabel(c.B), fmt.Sprint(c.Head), fmt.Sprint(c.Tail), fmt.Sprint(c.Slip), c.Speed[0], c.Speed[1]})
		lines = append(lines, c)
	}
	return p.print(changes, lines, t)
}

func sideLabel(s *timeline.Side) string {
	if s == nil {
		return ""
	}
	return fmt.Sprint(s.N)
}

func (p *program) cutConvert() *cobra.Command {
	var o readOptions
	var to string
	c := &cobra.Command{
		Use: "convert FILE --to FORMAT", Short: "Write a cut in another format to standard output (no server)",
		Long: "Formats that can be written: cmx3600, otio, ale, fcpxml. What the format cannot hold is said on standard error.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if to == "" {
				return wrongly(cmd, "say the format with --to: cmx3600, otio, ale or fcpxml")
			}
			if err := oneOf(cmd, "to", to, "cmx3600", "otio", "ale", "fcpxml"); err != nil {
				return err
			}
			cut, report, err := p.readCut(args[0], o)
			if err != nil {
				return err
			}
			p.say(filepath.Base(args[0]), report.Findings())
			var b bytes.Buffer
			lost, err := cutfile.Write(&b, timeline.Format(to), cut)
			if err != nil {
				return err
			}
			if lost != nil {
				p.say(to, lost.Findings())
			}
			if _, err := io.Copy(p.out, &b); err != nil {
				return err
			}
			return ended(report, lost)
		},
	}
	o.flags(c)
	c.Flags().StringVar(&to, "to", "", "format to write")
	return c
}
