package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/server"
)

// play is the story while it is played.
type play struct {
	*teller
	*script
	*stage.Stage
	platform *server.Platform
	began    time.Time
	soon     time.Duration // see Options

	assets    stage.Assets      // by the name of the source
	receivers []*stage.Receiver // of the vendors
	kept      []held            // addresses from before the second approval
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
	p.ending(time.Since(p.began).Seconds())
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
		var refused *client.Refused
		if errors.As(err, &refused) {
			for _, f := range refused.Findings[:min(len(refused.Findings), 3)] {
				p.note("%s", f)
			}
		}
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
	p.assets = make(stage.Assets)
	var total int64
	for _, r := range p.reels {
		a, err := p.Upload(ctx, p.Editor, r)
		if err != nil {
			return err
		}
		p.assets[stage.Name(r.Key)] = a
		total += a.Size
	}
	held := len(p.assets) == len(p.reels)
	for _, a := range p.assets {
		held = held && contains(a.Identifiers, "urn:sha1:"+a.SHA1) && len(a.Identifiers) >= 4
	}
	p.prove(held, "%d reels, %.1f MB; each has a UUID, a SHA-1 equal to ours, a C4 and its OMC identifier", len(p.assets), float64(total)/1e6)
	return nil
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
