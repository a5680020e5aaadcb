package world_test

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/internal/world"
)

func (k *walk) step8Resolve() {
	for i, v := range k.Vendors {
		before := k.resolved(v)
		want := stage.Needs(k.cut, world.Mine(i))
		identifiers, statuses := k.fourHundred(want)
		answers, err := v.Resolve(k.Context(), identifiers...)
		k.must(err)
		if len(answers) != 400 {
			k.Fatalf("step 8: %d answers to 400 questions", len(answers))
		}
		for n, a := range answers {
			if a.Identifier != identifiers[n] || a.Status != statuses[n] || (a.Status == "ok") != (len(a.Copies) > 0) {
				k.Errorf("step 8: %s asks for %s: got %s with %d copies, want %s", v.OrgName, identifiers[n], a.Status, len(a.Copies), statuses[n])
			}
			if a.Status == "ok" && time.Until(a.Copies[0].Expires) > 5*time.Minute+time.Second {
				k.Errorf("step 8: the address of %s lives until %v, longer than five minutes", a.Identifier, a.Copies[0].Expires)
			}
		}
		world.Eventually(k, 10*time.Second, "step 8: a record of every reel that was resolved or refused", func() bool {
			after := k.resolved(v)
			return !slices.ContainsFunc(k.Assets.Names(), func(name string) bool {
				decision := "deny"
				if slices.Contains(want, name) {
					decision = "allow"
				}
				return after[name+" "+decision] <= before[name+" "+decision]
			})
		})
		if len(want) > 0 {
			k.fetch(v, want[0], answers[slices.Index(statuses, "ok")])
		}
	}
	if _, err := (&client.Client{Base: k.Base}).Resolve(k.Context(), k.Assets[k.Assets.Names()[0]].ID); !errs.Is(err, errs.Unauthorised) {
		k.Errorf("step 8: somebody without a token resolves: got %v, want unauthorised", err)
	}
}

// resolved counts what the audit log says of a vendor's resolving, by reel and
// decision.
func (k *walk) resolved(v *stage.Cast) map[string]int {
	found := make(map[string]int)
	for _, name := range k.Assets.Names() {
		for _, r := range k.audit("asset.resolve", k.Assets[name].ID) {
			if r.Actor == v.ID {
				found[name+" "+r.Decision]++
			}
		}
	}
	return found
}

// fourHundred are identifiers of every kind with the answers they must get: all
// reels by UUID, by SHA-1 and by their OMC name, one malformed, and for the rest
// such as do not exist.
func (k *walk) fourHundred(mine []string) (identifiers, statuses []string) {
	for _, name := range k.Assets.Names() {
		status := "not-found"
		if slices.Contains(mine, name) {
			status = "ok"
		}
		a := k.Assets[name]
		for _, id := range []string{a.ID, "urn:sha1:" + a.SHA1, "urn:x-omc:demo:reel%2F" + name} {
			identifiers, statuses = append(identifiers, id), append(statuses, status)
		}
	}
	identifiers, statuses = append(identifiers, "this is no identifier"), append(statuses, "invalid")
	for n := len(identifiers); n < 400; n++ {
		identifiers, statuses = append(identifiers, fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", n)), append(statuses, "not-found")
	}
	return identifiers, statuses
}

// fetch downloads what was resolved and checks its digest.
func (k *walk) fetch(v *stage.Cast, name string, a client.Resolved) {
	resp, err := v.Do(k.Context(), http.MethodGet, a.Copies[0].URL, nil, nil)
	k.must(err)
	defer resp.Body.Close()
	digest := sha1.New()
	n, err := io.Copy(digest, resp.Body)
	k.must(err)
	if got, want := hex.EncodeToString(digest.Sum(nil)), k.Assets[name].SHA1; got != want || n != k.Assets[name].Size {
		k.Errorf("step 8: %s got %d bytes with SHA-1 %s, want %d with %s", name, n, got, k.Assets[name].Size, want)
	}
}
