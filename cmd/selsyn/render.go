package main

import (
	"bytes"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/timeline/sheet"
)

// renderOptions are the flags of turnover render.
type renderOptions struct {
	planOptions
	to, out, show, due string
	vendors            []string
}

// turnoverRender writes the turnover document.
func (p *program) turnoverRender() *cobra.Command {
	var o renderOptions
	c := &cobra.Command{
		Use:   "render WHAT --to FORMAT",
		Short: "Write a turnover as a document: " + strings.Join(sheet.Formats(), ", "),
		Long: "WHAT is a turnover on the platform (urn:...), a cut file, whose pull is then planned as selsyn pull plan\n" +
			"does and with the same flags, or a turnover document written before with --to json. Only the first\n" +
			"needs a server. EDL and OTIO hold the pull list, ALE a row for each plate, XLSX the count sheet, HTML a\n" +
			"page to read and print, JSON everything.",
		Example: "  selsyn turnover render REEL2_V05.edl --against REEL2_V04.edl --to xlsx --out count.xlsx\n" +
			"  selsyn turnover render urn:uuid:0b7c... --to edl > pull.edl",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !slices.Contains(sheet.Formats(), o.to) {
				return wrongly(cmd, "say the format with --to: %s", strings.Join(sheet.Formats(), ", "))
			}
			if o.out == "" && o.to == "xlsx" && watched(p.out) {
				return wrongly(cmd, "a spreadsheet is nothing for a terminal; name a file with --out")
			}
			if strings.HasPrefix(args[0], "urn:") {
				return p.fetch(cmd, client.Path("v1", "turnovers", args[0], "document")+"?format="+o.to, o.out)
			}
			d, failed, err := p.document(args[0], o)
			if err != nil {
				return err
			}
			if err := p.writeDocument(d, o); err != nil {
				return err
			}
			return failed
		},
	}
	o.planOptions.flags(c)
	flags := c.Flags()
	flags.StringVar(&o.to, "to", "", "format: "+strings.Join(sheet.Formats(), ", "))
	flags.StringVar(&o.out, "out", "", "file to write; standard output when empty")
	flags.StringVar(&o.show, "show", "", "name of the show, for the heading")
	flags.StringVar(&o.due, "due", "", "day on which it is due, for the heading: 2026-12-24")
	flags.StringSliceVar(&o.vendors, "vendor", nil, "vendors it is for, for the heading")
	return c
}

func (p *program) writeDocument(d *sheet.Document, o renderOptions) error {
	if o.out == "" {
		return d.Render(p.out, o.to)
	}
	return writeWhole(o.out, func(w io.Writer) error { return d.Render(w, o.to) })
}

// document makes the turnover document of what was named.
func (p *program) document(what string, o renderOptions) (*sheet.Document, error, error) {
	if d, err := p.keptDocument(what); d != nil || err != nil {
		return d, nil, err
	}
	r, err := p.planFrom(what, o.planOptions)
	if err != nil {
		return nil, nil, err
	}
	p.say(what, r.plan.Findings)
	h := sheet.Header{Show: o.show, Cut: sheet.CutRef{Name: r.cut.Name}, Vendors: o.vendors, Due: o.due}
	if r.before != nil {
		h.Previous = &sheet.CutRef{Name: r.before.Name}
	}
	return sheet.New(h, r.cut, r.plan, r.changes, nil, nil), r.failed, nil
}

// keptDocument reads a document that was written before; nil when it is
// something else.
func (p *program) keptDocument(name string) (*sheet.Document, error) {
	if info, err := os.Stat(name); name != "-" && err == nil && info.IsDir() {
		return nil, nil
	}
	file, closeFile, err := p.openFile(name)
	if err != nil {
		return nil, err
	}
	defer closeFile()
	content, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if d, err := sheet.Read(bytes.NewReader(content)); err == nil {
		return d, nil
	}
	if name == "-" {
		p.in = bytes.NewReader(content) // to be read as a cut
	}
	return nil, nil
}
