package main

import (
	"io"
	"os"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// progress is a bar on standard error; nothing where nobody is watching.
type progress struct {
	bars *mpb.Progress
	bar  *mpb.Bar
}

// progress begins a bar over so many bytes, when a person is watching.
func (p *program) progress(name string, size int64) *progress {
	if size <= 0 || !watched(p.err) {
		return &progress{}
	}
	bars := mpb.New(mpb.WithOutput(p.err), mpb.WithWidth(48))
	bar := bars.AddBar(size,
		mpb.PrependDecorators(decor.Name(name+" "), decor.CountersKibiByte("% .1f / % .1f")),
		mpb.AppendDecorators(decor.Percentage(), decor.Name(" "), decor.AverageETA(decor.ET_STYLE_GO)),
	)
	return &progress{bars: bars, bar: bar}
}

// reader counts what is read from r.
func (b *progress) reader(r io.Reader) io.Reader {
	if b.bar == nil {
		return r
	}
	return b.bar.ProxyReader(r)
}

// done ends the bar, also when not everything came.
func (b *progress) done() {
	if b.bar == nil {
		return
	}
	b.bar.Abort(false)
	b.bars.Wait()
}

// watched reports whether a person reads what is written there.
func watched(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// coloured reports whether standard output may be in colour: a person is
// watching who did not ask for none (no-color.org).
func (p *program) coloured() bool {
	return watched(p.out) && p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb"
}
