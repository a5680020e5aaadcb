// Package client calls a Selsyn platform from Go.
//
// A [Client] knows the address of a platform and an access token. Errors that
// the platform answers with come back as errors of package errs, with the kind
// that the platform gave them, so that a caller can tell what does not exist
// from what is in conflict. Findings of a refused file are in a [Refused].
//
// A Client is safe for concurrent use. It follows no redirects, so that a token
// never goes where it was not sent.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/finding"
)

// Client calls one platform.
type Client struct {
	Base  string       // address of the platform: "https://selsyn.example"
	Token string       // access token; empty for the routes that need none
	HTTP  *http.Client // http.DefaultClient without redirects when nil
}

// maxAnswer is the largest JSON answer that is read, in bytes.
const maxAnswer = 1 << 30

// Refused is what the platform says of a file that it did not take.
type Refused struct {
	Detail   string
	Findings []finding.Finding
}

// Error is what is wrong, in words.
func (r *Refused) Error() string { return r.Detail }

// Call sends a request with a JSON body, unless in is nil, and reads a JSON
// answer into out, unless out is nil. Path segments must be escaped ([Path]).
func (c *Client) Call(ctx context.Context, method, path string, in, out any) error {
	var body io.Reader
	header := http.Header{}
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return errs.E("client.Call", errs.Invalid, path, err)
		}
		body = bytes.NewReader(b)
		header.Set("Content-Type", "application/json")
	}
	return c.Send(ctx, method, path, header, body, out)
}

// Send sends a request with any body and reads a JSON answer into out, unless
// out is nil.
func (c *Client) Send(ctx context.Context, method, path string, header http.Header, body io.Reader, out any) error {
	resp, err := c.Do(ctx, method, path, header, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(out); err != nil && !errors.Is(err, io.EOF) {
		return errs.E("client.Send", errs.Other, path, fmt.Errorf("the answer of %s is not what was expected: %w", c.Base, err))
	}
	return nil
}

// Do sends a request and gives the answer, whose body the caller closes. An
// answer of status 400 and above is an error.
func (c *Client) Do(ctx context.Context, method, path string, header http.Header, body io.Reader) (*http.Response, error) {
	const op errs.Op = "client.Do"
	if !strings.HasPrefix(c.Base, "http://") && !strings.HasPrefix(c.Base, "https://") {
		return nil, errs.E(op, errs.Invalid, c.Base, fmt.Errorf("%q is no address of a platform; it begins with http:// or https://", c.Base))
	}
	if strings.ContainsFunc(c.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return nil, errs.E(op, errs.Invalid, "", errors.New("the access token holds a blank, a line break or another character that no token has; give it as it was printed"))
	}
	req, err := http.NewRequestWithContext(ctx, method, c.url(path), body)
	if err != nil {
		return nil, errs.E(op, errs.Invalid, path, err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	if c.Token != "" && strings.HasPrefix(path, "/") {
		req.Header.Set("Authorization", "Bearer "+c.Token)
	}
	resp, err := c.http().Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		return nil, errs.E(op, errs.Unavailable, c.Base, fmt.Errorf("%s does not answer: %w", c.Base, err))
	}
	if resp.StatusCode >= 400 {
		defer resp.Body.Close()
		return nil, problem(op, path, resp)
	}
	return resp, nil
}

// url is the address for a path of the platform; one that is an address
// already, such as a signed one, stays as it is and gets no token.
func (c *Client) url(path string) string {
	if strings.HasPrefix(path, "/") {
		return strings.TrimSuffix(c.Base, "/") + path
	}
	return path
}

func (c *Client) http() *http.Client {
	if c.HTTP != nil {
		return c.HTTP
	}
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// problem turns an answer into the error that it describes (RFC 9457).
func problem(op errs.Op, path string, resp *http.Response) error {
	var p struct {
		Type     string            `json:"type"`
		Title    string            `json:"title"`
		Detail   string            `json:"detail"`
		Findings []finding.Finding `json:"findings"`
		Errors   []struct {
			Message  string `json:"message"`
			Location string `json:"location"`
		} `json:"errors"`
	}
	b, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<20)) // what could be read says as much as it can
	if json.Unmarshal(b, &p) != nil || p.Title == "" {
		p.Detail = resp.Status
	}
	if p.Detail == "" {
		p.Detail = p.Title
	}
	for _, e := range p.Errors {
		p.Detail += "; " + strings.TrimSpace(e.Location+" "+e.Message)
	}
	return errs.E(op, errs.FromStatus(resp.StatusCode), path, &Refused{Detail: p.Detail, Findings: p.Findings})
}

// Path joins escaped path segments: Path("v1", "cuts", id).
func Path(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String()
}
