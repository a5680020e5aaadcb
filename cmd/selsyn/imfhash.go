package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/field"
)

// hashInfo is the digest of one file.
type hashInfo struct {
	Path      string `json:"path"`
	Size      int64  `json:"size"`
	Algorithm string `json:"algorithm"` // the URI
	Base64    string `json:"base64"`    // as packing lists have it
	Hex       string `json:"hex"`
}

var algorithms = map[string]string{"sha1": field.SHA1, "sha256": field.SHA256, "sha384": field.SHA384, "sha512": field.SHA512}

func (p *program) imfHash() *cobra.Command {
	var name string
	c := &cobra.Command{
		Use:   "hash FILE...",
		Short: "Print size and hash of files as a packing list has them (no server)",
		Args:  cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			uri, ok := algorithms[strings.ToLower(strings.ReplaceAll(name, "-", ""))]
			if !ok {
				return usageError{error: fmt.Errorf("--algorithm %s is none of sha1, sha256, sha384, sha512", name)}
			}
			t := table{head: []string{"HASH", "SIZE", "PATH"}}
			var list []hashInfo
			var items []any
			for _, path := range args {
				one, err := p.hashFile(path, uri)
				if err != nil {
					return notFound(err)
				}
				list, items = append(list, one), append(items, one)
				t.rows = append(t.rows, []string{one.Base64, strconv.FormatInt(one.Size, 10), one.Path})
			}
			return p.print(list, items, t)
		},
	}
	c.Flags().StringVar(&name, "algorithm", "sha1", "sha1, sha256, sha384 or sha512")
	return c
}

func (p *program) hashFile(path, uri string) (hashInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return hashInfo{}, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return hashInfo{}, err
	}
	if st.IsDir() {
		return hashInfo{}, isFolder(path)
	}
	bar := p.progress(path, st.Size())
	defer bar.done()
	sum := imf.NewHash(uri)
	n, err := io.CopyBuffer(sum, bar.reader(onlyReader{f}), make([]byte, 1<<20))
	if err != nil {
		return hashInfo{}, err
	}
	digest := sum.Sum(nil)
	return hashInfo{path, n, uri, base64.StdEncoding.EncodeToString(digest), hex.EncodeToString(digest)}, nil
}

// onlyReader hides what else a file can do, so that the buffer given is used.
type onlyReader struct{ io.Reader }
