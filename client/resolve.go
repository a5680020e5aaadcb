package client

import (
	"context"
	"net/http"
	"time"
)

// Resolved is the answer about one identifier.
type Resolved struct {
	Identifier string   `json:"identifier"`
	Status     string   `json:"status"` // "ok", "not-found", "denied", "invalid", "ambiguous", "unavailable"
	Asset      string   `json:"asset"`
	Size       int64    `json:"bytes"`
	MediaType  string   `json:"mediaType"`
	Digest     string   `json:"digest"`
	Copies     []Copy   `json:"copies"` // the best first
	Assets     []string `json:"assets"`
	Text       string   `json:"text"`
}

// Copy is one way to the bytes.
type Copy struct {
	Rank    int       `json:"rank"`
	Storage string    `json:"storage"`
	URL     string    `json:"url"`
	Auth    string    `json:"auth"`
	Expires time.Time `json:"expires"`
}

// MaxResolve is how many identifiers one call takes.
const MaxResolve = 1000

// Resolve asks where assets are, by any of their identifiers, and answers in
// the order asked. More than [MaxResolve] are asked in several calls.
func (c *Client) Resolve(ctx context.Context, identifiers ...string) ([]Resolved, error) {
	var all []Resolved
	for len(identifiers) > 0 {
		n := min(len(identifiers), MaxResolve)
		var answer struct {
			Items []Resolved `json:"items"`
		}
		if err := c.Call(ctx, http.MethodPost, "/v1/resolve", map[string]any{"identifiers": identifiers[:n]}, &answer); err != nil {
			return nil, err
		}
		all = append(all, answer.Items...)
		identifiers = identifiers[n:]
	}
	return all, nil
}
