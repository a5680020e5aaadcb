package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/timeline/sheet"
)

// get asks for something and gives all of the answer.
func (h *house) get(who, path string) (*http.Response, []byte) {
	h.t.Helper()
	req, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.Base+path, nil)
	h.must(err)
	req.Header.Set("Authorization", "Bearer "+h.as(who).token)
	resp, err := http.DefaultTransport.RoundTrip(req)
	h.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	h.must(err)
	return resp, b
}

func TestTurnoverDocuments(t *testing.T) {
	h := newHouse(t)
	path := "/v1/turnovers/" + url.PathEscape(h.turnover) + "/document"
	for format, want := range map[string]string{
		"json": `"selsyn/turnover/1"`, "edl": "TITLE:", "otio": "OTIO_SCHEMA", "ale": "Heading", "csv": "Shot", "xlsx": "PK", "html": "<!DOCTYPE html>",
	} {
		for _, who := range []string{"admin", "vendor"} {
			resp, b := h.get(who, path+"?format="+format)
			if resp.StatusCode != http.StatusOK || !bytes.Contains(b, []byte(want)) {
				t.Errorf("%s as %s: got %d without %q: %.200s", format, who, resp.StatusCode, want, b)
			}
			kind, rest, _ := strings.Cut(resp.Header.Get("Content-Disposition"), ";")
			if kind != map[bool]string{true: "inline", false: "attachment"}[format == "html"] || !strings.Contains(rest, "_turnover1."+format) {
				t.Errorf("%s: got disposition %q", format, resp.Header.Get("Content-Disposition"))
			}
		}
	}
	var given, whole sheet.Document
	_, b := h.get("vendor", path)
	h.must(json.Unmarshal(b, &given))
	_, b = h.get("supervisor", path)
	h.must(json.Unmarshal(b, &whole))
	if given.Show == "" || len(given.Shots) == 0 || len(given.Shots) != len(whole.Shots) || given.Totals != whole.Totals {
		t.Errorf("the vendor has %q with %d shots, %+v; the supervisor %d, %+v", given.Show, len(given.Shots), given.Totals, len(whole.Shots), whole.Totals)
	}
	if given.Header.Cut.Digest != "" || whole.Header.Cut.Digest != h.cut.Digest {
		t.Errorf("digests of the cut: got %q for the vendor, %q for the supervisor, want none and %q", given.Header.Cut.Digest, whole.Header.Cut.Digest, h.cut.Digest)
	}
	resp, b := h.get("vendor", path+"?format=pdf")
	if resp.StatusCode != http.StatusBadRequest || !bytes.Contains(b, []byte("xlsx")) {
		t.Errorf("pdf: got %d %s", resp.StatusCode, b)
	}
}
