package main

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
)

var assetColumns = []column{{"ID", "id"}, {"NAME", "name"}, {"KIND", "kind"}, {"REEL", "reel"}, {"SIZE", "size"}, {"IDENTIFIERS", "identifiers"}}

// asset is the noun: ls, show, register, upload, download.
func (p *program) asset() *cobra.Command {
	noun := &cobra.Command{Use: "asset", Short: "Assets: what they are called and where their bytes are"}
	noun.AddCommand(&cobra.Command{
		Use: "ls PRODUCTION", Short: "List the assets you may see", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), client.Path("v1", "productions", args[0], "assets")+"?limit=1000", assetColumns...)
		},
	}, &cobra.Command{
		Use: "show PRODUCTION IDENTIFIER", Short: "Show an asset by any of its identifiers", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.show(cmd.Context(), http.MethodGet, client.Path("v1", "productions", args[0], "assets", args[1]), nil, assetColumns...)
		},
	}, &cobra.Command{
		Use: "register PRODUCTION FILE", Short: "Register assets from a JSON file {\"items\":[...]}; - reads standard input", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			file, closeFile, err := p.openFile(args[1])
			if err != nil {
				return err
			}
			defer closeFile()
			var answer struct {
				Items []any `json:"items"`
			}
			header := http.Header{"Content-Type": {"application/json"}}
			if err := p.client().Send(cmd.Context(), http.MethodPost, client.Path("v1", "productions", args[0], "assets"), header, file, &answer); err != nil {
				return err
			}
			return p.print(answer, answer.Items, table{head: []string{"REGISTERED"}, rows: [][]string{{fmt.Sprint(len(answer.Items))}}})
		},
	}, p.assetUpload(), p.assetDownload())
	return noun
}

func (p *program) assetUpload() *cobra.Command {
	query := url.Values{}
	values := map[string]*string{}
	var identifiers []string
	c := &cobra.Command{
		Use: "upload PRODUCTION FILE", Short: "Store a file's bytes and register it under its SHA-1 and C4; - reads standard input", Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			f, closeFile, err := p.openFile(args[1])
			if err != nil {
				return err
			}
			defer closeFile()
			name, size := filepath.Base(args[1]), int64(-1)
			if args[1] == "-" {
				if name = *values["name"]; name == "" {
					return wrongly(cmd, "say with --name what standard input is called")
				}
			} else if file, ok := f.(*os.File); ok {
				info, err := file.Stat()
				if err != nil {
					return err
				}
				size = info.Size()
			}
			query["identifier"] = identifiers
			query.Set("file", name)
			query.Set("name", name)
			for name, value := range values {
				if *value != "" {
					query.Set(name, *value)
				}
			}
			bar := p.progress(name, size)
			defer bar.done()
			resp, err := p.upload(cmd, client.Path("v1", "productions", args[0], "content")+"?"+query.Encode(), bar.reader(f), size)
			if err != nil {
				return err
			}
			defer resp.Body.Close()
			raw, err := io.ReadAll(resp.Body)
			if err != nil {
				return err
			}
			return p.printOne(raw, assetColumns...)
		},
	}
	for name, help := range map[string]string{
		"name": "name of the asset; the file's when empty", "kind": "what it is: camera.reel, plate, reference", "reel": "how cuts call it",
		"clip": "its name in the bin", "rate": "frame rate of its timecode", "start": "timecode of its first frame", "duration": "its length in frames",
		"shot": "shot it belongs to", "sequence": "sequence it belongs to", "scene": "scene it belongs to", "umid": "UMID (SMPTE ST 330) of the material", "mediaType": "media type of the bytes",
	} {
		values[name] = c.Flags().String(name, "", help)
	}
	c.Flags().StringSliceVar(&identifiers, "identifier", nil, "further identifiers: urn:uuid:..., urn:x-omc:...")
	return c
}

// upload sends bytes. Where their number is known it says so, and a connection
// that breaks off is not taken for their end.
func (p *program) upload(cmd *cobra.Command, path string, r io.Reader, size int64) (*http.Response, error) {
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	if size >= 0 {
		header.Set("X-Content-Length", fmt.Sprint(size))
	}
	return p.client().Do(cmd.Context(), http.MethodPost, path, header, r)
}

func (p *program) assetDownload() *cobra.Command {
	var to string
	c := &cobra.Command{
		Use: "download IDENTIFIER", Short: "Resolve an identifier and fetch the bytes",
		Long: "Fetches the best copy and counts its digest on the way: bytes that are fewer or others than was registered\n" +
			"are an error. With --to they are then not kept.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := p.client().Resolve(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			item := found[0]
			if item.Status != "ok" || len(item.Copies) == 0 {
				return errs.E("asset.download", errs.NotExist, args[0], fmt.Errorf("%s: there is no such asset, or it is not for you to see", args[0]))
			}
			return p.fetchChecked(cmd, item.Copies[0].URL, to, id.URN(item.Digest))
		},
	}
	c.Flags().StringVar(&to, "to", "", "file to write; standard output when empty")
	return c
}
