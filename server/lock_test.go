//go:build unix

package server_test

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/server"
)

func TestOneFolderOnePlatform(t *testing.T) {
	c := server.Config{Data: t.TempDir(), Log: slog.New(slog.DiscardHandler)}
	first, err := server.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	second, err := server.Open(t.Context(), c)
	if err == nil {
		second.Close()
		t.Fatal("the folder was opened twice, want an error")
	}
	if got, want := errs.Plain(err), "another selsyn uses the folder "+c.Data; !strings.Contains(got, want) {
		t.Errorf("the second got %q, want %q in it", got, want)
	}
	if got := errs.KindOf(err).Exit(); got != 1 {
		t.Errorf("the second ends with %d, want 1", got)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	third, err := server.Open(t.Context(), c)
	if err != nil {
		t.Fatalf("after the first was closed: %v", err)
	}
	if err := third.Close(); err != nil {
		t.Error(err)
	}
}
