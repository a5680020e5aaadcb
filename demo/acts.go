package demo

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/errs"
)

func (p *play) actNobody(ctx context.Context) error {
	p.act("Before anything is approved, a vendor finds nothing")
	for _, v := range p.Vendors {
		found, err := v.Reach(ctx, p.assets)
		if err != nil {
			return err
		}
		p.prove(len(found) == 0, "%s resolves %d of %d reels", v.OrgName, len(found), len(p.reels))
	}
	v := p.Vendors[0]
	real, err := p.refusal(ctx, v, client.Path("v1", "productions", p.Production))
	if err != nil {
		return err
	}
	fake, err := p.refusal(ctx, v, client.Path("v1", "productions", "urn:uuid:00000000-0000-4000-8000-000000000000"))
	if err != nil {
		return err
	}
	p.prove(real == fake && strings.HasPrefix(real, "404"), "asked for the production, it gets byte for byte the answer for one that does not exist")
	return nil
}

// refusal is a whole answer, status, headers and body, but for its date.
func (p *play) refusal(ctx context.Context, who *stage.Cast, path string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.Base+path, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+who.Token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	resp.Header.Del("Date")
	header, err := json.Marshal(resp.Header)
	return fmt.Sprintf("%d %s %s", resp.StatusCode, header, body), err
}

func (p *play) actAssign(ctx context.Context) error {
	p.act("The supervisor says who works on which shots")
	given := make(map[string]string)
	for pattern, v := range p.patterns {
		given[pattern] = p.Vendors[v].Org
	}
	if err := p.Assign(ctx, p.Supervisor, given); err != nil {
		return err
	}
	for i, v := range p.Vendors {
		mine := []string{}
		for pattern, who := range p.patterns {
			if who == i {
				mine = append(mine, pattern)
			}
		}
		slices.Sort(mine)
		p.note("%s: %s", v.OrgName, strings.Join(mine, "  "))
		found, err := v.Reach(ctx, p.assets)
		if err != nil {
			return err
		}
		p.prove(len(found) == 0, "%s may now see the production's name, and still resolves %d reels", v.OrgName, len(found))
		if err := p.subscribe(ctx, v); err != nil {
			return err
		}
	}
	p.proved("each vendor has set up a webhook for its own events, and keeps the key that verifies them")
	return nil
}

// subscribe has a vendor's events sent to an endpoint of its own.
func (p *play) subscribe(ctx context.Context, v *stage.Cast) error {
	r, err := stage.Listen(ctx)
	if err != nil {
		return err
	}
	p.receivers = append(p.receivers, r)
	_, err = p.Subscribe(ctx, v, r, "all")
	return err
}

func (p *play) actPublish(ctx context.Context) error {
	p.act("Editorial publishes a cut: %s", p.cuts[0].file)
	c, err := p.Publish(ctx, p.Editor, p.cuts[0].file, p.cuts[0].content)
	if err != nil {
		return err
	}
	p.prove(c.State == "submitted" && c.Events == p.cuts[0].cut.Events(), "%s: %d events, content %s", c.Name, c.Events, short(c.Digest))
	err = p.Decide(ctx, p.Editor, c, c.Digest, "approve")
	p.prove(errs.Is(err, errs.Denied), "the editor, its author, may not approve it (%v)", errs.KindOf(err))
	err = p.Vendors[0].Call(ctx, http.MethodGet, client.Path("v1", "cuts", c.ID), nil, nil)
	p.prove(errs.Is(err, errs.NotExist), "for %s there is no such cut (%v)", p.Vendors[0].OrgName, errs.KindOf(err))
	p.script.cuts[0].published = c
	return nil
}

func (p *play) actApprove(ctx context.Context) error {
	p.act("The supervisor looks at what approving would do, and approves")
	return p.approve(ctx, p.cuts[0])
}

// approve previews a cut, approves it, and checks what every vendor is told and
// can reach against what the cut itself says.
func (p *play) approve(ctx context.Context, f cutFile) error {
	c := f.published
	var preview struct {
		Plan struct {
			Totals struct {
				Plates int   `json:"plates"`
				Frames int64 `json:"frames"`
			} `json:"totals"`
		} `json:"plan"`
		Vendors []struct {
			Organisation string `json:"organisation"`
			Work         []struct {
				Shot string `json:"shot"`
				Kind string `json:"kind"`
			} `json:"work"`
		} `json:"vendors"`
	}
	if err := p.Supervisor.Call(ctx, http.MethodGet, client.Path("v1", "cuts", c.ID, "plan"), nil, &preview); err != nil {
		return err
	}
	p.note("the plan: %d plates, %d frames to pull", preview.Plan.Totals.Plates, preview.Plan.Totals.Frames)
	work := make(map[string]map[string]int)
	for _, v := range preview.Vendors {
		work[v.Organisation] = make(map[string]int)
		for _, w := range v.Work {
			work[v.Organisation][w.Kind]++
		}
	}
	before := make([]int, len(p.Vendors))
	for i, v := range p.Vendors {
		feed, err := v.Events(ctx, p.Production, 0, 0)
		if err != nil {
			return err
		}
		p.receivers[i].Wait(ctx, p.soon, func(got []client.Event) bool { return len(got) >= len(feed) })
		had, _ := p.receivers[i].Told()
		before[i] = len(had)
	}
	pressed := time.Now()
	if err := p.Decide(ctx, p.Supervisor, c, c.Digest, "approve"); err != nil {
		return err
	}
	for i, v := range p.Vendors {
		counts := work[v.Org]
		concerned := counts["new"]+counts["changed"]+counts["stopped"]+counts["resumed"] > 0
		if err := p.checkTold(ctx, i, before[i], concerned, counts, pressed); err != nil {
			return err
		}
		if err := p.checkReach(ctx, i, f); err != nil {
			return err
		}
	}
	return nil
}

// checkTold checks that a vendor was told, in order, or was told nothing.
func (p *play) checkTold(ctx context.Context, i, before int, concerned bool, counts map[string]int, pressed time.Time) error {
	v, r := p.Vendors[i], p.receivers[i]
	if !concerned {
		time.Sleep(300 * time.Millisecond)
		events, _ := r.Told()
		p.prove(len(events) == before, "%s is not concerned and hears nothing", v.OrgName)
		return nil
	}
	opened := func(e client.Event) bool { return e.Type == "turnover.opened" }
	in := r.Wait(ctx, p.soon, func(all []client.Event) bool { return slices.ContainsFunc(all[before:], opened) })
	took := time.Since(pressed)
	if events, _ := r.Told(); in {
		took = r.Arrived(events[before+slices.IndexFunc(events[before:], opened)]).Sub(pressed)
	}
	p.prove(in, "%s is told of its turnover %d ms after the button: %d new, %d changed, %d stopped, %d resumed", v.OrgName,
		took.Milliseconds(), counts["new"], counts["changed"], counts["stopped"], counts["resumed"])
	feed, err := v.Events(ctx, p.Production, 0, 0)
	if err != nil {
		return err
	}
	all := r.Wait(ctx, p.soon, func(got []client.Event) bool { return len(got) >= len(feed) })
	events, faults := r.Told()
	inOrder := all && len(faults) == 0 && len(events) == len(feed)
	for n, e := range events {
		inOrder = inOrder && e.Position() == int64(n+1) && n < len(feed) && feed[n].ID == e.ID
	}
	p.prove(inOrder, "its webhook verified %d signed deliveries: positions 1 to %d, none missing, none twice, in order", len(events), len(feed))
	first := slices.IndexFunc(events[before:], opened)
	grant := slices.IndexFunc(events[before:], func(e client.Event) bool { return strings.HasPrefix(e.Type, "grant.") })
	p.prove(first >= 0 && (grant < 0 || first < grant), "the turnover came before its grants")
	return nil
}

// checkReach checks that a vendor reaches exactly what its shots of the cut
// need.
func (p *play) checkReach(ctx context.Context, i int, f cutFile) error {
	v := p.Vendors[i]
	want := p.needs(f, i)
	found, err := v.Reach(ctx, p.assets)
	if err != nil {
		return err
	}
	got := make([]string, 0, len(found))
	for name := range found {
		got = append(got, name)
	}
	slices.Sort(got)
	p.prove(slices.Equal(got, want), "%s reaches %d of %d reels: exactly those of its %d shots", v.OrgName, len(got), len(p.reels), len(p.shots(f, i)))
	if !slices.Equal(got, want) {
		p.note("wanted %v", want)
		p.note("got    %v", got)
	}
	return nil
}

func (p *play) actFetch(ctx context.Context) error {
	p.act("A vendor fetches the bytes; another cannot")
	for i, v := range p.Vendors {
		found, err := v.Reach(ctx, p.assets)
		if err != nil {
			return err
		}
		n, total := 0, int64(0)
		for name, r := range found {
			sum, size, err := p.download(ctx, v, r)
			if err != nil {
				return err
			}
			if sum == p.assets[name].SHA1 {
				n, total = n+1, total+size
			}
		}
		p.prove(n == len(found) && n == len(p.needs(p.cuts[0], i)), "%s downloads %d reels, %.1f MB, each with the digest that was uploaded", v.OrgName, n, float64(total)/1e6)
		for _, name := range p.needs(p.cuts[0], i)[:min(3, n)] {
			p.note("%s  %d bytes  sha1 %s", name, p.assets[name].Size, p.assets[name].SHA1)
		}
	}
	for i, v := range p.Vendors {
		if err := p.checkOthers(ctx, i, v); err != nil {
			return err
		}
	}
	return nil
}

// checkOthers checks that for a vendor what only others were given is not there:
// it is answered as one asset is that nobody has.
func (p *play) checkOthers(ctx context.Context, i int, v *stage.Cast) error {
	const none = "urn:uuid:00000000-0000-4000-8000-000000000000"
	mine, asked := p.needs(p.cuts[0], i), []string{none}
	for j := range p.Vendors {
		for _, name := range p.needs(p.cuts[0], j) {
			if j != i && !slices.Contains(mine, name) {
				asked = append(asked, p.assets[name].ID)
			}
		}
	}
	found, err := v.Resolve(ctx, asked...)
	if err != nil {
		return err
	}
	alike := len(found) == len(asked)
	for n, r := range found {
		r.Identifier = none
		alike = alike && r.Status == "not-found" && reflect.DeepEqual(r, found[0]) && found[n].Identifier == asked[n]
	}
	p.prove(alike, "%s asks for the %d reels that only the other was given: each is answered like one that does not exist", v.OrgName, len(asked)-1)
	return nil
}

// download fetches a copy: the first half, then the rest as a range, as a
// client does that was interrupted.
func (p *play) download(ctx context.Context, v *stage.Cast, r client.Resolved) (string, int64, error) {
	digest := sha1.New()
	var total int64
	half := r.Size / 2
	for _, part := range []string{fmt.Sprintf("bytes=0-%d", half-1), fmt.Sprintf("bytes=%d-", half)} {
		resp, err := v.Do(ctx, http.MethodGet, r.Copies[0].URL, http.Header{"Range": {part}}, nil)
		if err != nil {
			return "", 0, err
		}
		n, err := io.Copy(digest, resp.Body)
		resp.Body.Close()
		if err != nil {
			return "", 0, err
		}
		total += n
	}
	return hex.EncodeToString(digest.Sum(nil)), total, nil
}
