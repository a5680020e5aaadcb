package id

import (
	"fmt"
	"strings"
)

// parseEIDR reads the part after "urn:eidr:": a DOI prefix "10.5240" and a
// suffix, joined by ":" (RFC 7972); the "/" of a DOI is taken for ":". The
// check character is not verified: registries hold made-up ones.
func parseEIDR(s string) (string, error) {
	s = strings.Replace(strings.ToUpper(s), "/", ":", 1)
	prefix, suffix, ok := strings.Cut(s, ":")
	if !ok || !strings.HasPrefix(prefix, "10.") || len(prefix) < 4 || suffix == "" {
		return "", fmt.Errorf("%q is no EIDR: it should be like 10.5240:1489-49A2-3956-4B2D-FE16-5 (RFC 7972)", shorten(s))
	}
	for i := range len(suffix) {
		c := suffix[i]
		if c != '-' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') {
			return "", fmt.Errorf("%q is no EIDR: %q may not stand in it (RFC 7972)", shorten(s), c)
		}
	}
	return prefix + ":" + suffix, nil
}
