package imf

import (
	"crypto/x509"
	"io/fs"
	"runtime"
	"time"

	"github.com/selsyn/selsyn/imf/mxf/register"
)

// Options say how to judge. The zero value is good: it hashes everything, on
// all processors, and checks signatures without a list of whom to trust.
type Options struct {
	NoHash     bool       // leave hashing out; sizes are compared all the same
	Cache      Cache      // of hashes; nil for none
	Inventory  *Inventory // where to look for track files that a package lacks; nil for nowhere
	Dictionary *register.Dictionary
	Prefix     string // put before every path in the result

	Trust []*x509.Certificate // whose signatures are trusted; empty: the chain is not judged
	Time  time.Time           // when certificates have to be valid; zero: their times are not judged

	Workers  int            // files read at once; zero: as many as there are processors
	Progress func(Progress) // called from several goroutines, but not at once
}

// Progress says how far reading has come.
type Progress struct {
	Path  string // the file being read
	Done  int64  // bytes of all files hashed so far
	Total int64  // bytes of all files to hash
}

// Cache remembers what was learnt from reading all of a file, for as long as
// the file does not change. Implementations know a file again by what the
// operating system says of its identity (device, inode, size, times), which is
// in the FileInfo. They are called from several goroutines.
type Cache interface {
	// Lookup is what is known of the file, with its digest by the algorithm, a
	// URI; false when nothing is known or the file may have changed since.
	Lookup(f fs.FileInfo, algorithm string) (Known, bool)
	// Store keeps it. The FileInfo was taken before the file was read.
	Store(f fs.FileInfo, algorithm string, k Known)
}

// Known is what was learnt from reading all of a file.
type Known struct {
	Digest  []byte
	Essence []Span // where its essence is, which need not be read again
}

// Span is the bytes from Start up to but not including End.
type Span struct{ Start, End int64 }

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func (o *Options) path(p string) string {
	if o.Prefix == "" {
		return p
	}
	if p == "." {
		return o.Prefix
	}
	return o.Prefix + "/" + p
}
