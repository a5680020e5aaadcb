package omc

import "strings"

// types are the entity types of OMC-JSON v2.8. The root of the schema also
// names NarrativeAction, but does not define it.
var types = set(
	"Asset", "AssetSC", "Infrastructure", "InfrastructureSC", "Character", "Context", "CreativeWork", "Depiction", "Effect",
	"NarrativeAudio", "NarrativeLocation", "NarrativeObject", "NarrativeScene", "NarrativeStyling", "NarrativeWardrobe",
	"ProductionLocation", "ProductionScene", "Slate", "Sequence", "SpecialAction", "Participant", "Person", "Department",
	"Organization", "Service", "Role", "Task", "TaskSC", "Collection", "Composition", "Location",
)

// IsType reports whether OMC-JSON v2.8 defines the entity type.
func IsType(name string) bool { return types[name] }

// origins are the links from a version to what it was made from, and the list
// in which that one should name it.
var origins = map[string]string{
	"RevisionOf": "Revision", "DerivationOf": "Derivation", "VariantOf": "Variant", "RepresentationOf": "Representation",
}

// versions that OMC-JSON v2.8 takes; 2.5 and 2.7 never had a JSON form.
var versions = set("v2.0", "v2.1", "v2.6", "v2.8")

func knownVersion(s string) bool {
	return versions[s[strings.LastIndexByte(s, '/')+1:]]
}

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
