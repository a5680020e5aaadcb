package imf_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/selsyn/selsyn/internal/fixtures"
)

// dirOf is a folder of fixtures as a file system.
func dirOf(t testing.TB, elem ...string) fs.FS {
	t.Helper()
	return os.DirFS(fixtures.Path(t, elem...))
}
