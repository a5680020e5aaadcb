package server_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/internal/pgtest"
	"github.com/selsyn/selsyn/server"
)

// begin opens a platform and closes it.
func begin(t *testing.T, c server.Config, during ...func(*server.Platform)) error {
	t.Helper()
	c.Log = slog.New(slog.DiscardHandler)
	p, err := server.Open(t.Context(), c)
	if err != nil {
		return err
	}
	for _, fn := range during {
		fn(p)
	}
	return p.Close()
}

func claim(t *testing.T) func(*server.Platform) {
	return func(p *server.Platform) {
		code, err := p.Identity.NewClaim(t.Context())
		if err == nil {
			_, err = p.Identity.Claim(t.Context(), code, identity.Founder{Org: "Studio", Name: "Ada"})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// restore copies files of one folder into a fresh one.
func restore(t *testing.T, from string, names ...string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join(from, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// Keys and a database that do not belong together are refused, whichever is
// wrong, with the file and without any of its content. What was backed up
// together goes on.
func TestKeysBelongToTheDatabase(t *testing.T) {
	one, other := t.TempDir(), t.TempDir()
	if err := begin(t, server.Config{Data: one}, claim(t)); err != nil {
		t.Fatal(err)
	}
	if err := begin(t, server.Config{Data: other}, claim(t)); err != nil {
		t.Fatal(err)
	}
	all := []string{"selsyn.db", "webhook.key", "audit.key"}
	for name, c := range map[string]struct {
		files  []string
		change func(t *testing.T, folder string)
		want   string // "" when it is to open
	}{
		"all of the backup":             {files: all},
		"without the webhook key":       {files: []string{"selsyn.db", "audit.key"}, want: "webhook.key is missing"},
		"without the audit key":         {files: []string{"selsyn.db", "webhook.key"}, want: "audit.key is missing"},
		"without the database":          {files: []string{"webhook.key", "audit.key"}},
		"empty webhook key":             {all, write("webhook.key", ""), "webhook.key is damaged"},
		"short webhook key":             {all, write("webhook.key", "00ff"), "webhook.key is damaged"},
		"damaged webhook key":           {all, write("webhook.key", "hunter2"), "webhook.key is damaged"},
		"damaged audit key":             {all, write("audit.key", "PRIVATE+KEY+hunter2"), "audit.key is damaged"},
		"another installation's keys":   {all, copyOf(other, "webhook.key", "audit.key"), "webhook.key is not the key"},
		"another's audit key":           {all, copyOf(other, "audit.key"), "audit.key is not the key"},
		"another installation's tables": {all, copyOf(other, "selsyn.db"), "webhook.key is not the key"},
		"damaged database":              {all, write("selsyn.db", strings.Repeat("hunter2 ", 1000)), "selsyn.db is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := restore(t, one, c.files...)
			if c.change != nil {
				c.change(t, folder)
			}
			err := begin(t, server.Config{Data: folder})
			if c.want == "" {
				if err != nil {
					t.Fatalf("opening gave %v", err)
				}
				return
			}
			got := errs.Plain(err)
			if !strings.Contains(got, filepath.Join(folder, c.want)) || strings.Contains(got, "hunter2") {
				t.Errorf("opening said %q, want %q with its folder and nothing of the content", got, c.want)
			}
			for _, f := range []string{"webhook.key", "audit.key"} { // nothing was made in place of what is missing
				if _, err := os.Stat(filepath.Join(folder, f)); err != nil && !strings.HasPrefix(c.want, f) {
					t.Errorf("%s: %v", f, err)
				} else if err == nil && strings.HasPrefix(c.want, f+" is missing") {
					t.Errorf("%s was made although the database knows another", f)
				}
			}
		})
	}
}

func write(name, text string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func copyOf(from string, names ...string) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		for _, name := range names {
			b, err := os.ReadFile(filepath.Join(from, name))
			if err != nil {
				t.Fatal(err)
			}
			write(name, string(b))(t, folder)
		}
	}
}

// Processes that share a PostgreSQL need the same keys.
func TestKeysSharedOnPostgres(t *testing.T) {
	database := pgtest.URL(t)
	first := t.TempDir()
	if err := begin(t, server.Config{Data: first, Database: database}); err != nil {
		t.Fatal(err)
	}
	stranger := t.TempDir()
	err := begin(t, server.Config{Data: stranger, Database: database})
	if got, want := errs.Plain(err), filepath.Join(stranger, "webhook.key")+" is missing"; !strings.Contains(got, want) {
		t.Errorf("a folder without the keys: %q, want %q in it", got, want)
	}
	for _, name := range []string{"webhook.key", "audit.key"} {
		copyOf(first, name)(t, stranger)
	}
	if err := begin(t, server.Config{Data: stranger, Database: database}); err != nil {
		t.Errorf("a folder with the same keys: %v", err)
	}
}

// Processes that begin at once on a new database end up with the same keys, or
// are told.
func TestKeysMadeAtOnce(t *testing.T) {
	database := pgtest.URL(t)
	ended := make(chan error)
	for range 2 {
		go func() { ended <- begin(t, server.Config{Data: t.TempDir(), Database: database}) }()
	}
	var refused int
	for range 2 {
		if err := <-ended; err != nil {
			refused++
			if got := errs.Plain(err); !strings.Contains(got, ".key") {
				t.Errorf("who was refused was told %q, want the name of a key", got)
			}
		}
	}
	if refused != 1 {
		t.Errorf("%d of two with keys of their own were refused, want 1", refused)
	}
}
