package aaf

import (
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/internal/asc"
)

// cdl is a copy of the mob's colour decision list, which is sought once; nil
// when there is none.
func (r *reader) cdl(m *node) *timeline.CDL {
	c, asked := r.cdls[m]
	if !asked {
		c = r.findCDL(m)
		r.cdls[m] = c
	}
	if c == nil {
		return nil
	}
	own := *c
	return &own
}

// findCDL seeks the colour decision list among the comments of a master mob, which
// Avid writes as "(1 1 1)(0 0 0)(1 1 1)" and "1".
func (r *reader) findCDL(m *node) *timeline.CDL {
	var c timeline.CDL
	said := false
	for _, t := range r.tags(m) {
		switch t.name {
		case "ASC_SOP":
			said = asc.SOP(t.value, &c) || said
		case "ASC_SAT":
			if value, ok := asc.SAT(t.value); ok {
				c.Saturation, said = value, true
			}
		}
	}
	if !said {
		return nil
	}
	return &c
}
