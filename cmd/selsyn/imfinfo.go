package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/app"
	"github.com/selsyn/selsyn/imf/cpl"
)

// packageInfo is what `imf info` says of a package.
type packageInfo struct {
	Path         string            `json:"path"`
	ID           string            `json:"id"`
	Lists        []listInfo        `json:"packingLists"`
	Assets       []assetInfo       `json:"assets"`
	Compositions []compositionInfo `json:"compositions"`
}

type listInfo struct {
	ID             string             `json:"id"`
	Classification imf.Classification `json:"classification"`
	Missing        []string           `json:"missing,omitempty"` // track files that its compositions play and it does not list
}

type assetInfo struct {
	ID   string   `json:"id"`
	Kind imf.Kind `json:"kind"`
	Path string   `json:"path"`
	Size int64    `json:"size"` // bytes; -1 when the file is not there
}

type compositionInfo struct {
	ID           string      `json:"id"`
	Title        string      `json:"title"`
	EditRate     string      `json:"editRate"`
	Duration     string      `json:"duration"` // in edit units of the composition
	Applications []string    `json:"applications"`
	Tracks       []trackInfo `json:"tracks"`
}

type trackInfo struct {
	ID        string   `json:"id"`
	Kind      string   `json:"kind"`
	Resources int      `json:"resources"`
	Essence   []string `json:"essence,omitempty"` // in words, each kind once
}

func (p *program) imfInfo() *cobra.Command {
	return &cobra.Command{
		Use:   "info FOLDER|CPL",
		Short: "Say what is in a package: compositions, virtual tracks, assets (no server)",
		Long: "Reads the documents and the structure of the track files and no essence. Of one composition by itself it says\n" +
			"what is in that. Nothing is judged; for that see imf validate.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			info, err := readPackageInfo(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return p.print(info, nil, info.table())
		},
	}
}

func readPackageInfo(ctx context.Context, name string) (*packageInfo, error) {
	dir, base, err := splitPath(name)
	if err != nil {
		return nil, notFound(fmt.Errorf("%s: %w", name, err))
	}
	info := &packageInfo{Path: filepath.ToSlash(name), Lists: []listInfo{}, Assets: []assetInfo{}, Compositions: []compositionInfo{}}
	if base == "." {
		opened, err := imf.Open(ctx, os.DirFS(dir), ".", imf.Options{NoHash: true})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		info.take(ctx, opened)
		return info, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	composition, _ := cpl.Parse(data, base)
	if composition.ID == "" {
		return nil, fmt.Errorf("%s is neither a folder nor a composition", name)
	}
	info.Compositions = append(info.Compositions, newCompositionInfo(composition))
	return info, nil
}

func (i *packageInfo) take(ctx context.Context, opened *imf.Package) {
	if opened.Map != nil {
		i.ID = string(opened.Map.ID)
	}
	for _, list := range opened.Lists {
		if list.PackingList == nil {
			continue
		}
		classes := opened.Classify(list.PackingList)
		one := listInfo{ID: string(list.ID), Classification: classes.Classification}
		for _, id := range classes.Missing {
			one.Missing = append(one.Missing, string(id))
		}
		i.Lists = append(i.Lists, one)
	}
	for _, a := range opened.Assets {
		i.Assets = append(i.Assets, assetInfo{string(a.ID), a.Kind, a.Path, a.Size})
	}
	for c := range opened.Compositions(ctx) {
		i.Compositions = append(i.Compositions, newCompositionInfo(c))
	}
}

func newCompositionInfo(c *cpl.CPL) compositionInfo {
	info := compositionInfo{ID: string(c.ID), Title: c.ContentTitle.Value, EditRate: c.EditRate.String(), Duration: "?", Applications: c.Applications}
	if d, ok := c.Duration(); ok {
		info.Duration = d.RatString()
	}
	for _, t := range c.Tracks() {
		one := trackInfo{ID: string(t.ID), Kind: t.Kind.String()}
		said := make(map[string]bool)
		for r := range t.Resources() {
			one.Resources++
			d := c.Descriptor(r.SourceEncoding)
			if d == nil || !d.Essence.Exists() {
				continue
			}
			if words := app.Words(d.Essence, nil); !said[words] {
				said[words] = true
				one.Essence = append(one.Essence, words)
			}
		}
		info.Tracks = append(info.Tracks, one)
	}
	return info
}

// classNames are the classifications for people.
var classNames = map[imf.Classification]string{
	imf.Complete: "Complete Package", imf.Supplemental: "Supplemental Package", imf.Neither: "neither Complete nor Supplemental",
	"": "not known, since a composition cannot be read whole",
}

func (i *packageInfo) table() table {
	t := table{}
	row := func(cells ...string) { t.rows = append(t.rows, cells) }
	switch {
	case i.ID != "":
		row("package", i.Path, i.ID)
	case len(i.Compositions) == 0:
		row("folder", i.Path, "no asset map that can be read, so nothing says what belongs to the package")
	}
	for _, l := range i.Lists {
		row("packing list", classNames[l.Classification], l.ID)
		for _, id := range l.Missing {
			row("  not listed", "track file", id)
		}
	}
	for _, c := range i.Compositions {
		row("composition", fmt.Sprintf("%s, %s edit units at %s", c.Title, c.Duration, c.EditRate), c.ID)
		for _, a := range c.Applications {
			row("  application", a)
		}
		for _, k := range c.Tracks {
			row("  "+k.Kind, counted(k.Resources, "resource"), k.ID)
			for _, words := range k.Essence {
				row("", words)
			}
		}
	}
	for _, a := range i.Assets {
		size := "not there"
		if a.Size >= 0 {
			size = strconv.FormatInt(a.Size, 10) + " bytes"
		}
		row(string(a.Kind), a.Path+", "+size, a.ID)
	}
	return t
}

// counted is a number of things, "1 resource" or "3 resources".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
