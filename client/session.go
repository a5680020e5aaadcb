package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/selsyn/selsyn/errs"
)

// Session sends what opens a session, a claim or a code to sign in with, and
// gives a client that calls in it. The session stays until it expires or is
// ended with DELETE /v1/session.
func (c *Client) Session(ctx context.Context, path string, in any) (*Client, error) {
	const op errs.Op = "client.Session"
	b, err := json.Marshal(in)
	if err != nil {
		return nil, errs.E(op, errs.Invalid, path, err)
	}
	resp, err := c.Do(ctx, http.MethodPost, path, http.Header{"Content-Type": {"application/json"}}, bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	for _, cookie := range resp.Cookies() {
		if cookie.Name == "selsyn_session" && cookie.Value != "" {
			return &Client{Base: c.Base, Token: cookie.Value, HTTP: c.HTTP}, nil
		}
	}
	return nil, errs.E(op, errs.Other, path, errors.New("the platform answered without a session"))
}
