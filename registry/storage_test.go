package registry_test

import (
	"strings"
	"testing"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/registry"
)

// Nobody gets at the bytes of an asset by registering their key as a copy of an
// asset of their own.
func TestRegisterKeyOfOurStorage(t *testing.T) {
	both(t, func(t *testing.T, s *registry.Service) {
		secret, _, err := s.Upload(as(t, "studio"), show, registry.Registration{}, strings.NewReader("secret"))
		if err != nil {
			t.Fatal(err)
		}
		theirs := service(t, s.DB, permit("own", policy.Who{Org: "vendor"}, policy.What{Org: "vendor"}, "asset.*"))
		theirs.Bucket = s.Bucket
		copied := registry.Location{Storage: "local", Place: secret.Locations[0].Place}
		made, err := theirs.Register(as(t, "vendor"), show, registry.Registration{Identifiers: []string{sha("mine")}, Locations: []registry.Location{copied}})
		if !errs.Is(err, errs.Denied) {
			t.Errorf("Register with the key of another asset = %v, %v, want denied", made, err)
		}
		if _, err := theirs.Register(as(t, "vendor"), show, registry.Registration{Identifiers: []string{sha("mine")}}); err != nil {
			t.Fatal(err)
		}
		if _, err := theirs.Locate(as(t, "vendor"), sha("mine"), copied); !errs.Is(err, errs.Denied) {
			t.Errorf("Locate with the key of another asset = %v, want denied", err)
		}
		// What is there may be said again, and its state changed.
		if _, err := s.Register(as(t, "studio"), show, registry.Registration{Identifiers: []string{string(secret.ID)}, Locations: secret.Locations}); err != nil {
			t.Errorf("registering an asset as it was read: %v", err)
		}
		own := secret.Locations[0]
		own.State = registry.Suspect
		if a, err := s.Locate(as(t, "studio"), string(secret.ID), own); err != nil || a.Locations[0].State != registry.Suspect {
			t.Errorf("Locate of a copy that is there = %v, %v, want it suspect", a, err)
		}
	})
}
