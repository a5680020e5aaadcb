package sheet

import (
	"bytes"
	"cmp"
	"html/template"
	"io"
	"strings"
	"sync"

	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/picture"
)

// WriteHTML writes a page to read and print, with a picture of the cut in
// which the shots with work are marked.
func (d *Document) WriteHTML(w io.Writer) error {
	view := struct {
		*Document
		Style   template.CSS
		Picture template.HTML
		About   [][2]string
	}{Document: d, Style: template.CSS(picture.Style() + pageStyle), About: d.about()}
	if d.cut != nil {
		class := make(map[string]string)
		for i := range d.Shots {
			class[d.Shots[i].Shot] = workClass(d.Shots[i].Work)
		}
		var strip bytes.Buffer
		if err := picture.WriteStrip(&strip, d.cut, func(e *timeline.Event) string { return class[e.Shot] }); err != nil {
			return err
		}
		view.Picture = template.HTML(strip.String()) // escaped where it is drawn
	}
	return page().Execute(w, view)
}

// workClass is the class of the drawing for a sort of work.
func workClass(w timeline.Work) string {
	switch w {
	case timeline.WorkNew, timeline.WorkResume:
		return "added"
	case timeline.WorkUpdate:
		return "retimed"
	case timeline.WorkStop:
		return "omitted"
	}
	return ""
}

const pageStyle = `
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 20px}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
td.n{text-align:right;font-variant-numeric:tabular-nums;padding-right:16px}small{font-size:12px;color:var(--dim)}td:nth-child(2),td:nth-child(7){white-space:nowrap}
.warn{color:var(--fg);border-left:3px solid var(--retimed);padding-left:6px}
@page{size:A4 landscape;margin:12mm}`

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"speed":  func(p timeline.Plate) string { return speed(&p) },
		"arrow":  func(s string) string { return strings.ReplaceAll(s, "->", "→") },
		"class":  workClass,
		"source": func(p timeline.Plate) string { return cmp.Or(p.Key.Reel, p.Key.File, p.Key.Clip) },
	}).Parse(pageText))
})

const pageText = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Turnover {{.Show}} {{.Header.Cut.Name}}</title>
<style>{{.Style}}</style>
</head>
<body>
<header><h1>Turnover {{.Show}} {{.Header.Cut.Name}}</h1>
<p class="sum"><b>{{.Totals.Shots}}</b> shots · <b>{{.Totals.Plates}}</b> plates · <b>{{.Totals.New}}</b> new · <b>{{.Totals.Again}}</b> to pull again · <b>{{.Totals.Frames}}</b> frames to pull · <b>{{.Totals.CutFrames}}</b> frames in the cut</p></header>
<main>
<dl>{{range .About}}<dt>{{index . 0}}</dt><dd>{{index . 1}}</dd>{{end}}</dl>
{{if .Picture}}<div class="scroll" tabindex="0" role="group" aria-label="The cut; scrolls sideways">{{.Picture}}</div>{{end}}
<table><caption>Shots and plates</caption>
<thead><tr><th scope="col">Shot</th><th scope="col">Work</th><th scope="col">Record</th><th scope="col">Frames</th><th scope="col">Comp</th><th scope="col">Cut</th><th scope="col">Plate</th><th scope="col">Status</th><th scope="col">Source</th><th scope="col">Range with handles</th><th scope="col">Frames</th><th scope="col">Handles</th><th scope="col">Speed</th></tr></thead>
<tbody>
{{range .Shots}}{{$shot := .}}{{range $i, $p := .Plates}}<tr{{if not $i}} class="first"{{end}}>
<td>{{if not $i}}<b>{{$shot.Shot}}</b>{{with $shot.Vendor}}<br><small>{{.}}</small>{{end}}{{with $shot.Description}}<br>{{.}}{{end}}{{range $shot.Changes}}<br><small>{{arrow .}}</small>{{end}}{{range $shot.Transitions}}<br><small>{{.}}</small>{{end}}{{end}}</td>
<td>{{if not $i}}<span class="key {{class $shot.Work}}"></span>{{$shot.Work}}{{end}}</td>
<td class="tc">{{if not $i}}{{$shot.RecordIn}}<br>{{$shot.RecordOut}}{{end}}</td>
<td class="n">{{if not $i}}{{$shot.Frames}}{{end}}</td>
<td class="tc">{{$p.CompIn}}–{{$p.CompOut}}</td>
<td class="tc">{{$p.CutIn}}–{{$p.CutOut}}</td>
<td>{{$p.Name}}</td><td>{{$p.Status}}{{if $p.Why}}<br><small>{{$p.Why}}</small>{{end}}</td>
<td>{{source $p}}{{with $p.Source}}<br><small>{{.}}</small>{{end}}{{if $p.Match}}<br><small>by {{$p.Match}}, {{$p.Confidence}} %</small>{{end}}{{range $p.Candidates}}<br><small>or {{.Name}} {{.Source}}</small>{{end}}</td>
<td class="tc">{{$p.SourceIn}}<br>{{$p.SourceOut}}</td><td class="n">{{$p.SourceFrames}}</td>
<td class="tc">{{$p.HeadHandle}} + {{$p.TailHandle}}{{if or $p.ShortHead $p.ShortTail}}<br><span class="warn">short {{$p.ShortHead}} + {{$p.ShortTail}}</span>{{end}}</td>
<td class="tc">{{speed $p}}{{with $p.Scale}}<br>{{.}}{{end}}</td></tr>
{{else}}<tr class="first"><td><b>{{.Shot}}</b></td><td colspan="12"><span class="key {{class .Work}}"></span>{{if eq .Work "stop"}}<b>stopped</b>: no longer wanted, end the work on it{{else}}{{.Work}}{{end}}</td></tr>
{{end}}{{end}}</tbody></table>
{{if .Findings}}<section><h2>Notes</h2><ul>{{range .Findings}}<li><code>{{.Code}}</code> {{.Text}}</li>{{end}}</ul></section>{{end}}
</main>
</body>
</html>
`
