package mxf

import "github.com/selsyn/selsyn/imf/mxf/klv"

var (
	essenceKey = klv.MustUL("01020101.0d010301.00000000")
	streamKey  = klv.MustUL("0101010c.0d010509.01000000")
	systemKey  = klv.MustUL("02050101.0d010301.00000000")
)

// isEssence reports whether the key is that of an essence element, of the
// generic container or of a private one (ST 379-2).
func isEssence(k klv.UL) bool {
	return k.IsSMPTE() && k[4] == 1 && k[5] == 2
}

// keyName is a key in words.
func keyName(k klv.UL) string {
	switch {
	case isPartition(k):
		return "a partition pack"
	case k.Same(ripKey):
		return "a random index pack"
	case k.Same(primerKey):
		return "a primer pack"
	case isIndex(k):
		return "an index table segment"
	case klv.IsFill(k):
		return "a fill item"
	case isEssence(k):
		return "an essence element"
	case k.Same(streamKey):
		return "a generic stream"
	case k.IsSMPTE() && k[4] == 2 && k.HasPrefix(systemKey, 4) && k[8] == 0x0d && k[9] == 1 && k[10] == 3:
		return "a system item"
	case k.IsSMPTE() && k[4] == 2:
		return "a set"
	}
	return "a triplet with the key " + k.String()
}
