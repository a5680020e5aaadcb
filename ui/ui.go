// Package ui is the web application: its built files, embedded, and the handler
// that serves them.
//
// The sources are TypeScript and Solid under src; what they were built to is in
// dist and committed, so that nobody needs Node to run or build the program.
// The application uses the public API and nothing else.
package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// policyHeader is the content security policy: everything comes from here, and
// nothing stands inline.
const policyHeader = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// page is one built file, ready to be sent.
type page struct {
	kind  string
	etag  string
	plain []byte
	small []byte // gzip; empty where it saves nothing
}

// Handler serves the application. Paths that are no file get its one page,
// which finds its way by the address.
func Handler() http.Handler {
	pages := load()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "pages are for reading", http.StatusMethodNotAllowed)
			return
		}
		p, ok := pages[strings.TrimPrefix(path.Clean(r.URL.Path), "/")]
		if !ok {
			p = pages["index.html"]
		}
		p.send(w, r)
	})
}

func (p page) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", p.kind)
	h.Set("Content-Security-Policy", policyHeader)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", p.etag)
	h.Set("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == p.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := p.plain
	if len(p.small) > 0 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = p.small
	}
	_, _ = w.Write(body) // the caller has gone; there is nobody to tell
}

func load() map[string]page {
	pages := make(map[string]page)
	_ = fs.WalkDir(dist, "dist", func(name string, d fs.DirEntry, err error) error { // an embedded file can always be read
		if err != nil || d.IsDir() {
			return err
		}
		b, err := dist.ReadFile(name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(b)
		pages[strings.TrimPrefix(name, "dist/")] = page{
			kind: mediaType(name), etag: `"` + hex.EncodeToString(sum[:12]) + `"`, plain: b, small: squeeze(b),
		}
		return nil
	})
	return pages
}

func mediaType(name string) string {
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func squeeze(b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(b); err != nil || w.Close() != nil || out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}
