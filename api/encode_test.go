package api

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/resolve"
)

// TestAnswerIsWhatTheLibraryWrites draws answers with any text in them and
// compares the quick way with the standard one.
func TestAnswerIsWhatTheLibraryWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := func(name string) string {
			return rapid.OneOf(rapid.Just(""), rapid.String(), rapid.StringMatching(`[a-z:"\\<>&/?=._-]{0,40}`), rapid.Just("\xff\u2028")).Draw(t, name)
		}
		in := resolveAnswer{Items: []resolve.Item{}}
		for range rapid.IntRange(0, 4).Draw(t, "items") {
			item := resolve.Item{
				Identifier: text("identifier"), Status: resolve.Status(text("status")), Asset: id.URN(text("asset")), Production: text("production"),
				Size: rapid.Int64().Draw(t, "size"), MediaType: text("type"), Digest: id.URN(text("digest")), Text: text("text"),
			}
			for range rapid.IntRange(0, 3).Draw(t, "copies") {
				c := resolve.Copy{Rank: rapid.Int().Draw(t, "rank"), Storage: text("storage"), URL: text("url"), Auth: text("auth")}
				if rapid.Bool().Draw(t, "expires") {
					c.Expires = time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "s"), rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).UTC()
				}
				item.Copies = append(item.Copies, c)
			}
			for range rapid.IntRange(0, 3).Draw(t, "assets") {
				item.Assets = append(item.Assets, id.URN(text("other")))
			}
			in.Items = append(in.Items, item)
		}
		want, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := in.encoded(); string(got) != string(want) {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}
