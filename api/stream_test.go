package api

import (
	"testing"

	"github.com/selsyn/selsyn/errs"
)

func TestStreamsOfACallerAreCounted(t *testing.T) {
	var s streams
	var leave []func()
	for i := range maxStreams {
		end, err := s.enter("per_one")
		if err != nil {
			t.Fatalf("stream %d: %v", i+1, err)
		}
		leave = append(leave, end)
	}
	if _, err := s.enter("per_one"); !errs.Is(err, errs.RateLimited) {
		t.Errorf("stream %d: got %v, want %v", maxStreams+1, err, errs.RateLimited)
	}
	other, err := s.enter("per_two")
	if err != nil {
		t.Errorf("the first stream of another: %v", err)
	}
	other()
	leave[0]()
	again, err := s.enter("per_one")
	if err != nil {
		t.Errorf("after one has ended: %v", err)
	}
	again()
	for _, end := range leave[1:] {
		end()
	}
	if len(s.open) != 0 {
		t.Errorf("all have ended, and %v are counted", s.open)
	}
}
