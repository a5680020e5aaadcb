package cpl

import "slices"

// The scopes of the marker labels that later editions added; [MarkerScope] is
// that of the first. An edition's scope is written in either of two forms.
const (
	MarkerScope2016 = "http://www.smpte-ra.org/schemas/2067-3/2016#standard-markers"
	MarkerScope2020 = "http://www.smpte-ra.org/ns/2067-3/2020#standard-markers"
)

// Labels are the standard marker labels of a scope, which is one of
// [MarkerScope], [MarkerScope2016] and [MarkerScope2020]; nil for any other.
// FF and LF begin the labels of the first and the last frame of something,
// FTX and LTX those of something without text.
func Labels(scope string) []string {
	switch scope {
	case MarkerScope:
		return []string{"FFBT", "LFBT", "FFCB", "LFCB", "FFCL", "LFCL", "FFDL", "LFDL", "FFEC", "LFEC", "FFHS", "LFHS", "FFMC", "LFMC",
			"FFOB", "LFOB", "FFOC", "LFOC", "FFOI", "LFOI", "FFSP", "LFSP", "FFTC", "LFTC", "FFTS", "LFTS", "FFCO", "LFCO", "FFOA", "LFOA",
			"FTXC", "LTXC", "FTXE", "LTXE", "FTXM", "LTXM", "FPCI"}
	case MarkerScope2016, "http://www.smpte-ra.org/ns/2067-3/2016#standard-markers":
		return []string{"FFDC", "LFDC"}
	case MarkerScope2020, "http://www.smpte-ra.org/schemas/2067-3/2020#standard-markers":
		return []string{"FFEI", "LFEI", "FFER", "LFER", "FFUN", "LFUN"}
	}
	return nil
}

// LabelKnown reports whether a label is one of its scope's, and whether the
// scope is a standard one.
func LabelKnown(label, scope string) (known, standard bool) {
	labels := Labels(scope)
	return slices.Contains(labels, label), labels != nil
}
