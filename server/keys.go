package server

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/store"
)

// keys are the secrets of an installation. They lie in the data folder, readable
// by its owner alone, apart from the database that they protect. They are made
// with the database, which knows a proof of each: keys and database that do not
// belong together are refused.
type keys struct {
	webhooks []byte      // encrypts the signing keys of webhooks in the database
	auditor  note.Signer // signs checkpoints of the audit log
	verifier string      // and verifies them
}

// keyFile is one of the keys as a file in the data folder.
type keyFile struct {
	name   string
	create func() (string, error)
	read   func(k *keys, text string) error // an error when the text is no such key
}

var keyFiles = []keyFile{
	{"webhook.key", newWebhookKey, (*keys).readWebhookKey},
	{"audit.key", newAuditKey, (*keys).readAuditKey},
}

func newWebhookKey() (string, error) {
	b := make([]byte, 32)
	_, err := rand.Read(b)
	return hex.EncodeToString(b), err
}

func (k *keys) readWebhookKey(text string) (err error) {
	k.webhooks, err = hex.DecodeString(text)
	if err == nil && len(k.webhooks) != 32 {
		err = errs.Text("not 32 bytes")
	}
	return err
}

func newAuditKey() (string, error) {
	secret, public, err := note.GenerateKey(rand.Reader, "selsyn/audit")
	return secret + "\n" + public, err
}

func (k *keys) readAuditKey(text string) (err error) {
	secret, public, _ := strings.Cut(text, "\n")
	if k.auditor, err = note.NewSigner(secret); err != nil {
		return err
	}
	verifier, err := note.NewVerifier(public)
	if err == nil && verifier.KeyHash() != k.auditor.KeyHash() {
		err = errs.Text("the two lines are not of one key")
	}
	k.verifier = public
	return err
}

//go:embed migrations/*.sql
var migrations embed.FS

// keyTable is the table of the proofs. It is there before all others, so that
// keys that do not belong to a database are refused before anything is done to it.
func keyTable() store.Migrations {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err) // the folder is embedded
	}
	return store.Migrations{Name: "server", FS: sub}
}

// loadKeys reads the keys in the folder, and makes those that are not there when
// the database is new.
func loadKeys(ctx context.Context, db *store.DB, folder string) (keys, error) {
	known, err := proofs(ctx, db)
	if err != nil {
		return keys{}, err
	}
	var k keys
	fresh := map[string]string{}
	for _, f := range keyFiles {
		path := filepath.Join(folder, f.name)
		text, err := readKey(path)
		proof, made := known[f.name]
		if errors.Is(err, fs.ErrNotExist) && !made {
			text, err = makeKey(path, f.create)
		}
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return keys{}, fmt.Errorf("%s is missing, and the database was made with it; put the file of the backup there", path)
		case err != nil:
			return keys{}, err
		case f.read(&k, text) != nil: // its words may hold part of the key
			return keys{}, fmt.Errorf("%s is damaged: it holds no key; put the file of the backup there", path)
		case made && !hmac.Equal([]byte(proof), []byte(prove(f.name, text))):
			return keys{}, fmt.Errorf("%s is not the key that the database was made with; put the one there that belongs to it, or name another database", path)
		case !made:
			fresh[f.name] = prove(f.name, text)
		}
	}
	if len(fresh) == 0 {
		return k, nil
	}
	return k, recordProofs(ctx, db, folder, fresh)
}

// prove is what the database knows of a key. It tells nothing of it.
func prove(name, text string) string {
	h := hmac.New(sha256.New, []byte(text))
	h.Write([]byte("selsyn " + name))
	return hex.EncodeToString(h.Sum(nil))
}

func proofs(ctx context.Context, db *store.DB) (map[string]string, error) {
	known := map[string]string{}
	err := db.Read(ctx, func(tx *store.Tx) error {
		rows, err := tx.Query(`SELECT file, proof FROM server_key`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var file, proof string
			if err := rows.Scan(&file, &proof); err != nil {
				return err
			}
			known[file] = proof
		}
		return rows.Err()
	})
	return known, err
}

// recordProofs has the database know the keys. Of two processes that begin at
// once with keys of their own, one is refused.
func recordProofs(ctx context.Context, db *store.DB, folder string, fresh map[string]string) error {
	return db.Write(ctx, func(tx *store.Tx) error {
		for _, f := range keyFiles {
			proof, ok := fresh[f.name]
			if !ok {
				continue
			}
			res, err := tx.Exec(`INSERT INTO server_key (file, proof) VALUES ($1, $2) ON CONFLICT (file) DO UPDATE SET file = excluded.file
				WHERE server_key.proof = excluded.proof`, f.name, proof)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n == 0 {
				return errors.Join(err, fmt.Errorf("another process has begun with another %s than that in %s; all need the same", f.name, folder))
			}
		}
		return nil
	})
}

func readKey(path string) (string, error) {
	b, err := os.ReadFile(path)
	return strings.TrimSpace(string(b)), err
}

// makeKey makes a key where there is none. Of two processes that begin at once
// only one makes it, and both read that.
func makeKey(path string, create func() (string, error)) (string, error) {
	text, err := create()
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text + "\n")
	if err = errors.Join(err, f.Chmod(0o600), f.Sync(), f.Close()); err != nil {
		return "", err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return readKey(path)
}
