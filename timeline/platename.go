package timeline

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/finding"
)

// plateName fills a naming template. Its fields are {shot}, {plate} and
// {version}; a number after a colon is the least count of digits.
func plateName(template, shot string, plate, version int) (string, error) {
	var b strings.Builder
	rest := template
	for {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:open])
		end := strings.IndexByte(rest[open:], '}')
		if end < 0 {
			return "", fmt.Errorf("the template %q has a brace that is not closed", template)
		}
		field, digits, _ := strings.Cut(rest[open+1:open+end], ":")
		width := 0
		if digits != "" {
			n, err := strconv.Atoi(digits)
			if err != nil || n < 1 || n > 9 {
				return "", fmt.Errorf("the template %q asks for %q digits; write a number from 1 to 9", template, digits)
			}
			width = n
		}
		switch field {
		case "shot":
			b.WriteString(shot)
		case "plate":
			fmt.Fprintf(&b, "%0*d", width, plate)
		case "version":
			fmt.Fprintf(&b, "%0*d", width, version)
		default:
			return "", fmt.Errorf("the template %q has the field {%s}; there are {shot}, {plate} and {version}", template, field)
		}
		rest = rest[open+end+1:]
	}
	return b.String(), nil
}

// CheckPlateTemplate reports what is wrong with a template of plate names: an
// unknown field, a missing one without which names would not differ, or a
// character that no plate's name may have.
func CheckPlateTemplate(template string) []finding.Finding {
	name, err := plateName(template, "SHOT", 1, 1)
	if err != nil {
		return []finding.Finding{ruleTemplate.At(finding.Where{}, "%v", err)}
	}
	var all []finding.Finding
	for _, field := range [...]string{"{shot", "{plate", "{version"} {
		if !strings.Contains(template, field) {
			all = append(all, ruleTemplate.At(finding.Where{}, "the template %q has no %s}, so that two plates could have one name", template, field))
		}
	}
	if bad := illegal(name); bad != "" {
		all = append(all, ruleIllegal.At(finding.Where{}, "the template %q gives names with %q; use letters, digits, full stop, underscore and hyphen", template, bad))
	}
	return all
}

// illegal is the first character that a plate's name may not have, or nothing.
func illegal(name string) string {
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '-':
		default:
			return string(r)
		}
	}
	return ""
}

// names gives the plates their names and checks them.
func (p *puller) names() {
	seen := make(map[string]string)
	for i := range p.Shots {
		for j := range p.Shots[i].Plates {
			out := &p.Shots[i].Plates[j]
			name, err := plateName(p.Policy.PlateName, out.Shots[0], out.Plate, out.Version)
			if err != nil {
				return // reported with the template
			}
			out.Name = name
			if (out.Status == PullCovered || out.Status == PullReduced) && out.Previous != "" {
				out.Name = out.Previous
			}
			place := finding.Where{Element: p.Shots[i].Shot}
			if bad := illegal(out.Name); bad != "" {
				p.report.Add(ruleIllegal.At(place, "plate %q has the character %q in its name; use letters, digits, full stop, underscore and hyphen", out.Name, bad))
			}
			id := fmt.Sprint(out.Shots[0], "\x00", out.Plate, "\x00", out.Version)
			if other, ok := seen[out.Name]; ok && other != id {
				p.report.Add(ruleDuplicate.At(place, "two plates would be called %s; give the template {plate} and {version}, and shots names that differ", out.Name))
			}
			seen[out.Name] = id
		}
	}
}
