package main

import (
	"os"
	"path/filepath"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// openCut reads a cut from a file, from standard input (-), or from a folder
// that is an .otiod bundle.
func (p *program) openCut(name string, opt cutfile.Options) (*timeline.Cut, *finding.Report, error) {
	if info, err := os.Stat(name); name != "-" && err == nil && info.IsDir() {
		return cutfile.ReadFolder(filepath.Base(name), os.DirFS(name), opt)
	}
	file, closeFile, err := p.openFile(name)
	if err != nil {
		return nil, nil, err
	}
	defer closeFile()
	return cutfile.Read(filepath.Base(name), file, opt)
}
