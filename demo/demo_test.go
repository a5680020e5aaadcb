package demo

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/server"
)

// quiet is a platform that writes no log.
func quiet() server.Config {
	return server.Config{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func TestTheStoryHolds(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	var told bytes.Buffer
	if err := Run(t.Context(), Options{Once: true, Config: quiet()}, &told); err != nil {
		t.Errorf("got %v, want the story to its end:\n%s", err, &told)
	}
	for _, want := range []string{"proofs held", "downloads 11 reels", "that only the other was given", "matches its signed checkpoint"} {
		if !strings.Contains(told.String(), want) {
			t.Errorf("the story does not say %q:\n%s", want, &told)
		}
	}
	if strings.Contains(told.String(), "FAIL") || strings.Contains(told.String(), "\x1b") {
		t.Errorf("the story has failures, or colours that nobody asked for:\n%s", &told)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v behind (%v)", left, err)
	}
}

// With the platform's clock an hour ahead vendors cannot take its signatures for
// fresh. That must be seen, said, and be the end.
func TestAStepThatDoesNotHoldIsSaid(t *testing.T) {
	c := quiet()
	c.Clock = func() time.Time { return time.Now().Add(time.Hour) }
	var told bytes.Buffer
	err := Run(t.Context(), Options{Once: true, Data: t.TempDir(), Config: c, soon: 50 * time.Millisecond}, &told)
	if !errors.Is(err, ErrFailed) {
		t.Errorf("got %v, want %v", err, ErrFailed)
	}
	if !strings.Contains(told.String(), "FAIL  ") || !strings.Contains(told.String(), "proofs FAILED") || strings.Contains(told.String(), "proofs held") {
		t.Errorf("the story does not say what failed:\n%s", &told)
	}
}

// A folder that somebody named is kept, and nothing is played in one that holds
// something.
func TestTheStoryKeepsAFolderItWasGiven(t *testing.T) {
	data := t.TempDir()
	if err := Run(t.Context(), Options{Once: true, Data: data, Config: quiet()}, io.Discard); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(data); err != nil || len(left) == 0 {
		t.Errorf("it leaves %v (%v), want its platform", left, err)
	}
	var told bytes.Buffer
	if err := Run(t.Context(), Options{Once: true, Data: data, Config: quiet()}, &told); !errs.Is(err, errs.Conflict) || told.Len() > 0 {
		t.Errorf("played there again it ends with %v and tells %q, want %v and nothing", err, &told, errs.Conflict)
	}
}
