package api

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// deadlines notes the deadlines that were set for reading.
type deadlines struct {
	*httptest.ResponseRecorder
	set []time.Time
}

func (d *deadlines) SetReadDeadline(t time.Time) error {
	d.set = append(d.set, t)
	return nil
}

func TestABodyHasItsTime(t *testing.T) {
	began := time.Now()
	w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	var in resolveBody
	if err := decodeBody(w, httptest.NewRequest("POST", "/v1/resolve", strings.NewReader(`{"identifiers": []}`)), maxResolve, &in); err != nil {
		t.Fatal(err)
	}
	if len(w.set) != 2 || w.set[0].Before(began.Add(decoding)) || w.set[0].After(time.Now().Add(decoding)) || !w.set[1].IsZero() {
		t.Errorf("deadlines %v, want one in %v and then none", w.set, decoding)
	}
}
