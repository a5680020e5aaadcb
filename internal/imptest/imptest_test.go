package imptest_test

import (
	"context"
	"testing"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/imptest"
)

func TestTheMadePackageIsClean(t *testing.T) {
	result, err := imf.Validate(context.Background(), imptest.New().Files(), ".", imf.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range result.Subjects {
		for _, f := range s.Findings {
			t.Errorf("%s: %v", s.Path, f)
		}
	}
	if got := result.Subjects[0]; got.Classification != imf.Complete || got.Hashes != imf.Verified {
		t.Errorf("the package is %s with hashes %s, want complete and verified", got.Classification, got.Hashes)
	}
}
