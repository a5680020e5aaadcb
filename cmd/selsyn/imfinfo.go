package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/cpl"
)

// packageInfo is what `imf info` says of a package.
type packageInfo struct {
	Path           string             `json:"path"`
	ID             string             `json:"id"`
	Classification imf.Classification `json:"classification,omitempty"`
	Missing        []string           `json:"missing,omitempty"`
	Assets         []assetInfo        `json:"assets"`
	Compositions   []compositionInfo  `json:"compositions"`
}

type assetInfo struct {
	ID   string   `json:"id"`
	Kind imf.Kind `json:"kind"`
	Path string   `json:"path"`
	Size int64    `json:"size"`
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
	ID        string `json:"id"`
	Kind      string `json:"kind"`
	Resources int    `json:"resources"`
}

func (p *program) imfInfo() *cobra.Command {
	return &cobra.Command{
		Use:   "info FOLDER",
		Short: "Say what is in a package: assets, compositions, virtual tracks (no server)",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			opened, err := imf.Open(cmd.Context(), os.DirFS(args[0]), ".", imf.Options{NoHash: true})
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			info := newPackageInfo(args[0], opened)
			t := table{}
			t.rows = append(t.rows, []string{"package", info.Path, string(info.Classification), info.ID})
			for _, id := range info.Missing {
				t.rows = append(t.rows, []string{"not here", id})
			}
			for _, c := range info.Compositions {
				t.rows = append(t.rows, []string{"composition", c.Title, c.Duration + " at " + c.EditRate, c.ID})
				for _, k := range c.Tracks {
					t.rows = append(t.rows, []string{"  track", k.Kind, strconv.Itoa(k.Resources) + " resources", k.ID})
				}
			}
			for _, a := range info.Assets {
				t.rows = append(t.rows, []string{string(a.Kind), a.Path, strconv.FormatInt(a.Size, 10), a.ID})
			}
			return p.print(info, nil, t)
		},
	}
}

func newPackageInfo(path string, opened *imf.Package) *packageInfo {
	info := &packageInfo{Path: path, Assets: []assetInfo{}, Compositions: []compositionInfo{}}
	if opened.Map != nil {
		info.ID = string(opened.Map.ID)
	}
	for _, list := range opened.Lists {
		if list.PackingList == nil {
			continue
		}
		classes := opened.Classify(list.PackingList)
		info.Classification = classes.Classification
		for _, id := range classes.Missing {
			info.Missing = append(info.Missing, string(id))
		}
	}
	for _, a := range opened.Assets {
		info.Assets = append(info.Assets, assetInfo{string(a.ID), a.Kind, a.Path, a.Size})
	}
	for _, c := range opened.Compositions() {
		info.Compositions = append(info.Compositions, newCompositionInfo(c))
	}
	return info
}

func newCompositionInfo(c *cpl.CPL) compositionInfo {
	info := compositionInfo{ID: string(c.ID), Title: c.ContentTitle.Value, EditRate: c.EditRate.String(), Duration: "?", Applications: c.Applications}
	if d, ok := c.Duration(); ok {
		info.Duration = d.RatString()
	}
	for _, t := range c.Tracks() {
		n := 0
		for range t.Resources() {
			n++
		}
		info.Tracks = append(info.Tracks, trackInfo{string(t.ID), t.Kind.String(), n})
	}
	return info
}
