// Package blob keeps bytes under keys, behind one small interface that a disk
// and an object store can both fulfil.
//
// A key is a path of names joined by slashes: "assets/5f/5f3c...". An object is
// complete or absent: no reader ever sees part of one. [Bucket.Put] over an existing key
// replaces the object as a whole; who has the old one open goes on reading it.
//
// A backend joins by passing the suite in package blobtest. What only some can
// do is an interface of its own: [Lister].
package blob

import (
	"context"
	"io"
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/selsyn/selsyn/errs"
)

// Info describes an object.
type Info struct {
	Key      string
	Size     int64
	SHA256   string // lower-case hexadecimal; "" where the backend cannot know it without reading
	Modified time.Time
}

// Object is an open object. It may be read from several goroutines with ReadAt.
// Close it.
type Object interface {
	io.ReadSeekCloser
	io.ReaderAt
	Info() Info
}

// Bucket keeps objects.
type Bucket interface {
	// Put stores all that r gives under the key. When size is not negative and r
	// gives another number of bytes, or when r fails or ctx ends, nothing is
	// stored and the old object remains: errs.Invalid for a wrong size or key. When
	// it returns nil the object is durable.
	Put(ctx context.Context, key string, r io.Reader, size int64) (Info, error)
	// Open opens an object; errs.NotExist when there is none.
	Open(ctx context.Context, key string) (Object, error)
	// Stat describes an object; errs.NotExist when there is none.
	Stat(ctx context.Context, key string) (Info, error)
	// Delete removes an object; removing what is not there is no error.
	Delete(ctx context.Context, key string) error
}

// Lister is a bucket that can list its keys.
type Lister interface {
	// List gives the objects whose keys begin with the prefix, in the order of
	// their keys as bytes.
	List(ctx context.Context, prefix string) iter.Seq2[Info, error]
}

// MaxKey is the most bytes that a key may have.
const MaxKey = 512

// CheckKey says whether a key may be used in every backend: up to [MaxKey]
// bytes of UTF-8, names joined by single slashes, each at most 200 bytes and
// neither "." nor "..", without control characters, backslashes or colons. The
// error is errs.Invalid.
func CheckKey(key string) error {
	bad := func(text string) error { return errs.E("blob.CheckKey", errs.Invalid, "", errs.Text(text)) }
	if key == "" || len(key) > MaxKey {
		return bad("a key has 1 to 512 bytes")
	}
	if !utf8.ValidString(key) || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' || r == ':' }) {
		return bad("a key is UTF-8 without control characters, backslashes and colons")
	}
	for name := range strings.SplitSeq(key, "/") {
		if name == "" || name == "." || name == ".." || len(name) > 200 {
			return bad("a key is names of 1 to 200 bytes, other than . and .., joined by slashes")
		}
	}
	return nil
}
