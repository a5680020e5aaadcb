package app

// cinema judges picture of application #4, the cinema mezzanine (ST 2067-40).
func (j *judge) cinema(v *view, a *application) {
	if !j.described(v, a, "RGBADescriptor") {
		return
	}
	low, high := "ComponentMinRef", "ComponentMaxRef"
	for _, symbol := range v.absent(low, high) {
		j.fault(MissingItem, v.node, "the descriptor does not state %s", symbol)
	}
	var depth int64
	if n, ok := v.number(high); ok {
		for _, bits := range []int64{12, 16} {
			if n == 1<<bits-1 {
				depth = bits
			}
		}
		if depth == 0 {
			j.fault(Quantization, v.item(high), "%s is %d; components have 16 bits in full range, those of a digital cinema master 12", high, n)
		}
	}
	j.characteristics(measure(v, depth), a)
	if c, ok := v.label("PictureCompression"); ok && !c.HasPrefix(j2kLabel, 14) {
		j.fault(Coding, v.item("PictureCompression"), "the picture is coded as %s; %s asks for JPEG 2000", j.dict.LabelSymbol(c), a.name)
	}
	j.wrapping(v)
}
