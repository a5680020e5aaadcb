package api

import (
	"math"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
)

// Limit is how often somebody may call: so many times at once, and so many in
// each second thereafter. The zero value takes the default; a negative rate is
// no limit.
type Limit struct {
	Rate  float64 // calls in a second
	Burst int     // calls at once
}

// Limits are those of everybody. They keep one caller's runaway script from
// everybody else; they are no measure of what the platform can bear.
type Limits struct {
	Subject      Limit // each person and service account; 500 a second, 2000 at once
	Organisation Limit // all of an organisation together; 2000 a second, 8000 at once
	Address      Limit // each address (of IPv6: each /64) from which somebody calls without saying who; 100 a second, 1000 at once
}

func (l Limit) or(rate float64, burst int) Limit {
	if l.Rate == 0 {
		return Limit{rate, burst}
	}
	return l
}

// limiter keeps a token bucket for everybody who has called lately.
type limiter struct {
	limits Limits
	clock  func() time.Time

	mu      sync.Mutex
	buckets map[string]bucket
}

// bucket holds what is left to somebody, as of a time.
type bucket struct {
	left float64
	at   time.Time
}

// maxBuckets is when those that are full again are forgotten.
const maxBuckets = 10_000

func newLimiter(l Limits, clock func() time.Time) *limiter {
	return &limiter{
		limits: Limits{Subject: l.Subject.or(500, 2000), Organisation: l.Organisation.or(2000, 8000), Address: l.Address.or(100, 1000)},
		clock:  clock, buckets: make(map[string]bucket),
	}
}

// take takes one call of the key's; when there is none it says for how long
// there will not be.
func (l *limiter) take(key string, limit Limit, now time.Time) (wait time.Duration) {
	if limit.Rate < 0 {
		return 0
	}
	b, ok := l.buckets[key]
	if !ok {
		b = bucket{float64(limit.Burst), now}
	}
	b.left = min(float64(limit.Burst), b.left+max(0, now.Sub(b.at).Seconds())*limit.Rate)
	b.at = now
	if b.left < 1 {
		l.buckets[key] = b
		return max(time.Nanosecond, time.Duration((1-b.left)/limit.Rate*float64(time.Second))) // never 0, which means go on
	}
	b.left--
	l.buckets[key] = b
	return 0
}

// caller takes one call of somebody who is known.
func (l *limiter) caller(s identity.Subject) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if wait := l.take(string(s.ID), l.limits.Subject, now); wait > 0 {
		return wait
	}
	return l.take(string(s.Org), l.limits.Organisation, now)
}

// address takes one call of somebody who is not.
func (l *limiter) address(remote string) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.take("address "+household(remote), l.limits.Address, l.now())
}

// household is what one caller has of the internet: an IPv4 address, or all 2^64
// IPv6 addresses with the same first half, between which a caller chooses freely.
func household(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if a = a.Unmap().WithZone(""); a.Is4() {
		return a.String()
	}
	half, err := a.Prefix(64)
	if err != nil {
		return host
	}
	return half.String()
}

func (l *limiter) now() time.Time {
	now := l.clock()
	if len(l.buckets) < maxBuckets {
		return now
	}
	for key, b := range l.buckets { // a full bucket is as good as none
		if now.Sub(b.at) > time.Minute {
			delete(l.buckets, key)
		}
	}
	if len(l.buckets) >= maxBuckets {
		clear(l.buckets)
	}
	return now
}

// tooMany answers a caller who has to wait.
func tooMany(w http.ResponseWriter, wait time.Duration) {
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	w.Header().Set("Retry-After", seconds)
	problemOf(errs.E("api", errs.RateLimited, "", errs.Text("Too many requests; try again in "+seconds+" s."))).write(w)
}

// limited reports whether calls of the path count for those who have not said
// who they are. Pages do not, and neither does content, whose signed address
// says enough.
func limited(path string) bool {
	return strings.HasPrefix(path, "/v1/") && !strings.HasPrefix(path, contentPrefix)
}

// contentPrefix begins the paths of signed addresses.
const contentPrefix = "/v1/content/"
