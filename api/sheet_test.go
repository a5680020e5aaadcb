package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

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
	for who, d := range map[string]sheet.Document{"vendor": given, "supervisor": whole} {
		if d.Approver == "" || d.ApprovedAt == "" || len(d.Vendors) != 1 || d.Vendors[0] != h.Vendors[0].OrgName || d.Shots[0].Vendor != h.Vendors[0].OrgName {
			t.Errorf("for the %s: approved by %q at %q, for %q, the first shot for %q; want all of them said", who, d.Approver, d.ApprovedAt, d.Vendors, d.Shots[0].Vendor)
		}
	}
	resp, b := h.get("vendor", path+"?format=pdf")
	if resp.StatusCode != http.StatusBadRequest || !bytes.Contains(b, []byte("xlsx")) {
		t.Errorf("pdf: got %d %s", resp.StatusCode, b)
	}
}

// TestStoppedWorkIsHandedOn: the document of a turnover that only ends work
// says so in every format, and names the cut before.
func TestStoppedWorkIsHandedOn(t *testing.T) {
	h := newHouse(t)
	h.must(h.Decide(t.Context(), h.Supervisor, h.cut, h.cut.Digest, "withdraw"))
	var id string
	for end := time.Now().Add(20 * time.Second); id == "" && time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		var list struct {
			Items []identified `json:"items"`
		}
		h.call(h.Vendors[0], http.MethodGet, h.in("turnovers"), nil, &list)
		if len(list.Items) > 1 {
			id = list.Items[0].ID
		}
	}
	path := "/v1/turnovers/" + url.PathEscape(id) + "/document"
	_, b := h.get("vendor", path)
	var d sheet.Document
	h.must(json.Unmarshal(b, &d))
	if d.Previous == nil || d.Previous.Name == "" || len(d.Shots) == 0 || d.Shots[0].Detail.Status != sheet.Stopped {
		t.Fatalf("previous cut %+v and %d shots, want the cut that was withdrawn and its shots stopped: %s", d.Previous, len(d.Shots), b)
	}
	for format, want := range map[string]string{"edl": "STOPPED: shot ", "otio": "STOPPED: shot ", "ale": "STOPPED: shot ", "csv": ",stopped,", "html": "<b>stopped</b>"} {
		if _, b := h.get("vendor", path+"?format="+format); !bytes.Contains(b, []byte(want+map[bool]string{true: d.Shots[0].Shot}[strings.HasSuffix(want, " ")])) {
			t.Errorf("%s: no %q of %s in %.2000s", format, want, d.Shots[0].Shot, b)
		}
	}
}
