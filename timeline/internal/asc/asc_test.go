package asc

import (
	"testing"

	"github.com/selsyn/selsyn/timeline"
)

func TestSOP(t *testing.T) {
	want := timeline.CDL{Slope: [3]string{"1.1", "1e-2", "-.5"}, Offset: [3]string{"0", "+0.1", "0"}, Power: [3]string{"1", "1", "1"}}
	for _, v := range []string{"(1.1 1e-2 -.5)(0 +0.1 0)(1 1 1)", " ( 1.1,1e-2,-.5 ) (0,\t+0.1 0)(1 1 1) "} {
		var got timeline.CDL
		if !SOP(v, &got) || got != want {
			t.Errorf("%q: got %+v, want %+v", v, got, want)
		}
	}
	for _, v := range []string{"", "1 1 1 0 0 0 1 1 1", "(1 1 1)(0 0 0)", "(1 1)(0 0 0)(1 1 1)", "(1 1 1)(0 0 0)(1 1 x)", "(1 1 1)(0 0 0)(1 1 1",
		"(1 1 1)(0 0 0)(1 1 1)(2 2 2)", "((1 1 1)(0 0 0)(1 1 1)", "(1 1 1)(0 0 0)(1 1 1e)", "(1 1 1)(0 0 0)(1 1 1/2)", "(1 1 1)(0 0 0)(1 1 1) 1"} {
		var got timeline.CDL
		if SOP(v, &got) || got != (timeline.CDL{}) {
			t.Errorf("%q: got %+v, want nothing", v, got)
		}
	}
}

func TestSAT(t *testing.T) {
	for v, want := range map[string]string{"0.9": "0.9", " (1) ": "1", "lots": "", "": "", "1.2.3": "", "1e": "", "NaN": ""} {
		if got, ok := SAT(v); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %q %v, want %q", v, got, ok, want)
		}
	}
}
