package imf_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/internal/imptest"
	"github.com/selsyn/selsyn/internal/mxftest"
)

// costs reports processor seconds for one operation.
func costs(b *testing.B, work func()) {
	b.Helper()
	before := cpu.Used(b)
	for b.Loop() {
		work()
	}
	b.ReportMetric((cpu.Used(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}

func judge(b *testing.B, fsys fs.FS, name string, o imf.Options) *imf.Result {
	b.Helper()
	result, err := imf.Validate(context.Background(), fsys, name, o)
	if err != nil {
		b.Fatal(err)
	}
	return result
}

// BenchmarkPackage is the PHDR fixture of five megabytes, without hashing and
// with it.
func BenchmarkPackage(b *testing.B) {
	root := os.DirFS(fixtures.Path(b, "imf", "photon", "TestIMP", "PHDR"))
	for _, noHash := range []bool{true, false} {
		b.Run(fmt.Sprintf("noHash=%v", noHash), func(b *testing.B) {
			costs(b, func() { judge(b, root, ".", imf.Options{NoHash: noHash}) })
		})
	}
}

// BenchmarkAllFixtures is every file and folder that the reference validator
// was run on.
func BenchmarkAllFixtures(b *testing.B) {
	root := os.DirFS(fixtures.Path(b, "imf", "photon"))
	rows := expectations(b)
	costs(b, func() {
		for _, r := range rows {
			if !r.Absent || r.Kind == "delivery" {
				judge(b, root, r.File, imf.Options{NoHash: true})
			}
		}
	})
}

// BenchmarkComposition is compositions of 23 kB and of 1,000 and 10,000
// resources.
func BenchmarkComposition(b *testing.B) {
	for _, resources := range []int{12, 500, 5000} {
		s := imptest.New()
		s.Resources = resources
		files := s.Files()
		size := len(files[imptest.Composition].Data)
		b.Run(fmt.Sprintf("resources=%d", 2*resources), func(b *testing.B) {
			costs(b, func() { judge(b, files, imptest.Composition, imf.Options{}) })
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}

// essence writes a track file of n megabytes of sound and its package.
func essence(b *testing.B, dir string, files, megabytes int) {
	b.Helper()
	s := imptest.New()
	s.Tracks = nil
	for i := range files {
		t := imptest.Sound()
		t.Name = fmt.Sprintf("sound%d.mxf", i)
		t.File.ID[15] = byte(i + 100)
		samples := megabytes << 20 / 6
		t.File.Essence = [][]byte{make([]byte, samples*6)}
		t.Duration, t.File.Duration = int64(samples), int64(samples)
		t.File.Descriptor.Set("EssenceLength", mxftest.I64(int64(samples)))
		s.Tracks = append(s.Tracks, t)
	}
	for name, file := range s.Files() {
		if err := os.WriteFile(filepath.Join(dir, name), file.Data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHashing compares the processor time of hashing a cached file with
// that of openssl: more than 1 means less time than openssl.
func BenchmarkHashing(b *testing.B) {
	dir := b.TempDir()
	essence(b, dir, 1, 256)
	root := os.DirFS(dir)
	judge(b, root, ".", imf.Options{})
	var ours, theirs time.Duration
	for b.Loop() {
		before := cpu.Used(b)
		judge(b, root, ".", imf.Options{Workers: 1})
		ours += cpu.Used(b) - before
		cmd := exec.Command("openssl", "dgst", "-sha1", filepath.Join(dir, "sound0.mxf"))
		if err := cmd.Run(); err != nil {
			b.Skipf("openssl: %v", err)
		}
		theirs += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "x-openssl")
	b.ReportMetric(float64(b.N)*256/ours.Seconds(), "MB/cpu-s")
}

// BenchmarkTwoFiles compares the time that two files take one after the other
// with that which they take at once. Where the machine is busy the clock tells
// nothing; "cpu" then tells whether two at once cost more processor time, and
// "serial" which share of it is spent outside of the files.
func BenchmarkTwoFiles(b *testing.B) {
	dir := b.TempDir()
	essence(b, dir, 2, 192)
	root := os.DirFS(dir)
	judge(b, root, ".", imf.Options{})
	best, spent := [3]time.Duration{}, [3]time.Duration{}
	var serial time.Duration
	for b.Loop() {
		for _, workers := range []int{1, 2} {
			start, before := time.Now(), cpu.Used(b)
			judge(b, root, ".", imf.Options{Workers: workers})
			spent[workers] += cpu.Used(b) - before
			if took := time.Since(start); best[workers] == 0 || took < best[workers] {
				best[workers] = took
			}
		}
		before := cpu.Used(b)
		judge(b, root, ".", imf.Options{NoHash: true, Workers: 1})
		serial += cpu.Used(b) - before
	}
	b.ReportMetric(best[1].Seconds()/best[2].Seconds(), "times")
	b.ReportMetric(spent[2].Seconds()/spent[1].Seconds(), "cpu")
	b.ReportMetric(serial.Seconds()/spent[1].Seconds(), "serial")
}

// BenchmarkUnchanged is a package of 256 MB that has not changed.
func BenchmarkUnchanged(b *testing.B) {
	dir := b.TempDir()
	essence(b, dir, 1, 256)
	cache := &memory{known: map[string]imf.Known{}}
	var reads [][2]int64
	root := counting{os.DirFS(dir), "sound0.mxf", &reads}
	judge(b, root, ".", imf.Options{Cache: cache, Workers: 1})
	costs(b, func() {
		reads = reads[:0]
		judge(b, root, ".", imf.Options{Cache: cache, Workers: 1})
	})
	total := int64(0)
	for _, r := range reads {
		total += r[1] - r[0]
	}
	b.ReportMetric(float64(total), "bytes-read")
	known, _ := cache.Lookup(named("sound0.mxf"), "http://www.w3.org/2000/09/xmldsig#sha1")
	for _, r := range reads {
		for _, e := range known.Essence {
			if r[0] < e.End && r[1] > e.Start {
				b.Errorf("bytes %d to %d are read again", r[0], r[1])
			}
		}
	}
	if len(known.Essence) == 0 {
		b.Error("the cache does not know where the essence is")
	}
}

// named is a FileInfo of which only the name matters.
type namedInfo struct {
	fs.FileInfo
	name string
}

func (n namedInfo) Name() string { return n.name }

func named(name string) fs.FileInfo { return namedInfo{name: name} }
