package errs_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/selsyn/selsyn/errs"
)

func TestKindIsTakenOverFromTheCause(t *testing.T) {
	inner := errs.E("registry.Get", errs.NotExist, "urn:uuid:1", nil)
	outer := errs.E("resolve.One", errs.Other, "", inner)
	if got := errs.KindOf(outer); got != errs.NotExist {
		t.Errorf("KindOf(outer) = %v, want %v", got, errs.NotExist)
	}
	if want := "resolve.One: registry.Get urn:uuid:1: not found"; outer.Error() != want {
		t.Errorf("Error() = %q, want %q", outer.Error(), want)
	}
}

func TestCauseIsReachable(t *testing.T) {
	err := errs.E("blob.Get", errs.Unavailable, "reel", io.ErrUnexpectedEOF)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("errors.Is(%v, io.ErrUnexpectedEOF) = false", err)
	}
	if got, want := err.Error(), "blob.Get reel: unavailable: unexpected EOF"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if got, want := errs.Plain(err), "unexpected EOF"; got != want {
		t.Errorf("Plain = %q, want %q", got, want)
	}
}

func TestPlainKeepsWhatWasWrappedAround(t *testing.T) {
	err := errs.E("registry.Register", errs.Other, "", fmt.Errorf("registration 3: %w", errs.E("id.Parse", errs.Invalid, "x", errs.Text("no such form"))))
	if got, want := errs.Plain(err), "registration 3: no such form"; got != want {
		t.Errorf("Plain = %q, want %q", got, want)
	}
	if got, want := errs.Plain(errs.E("a.B", errs.NotExist, "cut 12", nil)), "cut 12 not found"; got != want {
		t.Errorf("Plain = %q, want %q", got, want)
	}
}

func TestEveryKindHasARow(t *testing.T) {
	for k := errs.Other; k <= errs.Partial; k++ {
		if k.String() == "" || k.Slug() == "" || k.Status() == 0 || k.Exit() == 0 {
			t.Errorf("kind %d has an empty cell: %q %q %d %d", k, k, k.Slug(), k.Status(), k.Exit())
		}
		if k.Status() >= 400 && errs.FromStatus(k.Status()) != k {
			t.Errorf("FromStatus(%d) = %v, want %v", k.Status(), errs.FromStatus(k.Status()), k)
		}
	}
	if got := errs.FromStatus(http.StatusTeapot); got != errs.Other {
		t.Errorf("FromStatus(418) = %v, want %v", got, errs.Other)
	}
}
