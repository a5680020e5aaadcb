package otio

import (
	"maps"
	"slices"

	"github.com/selsyn/selsyn/timeline"
)

// sameCut reports whether two cuts say the same, down to what is foreign.
func sameCut(a, b *timeline.Cut) bool {
	return a.Name == b.Name && a.Rate == b.Rate && a.Start == b.Start && sameMarkers(a.Markers, b.Markers) &&
		sameForeign(a.Foreign, b.Foreign) && slices.EqualFunc(a.Tracks, b.Tracks, sameTrack)
}

func sameTrack(a, b timeline.Track) bool {
	if a.Name != b.Name || a.Kind != b.Kind || len(a.Events) != len(b.Events) || !sameMarkers(a.Markers, b.Markers) || !sameForeign(a.Foreign, b.Foreign) {
		return false
	}
	for i := range a.Events {
		if !sameEvent(&a.Events[i], &b.Events[i]) {
			return false
		}
	}
	return true
}

func sameEvent(a, b *timeline.Event) bool {
	switch {
	case a.Source != b.Source, a.SourceRange != b.SourceRange, a.Record != b.Record, a.Available != b.Available,
		a.Speed != b.Speed, a.Scale != b.Scale, a.Enabled != b.Enabled, a.Origin.Path != b.Origin.Path,
		a.Number != b.Number, len(a.Retime) != len(b.Retime), (a.Nested == nil) != (b.Nested == nil),
		(a.Transition == nil) != (b.Transition == nil), (a.CDL == nil) != (b.CDL == nil),
		a.Transition != nil && *a.Transition != *b.Transition, a.CDL != nil && *a.CDL != *b.CDL,
		!slices.Equal(a.Comment, b.Comment), !sameMarkers(a.Markers, b.Markers), !sameForeign(a.Foreign, b.Foreign):
		return false
	}
	return a.Nested == nil || sameCut(a.Nested, b.Nested)
}

func sameMarkers(a, b []timeline.Marker) bool {
	return slices.EqualFunc(a, b, func(a, b timeline.Marker) bool {
		return a.At == b.At && a.Name == b.Name && a.Colour == b.Colour && a.Comment == b.Comment && sameForeign(a.Foreign, b.Foreign)
	})
}

func sameForeign(a, b timeline.Foreign) bool { return maps.EqualFunc(a, b, slices.Equal) }
