package browser

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// large is a cut of so many events, of which every hundredth has a tail that is
// longer by some frames.
func large(name string, events int, longer int64) *timeline.Cut {
	cut := &timeline.Cut{Format: timeline.CMX3600, Name: name, Rate: show.Rate, Start: media.Time{Value: 86400, Rate: show.Rate}}
	track := timeline.Track{Name: "V", Kind: timeline.Video}
	at := int64(86400)
	for i := range events {
		n := int64(20 + i%17)
		if i%100 == 50 {
			n += longer
		}
		in := int64(i) * 100
		track.Events = append(track.Events, timeline.Event{
			N: i + 1, Number: fmt.Sprintf("%06d", i+1), Source: timeline.SourceKey{Reel: fmt.Sprintf("A%03dC%03d", i/200, i%200)},
			SourceRange: media.Frames(in, in+n, show.Rate), Record: media.Frames(at, at+n, show.Rate),
			Speed: media.NewRatio(1, 1), Enabled: true, Comment: []string{fmt.Sprintf("SEQ_%04d_%04d", i/100, i%100*10)},
		})
		at += n
	}
	cut.Tracks = []timeline.Track{track}
	return cut
}

func TestLargeCutIsQuick(t *testing.T) {
	need(t)
	s := open(t)
	if _, err := s.Publish(t.Context(), large("LARGE_V01", 10_000, 0), timeline.OTIO, ".otio"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(t.Context(), large("LARGE_V02", 10_000, 6), timeline.OTIO, ".otio"); err != nil {
		t.Fatal(err)
	}
	w := signedIn(t, s, chrome(t))
	began := time.Now()
	w.do("visit the production", chromedp.Navigate(s.Base+"/productions/"+s.Slug))
	w.sees("Review LARGE_V02")
	t.Logf("the production's page: %v", time.Since(began).Round(time.Millisecond))
	w.settled()
	began = time.Now()
	w.do("open the cut", chromedp.Click(`a[href$="/cuts/4"]`))
	w.sees("Compare with")
	w.settled()
	t.Logf("10,000 events over the approved cut: %v", time.Since(began).Round(time.Millisecond))
	began = time.Now()
	w.do("compare", chromedp.Evaluate[chromedp.Void](`(() => {
		const choice = document.querySelector("#against");
		choice.value = [...choice.options].find(o => o.text.includes("LARGE_V01")).value;
		choice.dispatchEvent(new Event("change", {bubbles: true}));
	})()`))
	w.settled()
	w.do("wait for the change list", poll(`document.querySelectorAll("[role=option]").length === 100`))
	t.Logf("10,000 events over 10,000: %v", time.Since(began).Round(time.Millisecond))
	w.keep("large")
	// A step of the selection redraws both cuts; forty of them must feel
	// immediate, measured against as many frames in which nothing is done.
	steps := func(do string) float64 {
		return eval[float64](w, `(async () => {
			const frame = document.querySelector(".timeline-frame");
			const begun = performance.now();
			for (let i = 0; i < 40; i++) {
				`+do+`
				await new Promise(requestAnimationFrame);
				await new Promise(requestAnimationFrame);
			}
			return (performance.now() - begun) / 40;
		})()`)
	}
	idle := steps("")
	took := steps(`frame.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", bubbles: true}));`)
	t.Logf("a step from change to change: %.1f ms, two frames without one: %.1f ms", took, idle)
	if took > 5*idle+50 {
		t.Errorf("a step from change to change took %.0f ms, want at most 5 times the %.0f ms of two idle frames and 50 ms", took, idle)
	}
}
