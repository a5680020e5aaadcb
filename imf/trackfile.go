package imf

import (
	"github.com/selsyn/selsyn/imf/mxf"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/imf/mxf/regxml"
	"github.com/selsyn/selsyn/imf/uuid"
	"github.com/selsyn/selsyn/media"
)

// TrackFile is what compositions need to know of a track file. It holds no
// part of the file's index or essence.
type TrackFile struct {
	ID         uuid.UUID   // from the file package
	Descriptor regxml.Node // as a composition would describe the essence
	Described  bool        // Descriptor is set
	EditRate   media.Rate  // of the essence track; zero when not known
	Duration   int64       // of the essence track in its edit units; -1 when not known
	Kind       mxf.TrackKind
}

// newTrackFile takes from an opened file what compositions need.
func newTrackFile(f *mxf.File, dict *register.Dictionary) *TrackFile {
	t := &TrackFile{Duration: -1}
	t.ID, _ = uuid.Parse(f.TrackFileID())
	t.Descriptor, t.Described = regxml.Tree(f.Descriptor(), dict)
	if e := f.EssenceTrack(); e != nil {
		t.EditRate, t.Kind = e.EditRate, e.Kind
		if e.HasLength {
			t.Duration = e.Duration
		}
	}
	return t
}
