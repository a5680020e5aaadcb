package api

import (
	"reflect"
	"regexp"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// qualified matches a type's name with its package path.
var qualified = regexp.MustCompile(`(?:[\w.~-]+/)*(\w+)\.(\w+)`)

// schemaName names a schema after its Go type and, unless it is one of ours,
// the package that it comes from, since two services may have types of one name:
// timeline.Summary is TimelineSummary, list[turnover.Cut] is ListTurnoverCut.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := t.Name()
	if name == "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	if own, _, generic := strings.Cut(name, "["); !generic && t.PkgPath() != "" {
		name = t.PkgPath() + "." + own
	}
	name = qualified.ReplaceAllStringFunc(name, func(q string) string {
		m := qualified.FindStringSubmatch(q)
		if m[1] == "api" {
			return title(m[2])
		}
		return title(m[1]) + title(m[2])
	})
	var b strings.Builder
	for part := range strings.FieldsFuncSeq(name, func(r rune) bool { return strings.ContainsRune("[]*,. ", r) }) {
		b.WriteString(title(part))
	}
	return b.String()
}

func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
