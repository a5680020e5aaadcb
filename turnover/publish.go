package turnover

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"unicode"

	"github.com/selsyn/selsyn/audit"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/event"
	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/store"
	"github.com/selsyn/selsyn/timeline"
)

// MaxCut is the largest cut file in bytes.
const MaxCut = 256 << 20

// Publish asks for a cut to be published.
type Publish struct {
	Production string
	Name       string     // empty: the title in the file, else the file's name
	File       string     // name of the file
	Rate       media.Rate // zero: as the file says or shows
	Content    []byte     // the file
}

// PublishCut reads a cut and keeps it, as submitted for review. Publishing the
// bytes of the newest cut again gives that cut, so that a caller who did not
// hear the answer may ask again. It fails with errs.Unprocessable when the file
// holds no event that could be read; the findings say why.
func (s *Service) PublishCut(ctx context.Context, req Publish) (Cut, *finding.Report, error) {
	const op errs.Op = "turnover.PublishCut"
	scope := policy.Resource{Kind: "cut", Production: req.Production}
	if err := s.DB.Read(ctx, func(tx *store.Tx) error {
		owner, err := s.Productions.Owner(tx, req.Production)
		scope.Org = string(owner)
		return err
	}); err != nil {
		return Cut{}, nil, errs.E(op, errs.Other, req.Production, err)
	}
	if err := s.Access.Check(ctx, "cut.publish", scope); err != nil {
		return Cut{}, nil, errs.E(op, errs.Other, req.Production, err)
	}
	if len(req.Content) > MaxCut {
		return Cut{}, nil, errs.E(op, errs.TooLarge, req.File, fmt.Errorf("the cut has %d bytes, more than %d", len(req.Content), MaxCut))
	}
	decoded, report, err := s.decode(req.File, req.Content, req.Rate)
	if err != nil {
		return Cut{}, report, errs.E(op, errs.Unprocessable, req.File, err)
	}
	cut := s.describe(ctx, req, scope.Org, decoded, report)
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("cut:" + req.Production); err != nil {
			return err
		}
		kept, found, err := newest(tx, req.Production)
		if err != nil {
			return err
		}
		if found && kept.Digest == cut.Digest && kept.Rate == cut.Rate {
			cut = kept
			return nil
		}
		cut.Number = kept.Number + 1
		cut.PublishedAt = tx.Now().UTC()
		return insertCut(tx, cut, req.Content)
	})
	if err != nil {
		return Cut{}, report, errs.E(op, errs.Other, req.File, err)
	}
	return cut, report, nil
}

// decode reads a cut and finds its shots.
func (s *Service) decode(file string, content []byte, rate media.Rate) (*timeline.Cut, *finding.Report, error) {
	cut, report, err := s.Decode(file, content, rate)
	if err != nil {
		return nil, report, err
	}
	if cut.Events() == 0 {
		return nil, report, errs.Text("no event could be read from it" + first(report))
	}
	timeline.ApplyShots(cut, s.Shots)
	return cut, report, nil
}

// first is the first error of a report in words, for a message.
func first(r *finding.Report) string {
	if r == nil {
		return ""
	}
	for _, f := range r.Findings() {
		if f.Severity == finding.Error {
			return "; " + f.String()
		}
	}
	return ""
}

func (s *Service) describe(ctx context.Context, req Publish, org string, c *timeline.Cut, report *finding.Report) Cut {
	caller := identity.FromContext(ctx)
	sum := sha256.Sum256(req.Content)
	name := req.Name
	for _, other := range []string{c.Name, req.File, "untitled"} {
		if name == "" {
			name = other
		}
	}
	return Cut{
		ID: s.NewID(), Production: req.Production, Name: clip(name, maxNameBytes), File: clipFile(req.File), Format: c.Format, Rate: c.Rate, DropFrame: c.DropFrame,
		Start: media.TimecodeOf(c.Start, c.Rate, c.DropFrame), Duration: c.End().Sub(c.Start).Ceil(c.Rate), Events: int64(c.Events()),
		Digest: "sha256:" + hex.EncodeToString(sum[:]), State: Submitted, Org: identity.OrgID(org),
		PublishedBy: caller.ID, Findings: kept(report),
	}
}

// maxNameBytes is how long the name of a cut or of its file may be; the rest of
// a longer one is left out.
const maxNameBytes = 300

// clip is the beginning of a text, as text without control characters.
func clip(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// clipFile is clip for the name of a file, of which the ending stays: it may say
// the format.
func clipFile(name string) string {
	ending := path.Ext(name)
	if len(ending) > 20 {
		ending = ""
	}
	return clip(strings.TrimSuffix(name, ending), maxNameBytes-len(ending)) + clip(ending, len(ending))
}

// kept are the findings stored with a cut: the first hundred.
func kept(r *finding.Report) []finding.Finding {
	if r == nil || len(r.Findings()) == 0 {
		return []finding.Finding{}
	}
	return r.Findings()[:min(len(r.Findings()), 100)]
}

// maxToldFindings is how many bytes of findings stand in the event.
const maxToldFindings = 64 << 10

func insertCut(tx *store.Tx, c Cut, content []byte) error {
	findings, err := json.Marshal(c.Findings)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO cut (id, production, number, name, file, format, rate, drop_frame, start_tc, duration, events,
			digest, content, findings, state, org, published_by, published_at, approved_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,0)`,
		c.ID, c.Production, c.Number, c.Name, c.File, string(c.Format), c.Rate.String(), c.DropFrame, c.Start, c.Duration, c.Events,
		c.Digest, content, string(findings), string(c.State), string(c.Org), string(c.PublishedBy), c.PublishedAt.UnixMicro())
	if err != nil {
		return err
	}
	told := c
	if len(findings) > maxToldFindings { // the cut itself has them
		told.Findings = []finding.Finding{}
	}
	data, err := json.Marshal(told)
	if err != nil {
		return err
	}
	by := string(c.PublishedBy)
	if err := event.Add(tx, event.Event{Type: "cut.published", Subject: c.ID, Data: data, Log: c.Production, Key: c.ID, Actor: by}); err != nil {
		return err
	}
	return audit.Add(tx, audit.Record{
		Actor: by, Org: string(c.Org), Action: "cut.published", Object: c.ID, Production: c.Production, Decision: "change",
		Detail: data, Time: c.PublishedAt,
	})
}
