package aaf

import (
	"strings"

	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
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
		fields := strings.FieldsFunc(t.value, func(r rune) bool { return strings.ContainsRune("() ,\t", r) })
		switch {
		case t.name == "ASC_SOP" && len(fields) == 9 && numbers(fields):
			c.Slope, c.Offset, c.Power = [3]string(fields[:3]), [3]string(fields[3:6]), [3]string(fields[6:])
			said = true
		case t.name == "ASC_SAT" && len(fields) == 1 && numbers(fields):
			c.Saturation = fields[0]
			said = true
		}
	}
	if !said {
		return nil
	}
	return &c
}

func numbers(fields []string) bool {
	for _, f := range fields {
		if _, err := media.ParseRatio(f); err != nil {
			return false
		}
	}
	return true
}
