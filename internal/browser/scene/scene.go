// Package scene sets a running platform up for tests in a browser: the studio
// and two vendors of the demo, its reels as registered assets without bytes,
// its first cut approved and its second one up for review.
package scene

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/server"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
	"github.com/selsyn/selsyn/ui"
)

// Scene is a platform that is set up.
type Scene struct {
	*stage.Stage
	Platform *server.Platform
	Slug     string
	First    Cut // approved
	Second   Cut // for review
}

// Cut is what the tests need of a cut.
type Cut struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Name   string `json:"name"`
	Digest string `json:"digest"`
	State  string `json:"state"`
}

// Open starts a platform in a folder and sets it up. It serves until ctx ends;
// the channel then tells how that went.
func Open(ctx context.Context, data, addr string) (*Scene, <-chan error, error) {
	platform, err := server.Open(ctx, server.Config{Data: data, Addr: addr, Pages: ui.Handler(), AllowPrivate: true, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, nil, err
	}
	platform.Webhooks.Rand = hurried{}
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() {
		err := platform.Run(ctx, func(a string) { address <- a })
		_ = platform.Close()
		ended <- err
	}()
	s := &Scene{Platform: platform, Slug: "lantern-keeper"}
	select {
	case err := <-ended:
		return nil, nil, fmt.Errorf("the platform did not start: %w", err)
	case base := <-address:
		return s, ended, s.set(ctx, base)
	}
}

// hurried is the chance by which the pauses between the attempts of a webhook
// are drawn, 8 bytes each: none is waited for. All else is drawn as ever.
type hurried struct{}

func (hurried) Read(b []byte) (int, error) {
	if len(b) == 8 {
		clear(b)
		return len(b), nil
	}
	return rand.Read(b)
}

func (s *Scene) set(ctx context.Context, base string) error {
	code, err := s.Platform.Identity.NewClaim(ctx)
	if err != nil {
		return err
	}
	s.Stage, err = stage.Set(ctx, stage.Options{
		Base: base, Claim: code, Studio: "Halcyon Pictures", Vendors: []string{"Northlight VFX", "Kestrel Pictures"}, Name: show.Name, Slug: s.Slug,
	})
	if err != nil {
		return err
	}
	if err := s.reels(ctx); err != nil {
		return err
	}
	if err := s.Editor.Send(ctx, http.MethodPost, s.path("graph")+"?file=lantern.json", http.Header{"Content-Type": {"application/json"}}, bytes.NewReader(show.Graph()), nil); err != nil {
		return err
	}
	type assignment struct {
		Pattern      string `json:"pattern"`
		Organisation string `json:"organisation"`
		Note         string `json:"note,omitempty"`
	}
	given := map[string]any{"items": []assignment{
		{"HRB_*", s.Vendors[0].Org, "harbour"}, {"STM_*", s.Vendors[0].Org, "storm"}, {"LGT_*", s.Vendors[1].Org, "lighthouse"},
	}}
	if err := s.Supervisor.Call(ctx, http.MethodPut, s.path("assignments"), given, nil); err != nil {
		return err
	}
	if s.First, err = s.Publish(ctx, show.CutA(), timeline.CMX3600, ".edl"); err != nil {
		return err
	}
	if err := s.Decide(ctx, s.First, "approve", "Locked for the first turnover."); err != nil {
		return err
	}
	if err := s.told(ctx); err != nil {
		return err
	}
	s.Second, err = s.Publish(ctx, show.CutB(), timeline.OTIO, ".otio")
	return err
}

func (s *Scene) path(last string) string {
	return client.Path("v1", "productions", s.Production, last)
}

// reels registers the reels of the show. One of them is left out, so that the
// plan has something it cannot match.
func (s *Scene) reels(ctx context.Context) error {
	items := []map[string]any{}
	for _, r := range show.Reels()[1:] {
		a := r.Available()
		items = append(items, map[string]any{
			"identifiers": []string{"urn:x-omc:scene:" + url.PathEscape(r.Reel)}, "name": r.Reel, "kind": "camera.reel", "reel": r.Reel, "clip": r.Clip,
			"rate": "24", "start": media.TimecodeOf(a.In, show.Rate, false), "duration": r.Count, "size": r.Count * 9_400_000, "mediaType": "image/x-exr",
		})
	}
	return s.Editor.Call(ctx, http.MethodPost, s.path("assets"), map[string]any{"items": items}, nil)
}

// Publish has the editor publish a cut.
func (s *Scene) Publish(ctx context.Context, cut *timeline.Cut, format timeline.Format, ending string) (Cut, error) {
	var b bytes.Buffer
	if _, err := cutfile.Write(&b, format, cut); err != nil {
		return Cut{}, err
	}
	var made struct {
		Cut Cut `json:"cut"`
	}
	query := url.Values{"file": {cut.Name + ending}, "rate": {"24"}}
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	err := s.Editor.Send(ctx, http.MethodPost, s.path("cuts")+"?"+query.Encode(), header, &b, &made)
	return made.Cut, err
}

// Decide has the supervisor decide about a cut.
func (s *Scene) Decide(ctx context.Context, c Cut, verdict, note string) error {
	in := map[string]string{"verdict": verdict, "digest": c.Digest, "note": note}
	return s.Supervisor.Call(ctx, http.MethodPost, client.Path("v1", "cuts", c.ID, "decisions"), in, nil)
}

// told waits until both vendors have their turnovers.
func (s *Scene) told(ctx context.Context) error {
	for range 500 {
		var list struct {
			Items []struct{} `json:"items"`
		}
		if err := s.Supervisor.Call(ctx, http.MethodGet, s.path("turnovers"), nil, &list); err != nil {
			return err
		}
		if len(list.Items) == len(s.Vendors) {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("no turnovers followed from the approval")
}

// SignIn makes a code with which a person signs in once.
func (s *Scene) SignIn(ctx context.Context, who *stage.Cast) (string, error) {
	return s.Platform.Identity.NewSignIn(ctx, identity.SubjectID(who.ID), 0)
}

// Title is the name of the production, as pages show it.
func (s *Scene) Title() string { return show.Name }
