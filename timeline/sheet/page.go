package sheet

import (
	"bytes"
	"html/template"
	"io"
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
			switch d.Shots[i].Work {
			case timeline.WorkNew, timeline.WorkResume:
				class[d.Shots[i].Shot] = "added"
			case timeline.WorkUpdate:
				class[d.Shots[i].Shot] = "retimed"
			}
		}
		var strip bytes.Buffer
		if err := picture.WriteStrip(&strip, d.cut, func(e *timeline.Event) string { return class[e.Shot] }); err != nil {
			return err
		}
		view.Picture = template.HTML(strip.String()) // escaped where it is drawn
	}
	return page().Execute(w, view)
}

const pageStyle = `
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0 0 20px}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}
h3{font-size:14px;margin:16px 0 2px}.work{color:var(--dim);font-weight:400}.n{text-align:right;font-variant-numeric:tabular-nums}
.warn{color:var(--fg);border-left:3px solid var(--retimed);padding-left:6px}
@page{size:A4 landscape;margin:12mm}`

var page = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"speed": func(p timeline.Plate) string { return speed(&p) },
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
<thead><tr><th scope="col">Shot</th><th scope="col">Work</th><th scope="col">Record</th><th scope="col">Comp</th><th scope="col">Cut</th><th scope="col">Plate</th><th scope="col">Status</th><th scope="col">Source</th><th scope="col">Range with handles</th><th scope="col">Handles</th><th scope="col">Speed</th></tr></thead>
<tbody>
{{range .Shots}}{{$shot := .}}{{range $i, $p := .Plates}}<tr>
<td>{{if not $i}}<b>{{$shot.Shot}}</b>{{range $shot.Changes}}<br>{{.}}{{end}}{{range $shot.Transitions}}<br>{{.}}{{end}}{{end}}</td>
<td>{{if not $i}}{{$shot.Work}}{{end}}</td>
<td class="tc">{{if not $i}}{{$shot.RecordIn}}<br>{{$shot.RecordOut}}{{end}}</td>
<td class="tc">{{if not $i}}{{$shot.CompIn}}–{{$shot.CompOut}}{{end}}</td>
<td class="tc">{{if not $i}}{{$shot.CutIn}}–{{$shot.CutOut}}{{end}}</td>
<td>{{$p.Name}}</td><td>{{$p.Status}}{{if $p.Why}}<br>{{$p.Why}}{{end}}</td>
<td>{{$p.Key.Reel}}<br>{{$p.Source}}{{range $p.Candidates}}<br>or {{.Source}} {{.Name}}{{end}}</td>
<td class="tc">{{$p.SourceIn}}<br>{{$p.SourceOut}}</td>
<td>{{$p.HeadHandle}} + {{$p.TailHandle}}{{if or $p.ShortHead $p.ShortTail}}<br><span class="warn">short {{$p.ShortHead}} + {{$p.ShortTail}}</span>{{end}}</td>
<td>{{speed $p}}</td></tr>
{{else}}<tr><td><b>{{.Shot}}</b></td><td>{{.Work}}</td><td></td><td></td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
{{end}}{{end}}</tbody></table>
{{if .Findings}}<section><h2>Notes</h2><ul>{{range .Findings}}<li><code>{{.Code}}</code> {{.Text}}</li>{{end}}</ul></section>{{end}}
</main>
</body>
</html>
`
