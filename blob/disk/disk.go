// Package disk keeps objects as files under one folder.
//
// An object is written to a file of its own in the folder ".part", synced, and
// renamed into place, and then the folder it lies in is synced: after a crash it
// is complete or absent. Its SHA-256 is computed on the way and kept beside it in
// ".sum". All paths go through [os.Root], so that no key and no symbolic link
// leads out of the folder. What a crash left in ".part" is removed when the
// bucket is opened and no other process has it open.
//
// Several processes may have one folder open: replicas behind one address share
// it. They tell by a lock on the file ".lock" (flock, where there is one).
package disk

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"

	"github.com/selsyn/selsyn/blob"
	"github.com/selsyn/selsyn/errs"
)

// Bucket is a folder.
type Bucket struct {
	root *os.Root
	lock *os.File     // held as long as the bucket is open
	name string       // of this opening: begins the names of its files in part
	next atomic.Int64 // numbers them
}

var (
	_ blob.Bucket = (*Bucket)(nil)
	_ blob.Lister = (*Bucket)(nil)
)

const (
	part = ".part"
	sums = ".sum"
	data = "data"
	lock = ".lock"
)

// Open opens a folder and makes it when it is absent.
func Open(dir string) (*Bucket, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, errs.E("disk.Open", errs.Other, "", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, errs.E("disk.Open", errs.Other, "", err)
	}
	b := &Bucket{root: root, name: rand.Text()}
	if err := b.open(); err != nil {
		return nil, errs.E("disk.Open", errs.Other, "", errors.Join(err, b.Close()))
	}
	return b, nil
}

func (b *Bucket) open() error {
	var err error
	if b.lock, err = b.root.OpenFile(lock, os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	alone, err := lockAlone(b.lock)
	if err == nil && alone { // nobody is writing: what is there was left behind
		err = b.root.RemoveAll(part)
	}
	for _, name := range []string{part, sums, data} {
		if err == nil {
			err = b.root.MkdirAll(name, 0o700)
		}
	}
	if err != nil {
		return err
	}
	return lockShared(b.lock)
}

// Close lets go of the folder.
func (b *Bucket) Close() error {
	var err error
	if b.lock != nil {
		err = b.lock.Close()
	}
	return errors.Join(err, b.root.Close())
}

// temp is a new name in part.
func (b *Bucket) temp() string { return path.Join(part, fmt.Sprintf("%s-%d", b.name, b.next.Add(1))) }

// Put stores an object; see [blob.Bucket].
func (b *Bucket) Put(ctx context.Context, key string, r io.Reader, size int64) (blob.Info, error) {
	if err := blob.CheckKey(key); err != nil {
		return blob.Info{}, err
	}
	temp := b.temp()
	var info fs.FileInfo
	sum, err := b.write(ctx, temp, r, size)
	if err == nil {
		info, err = b.place(temp, key, sum)
	}
	if err != nil {
		b.root.Remove(temp)
		return blob.Info{}, errs.E("disk.Put", errs.Other, key, full(err))
	}
	return blob.Info{Key: key, Size: info.Size(), SHA256: sum, Modified: info.ModTime().UTC()}, nil
}

// write fills a file, syncs it and returns its SHA-256.
func (b *Bucket) write(ctx context.Context, name string, r io.Reader, size int64) (string, error) {
	f, err := b.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	defer f.Close()
	if size >= 0 {
		r = io.LimitReader(r, size+1) // one more shows that there is too much
	}
	digest := sha256.New()
	n, err := io.CopyBuffer(io.MultiWriter(f, digest), &live{ctx, r}, make([]byte, 256<<10))
	if err != nil {
		return "", err
	}
	if size >= 0 && n != size {
		text := fmt.Sprintf("%d bytes were announced and %d came", size, n)
		if n > size {
			text = fmt.Sprintf("%d bytes were announced and more came", size)
		}
		return "", errs.E("", errs.Invalid, "", errs.Text(text))
	}
	if err := f.Sync(); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), f.Close()
}

// full gives the error of a disk without room its kind.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errs.E("", errs.Full, "", errs.Text("the storage is full; nothing was kept"))
	}
	return err
}

// live is a reader that fails when its context has ended.
type live struct {
	ctx context.Context
	r   io.Reader
}

func (l *live) Read(p []byte) (int, error) {
	if err := l.ctx.Err(); err != nil {
		return 0, err
	}
	return l.r.Read(p)
}

// place moves a finished file to its key. The sum goes first and carries the
// size and time of its file, so that one which belongs to another is not believed.
func (b *Bucket) place(temp, key, sum string) (fs.FileInfo, error) {
	info, err := b.root.Stat(temp)
	if err != nil {
		return nil, err
	}
	if err := b.writeSum(key, sum, info); err != nil {
		return nil, err
	}
	name := path.Join(data, key)
	if err := b.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return nil, err
	}
	if err := b.root.Rename(temp, name); err != nil {
		return nil, err
	}
	for dir := path.Dir(name); ; dir = path.Dir(dir) { // new folders too must survive
		if err := b.sync(dir); err != nil || dir == data {
			return info, err
		}
	}
}

func (b *Bucket) writeSum(key, sum string, info fs.FileInfo) error {
	name := path.Join(sums, key)
	if err := b.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return err
	}
	temp := b.temp()
	if err := b.root.WriteFile(temp, fmt.Appendf(nil, "%s %s\n", sum, stamp(info)), 0o600); err != nil {
		return err
	}
	return b.root.Rename(temp, name)
}

func stamp(info fs.FileInfo) string {
	return fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
}

func (b *Bucket) sync(dir string) error {
	d, err := b.root.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// sum is the SHA-256 that was kept for the file; "" when it is not for this one.
func (b *Bucket) sum(key string, info fs.FileInfo) string {
	text, err := b.root.ReadFile(path.Join(sums, key))
	if err != nil {
		return ""
	}
	sum, mark, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	if mark != stamp(info) {
		return ""
	}
	return sum
}

// Stat describes an object; see [blob.Bucket].
func (b *Bucket) Stat(_ context.Context, key string) (blob.Info, error) {
	if err := blob.CheckKey(key); err != nil {
		return blob.Info{}, err
	}
	info, err := b.root.Stat(path.Join(data, key))
	if err != nil || !info.Mode().IsRegular() {
		return blob.Info{}, missing("disk.Stat", key, err)
	}
	return b.info(key, info), nil
}

func (b *Bucket) info(key string, info fs.FileInfo) blob.Info {
	return blob.Info{Key: key, Size: info.Size(), SHA256: b.sum(key, info), Modified: info.ModTime().UTC()}
}

// missing is the error for a key that cannot be opened: no such object, or what
// stopped us.
func missing(op errs.Op, key string, err error) error {
	if err == nil || absent(err) {
		return errs.E(op, errs.NotExist, key, nil)
	}
	return errs.E(op, errs.Other, key, err)
}

// absent reports whether an error means that there is no such file, rather than
// that we cannot tell: a full table of files must not look like a lost asset.
func absent(err error) bool {
	var number syscall.Errno
	if !errors.As(err, &number) {
		var broken *fs.PathError
		return errors.As(err, &broken) && !errors.Is(err, fs.ErrClosed) // a path that os.Root does not follow
	}
	return errors.Is(err, fs.ErrNotExist) || number == syscall.ENOTDIR || number == syscall.ELOOP || number == syscall.ENAMETOOLONG || number == syscall.EINVAL
}

// Open opens an object; see [blob.Bucket].
func (b *Bucket) Open(_ context.Context, key string) (blob.Object, error) {
	if err := blob.CheckKey(key); err != nil {
		return nil, err
	}
	f, err := b.root.Open(path.Join(data, key))
	if err != nil {
		return nil, missing("disk.Open", key, err)
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		f.Close()
		return nil, missing("disk.Open", key, err)
	}
	return &object{f, b.info(key, info)}, nil
}

type object struct {
	*os.File
	info blob.Info
}

func (o *object) Info() blob.Info { return o.info }

// Delete removes an object; see [blob.Bucket].
func (b *Bucket) Delete(_ context.Context, key string) error {
	if err := blob.CheckKey(key); err != nil {
		return err
	}
	name := path.Join(data, key)
	info, err := b.root.Stat(name)
	if err != nil && !absent(err) {
		return errs.E("disk.Delete", errs.Other, key, err)
	}
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	if err := b.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return errs.E("disk.Delete", errs.Other, key, err)
	}
	b.root.Remove(path.Join(sums, key))
	return b.sync(path.Dir(name))
}

// List gives the objects by their keys; see [blob.Lister].
func (b *Bucket) List(ctx context.Context, prefix string) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		var found []blob.Info
		err := fs.WalkDir(b.root.FS(), data, func(name string, d fs.DirEntry, err error) error {
			if err != nil || ctx.Err() != nil {
				return cmp.Or(ctx.Err(), err)
			}
			key := strings.TrimPrefix(strings.TrimPrefix(name, data), "/")
			if !d.Type().IsRegular() || !strings.HasPrefix(key, prefix) {
				return nil
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // removed meanwhile
			}
			if err == nil {
				found = append(found, b.info(key, info))
			}
			return err
		})
		if err != nil {
			yield(blob.Info{}, errs.E("disk.List", errs.Other, prefix, err))
			return
		}
		slices.SortFunc(found, func(x, y blob.Info) int { return cmp.Compare(x.Key, y.Key) })
		for _, info := range found {
			if !yield(info, nil) {
				return
			}
		}
	}
}
