package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/selsyn/selsyn/imf"
)

// hashCache remembers the hashes of files between runs, in one file in the
// user's cache folder. A file is known again by device, inode, size and the
// times of its last change of content and of status; where the system does not
// tell them, nothing is remembered. Losing the file costs no more than time.
type hashCache struct {
	path string
	now  func() time.Time

	mu      sync.Mutex
	entries map[string]hashEntry
	changed bool
}

type hashEntry struct {
	Digest  []byte     `json:"d"`
	Essence []imf.Span `json:"e,omitempty"`
	Stored  int64      `json:"t"` // seconds, when it was stored
}

var _ imf.Cache = (*hashCache)(nil)

// maxHashes is how many files are remembered. The cache is cleared when there
// are more.
const maxHashes = 200_000

// settle is how long a file must have been left alone before its hash is
// remembered: a change within the tick of the file system's clock would not
// show.
const settle = 50 * time.Millisecond

// openHashCache reads what was remembered. $SELSYN_HASH_CACHE names the file;
// what cannot be read is taken for empty.
func openHashCache(getenv func(string) string) *hashCache {
	c := &hashCache{path: getenv("SELSYN_HASH_CACHE"), now: time.Now, entries: make(map[string]hashEntry)}
	if c.path == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return c
		}
		c.path = filepath.Join(dir, "selsyn", "hashes.json")
	}
	if data, err := os.ReadFile(c.path); err == nil {
		_ = json.Unmarshal(data, &c.entries)
	}
	if c.entries == nil || len(c.entries) > maxHashes {
		c.entries = make(map[string]hashEntry)
	}
	return c
}

func hashKey(f fs.FileInfo, algorithm string) (string, bool) {
	id, ok := fileIdentity(f)
	return fmt.Sprintf("%s %d %d %s", id, f.Size(), f.ModTime().UnixNano(), algorithm), ok
}

// Lookup finds what is remembered of a file.
func (c *hashCache) Lookup(f fs.FileInfo, algorithm string) (imf.Known, bool) {
	key, ok := hashKey(f, algorithm)
	if !ok {
		return imf.Known{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	return imf.Known{Digest: e.Digest, Essence: e.Essence}, ok
}

// Store remembers a file, unless it was changed a moment ago.
func (c *hashCache) Store(f fs.FileInfo, algorithm string, k imf.Known) {
	key, ok := hashKey(f, algorithm)
	if !ok || c.now().Sub(f.ModTime()) < settle {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries[key] = hashEntry{k.Digest, k.Essence, c.now().Unix()}
	c.changed = true
}

// save writes what is remembered, whole or not at all.
func (c *hashCache) save() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.changed || c.path == "" {
		return
	}
	data, err := json.Marshal(c.entries)
	if err != nil || os.MkdirAll(filepath.Dir(c.path), 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(filepath.Dir(c.path), "hashes-*")
	if err != nil {
		return
	}
	_, err = f.Write(data)
	if closed := f.Close(); err != nil || closed != nil || os.Rename(f.Name(), c.path) != nil {
		_ = os.Remove(f.Name())
		return
	}
	c.changed = false
}
