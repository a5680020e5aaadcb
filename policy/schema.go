package policy

import "slices"

// Attribute is something conditions may speak of.
type Attribute struct {
	Name string
	Type Type
	Text string // what it is, in one sentence
}

// schema is the table of attributes. The first ones are fields of every
// resource; the others come in Resource.Attr.
var schema = [...]Attribute{
	{"id", StringType, "The identifier of the thing."},
	{"production", StringType, "The production it belongs to."},
	{"org", StringType, "The organisation that owns it."},
	{"sequence", StringType, "The sequence it belongs to."},
	{"scene", StringType, "The scene it belongs to."},
	{"shot", StringType, "The shot it belongs to."},
	{"asset.kind", StringType, "What sort of asset it is: camera.reel, plate, reference."},
	{"asset.state", StringType, "Where it stands: draft, in_review, approved, published, withdrawn."},
	{"asset.approved", BoolType, "Whether it has been approved."},
	{"asset.class", IntType, "Its security class; higher is more secret."},
	{"asset.created", TimeType, "When it was registered."},
	{"asset.size", IntType, "Its size in bytes."},
	{"asset.revision", IntType, "Its revision, counted from 1."},
	{"asset.tags", SetType, "The labels it carries."},
	{"media.type", StringType, "Its media type: video/mxf."},
}

const builtins = 6 // of schema: fields of every resource

// Attributes lists what conditions may speak of.
func Attributes() []Attribute { return slices.Clone(schema[:]) }

func attribute(name string) (int, bool) {
	for i := range schema {
		if schema[i].Name == name {
			return i, true
		}
	}
	return 0, false
}
