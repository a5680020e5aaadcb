package imf_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/fixtures"
)

func TestZZ(t *testing.T) {
	root := os.DirFS(fixtures.Path(t, "imf", "photon"))
	agree, n := 0, 0
	for _, r := range expectations(t) {
		want, known := r.failed()
		if r.Absent && r.Kind != "delivery" || !known || r.Kind == "volindex" {
			continue
		}
		res, err := imf.Validate(context.Background(), root, r.File, imf.Options{})
		if err != nil {
			fmt.Println("ERR", r.File, err)
			continue
		}
		n++
		got := res.Failed()
		if got == want {
			agree++
			if os.Getenv("ALL") == "" {
				continue
			}
		}
		fmt.Printf("== %s %s got %v want %v\n", r.Kind, r.File, got, want)
		seen := map[string]int{}
		for _, s := range res.Subjects {
			for _, f := range s.Findings {
				key := fmt.Sprint(f.Severity, f.Code, s.Path)
				if seen[key]++; (f.Severity == finding.Error || os.Getenv("ALL") != "") && seen[key] < 3 {
					fmt.Printf("     %s %s %s:%d %.150s\n", f.Severity, f.Code, s.Path[max(0, len(s.Path)-40):], f.Line, f.Text)
				}
			}
		}
	}
	fmt.Println(agree, "of", n)
}
