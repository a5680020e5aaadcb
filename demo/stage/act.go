package stage

import (
	"bytes"
	"context"
	"crypto/sha1" // names content; protects nothing
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// Asset is a reel as it was registered.
type Asset struct {
	ID          string   `json:"id"`
	Identifiers []string `json:"identifiers"`
	Size        int64    `json:"size"`

	SHA1 string `json:"-"` // counted by us on the way out, in hexadecimal
}

// Reel is a reel to upload: what cuts call it, the labels it has, its essence.
type Reel struct {
	Key       timeline.SourceKey
	Available media.Range
	DropFrame bool
	Essence   show.Reel
}

// Reels are those of the invented production.
func Reels() []Reel {
	var reels []Reel
	for _, r := range show.Reels() {
		reels = append(reels, Reel{Key: timeline.SourceKey{Reel: r.Reel, Clip: r.Clip}, Available: r.Available(), Essence: r})
	}
	return reels
}

// Name is what a source is filed under: its reel, or where a list gives none
// its file or clip.
func Name(k timeline.SourceKey) string {
	if k.Reel != "" && k.Reel != "AX" && !k.Black() {
		return k.Reel
	}
	if k.File != "" {
		return k.File
	}
	return k.Clip
}

// Upload sends a reel while it is being made, and counts its digest on the way.
func (s *Stage) Upload(ctx context.Context, who *Cast, r Reel) (Asset, error) {
	rate, name := r.Available.In.Rate, Name(r.Key)
	query := url.Values{
		"name": {name}, "kind": {"camera.reel"}, "reel": {r.Key.Reel}, "clip": {r.Key.Clip}, "file": {r.Key.File}, "mediaType": {"video/x-yuv4mpeg"},
		"rate": {rate.String()}, "start": {media.TimecodeOf(r.Available.In, rate, r.DropFrame)},
		"duration":   {fmt.Sprint(r.Available.Duration().Ceil(rate))},
		"identifier": {"urn:x-omc:demo:" + url.PathEscape("reel/"+name)},
	}
	digest := sha1.New()
	pr, pw := io.Pipe()
	go func() {
		_, err := r.Essence.WriteTo(io.MultiWriter(pw, digest))
		pw.CloseWithError(err)
	}()
	var a Asset
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	err := who.Send(ctx, http.MethodPost, client.Path("v1", "productions", s.Production, "content")+"?"+query.Encode(), header, pr, &a)
	pr.Close()
	if err != nil {
		return Asset{}, fmt.Errorf("upload %s: %w", name, err)
	}
	a.SHA1 = hex.EncodeToString(digest.Sum(nil))
	return a, nil
}

// Assign says who works on which shots: pattern to organisation.
func (s *Stage) Assign(ctx context.Context, who *Cast, patterns map[string]string) error {
	items := []map[string]string{}
	for pattern, org := range patterns {
		items = append(items, map[string]string{"pattern": pattern, "organisation": org})
	}
	return who.Call(ctx, http.MethodPut, client.Path("v1", "productions", s.Production, "assignments"), map[string]any{"items": items}, nil)
}

// Cut is a published cut.
type Cut struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Digest string `json:"digest"`
	Events int    `json:"events"`
	State  string `json:"state"`
}

// Publish publishes a cut file.
func (s *Stage) Publish(ctx context.Context, who *Cast, file string, content []byte) (Cut, error) {
	var answer struct {
		Cut Cut `json:"cut"`
	}
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	path := client.Path("v1", "productions", s.Production, "cuts") + "?file=" + url.QueryEscape(file)
	err := who.Send(ctx, http.MethodPost, path, header, bytes.NewReader(content), &answer)
	return answer.Cut, err
}

// Decide decides about a cut: approve, reject, withdraw and so on.
func (s *Stage) Decide(ctx context.Context, who *Cast, c Cut, digest, verdict string) error {
	return who.Call(ctx, http.MethodPost, client.Path("v1", "cuts", c.ID, "decisions"), map[string]string{"verdict": verdict, "digest": digest}, nil)
}
