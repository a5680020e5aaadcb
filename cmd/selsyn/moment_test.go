package main

import (
	"testing"
	"time"
)

func TestMoments(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.Local)
	for text, want := range map[string]time.Time{
		"": {}, "2026-12-24": time.Date(2026, 12, 24, 0, 0, 0, 0, time.Local), "2026-12-24T18:30": time.Date(2026, 12, 24, 18, 30, 0, 0, time.Local),
		"2026-12-24T18:00:00Z": time.Date(2026, 12, 24, 18, 0, 0, 0, time.UTC), "36h": now.Add(36 * time.Hour), "14d": now.AddDate(0, 0, 14), "90m": now.Add(90 * time.Minute),
	} {
		if got, err := moment(text, now); err != nil || !got.Equal(want) {
			t.Errorf("moment(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"tomorrow", "d", "-3d", "1.5d", "99999d", "2026-13-01", "14 d"} {
		if got, err := moment(text, now); err == nil {
			t.Errorf("moment(%q) = %v, want an error", text, got)
		}
	}
}
