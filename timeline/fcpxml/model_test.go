package fcpxml_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/internal/fixtures"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/fcpxml"
	"github.com/selsyn/selsyn/timeline/xmlnode"
)

// Final Cut Pro refuses a document that does not follow its document type. What
// that demands in 1.10 of the elements that stand in the documents here: which
// children in which order, and which attributes; those with ! must be there.

const (
	modelVideo  = "object-tracker? adjust-crop? adjust-corners? adjust-conform? adjust-transform? adjust-blend? adjust-stabilization? adjust-rollingShutter? adjust-360-transform? adjust-reorient? adjust-orientation? adjust-cinematic?"
	modelAudio  = "adjust-volume? adjust-panner?"
	modelTiming = "conform-rate? timeMap?"
	modelItem   = "audio | video | clip | title | mc-clip | ref-clip | sync-clip | asset-clip | audition | "
	modelAnchor = "(" + modelItem + "caption | spine)*"
	modelInner  = "(" + modelItem + "gap | spine | caption)*"
	modelStory  = "(" + modelItem + "gap | transition)*"
	modelMarks  = "(marker | chapter-marker | rating | keyword | analysis-marker)*"
	modelFilter = "(filter-video | filter-video-mask)*"
	attrsPlace  = "lane offset "
	attrsClip   = attrsPlace + "name start duration! enabled "
	attrsMedia  = "format! duration tcStart tcFormat "
)

var models = map[string]struct{ children, attrs string }{
	"fcpxml":       {"import-options? resources? (library | event* | (clip | audition | mc-clip | ref-clip | sync-clip | asset-clip | project)*)", "version!"},
	"resources":    {"(asset | effect | format | media | locator)*", ""},
	"library":      {"(event | smart-collection)*", "location colorProcessing"},
	"event":        {"(clip | audition | mc-clip | ref-clip | sync-clip | asset-clip | collection-folder | keyword-collection | smart-collection | project)*", "name uid"},
	"project":      {"sequence", "name uid id modDate"},
	"media":        {"(multicam | sequence)?", "id! name uid projectRef modDate"},
	"format":       {"", "id! name frameDuration fieldOrder width height paspH paspV colorSpace projection stereoscopic"},
	"asset":        {"media-rep media-rep* metadata?", "id! name uid start duration hasVideo format hasAudio videoSources audioSources audioChannels audioRate customLUTOverride colorSpaceOverride projectionOverride stereoscopicOverride auxVideoFlags"},
	"media-rep":    {"bookmark?", "kind sig src! suggestedFilename"},
	"effect":       {"", "id! name uid! src"},
	"metadata":     {"md*", ""},
	"md":           {"array?", "key! value editable type displayName description source"},
	"sequence":     {"note? spine metadata?", attrsMedia + "audioLayout audioRate renderFormat keywords"},
	"multicam":     {"mc-angle* metadata?", attrsMedia + "renderFormat"},
	"mc-angle":     {modelStory, "name angleID!"},
	"spine":        {modelStory, attrsPlace + "name format"},
	"audition":     {"(audio | video | title | ref-clip | asset-clip | clip | sync-clip) (audio | video | title | ref-clip | asset-clip | clip | sync-clip)*", attrsPlace + "modDate"},
	"gap":          {"note? " + modelAnchor + modelMarks + " metadata?", "name offset start duration! enabled"},
	"transition":   {"filter-video? filter-audio? " + modelMarks + " metadata? reserved?", "name offset duration!"},
	"asset-clip":   {"note? " + modelTiming + modelVideo + modelAudio + modelAnchor + modelMarks + " audio-channel-source* " + modelFilter + " filter-audio* metadata?", "ref! " + attrsPlace + "name start duration enabled srcEnable audioStart audioDuration format tcStart tcFormat modDate audioRole videoRole"},
	"ref-clip":     {"note? " + modelTiming + modelVideo + modelAudio + modelAnchor + modelMarks + " audio-role-source* " + modelFilter + " filter-audio* metadata?", "ref! " + attrsClip + "srcEnable audioStart audioDuration useAudioSubroles modDate"},
	"mc-clip":      {"note? " + modelTiming + modelAudio + " mc-source* " + modelAnchor + modelMarks + " filter-audio* metadata?", "ref! " + attrsClip + "srcEnable audioStart audioDuration modDate"},
	"clip":         {"note? " + modelTiming + modelVideo + modelAudio + modelInner + modelMarks + " audio-channel-source* " + modelFilter + " filter-audio* metadata?", attrsClip + "format audioStart audioDuration tcStart tcFormat modDate"},
	"sync-clip":    {"note? " + modelTiming + modelVideo + modelAudio + modelInner + modelMarks + " sync-source* " + modelFilter + " filter-audio* metadata?", attrsClip + "format audioStart audioDuration tcStart tcFormat modDate"},
	"audio":        {"note? " + modelTiming + " adjust-volume? " + modelAnchor + modelMarks + " filter-audio*", "ref! " + attrsClip + "srcID role srcCh outCh"},
	"video":        {"param* note? " + modelTiming + modelVideo + modelAnchor + modelMarks + modelFilter + " reserved?", "ref! " + attrsClip + "srcID role"},
	"title":        {"param* text* text-style-def* note? " + modelVideo + modelAnchor + modelMarks + modelFilter + " metadata?", "ref! " + attrsClip + "role"},
	"caption":      {"text* text-style-def* note?", attrsClip + "role"},
	"filter-video": {"data* param*", "ref! name enabled"},
	"timeMap":      {"timept*", "frameSampling preservesPitch"},
	"timept":       {"", "time! value! interp inTime outTime"},
	"conform-rate": {"", "scaleEnabled srcFrameRate frameSampling"},
	"marker":       {"", "start! duration value! completed note"},
	"note":         {"", ""},
}

// orders are the children's orders of the models as regular expressions over
// their names, each with a space behind it.
var orders = func() map[string]*regexp.Regexp {
	name := regexp.MustCompile(`[a-zA-Z][a-zA-Z0-9-]*`)
	all := map[string]*regexp.Regexp{}
	for of, m := range models {
		pattern := strings.ReplaceAll(name.ReplaceAllString(m.children, "(?:$0~)"), " ", "")
		all[of] = regexp.MustCompile("^(?:" + strings.ReplaceAll(pattern, "~", " ") + ")$")
	}
	return all
}()

// offences lists where a document does not follow the document type.
func offences(t interface{ Fatalf(string, ...any) }, text string) []string {
	doc, err := xmlnode.Read(strings.NewReader(text), xmlnode.Limits{})
	if err != nil || len(doc.Problems) > 0 {
		t.Fatalf("%v %v\n%s", err, doc.Problems, text)
	}
	var all []string
	ids := map[string]bool{}
	var refs []string
	var walk func(n *xmlnode.Node)
	walk = func(n *xmlnode.Node) {
		if id := n.Attr("id"); id != "" {
			if ids[id] {
				all = append(all, n.Path()+": the id "+id+" a second time")
			}
			ids[id] = true
		}
		if ref, there := n.Lookup("ref"); there {
			refs = append(refs, ref)
		}
		if m, known := models[n.Name]; known {
			var children strings.Builder
			for _, c := range n.Children {
				children.WriteString(c.Name + " ")
			}
			if !orders[n.Name].MatchString(children.String()) {
				all = append(all, n.Path()+": the children "+children.String())
			}
			attrs := strings.Fields(m.attrs)
			for _, a := range n.Attrs {
				if !slices.Contains(attrs, a.Name) && !slices.Contains(attrs, a.Name+"!") {
					all = append(all, n.Path()+": the attribute "+a.Name)
				}
			}
			for _, a := range attrs {
				if name, must := strings.CutSuffix(a, "!"); must && n.Attr(name) == "" {
					if _, there := n.Lookup(name); !there {
						all = append(all, n.Path()+": no attribute "+name)
					}
				}
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(doc.Root)
	for _, ref := range refs {
		if !ids[ref] {
			all = append(all, "the ref "+ref+" names nothing")
		}
	}
	return all
}

func written(t testing.TB, c *timeline.Cut) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := fcpxml.Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFixturesFollowTheDocumentTypeWhenWritten(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(fixtures.Path(t, "timeline", "fcpxml"), "*.fcpxml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		cut, _, err := fcpxml.Read(f, fcpxml.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if bad := offences(t, written(t, cut)); len(bad) > 0 {
			t.Errorf("%s: got %q, want a document that follows its type", filepath.Base(file), bad[:min(len(bad), 9)])
		}
	}
}

func TestElementsFollowTheDocumentTypeWhenWritten(t *testing.T) {
	rep := regexp.MustCompile(`(<asset [^>]*) src="([^"]*)"([^>]*)><metadata>|(<asset [^>]*) src="([^"]*)"([^>]*)/>`)
	tried := 0
	for name, c := range elements {
		in := rep.ReplaceAllString(document(c.spine), `$1$4$3$6><media-rep src="$2$5"/>~`)
		in = strings.ReplaceAll(strings.Replace(in, "~<md ", "<metadata><md ", 1), "~", "</asset>")
		if len(offences(t, in)) > 0 {
			continue // what does not follow it before need not do so behind
		}
		tried++
		cut, _ := read(t, in)
		if out := written(t, cut); len(offences(t, out)) > 0 {
			t.Errorf("%s: got %q\n%s", name, offences(t, out), out)
		}
	}
	if bad := offences(t, document(`<asset-clip name="z"><timeMap/><note/></asset-clip><x/><gap lane="1"/>`)); len(bad) != 9 {
		t.Errorf("got %d offences %q, want 9", len(bad), bad)
	}
	if tried < 20 {
		t.Errorf("only %d of %d cases were tried", tried, len(elements))
	}
}

// anyCut draws a cut as another format's reader may give one.
func anyCut(t *rapid.T, depth int) *timeline.Cut {
	frames := func(name string, low, high int64) media.Time {
		return media.Time{Value: rapid.Int64Range(low, high).Draw(t, name), Rate: media.R24}
	}
	word := rapid.SampledFrom([]string{"", "A", "x & <y>", "file:///a.mov", "BL"})
	cut := &timeline.Cut{Format: timeline.OTIO, Name: word.Draw(t, "name"), Rate: media.R24, Start: frames("start", 0, 9)}
	for range rapid.IntRange(0, 3).Draw(t, "tracks") {
		track := timeline.Track{Kind: rapid.SampledFrom([]timeline.TrackKind{timeline.Video, timeline.Audio, timeline.Data}).Draw(t, "kind")}
		at := cut.Start
		for n := range rapid.IntRange(0, 4).Draw(t, "events") {
			at = at.Add(frames("gap", -2, 6))
			in, length := frames("in", 0, 50), frames("length", 1, 30)
			ev := timeline.Event{
				N: n + 1, Enabled: rapid.Bool().Draw(t, "enabled"), Speed: media.NewRatio(rapid.Int64Range(-2, 4).Draw(t, "speed"), 2),
				Source:      timeline.SourceKey{Reel: word.Draw(t, "reel"), Clip: word.Draw(t, "clip"), File: word.Draw(t, "file"), UMID: word.Draw(t, "umid")},
				SourceRange: media.Range{In: in, Out: in.Add(length)}, Record: media.Range{In: at, Out: at.Add(length)},
			}
			switch rapid.IntRange(0, 5).Draw(t, "extra") {
			case 1:
				ev.Transition = &timeline.Transition{Type: timeline.Wipe, Name: word.Draw(t, "effect"), Length: frames("over", 0, 9), Offset: frames("before", 0, 4)}
			case 2:
				ev.Markers = []timeline.Marker{{At: media.Range{In: in, Out: in}, Name: word.Draw(t, "marker")}}
				cut.Markers = append(cut.Markers, timeline.Marker{At: ev.Record, Comment: "c"})
			case 3:
				ev.Comment, ev.CDL = []string{"one", "two"}, &timeline.CDL{Saturation: "1"}
			case 4:
				ev.Retime = []timeline.Key{{Record: frames("zero", 0, 0), Source: in}, {Record: length, Source: in.Add(length)}}
			case 5:
				if depth > 0 {
					ev.Nested = anyCut(t, depth-1)
				}
			}
			track.Events = append(track.Events, ev)
			at = ev.Record.Out
		}
		cut.Tracks = append(cut.Tracks, track)
	}
	return cut
}

func TestAnyCutFollowsTheDocumentTypeWhenWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cut := anyCut(t, 2)
		var b bytes.Buffer
		if _, err := fcpxml.Write(&b, cut); err != nil {
			t.Fatal(err)
		}
		if bad := offences(t, b.String()); len(bad) > 0 {
			t.Fatalf("got %q\n%s", bad, b.String())
		}
	})
}

// TestOldAndNewDocuments: until 1.2 a project holds the resources, and one
// without a sequence is an event; until 1.8 an asset names its file itself.
// What is written follows 1.10, or the later version that was read.
func TestOldAndNewDocuments(t *testing.T) {
	const assets = `<resources><format id="f" frameDuration="1/24s"/><asset id="z" src="file:///z.mov" start="0s" duration="9s" hasVideo="1" format="f"><bookmark>b</bookmark></asset></resources>`
	const clip = `<clip name="k" offset="0s" start="1s" duration="2s" format="f"><video ref="z" offset="0s" duration="9s"/></clip>`
	const sequence = `<sequence format="f" duration="2s"><spine>` + clip + `</spine></sequence>`
	for _, c := range []struct{ version, body, written, code string }{
		{"1.1", `<project name="p" location="file:///x">` + assets + sequence + `</project>`, "1.10", ""},
		{"1.2", `<project name="p">` + assets + clip + `</project>`, "1.10", "FCPX-0007"},
		{"1.8", assets + `<event name="e"><project name="p">` + sequence + `</project></event>`, "1.10", ""},
		{"1.12", strings.Replace(assets, ` src="file:///z.mov"`, "", 1) + `<project name="p">` + sequence + `</project>`, "1.12", ""},
	} {
		in := `<fcpxml version="` + c.version + `">` + c.body + `</fcpxml>`
		if c.version == "1.12" {
			in = strings.Replace(in, "<bookmark>b</bookmark>", `<media-rep src="file:///z.mov"/>`, 1)
		}
		cut, rep := read(t, in)
		if cut.Name != "p" || rep.Len() > 0 != (c.code != "") || c.code != "" && !rep.Has(finding.Code(c.code)) {
			t.Errorf("%s: got %q with %v, want p with %s", c.version, cut.Name, rep.Findings(), c.code)
		}
		if got, want := strings.Join(lines(cut), "|"), "V1 k 24-72 0-48"; got != want || cut.Tracks[0].Events[0].Source.File != "file:///z.mov" {
			t.Errorf("%s: got %s of %q, want %s", c.version, got, cut.Tracks[0].Events[0].Source.File, want)
		}
		out := written(t, cut)
		if bad := offences(t, out); len(bad) > 0 || !strings.Contains(out, `<fcpxml version="`+c.written+`">`) || c.version != "1.12" && !strings.Contains(out, "<bookmark>b") {
			t.Errorf("%s: got %q, want version %s\n%s", c.version, bad, c.written, out)
		}
		if back, _ := read(t, out); strings.Join(lines(back), "|") != strings.Join(lines(cut), "|") {
			t.Errorf("%s: got %v back, want %v", c.version, lines(back), lines(cut))
		}
	}
}
