package api

import (
	"sync"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/identity"
)

// maxStreams is how many streams and waiting reads a caller may have open at
// once. Every page of a browser that is open has one.
const maxStreams = 100

// streams counts what callers have open. The zero value is ready for use.
type streams struct {
	mu   sync.Mutex
	open map[identity.SubjectID]int
}

// enter counts one more of a caller; leave must be called when it has ended.
func (s *streams) enter(id identity.SubjectID) (leave func(), err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[id] >= maxStreams {
		return nil, errs.E("api.stream", errs.RateLimited, "", errs.Text("too many streams are open already; end one first"))
	}
	if s.open == nil {
		s.open = make(map[identity.SubjectID]int)
	}
	s.open[id]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.open[id]--; s.open[id] == 0 {
			delete(s.open, id)
		}
	}, nil
}
