package demo

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/server"
)

// play is the story while it is played.
type play struct {
	*teller
	*script
	*stage.Stage
	platform *server.Platform
	began    time.Time

	assets    map[string]asset // by the name of the source
	receivers []*receiver      // of the vendors
	kept      []held           // addresses from before the second approval
}

// asset is a reel as it was registered.
type asset struct {
	ID          string   `json:"id"`
	Identifiers []string `json:"identifiers"`
	Size        int64    `json:"size"`
	sha1        string
}

func (p *play) supervisorID() identity.SubjectID { return identity.SubjectID(p.Supervisor.ID) }

// all plays every act. An error is for what keeps the story from going on; what
// merely did not hold is counted.
func (p *play) all(ctx context.Context) error {
	for _, act := range []func(context.Context) error{
		p.actGraph, p.actReels, p.actNobody, p.actAssign, p.actPublish, p.actApprove, p.actFetch, p.actNextCut, p.actNextApproval,
		p.actStopped, p.actRevoke, p.actRecord,
	} {
		if err := act(ctx); err != nil {
			return fmt.Errorf("act %d: %w", p.acts, err)
		}
	}
	if p.failed > 0 {
		fmt.Fprintf(p.out, "\n%d of %d proofs FAILED.\n", p.failed, p.failed+p.proofs)
		return nil
	}
	fmt.Fprintf(p.out, "\nAll %d proofs held, in %.1f s.\n", p.proofs, time.Since(p.began).Seconds())
	return nil
}

func (p *play) actGraph(ctx context.Context) error {
	p.act("The production as one graph: %s", p.name)
	var imported struct {
		Entities int `json:"entities"`
		Edges    int `json:"edges"`
		Findings []struct {
			Code string `json:"code"`
		} `json:"findings"`
	}
	path := client.Path("v1", "productions", p.Production, "graph")
	header := http.Header{"Content-Type": {"application/json"}}
	if err := p.Admin.Send(ctx, http.MethodPost, path, header, bytes.NewReader(p.graph), &imported); err != nil {
		return err
	}
	p.prove(imported.Entities > 0, "%d entities and %d relations imported, %d findings", imported.Entities, imported.Edges, len(imported.Findings))
	resp, err := p.Admin.Do(ctx, http.MethodGet, path, nil, nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	back, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	p.prove(sameJSON(p.graph, back), "exported again, it is the same JSON value, all of it")
	return nil
}

func (p *play) actReels(ctx context.Context) error {
	p.act("Camera reels: bytes made on the spot, uploaded and registered")
	p.assets = make(map[string]asset)
	var total int64
	for _, r := range p.reels {
		a, err := p.upload(ctx, r)
		if err != nil {
			return err
		}
		p.assets[sourceName(r.key)] = a
		total += a.Size
	}
	held := len(p.assets) == len(p.reels)
	for _, a := range p.assets {
		held = held && contains(a.Identifiers, "urn:sha1:"+a.sha1) && len(a.Identifiers) >= 4
	}
	p.prove(held, "%d reels, %.1f MB; each has a UUID, a SHA-1 equal to ours, a C4 and its OMC identifier", len(p.assets), float64(total)/1e6)
	return nil
}

// upload sends a reel as it is made, and counts its digest on the way.
func (p *play) upload(ctx context.Context, r reel) (asset, error) {
	rate := r.available.In.Rate
	name := sourceName(r.key)
	query := url.Values{
		"name": {name}, "kind": {"camera.reel"}, "reel": {r.key.Reel}, "clip": {r.key.Clip}, "file": {r.key.File}, "mediaType": {"video/x-yuv4mpeg"},
		"rate": {rate.String()}, "start": {media.TimecodeOf(r.available.In, rate, p.cuts[0].cut.DropFrame)},
		"duration":   {fmt.Sprint(r.available.Duration().Ceil(rate))},
		"identifier": {"urn:x-omc:demo:" + url.PathEscape("reel/"+name)},
	}
	digest := sha1.New()
	pr, pw := io.Pipe()
	go func() {
		_, err := r.essence.WriteTo(io.MultiWriter(pw, digest))
		pw.CloseWithError(err)
	}()
	var a asset
	header := http.Header{"Content-Type": {"application/octet-stream"}}
	err := p.Editor.Send(ctx, http.MethodPost, client.Path("v1", "productions", p.Production, "content")+"?"+query.Encode(), header, pr, &a)
	pr.Close()
	if err != nil {
		return asset{}, fmt.Errorf("upload %s: %w", name, err)
	}
	a.sha1 = hex.EncodeToString(digest.Sum(nil))
	return a, nil
}

// everything is the identifiers of all reels.
func (p *play) everything() []string {
	ids := make([]string, 0, len(p.reels))
	for _, r := range p.reels {
		ids = append(ids, p.assets[sourceName(r.key)].ID)
	}
	return ids
}

// reachable is which reels somebody can resolve now.
func (p *play) reachable(ctx context.Context, who *stage.Cast) (map[string]client.Resolved, error) {
	answers, err := who.Resolve(ctx, p.everything()...)
	if err != nil {
		return nil, err
	}
	found := make(map[string]client.Resolved)
	for i, a := range answers {
		if a.Status == "ok" {
			found[sourceName(p.reels[i].key)] = a
		}
	}
	return found, nil
}

func sameJSON(a, b []byte) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	ja, _ := json.Marshal(x) // what was unmarshalled can be marshalled
	jb, _ := json.Marshal(y)
	return string(ja) == string(jb)
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}
