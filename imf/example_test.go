package imf_test

import (
	"context"
	"fmt"
	"os"

	"github.com/selsyn/selsyn/imf"
	"github.com/selsyn/selsyn/imf/report"
	"github.com/selsyn/selsyn/internal/imptest"
)

func Example() {
	ctx, film := context.Background(), imptest.New().Files() // or os.DirFS("path/to/film")
	result, err := imf.Validate(ctx, film, ".", imf.Options{Prefix: "film"})
	if err != nil {
		fmt.Println("cannot read the folder:", err)
		return
	}
	for _, s := range result.Subjects {
		fmt.Println(s.Path, s.Kind, s.Verdict, s.Hashes, len(s.Findings))
	}
	// Output:
	// film package valid verified 0
	// film/ASSETMAP.xml assetmap valid not-checked 0
	// film/PKL.xml pkl valid not-checked 0
	// film/picture.mxf mxf valid verified 0
	// film/sound.mxf mxf valid verified 0
	// film/CPL.xml cpl valid verified 0
}

func ExampleOpen() {
	ctx, film := context.Background(), imptest.New().Files()
	p, err := imf.Open(ctx, film, ".", imf.Options{NoHash: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	for c := range p.Compositions(ctx) {
		fmt.Println(c.ContentTitle.Value, "plays", len(c.TrackFiles()), "track files")
	}
	fmt.Println(p.Classify(p.Lists[0].PackingList).Classification)
	// Output:
	// Test plays 2 track files
	// complete
}

func ExampleInventory() {
	ctx := context.Background()
	supplemental := imptest.New()
	supplemental.Leave = map[string]bool{"sound.mxf": true}
	shelf := imf.NewInventory(ctx, imf.Root{Name: "shelf", FS: imptest.New().Files()})
	result, err := imf.Validate(ctx, supplemental.Files(), ".", imf.Options{Inventory: shelf})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range result.Subject("PKL.xml").Findings {
		fmt.Println(f.Severity, f.Text)
	}
	// Output:
	// info the track file urn:uuid:3c6ef372-fe94-482a-8000-000000000002 is in the inventory, at shelf/sound.mxf
}

func Example_report() {
	ctx, files := context.Background(), imptest.New().Files()
	files["sound.mxf"].Data[150_000] ^= 1
	result, err := imf.Validate(ctx, files, "sound.mxf", imf.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = report.Write(os.Stdout, report.Text, result, report.Options{})
	// Output:
	// sound.mxf: valid, hash not checked
	//
	// 1 subject, 0 errors, 0 warnings
}
