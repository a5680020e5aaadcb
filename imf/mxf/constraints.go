package mxf

// checkDescriptor judges the descriptor by what kind of essence it describes.
func (o *opener) checkDescriptor() {
	d := o.f.Descriptor()
	if d == nil {
		return
	}
	switch {
	case d.Is("IABEssenceDescriptor"):
		o.checkIAB(d)
	case d.Is("MGASoundEssenceDescriptor"):
		o.checkMGA(d)
	case d.Is("WAVEPCMDescriptor"):
		o.checkPCM(d)
	case d.Is("PictureDescriptor"):
		o.checkPicture(d)
	case d.Is("ISXDDataEssenceDescriptor"):
		o.checkISXD(d)
	case d.Is("DCTimedTextDescriptor"):
		o.checkTimedText(d)
	}
}

// missing names those of the properties that a set lacks or has empty.
func missing(s *Set, symbols ...string) []string {
	var out []string
	for _, symbol := range symbols {
		i, ok := s.Item(symbol)
		if !ok || len(i.Value) == 0 {
			out = append(out, symbol)
		}
	}
	return out
}
