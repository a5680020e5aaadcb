package demo

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/timeline"
)

func (p *play) actNextCut(ctx context.Context) error {
	p.act("A week later, editorial publishes the next cut: %s", p.cuts[1].file)
	c, err := p.Publish(ctx, p.Editor, p.cuts[1].file, p.cuts[1].content)
	if err != nil {
		return err
	}
	p.script.cuts[1].published = c
	p.proved("%s: %d events, content %s", c.Name, c.Events, short(c.Digest))
	var changes struct {
		Summary timeline.Summary `json:"summary"`
	}
	if err := p.Supervisor.Call(ctx, http.MethodGet, client.Path("v1", "cuts", c.ID, "diff"), nil, &changes); err != nil {
		return err
	}
	here := timeline.Diff(p.cuts[0].cut, p.cuts[1].cut, timeline.DiffOptions{})
	p.prove(changes.Summary == here.Summary, "the change list: %s", inWords(changes.Summary))
	err = p.Decide(ctx, p.Supervisor, c, p.cuts[0].published.Digest, "approve")
	p.prove(errs.Is(err, errs.Conflict), "an approval that names the old content is refused, and changes nothing (%v)", errs.KindOf(err))
	return nil
}

// inWords is a summary without what is zero.
func inWords(s timeline.Summary) string {
	var parts []string
	for _, c := range []struct {
		n    int
		name string
	}{
		{s.Same, "same"}, {s.Shifted, "shifted"}, {s.Added, "added"}, {s.Omitted, "omitted"}, {s.Trimmed, "trimmed"}, {s.Slipped, "slipped"},
		{s.Retimed, "retimed"}, {s.Replaced, "replaced"}, {s.Moved, "moved"}, {s.Split, "split"}, {s.Merged, "merged"},
		{s.Transition, "transition"}, {s.Colour, "colour"},
	} {
		if c.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.n, c.name))
		}
	}
	return strings.Join(parts, ", ")
}

// held is an address that a vendor keeps from before.
type held struct {
	vendor int
	reel   string
	copy   client.Resolved
}

// keep has every vendor take an address of each reel it will lose.
func (p *play) keep(ctx context.Context) ([]held, error) {
	var kept []held
	for i, v := range p.Vendors {
		after := p.needs(p.cuts[1], i)
		found, err := v.Reach(ctx, p.assets)
		if err != nil {
			return nil, err
		}
		for name, r := range found {
			if !slices.Contains(after, name) {
				kept = append(kept, held{i, name, r})
			}
		}
	}
	return kept, nil
}

func (p *play) actNextApproval(ctx context.Context) error {
	p.act("It is approved: only what changed is told, given and taken back")
	kept, err := p.keep(ctx)
	if err != nil {
		return err
	}
	p.kept = kept
	return p.approve(ctx, p.cuts[1])
}

func (p *play) actStopped(ctx context.Context) error {
	p.act("What was omitted is out of reach")
	if len(p.kept) == 0 {
		p.note("no vendor lost a reel between these cuts; the next act shows how that is")
		return nil
	}
	for _, k := range p.kept {
		v := p.Vendors[k.vendor]
		err := v.Call(ctx, http.MethodGet, k.copy.Copies[0].URL, nil, nil)
		left := time.Until(k.copy.Copies[0].Expires).Round(time.Second)
		p.prove(errs.Is(err, errs.NotExist), "%s: the address of %s that it kept is dead, %s before it would have expired", v.OrgName, k.reel, left)
	}
	return nil
}

func (p *play) actRevoke(ctx context.Context) error {
	p.act("The supervisor revokes a grant by hand")
	v := p.Vendors[0]
	var grants struct {
		Items []struct {
			ID   string `json:"id"`
			What struct {
				Kind string   `json:"kind"`
				IDs  []string `json:"ids"`
			} `json:"what"`
			Because string `json:"because"`
			Note    string `json:"note"`
		} `json:"items"`
	}
	path := client.Path("v1", "productions", p.Production, "grants") + "?limit=1000&organisation=" + v.Org
	if err := p.Supervisor.Call(ctx, http.MethodGet, path, nil, &grants); err != nil {
		return err
	}
	uses := make(map[string]int)
	for _, g := range grants.Items {
		if g.What.Kind == "asset" {
			for _, id := range g.What.IDs {
				uses[id]++
			}
		}
	}
	for _, g := range grants.Items {
		if g.What.Kind != "asset" || len(g.What.IDs) == 0 || uses[g.What.IDs[0]] > 1 {
			continue
		}
		p.note("the grant: %s (%s), because of turnover %s", g.Note, brief(g.ID), brief(g.Because))
		found, err := v.Resolve(ctx, g.What.IDs[0])
		if err != nil {
			return err
		}
		if !p.prove(found[0].Status == "ok", "%s resolves the reel of that shot", v.OrgName) {
			return nil
		}
		pressed := time.Now()
		if err := p.Supervisor.Call(ctx, http.MethodDelete, client.Path("v1", "grants", g.ID)+"?because=demo", nil, nil); err != nil {
			return err
		}
		err = v.Call(ctx, http.MethodGet, found[0].Copies[0].URL, nil, nil)
		took := time.Since(pressed)
		p.prove(errs.Is(err, errs.NotExist) && took < p.soon, "%d ms later the signed address it holds answers: not found", took.Milliseconds())
		again, err := v.Resolve(ctx, g.What.IDs[0])
		if err != nil {
			return err
		}
		p.prove(again[0].Status == "not-found", "and so does resolving it")
		return nil
	}
	p.note("every reel is needed by two shots here; there is none to show it with")
	return nil
}

func (p *play) actRecord(ctx context.Context) error {
	p.act("The record is whole")
	events, err := p.Admin.Events(ctx, p.Production, 0, 0)
	if err != nil {
		return err
	}
	contiguous := len(events) > 0
	for i, e := range events {
		contiguous = contiguous && e.Position() == int64(i+1)
	}
	p.prove(contiguous, "%d events of the production, positions 1 to %d without a gap", len(events), len(events))
	var checkpoint api.Checkpoint
	if err := p.Admin.Call(ctx, http.MethodGet, "/v1/audit/checkpoint", nil, &checkpoint); err != nil {
		return err
	}
	err = p.platform.VerifyAudit(ctx, checkpoint)
	p.prove(err == nil && checkpoint.Size > 0, "the audit log, %d records, matches its signed checkpoint", checkpoint.Size)
	return nil
}

// brief is the beginning of an identifier, for people.
func brief(urn string) string {
	if rest, ok := strings.CutPrefix(urn, "urn:uuid:"); ok && len(rest) > 8 {
		return rest[:8]
	}
	return urn
}

// short is the beginning of a digest, for people.
func short(digest string) string {
	if i := strings.IndexByte(digest, ':'); i >= 0 && len(digest) > i+13 {
		return digest[:i+13] + "..."
	}
	return digest
}
