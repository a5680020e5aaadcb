package api

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/identity"
)

// TestLimitNeverGivesMore draws calls at random times and counts that in no
// stretch of time more got through than the burst and what the rate adds.
func TestLimitNeverGivesMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := Limit{Rate: float64(rapid.IntRange(1, 50).Draw(t, "rate")), Burst: rapid.IntRange(1, 20).Draw(t, "burst")}
		now := time.Unix(1000, 0)
		l := newLimiter(Limits{Subject: limit, Organisation: Limit{Rate: -1}}, func() time.Time { return now })
		var passed []time.Time
		for range rapid.IntRange(1, 200).Draw(t, "calls") {
			now = now.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "ms")) * time.Millisecond)
			wait := l.caller(identity.Subject{ID: "a", Org: "o"})
			if wait == 0 {
				passed = append(passed, now)
				continue
			}
			l.buckets["probe"] = l.buckets["a"]
			if again := l.take("probe", limit, now.Add(wait+time.Millisecond)); again > 0 {
				t.Fatalf("told to wait %v, and then for another %v", wait, again)
			}
		}
		for i, from := range passed {
			for j := i; j < len(passed); j++ {
				if n, most := float64(j-i+1), float64(limit.Burst)+passed[j].Sub(from).Seconds()*limit.Rate+1e-6; n > most {
					t.Fatalf("%v calls got through within %v, want at most %v", n, passed[j].Sub(from), most)
				}
			}
		}
	})
}

func TestLimitIsEachOnes(t *testing.T) {
	now := time.Unix(1000, 0)
	l := newLimiter(Limits{Subject: Limit{1, 3}, Organisation: Limit{1, 5}, Address: Limit{1, 2}}, func() time.Time { return now })
	got := ""
	for _, who := range []string{"a", "a", "a", "a", "b", "b", "b"} {
		got += fmt.Sprint(who, l.caller(identity.Subject{ID: identity.SubjectID(who), Org: "o"}) == 0, " ")
	}
	if want := "atrue atrue atrue afalse btrue btrue bfalse "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if l.caller(identity.Subject{ID: "c", Org: "another"}) != 0 {
		t.Error("another organisation has to wait for the first")
	}
	if l.address("10.0.0.1:1") != 0 || l.address("10.0.0.1:2") != 0 || l.address("10.0.0.1:3") == 0 || l.address("10.0.0.2:1") != 0 {
		t.Error("addresses are not counted each by itself, without their ports")
	}
	if l.address("[2001:db8::1]:1") != 0 || l.address("[2001:db8::ffff:2]:1") != 0 || l.address("[2001:db8::3%eth0]:1") == 0 ||
		l.address("[2001:db8:0:1::1]:1") != 0 || l.address("[::ffff:10.0.0.1]:1") == 0 {
		t.Error("addresses of one IPv6 network are not counted together, or others are")
	}
	now = now.Add(time.Second)
	if l.caller(identity.Subject{ID: "a", Org: "o"}) != 0 {
		t.Error("a second later there is one call more")
	}
}

// TestLimiterForgets calls from a million addresses and looks at what is kept.
func TestLimiterForgets(t *testing.T) {
	now := time.Unix(1000, 0)
	l := newLimiter(Limits{}, func() time.Time { return now })
	for i := range 100_000 {
		now = now.Add(time.Millisecond)
		l.address(fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255))
	}
	if len(l.buckets) > maxBuckets {
		t.Errorf("%d buckets are kept, want at most %d", len(l.buckets), maxBuckets)
	}
}

func TestTooManyIsTold(t *testing.T) {
	w := httptest.NewRecorder()
	tooMany(w, 1200*time.Millisecond)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "2" {
		t.Errorf("got %d, Retry-After %q, want 429 and 2", w.Code, w.Header().Get("Retry-After"))
	}
}
