package timeline

func (p PullPolicy) filled() PullPolicy {
	if p.HeadHandle == 0 {
		p.HeadHandle = 8
	}
	if p.TailHandle == 0 {
		p.TailHandle = 8
	}
	if p.HandlesIn == "" {
		p.HandlesIn = "comp"
	}
	if p.FirstFrame == 0 {
		p.FirstFrame = 1001
	}
	if p.PlateName == "" {
		p.PlateName = "{shot}_PL{plate:2}_v{version:3}"
	}
	if p.Merge == "" {
		p.Merge = "shot"
	}
	return p
}
