package server

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/selsyn/selsyn/api"
	"github.com/selsyn/selsyn/audit"
)

// Version is the version of the program.
const Version = "0.1.0"

// keys are the secrets of an installation. They are made when the data folder
// is first used and lie in it, readable by its owner alone, apart from the
// database that they protect.
type keys struct {
	webhooks []byte // encrypts the signing keys of webhooks in the database
	auditor  string // signs checkpoints of the audit log
	verifier string // and verifies them
}

func loadKeys(data string) (keys, error) {
	var k keys
	encoded, err := keep(filepath.Join(data, "webhook.key"), func() (string, error) {
		b := make([]byte, 32)
		_, err := rand.Read(b)
		return hex.EncodeToString(b), err
	})
	if err != nil {
		return keys{}, err
	}
	if k.webhooks, err = hex.DecodeString(encoded); err != nil {
		return keys{}, err
	}
	pair, err := keep(filepath.Join(data, "audit.key"), func() (string, error) {
		secret, public, err := note.GenerateKey(rand.Reader, "selsyn/audit")
		return secret + "\n" + public, err
	})
	if err != nil {
		return keys{}, err
	}
	k.auditor, k.verifier, _ = strings.Cut(pair, "\n")
	return k, nil
}

// keep reads a secret, and makes it when there is none. Of two processes that
// begin at once only one makes it.
func keep(path string, create func() (string, error)) (string, error) {
	b, err := os.ReadFile(path)
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	secret, err := create()
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(secret + "\n")
	if err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return "", err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	b, err = os.ReadFile(path)
	return strings.TrimSpace(string(b)), err
}

// checkpoint signs the present state of the audit log.
func (p *Platform) checkpoint(ctx context.Context) (api.Checkpoint, error) {
	signer, err := note.NewSigner(p.keys.auditor)
	if err != nil {
		return api.Checkpoint{}, err
	}
	c, err := p.Audit.Checkpoint(ctx, signer)
	if err != nil {
		return api.Checkpoint{}, err
	}
	return api.Checkpoint{Size: c.Size, Note: string(c.Note), Key: p.keys.verifier}, nil
}

func isHTTPS(address string) bool { return strings.HasPrefix(address, "https://") }

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
