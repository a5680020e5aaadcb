package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/internal/world"
)

// site is a world with nothing in it but its people, for files that are wrong.
type site struct {
	*house
	editor *caller
}

func newSite(t *testing.T) *site {
	w := world.New(t, world.Options{})
	return &site{&house{World: w, t: t}, &caller{name: "editor", token: w.Editor.Token}}
}

func (s *site) post(path, contentType string, body []byte) (answer, api.Problem) {
	s.t.Helper()
	a := s.ask(s.editor, http.MethodPost, path, http.Header{"Content-Type": {contentType}}, body)
	var p api.Problem
	if a.status >= 400 {
		s.must(json.Unmarshal([]byte(a.body), &p))
		if p.Status != a.status || p.Type == "" || p.Title == "" {
			s.t.Errorf("POST %s: %v is no whole problem", path, a)
		}
	}
	return a, p
}

// kept is what is kept of assets, cuts and entities, and the files of our
// storage.
func (s *site) kept() string {
	s.t.Helper()
	var out strings.Builder
	for _, path := range []string{"assets", "cuts", "entities"} {
		a := s.ask(s.editor, http.MethodGet, s.in(path), nil, nil)
		if a.status != http.StatusOK {
			s.t.Fatalf("list %s: %v", path, a)
		}
		fmt.Fprintln(&out, path, a.body)
	}
	err := filepath.WalkDir(filepath.Join(s.Config.Data, "assets"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			fmt.Fprintln(&out, path)
		}
		return err
	})
	s.must(err)
	return out.String()
}

// says checks the status of an answer and that its words hold all of these.
func says(t *testing.T, what string, a answer, status int, words ...string) {
	t.Helper()
	if a.status != status {
		t.Errorf("%s: got %v, want status %d", what, a, status)
	}
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("%s: got %.600s, want it to say %q", what, a.body, w)
		}
	}
}

// raw sends a request by hand, ends its sending side, and reads the answer.
func (s *site) raw(head string, body []byte) answer {
	s.t.Helper()
	u, err := url.Parse(s.Base)
	s.must(err)
	conn, err := net.Dial("tcp", u.Host)
	s.must(err)
	defer conn.Close()
	s.must(conn.SetDeadline(time.Now().Add(20 * time.Second)))
	_, err = fmt.Fprintf(conn, "%s\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n%s", head, u.Host, s.editor.token, body)
	s.must(err)
	s.must(conn.(*net.TCPConn).CloseWrite())
	b, err := io.ReadAll(conn)
	s.must(err)
	var status int
	_, err = fmt.Sscanf(string(b), "HTTP/1.1 %d", &status)
	s.must(err)
	_, text, _ := strings.Cut(string(b), "\r\n\r\n")
	return answer{status: status, body: text}
}

func TestUploadsThatGoWrong(t *testing.T) {
	s := newSite(t)
	before := s.kept()
	path := s.in("content")
	head := "POST " + path + "?name=reel HTTP/1.1\r\nContent-Type: application/octet-stream\r\n"

	says(t, "cut short", s.raw(head+"Content-Length: 1000", make([]byte, 400)), 400, "cut short", "400 of 1000", "nothing was kept")
	says(t, "cut short in chunks", s.raw(head+"Transfer-Encoding: chunked", []byte("190\r\nabc")), 400, "cut short", "nothing was kept")
	says(t, "fewer than announced", s.raw(head+"Transfer-Encoding: chunked\r\nX-Content-Length: 9", []byte("4\r\nabcd\r\n0\r\n\r\n")), 400, "4 of 9", "nothing was kept")
	says(t, "more than announced", s.raw(head+"Transfer-Encoding: chunked\r\nX-Content-Length: 2", []byte("4\r\nabcd\r\n0\r\n\r\n")), 400, "more than the 2 bytes", "nothing was kept")
	says(t, "lengths that differ", s.raw(head+"Content-Length: 4\r\nX-Content-Length: 9", []byte("abcd")), 400, "says 9", "Content-Length 4")
	wrong := "urn:sha1:" + strings.Repeat("0", 40)
	a, _ := s.post(path+"?name=reel&identifier="+url.QueryEscape(wrong), "application/octet-stream", []byte("abcd"))
	says(t, "another digest", a, 422, wrong, "urn:sha1:81fe8bfe87576c3ecb22426f8e57847382917acf", "nothing was kept")
	a, _ = s.post(path+"?name=reel&identifier=urn:sha1:xyz", "application/octet-stream", []byte("abcd"))
	says(t, "identifier of a wrong form", a, 400, "xyz", "no SHA-1")
	a, _ = s.post(path+"?name=reel&rate=0", "application/octet-stream", []byte("abcd"))
	says(t, "rate that is none", a, 400, "no frame rate")
	a, _ = s.post(path+"?name=reel&duration=ten", "application/octet-stream", []byte("abcd"))
	says(t, "duration in words", a, 400, "duration")
	a, _ = s.post(path+"?name=reel&rate=24&start=01:00:00:30&duration=3", "application/octet-stream", []byte("abcd"))
	says(t, "timecode that is none", a, 400, "01:00:00:30")
	a, _ = s.post(path+"?nam=reel", "application/octet-stream", []byte("abcd"))
	says(t, "misspelt parameter", a, 422, "query.nam")

	if now := s.kept(); now != before {
		t.Errorf("something was kept:\n%s\nwant\n%s", now, before)
	}
	a, _ = s.post(path+"?name=reel", "application/octet-stream", []byte("abcd"))
	says(t, "a whole one afterwards", a, 201, "urn:sha1:81fe8bfe87576c3ecb22426f8e57847382917acf")
}

func TestIdentifiersThatAreWrong(t *testing.T) {
	s := newSite(t)
	many := make([]string, 1001)
	for i := range many {
		many[i] = fmt.Sprintf("urn:sha1:%040x", i)
	}
	body, err := json.Marshal(map[string]any{"identifiers": many})
	s.must(err)
	a, _ := s.post("/v1/resolve", "application/json", body)
	says(t, "1001 identifiers", a, 413, "1001", "1000")
	a, _ = s.post("/v1/resolve", "application/json", []byte(`{"identifiers":["urn:sha1:12","nonsense","urn:c4id:c4","urn:uuid:zz",""," ","urn:sha1:0000000000000000000000000000000000000000"]}`))
	says(t, "identifiers of wrong forms", a, 200, `"status":"invalid"`, `"status":"not-found"`)
	if got := strings.Count(a.body, `"status":"invalid"`); got != 6 {
		t.Errorf("identifiers of wrong forms: got %d invalid ones, want 6: %s", got, a.body)
	}
	a, _ = s.post("/v1/resolve", "application/json", []byte(`{"identifiers":"urn:sha1:12"}`))
	says(t, "not a list", a, 422, "identifiers")
	a, _ = s.post("/v1/resolve", "application/json", []byte(`{"identifiers":["`+strings.Repeat("x", 1<<20)+`"]}`))
	says(t, "a body too large", a, 413, "1048576")
	before := s.kept()
	a, _ = s.post(s.in("assets"), "application/json", []byte(`{"items":[{"name":"good","identifiers":["urn:sha1:0000000000000000000000000000000000000000"]},{"name":"bad","identifiers":["urn:sha1:12"]}]}`))
	says(t, "one wrong one among those to register", a, 400, "registration 1", "no SHA-1")
	a, _ = s.post(s.in("assets"), "application/json", []byte(`{"items":[{"nam":"x"}]}`))
	says(t, "a misspelt field", a, 422, "body.items[0]", "nam")
	a, _ = s.post(s.in("assets"), "application/json", []byte(`{"items":[`))
	says(t, "JSON that breaks off", a, 400)
	a, _ = s.post("/v1/organisations", "application/json", bytes.Repeat([]byte(" "), 2<<20))
	says(t, "an ordinary body too large", a, 413)
	if now := s.kept(); now != before {
		t.Errorf("something was kept:\n%s\nwant\n%s", now, before)
	}
}

func TestGraphsThatAreWrong(t *testing.T) {
	s := newSite(t)
	before := s.kept()
	path := s.in("graph") + "?file=graph.json"
	deep := strings.Repeat(`{"Context":[`, 100_000) + "{}" + strings.Repeat("]}", 100_000)
	began := time.Now()
	a, p := s.post(path, "application/json", []byte(`{"entityType":"Asset","identifier":[{"identifierScope":"x","identifierValue":"y"}],"deep":`+deep+`}`))
	says(t, "200,000 nested objects", a, 422)
	if len(p.Findings) == 0 || p.Findings[0].Code == "" || p.Findings[0].Where.File != "graph.json" || p.Findings[0].Text == "" {
		t.Errorf("200,000 nested objects: got findings %+v, want one with a code, the file and words", p.Findings)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("200,000 nested objects took %v", took)
	}
	a, _ = s.post(path, "application/json", []byte(`{"entityType":"Asset"`))
	says(t, "JSON that breaks off", a, 422, "graph.json")
	says(t, "a graph cut short", s.raw("POST "+path+" HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 500", []byte(`{"Asset":[`)), 400, "cut short")
	a, _ = s.post(path, "application/json", []byte(`"just words"`))
	says(t, "JSON of another sort", a, 422, "graph.json")
	if now := s.kept(); now != before {
		t.Errorf("something was kept:\n%s\nwant\n%s", now, before)
	}
	dangling := `{"Asset":[{"schemaVersion":"https://movielabs.com/omc/json/schema/v2.8","entityType":"Asset","identifier":[{"identifierScope":"x","identifierValue":"a1"}],"name":"A",
		"Context":[{"entityType":"Context","identifier":[{"identifierScope":"x","identifierValue":"c1"}],"for":{"Slate":[{"identifier":[{"identifierScope":"x","identifierValue":"nowhere"}]}]}}]}]}`
	a, _ = s.post(path, "application/json", []byte(dangling))
	says(t, "a reference that leads nowhere", a, 200, "nowhere", `"code":"OMC-`)
}

func TestCutsThatAreWrong(t *testing.T) {
	s := newSite(t)
	before := s.kept()
	post := func(file, content string) (answer, api.Problem) {
		return s.post(s.in("cuts")+"?file="+file, "application/octet-stream", []byte(content))
	}
	a, p := post("bad.edl", "TITLE: BAD\nFCM: NON-DROP FRAME\n\n001 A001 V C 01:00:00:00 rubbish 01:00:00:00 01:00:01:00\n")
	says(t, "an EDL without one good line", a, 422, "bad.edl")
	if len(p.Findings) < 2 || p.Findings[1].Where.Line != 4 || p.Findings[1].Code != "EDL-0001" {
		t.Errorf("an EDL without one good line: got findings %+v, want one of line 4", p.Findings)
	}
	a, _ = post("what.otio", `{"OTIO_SCHEMA":"Timeline.1","tracks":`)
	says(t, "an OTIO that breaks off", a, 422, "what.otio")
	a, _ = post("unknown.otio", `{"OTIO_SCHEMA":"Nonsense.7"}`)
	says(t, "an OTIO of an unknown schema", a, 422, "unknown.otio:1:1")
	a, _ = post("empty.edl", "")
	says(t, "an empty file", a, 400, "body")
	says(t, "a file cut short", s.raw("POST "+s.in("cuts")+"?file=a.edl HTTP/1.1\r\nContent-Type: application/octet-stream\r\nContent-Length: 500", []byte("TITLE: A")), 400, "cut short")
	a, _ = s.post(s.in("cuts")+"?file=a.edl&rate=fast", "application/octet-stream", []byte("TITLE: A\n"))
	says(t, "a rate in words", a, 400, "fast")
	if now := s.kept(); now != before {
		t.Errorf("something was kept:\n%s\nwant\n%s", now, before)
	}
	a, _ = post("nonsense.otio", `{"OTIO_SCHEMA":"Timeline.1","name":"N","tracks":{"OTIO_SCHEMA":"Stack.1","children":[{"OTIO_SCHEMA":"Track.1","kind":"Video","children":[
		{"OTIO_SCHEMA":"Clip.1","name":"c","source_range":{"OTIO_SCHEMA":"TimeRange.1","start_time":{"OTIO_SCHEMA":"RationalTime.1","rate":24,"value":0},"duration":{"OTIO_SCHEMA":"RationalTime.1","rate":24,"value":24}}},
		{"OTIO_SCHEMA":"Nonsense.7","name":"n"}]}]}}`)
	says(t, "an OTIO with an unknown schema in it", a, 201, "Nonsense", `"file":"nonsense.otio"`, `"line":3`)
	a, _ = post("half.edl", "TITLE: HALF\nFCM: NON-DROP FRAME\n001  A001 V     C        01:00:00:00 01:00:01:00 01:00:00:00 01:00:01:00\n002  A002 V     C        01:00:00:00 garbage 01:00:01:00 01:00:02:00\n003  A003 V     C        01:00:00:00 01:00:01:00 01:00:02:00 01:00:03:00\n")
	says(t, "one bad line among good ones", a, 201, `"line":4`, `"code":"EDL-`, `"file":"half.edl"`, `"events":2`)
}
