package api

import (
	"bytes"
	"io"
	"net/http/httptest"
	"testing"
)

func TestBytesAreSentOnlyWhileTheyMayBeHad(t *testing.T) {
	for _, c := range []struct {
		name         string
		has, allowed int // bytes, stretches
		want         int64
		fails        bool
	}{
		{"all", 3*stretch + 5, 10, 3*stretch + 5, false},
		{"nothing", 0, 10, 0, false},
		{"revoked in the midst", 3*stretch + 5, 2, 2 * stretch, true},
		{"revoked before", 5, 0, 0, true},
	} {
		w := httptest.NewRecorder()
		asked := 0
		l := &lending{ResponseWriter: w, allowed: func() bool { asked++; return asked <= c.allowed }}
		n, err := io.Copy(l, io.LimitReader(bytes.NewReader(make([]byte, 10*stretch)), int64(c.has)))
		if n != c.want || int64(w.Body.Len()) != c.want || (err != nil) != c.fails {
			t.Errorf("%s: got %d bytes, %d sent, %v, want %d and an error: %v", c.name, n, w.Body.Len(), err, c.want, c.fails)
		}
	}
}
