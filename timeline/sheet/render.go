package sheet

import (
	"fmt"
	"io"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline/edl"
	"github.com/selsyn/selsyn/timeline/otio"
)

// Formats are the names that [Document.Render] takes.
func Formats() []string { return []string{"json", "edl", "otio", "ale", "csv", "xlsx", "html"} }

// Render writes the document in the format of the name. One that is not known
// is an error of kind errs.Invalid; other errors are the writer's.
func (d *Document) Render(w io.Writer, format string) error {
	switch format {
	case "json":
		return d.WriteJSON(w)
	case "edl":
		_, err := edl.Write(w, d.Cut(true))
		return err
	case "otio":
		_, err := otio.Write(w, d.Cut(true))
		return err
	case "ale":
		return d.WriteALE(w)
	case "csv":
		return d.WriteCSV(w)
	case "xlsx":
		return d.WriteXLSX(w)
	case "html":
		return d.WriteHTML(w)
	}
	return errs.E("sheet.Render", errs.Invalid, format, fmt.Errorf("a turnover can be written as %s", strings.Join(Formats(), ", ")))
}
