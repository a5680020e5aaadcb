package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
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
			d, failed, err := p.document(cmd, args[0], o)
			if err != nil {
				return err
			}
			if err := p.writeDocument(cmd, d, o); err != nil {
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

func (p *program) writeDocument(cmd *cobra.Command, d *sheet.Document, o renderOptions) error {
	if o.out == "" {
		if o.to == "xlsx" && watched(p.out) {
			return wrongly(cmd, "a spreadsheet is nothing for a terminal; name a file with --out")
		}
		return d.Render(p.out, o.to)
	}
	var b bytes.Buffer
	if err := d.Render(&b, o.to); err != nil {
		return err
	}
	return os.WriteFile(o.out, b.Bytes(), 0o666)
}

// document makes the turnover document of what was named.
func (p *program) document(cmd *cobra.Command, what string, o renderOptions) (*sheet.Document, error, error) {
	if strings.HasPrefix(what, "urn:") {
		d, err := p.documentOf(cmd, what)
		return d, nil, err
	}
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

// documentOf makes the document of a turnover on the platform. A vendor, who
// may not see the cut, gets it without the cut's picture.
func (p *program) documentOf(cmd *cobra.Command, id string) (*sheet.Document, error) {
	var t struct {
		Cut          string            `json:"cut"`
		CutName      string            `json:"cutName"`
		Organisation string            `json:"organisation"`
		Decision     string            `json:"decision"`
		Plan         timeline.PullPlan `json:"plan"`
	}
	if err := p.client().Call(cmd.Context(), http.MethodGet, client.Path("v1", "turnovers", id), nil, &t); err != nil {
		return nil, err
	}
	cut := &timeline.Cut{Name: t.CutName, Rate: t.Plan.Rate}
	var about struct {
		File   string `json:"file"`
		Rate   string `json:"rate"`
		Digest string `json:"digest"`
	}
	err := p.client().Call(cmd.Context(), http.MethodGet, client.Path("v1", "cuts", t.Cut), nil, &about)
	if err == nil {
		cut, err = p.fetchCut(cmd, t.Cut, about.File, about.Rate)
	}
	if err != nil && !errs.Is(err, errs.NotExist) {
		return nil, err
	}
	if err != nil {
		cut = &timeline.Cut{Name: t.CutName, Rate: t.Plan.Rate}
	}
	h := sheet.Header{Cut: sheet.CutRef{ID: t.Cut, Name: t.CutName, Digest: about.Digest}, Vendors: []string{t.Organisation}, Approval: t.Decision}
	return sheet.New(h, cut, &t.Plan, nil, nil, nil), nil
}

// fetchCut reads a cut from the platform.
func (p *program) fetchCut(cmd *cobra.Command, id, file, rate string) (*timeline.Cut, error) {
	resp, err := p.client().Do(cmd.Context(), http.MethodGet, client.Path("v1", "cuts", id, "file"), nil, nil)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	o := readOptions{rate: rate}
	opt, err := o.options()
	if err != nil {
		return nil, err
	}
	cut, report, err := cutfile.Read(file, resp.Body, opt)
	if err != nil {
		return nil, fmt.Errorf("cut %s: %w", id, err)
	}
	o.findShots(cut, report)
	return cut, nil
}
