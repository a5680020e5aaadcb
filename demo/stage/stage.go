// Package stage sets up a platform with three organisations, people and a
// production, for the demo and for tests: everything that has to be there
// before the story can be played.
//
// It does so from outside, through the public API, as an administrator would.
// The only thing it asks of the inside is the code with which an empty
// installation is claimed.
package stage

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/selsyn/selsyn/client"
)

// Stage is a platform with its people.
type Stage struct {
	Base       string // address of the platform
	Production string // identifier of the production

	Admin      *Cast // runs the platform and produces
	Editor     *Cast
	Supervisor *Cast
	Vendors    []*Cast // a service account each

	days int
}

// Cast is somebody who calls the platform.
type Cast struct {
	*client.Client
	Name    string
	ID      string // of the subject
	Org     string // of the organisation
	OrgName string
}

// Options say what to set up.
type Options struct {
	Base    string // address of the platform
	Claim   string // code that an empty installation printed
	Studio  string // name of the organisation that runs it
	Vendors []string
	Name    string // of the production
	Slug    string
	HTTP    *http.Client
	Days    int // that tokens live; 7 when 0
}

// Set claims the platform and brings everybody in.
func Set(ctx context.Context, o Options) (*Stage, error) {
	s := &Stage{Base: o.Base, days: o.Days}
	open := &client.Client{Base: o.Base, HTTP: o.HTTP}
	admin, err := s.claim(ctx, open, o)
	if err != nil {
		return nil, fmt.Errorf("claim the installation: %w", err)
	}
	s.Admin = admin
	if s.Editor, err = s.bringIn(ctx, admin.Org, admin.OrgName, "people", "Mara Voss", "editor"); err != nil {
		return nil, err
	}
	if s.Supervisor, err = s.bringIn(ctx, admin.Org, admin.OrgName, "people", "Ilya Brandt", "supervisor"); err != nil {
		return nil, err
	}
	for _, name := range o.Vendors {
		var org struct {
			ID string `json:"id"`
		}
		if err := admin.Call(ctx, http.MethodPost, "/v1/organisations", map[string]string{"name": name}, &org); err != nil {
			return nil, fmt.Errorf("bring in %s: %w", name, err)
		}
		vendor, err := s.bringIn(ctx, org.ID, name, "services", "pipeline", "coordinator")
		if err != nil {
			return nil, err
		}
		s.Vendors = append(s.Vendors, vendor)
	}
	var production struct {
		ID string `json:"id"`
	}
	if err := admin.Call(ctx, http.MethodPost, "/v1/productions", map[string]string{"name": o.Name, "slug": o.Slug}, &production); err != nil {
		return nil, fmt.Errorf("create the production: %w", err)
	}
	s.Production = production.ID
	return s, nil
}

// claim makes the first administrator and a token for them.
func (s *Stage) claim(ctx context.Context, open *client.Client, o Options) (*Cast, error) {
	in := map[string]string{"code": o.Claim, "organisation": o.Studio, "name": "Ada Quist"}
	b, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {"application/json"}}
	resp, err := open.Do(ctx, http.MethodPost, "/v1/claim", header, bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	var me struct {
		Subject string `json:"subject"`
		Org     string `json:"organisation"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&me); err != nil {
		return nil, err
	}
	cast := &Cast{Client: &client.Client{Base: o.Base, HTTP: o.HTTP}, Name: "Ada Quist", ID: me.Subject, Org: me.Org, OrgName: o.Studio}
	for _, c := range resp.Cookies() {
		cast.Token = c.Value
	}
	return cast, s.issue(ctx, cast, cast.Client, "")
}

// bringIn makes a member of an organisation and a token for it.
func (s *Stage) bringIn(ctx context.Context, org, orgName, kind, name, role string) (*Cast, error) {
	var member struct {
		ID string `json:"id"`
	}
	path := client.Path("v1", "organisations", org, kind)
	if err := s.Admin.Call(ctx, http.MethodPost, path, map[string]any{"name": name, "roles": []string{role}}, &member); err != nil {
		return nil, fmt.Errorf("bring in %s of %s: %w", name, orgName, err)
	}
	cast := &Cast{Client: &client.Client{Base: s.Base, HTTP: s.Admin.HTTP}, Name: name, ID: member.ID, Org: org, OrgName: orgName}
	return cast, s.issue(ctx, cast, s.Admin.Client, member.ID)
}

// issue has a token made for the cast by somebody who may.
func (s *Stage) issue(ctx context.Context, c *Cast, by *client.Client, subject string) error {
	var issued struct {
		Secret string `json:"secret"`
	}
	in := map[string]any{"name": "demo", "days": 7}
	if s.days > 0 {
		in["days"] = s.days
	}
	if subject != "" {
		in["subject"] = subject
	}
	if err := by.Call(ctx, http.MethodPost, "/v1/tokens", in, &issued); err != nil {
		return fmt.Errorf("issue a token for %s: %w", c.Name, err)
	}
	c.Token = issued.Secret
	return nil
}
