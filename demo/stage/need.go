package stage

import (
	"bytes"
	"context"
	"slices"
	"sort"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// ReadCut reads a cut as anybody can who has the file.
func ReadCut(name string, content []byte) (*timeline.Cut, error) {
	cut, _, err := cutfile.Read(name, bytes.NewReader(content), cutfile.Options{})
	if err != nil {
		return nil, err
	}
	timeline.ApplyShots(cut, timeline.ShotRule{})
	return cut, nil
}

// EachShot calls fn for every event of a cut that belongs to a shot.
func EachShot(cut *timeline.Cut, fn func(*timeline.Event)) {
	for i := range cut.Tracks {
		for j := range cut.Tracks[i].Events {
			if e := &cut.Tracks[i].Events[j]; e.Shot != "" && !e.Source.Black() {
				fn(e)
			}
		}
	}
}

// Needs are the names of the sources of those shots of a cut that are mine, in
// the order of the alphabet. It asks nobody but the cut.
func Needs(cut *timeline.Cut, mine func(shot string) bool) []string {
	names := []string{}
	EachShot(cut, func(e *timeline.Event) {
		if name := Name(e.Source); name != "" && mine(e.Shot) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	})
	sort.Strings(names)
	return names
}

// Shots are those of a cut that are mine, in its order.
func Shots(cut *timeline.Cut, mine func(shot string) bool) []string {
	shots := []string{}
	EachShot(cut, func(e *timeline.Event) {
		if mine(e.Shot) && !slices.Contains(shots, e.Shot) {
			shots = append(shots, e.Shot)
		}
	})
	return shots
}

// Assets are registered reels by name.
type Assets map[string]Asset

// Names are the names of the reels in the order of the alphabet.
func (a Assets) Names() []string {
	names := make([]string, 0, len(a))
	for name := range a {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Reach is which of the reels somebody can resolve now.
func (c *Cast) Reach(ctx context.Context, assets Assets) (map[string]client.Resolved, error) {
	names := assets.Names()
	ids := make([]string, len(names))
	for i, name := range names {
		ids[i] = assets[name].ID
	}
	answers, err := c.Resolve(ctx, ids...)
	if err != nil {
		return nil, err
	}
	found := make(map[string]client.Resolved)
	for i, a := range answers {
		if a.Status == "ok" {
			found[names[i]] = a
		}
	}
	return found, nil
}

// Subscribe has the events of somebody's organisation sent to a receiver, and
// returns the identifier of the webhook.
func (s *Stage) Subscribe(ctx context.Context, who *Cast, r *Receiver, mode string) (string, error) {
	var made struct {
		Webhook struct {
			ID string `json:"id"`
		} `json:"webhook"`
		Secret string `json:"secret"`
	}
	in := map[string]any{"url": r.URL, "mode": mode}
	if err := who.Call(ctx, "POST", client.Path("v1", "productions", s.Production, "webhooks"), in, &made); err != nil {
		return "", err
	}
	r.Trust(made.Secret)
	return made.Webhook.ID, nil
}
