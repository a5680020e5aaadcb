package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/ale"
)

// readSources reads what there is to pull from.
func (p *program) readSources(o planOptions) ([]timeline.Source, error) {
	var sources []timeline.Source
	for _, name := range o.logs {
		file, closeFile, err := p.openFile(name)
		if err != nil {
			return nil, err
		}
		opt := ale.Options{Name: filepath.Base(name)}
		if o.rate != "" {
			if opt.Rate, err = media.ParseRate(o.rate); err != nil {
				closeFile()
				return nil, usageError{err, nil}
			}
		}
		found, report, err := ale.Sources(file, opt)
		closeFile()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		p.say(name, report.Findings())
		sources = append(sources, found...)
	}
	for _, name := range o.lists {
		file, closeFile, err := p.openFile(name)
		if err != nil {
			return nil, err
		}
		found, err := assetList(file)
		closeFile()
		if err != nil {
			return nil, errs.E("pull.plan", errs.Unprocessable, name, fmt.Errorf("%s: %w", name, err))
		}
		sources = append(sources, found...)
	}
	return sources, nil
}

// listed is an asset as asset ls prints it.
type listed struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Reel        string   `json:"reel"`
	Clip        string   `json:"clip"`
	File        string   `json:"file"`
	UMID        string   `json:"umid"`
	Rate        string   `json:"rate"`
	Start       string   `json:"start"`
	Duration    int64    `json:"duration"`
	Size        int64    `json:"size"`
	Identifiers []string `json:"identifiers"`
	Items       []listed `json:"items"`
}

// assetList reads a list of assets, whole or one on a line.
func assetList(r io.Reader) ([]timeline.Source, error) {
	dec := json.NewDecoder(r)
	var sources []timeline.Source
	for {
		var a listed
		err := dec.Decode(&a)
		if errors.Is(err, io.EOF) {
			return sources, nil
		}
		if err != nil {
			return nil, fmt.Errorf("this is no list of assets: %w; write it with selsyn asset ls -o json", err)
		}
		for _, a := range append(a.Items, a) {
			if a.ID == "" {
				continue
			}
			s, err := a.source()
			if err != nil {
				return nil, fmt.Errorf("asset %s: %w", a.ID, err)
			}
			sources = append(sources, s)
		}
	}
}

func (a listed) source() (timeline.Source, error) {
	s := timeline.Source{
		ID: a.ID, Key: timeline.SourceKey{ID: a.ID, UMID: a.UMID, Reel: a.Reel, File: a.File, Clip: a.Clip}, Size: a.Size, From: "list",
	}
	if a.Rate == "" {
		return s, nil
	}
	var err error
	if s.Rate, err = media.ParseRate(a.Rate); err != nil || a.Start == "" {
		return s, err
	}
	tc, err := media.ParseTimecode(a.Start)
	if err != nil {
		return s, err
	}
	first, err := tc.Frame(s.Rate)
	if err != nil {
		return s, err
	}
	s.Available = media.Frames(first, first+a.Duration, s.Rate)
	return s, nil
}
