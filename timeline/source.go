package timeline

import "github.com/selsyn/selsyn/media"

// Source is one thing that could be pulled from: a registered asset, or a row
// of an ALE. A plan matches the events of a cut to sources.
type Source struct {
	ID        string      // identifier of the asset (URN); never a path
	Key       SourceKey   // how lists call it
	Available media.Range // what there is of it, in source time; empty when not known
	Rate      media.Rate
	CDL       *CDL
	Checksum  string // "sha1:..." where known
	Size      int64  // bytes; 0 when not known
	From      string // where the row came from: "registry", "ale:DAY12.ale:14"
}
