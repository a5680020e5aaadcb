package server

import (
	"context"

	"golang.org/x/mod/sumdb/note"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/audit"
)

// checkpoint signs the present state of the audit log.
func (p *Platform) checkpoint(ctx context.Context) (api.Checkpoint, error) {
	c, err := p.Audit.Checkpoint(ctx, p.keys.auditor)
	if err != nil {
		return api.Checkpoint{}, err
	}
	return api.Checkpoint{Size: c.Size, Note: string(c.Note), Key: p.keys.verifier}, nil
}

// VerifyAudit checks that the audit log is whole, each record against the tree,
// and that it holds all that a signed checkpoint committed to.
func (p *Platform) VerifyAudit(ctx context.Context, kept api.Checkpoint) error {
	verifier, err := note.NewVerifier(kept.Key)
	if err != nil {
		return err
	}
	c, err := audit.OpenCheckpoint([]byte(kept.Note), note.VerifierList(verifier))
	if err != nil {
		return err
	}
	return p.Audit.Verify(ctx, c)
}
