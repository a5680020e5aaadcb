package registry_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/registry"
)

// What is kept in memory comes back as it was, also several under one identifier.
func TestPackedComesBack(t *testing.T) {
	text := rapid.StringMatching(`[^\t\n]{0,200}`)
	number := rapid.OneOf(rapid.Int64(), rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MinInt64}))
	when := rapid.Custom(func(t *rapid.T) time.Time { return time.UnixMicro(rapid.Int64Range(1, 1<<52).Draw(t, "time")).UTC() })
	asset := rapid.Custom(func(t *rapid.T) *registry.Asset {
		a := &registry.Asset{
			ID: id.URN("urn:x-test:" + rapid.StringMatching(`[a-z0-9]{1,60}`).Draw(t, "id")), Production: text.Draw(t, "production"), Org: identity.OrgID(text.Draw(t, "org")),
			Facts: registry.Facts{
				Name: text.Draw(t, "name"), Kind: text.Draw(t, "kind"), Reel: text.Draw(t, "reel"), Clip: text.Draw(t, "clip"), File: text.Draw(t, "file"), UMID: text.Draw(t, "umid"),
				Size: number.Draw(t, "size"), MediaType: text.Draw(t, "media type"), Sequence: text.Draw(t, "sequence"), Scene: text.Draw(t, "scene"), Shot: text.Draw(t, "shot"),
			},
			Revision: number.Draw(t, "revision"), Created: when.Draw(t, "created"), Changed: when.Draw(t, "changed"),
		}
		if rapid.Bool().Draw(t, "known") {
			a.Available = media.Frames(number.Draw(t, "first"), number.Draw(t, "beyond"), media.R2997)
		}
		a.Identifiers = []id.URN{a.ID}
		for i := range rapid.IntRange(0, 5).Draw(t, "more") {
			a.Identifiers = append(a.Identifiers, id.URN(fmt.Sprintf("urn:x-test:%d", i)))
			a.Locations = append(a.Locations, registry.Location{
				Provider: identity.OrgID(text.Draw(t, "provider")), Storage: text.Draw(t, "storage"), Place: text.Draw(t, "place"), State: registry.Healthy,
				Priority: number.Draw(t, "priority"), Added: when.Draw(t, "added"),
			})
		}
		return a
	})
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(asset, 1, 4).Draw(t, "assets")
		got := registry.Packed(want...)
		if len(got) != len(want) {
			t.Fatalf("%d assets came back, want %d", len(got), len(want))
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("got %+v, want %+v", got[i], want[i])
			}
		}
	})
}
