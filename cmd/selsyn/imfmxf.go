package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// trackFileInfo is what `imf mxf` says of a file.
type trackFileInfo struct {
	Path       string            `json:"path"`
	ID         string            `json:"id"`
	EditRate   string            `json:"editRate"`
	Duration   int64             `json:"duration"` // edit units; -1 when not known
	Descriptor string            `json:"descriptor"`
	Essence    string            `json:"essence"` // in words
	Partitions []partitionInfo   `json:"partitions"`
	Findings   []finding.Finding `json:"findings"`
}

type partitionInfo struct {
	Offset int64  `json:"offset"`
	Kind   string `json:"kind"`
	Body   uint32 `json:"bodySID"`
	Index  uint32 `json:"indexSID"`
}

func (p *program) imfMXF() *cobra.Command {
	var asXML bool
	var registers string
	c := &cobra.Command{
		Use:   "mxf FILE",
		Short: "Say what a track file holds: identifier, duration, partitions, descriptor (no server)",
		Long:  "Reads the structure of an MXF file and no essence. --xml prints its essence descriptor as a composition carries it.",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var dict *register.Dictionary
			if registers != "" {
				var err error
				if dict, err = register.Load(os.DirFS(registers)); err != nil {
					return fmt.Errorf("%s: %w", registers, err)
				}
			}
			f, err := os.Open(args[0])
			if err != nil {
				return notFound(err)
			}
			defer f.Close()
			st, err := f.Stat()
			if err != nil {
				return err
			}
			if st.IsDir() {
				return isFolder(args[0])
			}
			file, report, err := mxf.Open(f, st.Size(), mxf.Options{Name: filepath.Base(args[0]), Dictionary: dict})
			if err != nil {
				return err
			}
			if asXML {
				if n, ok := regxml.Tree(file.Descriptor(), dict); ok {
					_, err = p.out.Write(append(n.Append(nil, ""), '\n'))
				}
				p.say(args[0], report.Findings())
				return firstError(err, ended(report))
			}
			info := newTrackFileInfo(args[0], file, report, dict)
			if p.output != "json" {
				p.say(args[0], report.Findings())
			}
			return firstError(p.print(info, nil, info.table()), ended(report))
		},
	}
	c.Flags().BoolVar(&asXML, "xml", false, "print the essence descriptor as RegXML")
	c.Flags().StringVar(&registers, "registers", "", "folder with the SMPTE registers, to name what is not known by itself")
	return c
}

// isFolder is the error of a folder where a file is wanted.
func isFolder(name string) error {
	return usageError{error: fmt.Errorf("%s is a folder, not a file; selsyn imf validate and selsyn imf info take folders", name)}
}

func firstError(errors ...error) error {
	for _, err := range errors {
		if err != nil {
			return err
		}
	}
	return nil
}

func newTrackFileInfo(path string, file *mxf.File, report *finding.Report, dict *register.Dictionary) *trackFileInfo {
	info := &trackFileInfo{Path: path, ID: file.TrackFileID(), Duration: -1, Findings: report.Findings()}
	if t := file.EssenceTrack(); t != nil {
		info.EditRate = t.EditRate.String()
		if t.HasLength {
			info.Duration = t.Duration
		}
	}
	if d := file.Descriptor(); d != nil {
		info.Descriptor = d.Name()
	}
	if n, ok := regxml.Tree(file.Descriptor(), dict); ok {
		words := xmltree.Parse(n.Append(nil, ""), path, &finding.Report{})
		info.Essence = app.Words(words.Root(), dict)
	}
	for _, q := range file.Partitions {
		info.Partitions = append(info.Partitions, partitionInfo{q.Offset, q.Kind.String(), q.BodySID, q.IndexSID})
	}
	return info
}

func (i *trackFileInfo) table() table {
	duration := ""
	if i.Duration >= 0 {
		duration = counted(int(i.Duration), "edit unit")
	}
	t := table{}
	for _, row := range [][]string{{"id", i.ID}, {"edit rate", i.EditRate}, {"duration", duration}, {"descriptor", i.Descriptor}, {"essence", i.Essence}} {
		if row[1] != "" {
			t.rows = append(t.rows, row)
		}
	}
	for _, q := range i.Partitions {
		t.rows = append(t.rows, []string{"partition", q.Kind, fmt.Sprintf("at %d", q.Offset), fmt.Sprintf("body %d, index %d", q.Body, q.Index)})
	}
	return t
}
