package regxml

import (
	"strconv"
	"strings"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
)

// Kind is the way in which two descriptors differ.
type Kind uint8

// The kinds of differences.
const (
	Differs           Kind = iota // both have it, with different values
	OnlyInComposition             // the file does not have it
	OnlyInFile                    // the composition does not have it
)

// String is the kind in words.
func (k Kind) String() string {
	return [...]string{"differs", "only in the composition", "only in the file"}[k%3]
}

// Difference is one thing in which a composition's descriptor and that of the
// track file differ.
type Difference struct {
	Kind        Kind
	Path        string // "CDCIDescriptor/SubDescriptors/JPEG2000SubDescriptor/Rsiz"
	Composition string // its text there; of a structure, the names inside
	File        string
}

// links are the properties that identify or refer within one document or file.
// Two accounts of the same thing may have different ones.
var links = map[string]bool{
	"InstanceID": true, "ObjectClass": true, "GenerationID": true, "LinkedGenerationID": true, "LinkedTrackID": true,
	"MCALinkID": true, "SoundfieldGroupLinkID": true, "GroupOfSoundfieldGroupsLinkID": true,
	"MGALinkID": true, "MGAMetadataSectionLinkID": true, "SADMMetadataSectionLinkID": true,
	"ADMSoundfieldGroupLinkID": true, "ACESPictureSubDescriptorInstanceID": true,
}

// older are names that registers of earlier years gave.
var older = map[string]string{
	"TimedTextDescriptor":             "DCTimedTextDescriptor",
	"TimedTextResourceSubDescriptor":  "DCTimedTextResourceSubDescriptor",
	"GenericPictureEssenceDescriptor": "PictureDescriptor",
	"GenericSoundEssenceDescriptor":   "SoundDescriptor",
	"WaveAudioDescriptor":             "WAVEPCMDescriptor",
}

// maxMatch is how many items of one kind are matched with one another by
// likeness, and maxPairs how many pairs of elements are looked at in all before
// items are taken in order.
const (
	maxMatch = 64
	maxPairs = 1_000_000
)

type comparer struct{ left int }

// Compare tells in what the descriptor of a composition differs from that of
// the track file. It is empty when they say the same.
func Compare(composition, file *Node) []Difference {
	if name(composition.Local, "") != name(file.Local, "") {
		return []Difference{{Kind: Differs, Path: composition.Local, Composition: composition.Local, File: file.Local}}
	}
	c := comparer{left: maxPairs}
	return c.node(composition, file, composition.Local)
}

// name is a local name in today's register, without the group's name that some
// tools put before it.
func name(local, parent string) string {
	if bare, ok := strings.CutPrefix(local, parent+"_"); ok && parent != "" {
		local = bare
	}
	if now, ok := older[local]; ok {
		return now
	}
	return local
}

// node compares two elements of the same name.
func (c *comparer) node(a, b *Node, path string) []Difference {
	c.left--
	if len(a.Children) == 0 && len(b.Children) == 0 {
		if same(a.Text, b.Text) {
			return nil
		}
		return []Difference{{Differs, path, a.Text, b.Text}}
	}
	if ordered(a.Local) && repeats(a, b) {
		return c.inOrder(a, b, path)
	}
	return c.byName(a, b, path)
}

// ordered reports whether the items of a property have an order that matters:
// those of arrays do, those of sets and of batches of references do not.
func ordered(property string) bool {
	e := register.Builtin().ElementOf(property)
	if e == nil || e.Type == nil {
		return true
	}
	t := e.Type
	return t.Kind != register.Set && !(t.Kind == register.VariableArray && t.Base != nil && t.Base.Kind == register.StrongReference)
}

// repeats reports whether either holds several children of one name.
func repeats(a, b *Node) bool {
	for _, n := range []*Node{a, b} {
		if len(n.Children) > 1 && n.Children[0].Local == n.Children[1].Local {
			return true
		}
	}
	return false
}

func (c *comparer) inOrder(a, b *Node, path string) []Difference {
	var out []Difference
	for i := range max(len(a.Children), len(b.Children)) {
		at := path + "[" + strconv.Itoa(i+1) + "]"
		switch {
		case i >= len(a.Children):
			out = append(out, only(OnlyInFile, &b.Children[i], at))
		case i >= len(b.Children):
			out = append(out, only(OnlyInComposition, &a.Children[i], at))
		default:
			out = append(out, c.node(&a.Children[i], &b.Children[i], at)...)
		}
	}
	return out
}

func only(kind Kind, n *Node, path string) Difference {
	d := Difference{Kind: kind, Path: path, Composition: content(n)}
	if kind == OnlyInFile {
		d.Composition, d.File = "", d.Composition
	}
	return d
}

// content is the text of an element, or the names inside it.
func content(n *Node) string {
	if len(n.Children) == 0 {
		return n.Text
	}
	names := make([]string, 0, len(n.Children))
	for i := range n.Children {
		names = append(names, n.Children[i].Local)
	}
	return strings.Join(names, " ")
}

// byName matches children of the same name, whatever their order.
func (c *comparer) byName(a, b *Node, path string) []Difference {
	var out []Difference
	left, right := groupByName(a), groupByName(b)
	for _, key := range append(left.names, right.names...) {
		as, bs := left.nodes[key], right.nodes[key]
		if len(as)+len(bs) == 0 || links[key] {
			continue
		}
		out = append(out, c.match(as, bs, path+"/"+key)...)
		delete(left.nodes, key)
		delete(right.nodes, key)
	}
	return out
}

type named struct {
	names []string
	nodes map[string][]*Node
}

func groupByName(n *Node) named {
	out := named{nodes: make(map[string][]*Node)}
	for i := range n.Children {
		key := name(n.Children[i].Local, n.Local)
		if _, seen := out.nodes[key]; !seen {
			out.names = append(out.names, key)
		}
		out.nodes[key] = append(out.nodes[key], &n.Children[i])
	}
	return out
}

// match pairs elements of one name, each with the one most like it, and
// compares the pairs.
func (c *comparer) match(as, bs []*Node, path string) []Difference {
	var out []Difference
	alike := len(as) <= maxMatch && len(bs) <= maxMatch && c.left > 0
	for _, a := range as {
		best, diffs := -1, []Difference(nil)
		for i, b := range bs {
			d := c.node(a, b, path)
			if best < 0 || len(d) < len(diffs) {
				best, diffs = i, d
			}
			if len(d) == 0 || !alike || c.left <= 0 {
				break
			}
		}
		if best < 0 {
			out = append(out, only(OnlyInComposition, a, path))
			continue
		}
		out = append(out, diffs...)
		bs = append(append([]*Node(nil), bs[:best]...), bs[best+1:]...)
	}
	for _, b := range bs {
		out = append(out, only(OnlyInFile, b, path))
	}
	return out
}

// same reports whether two texts have the same value: labels without their
// version, identifiers, hexadecimal digits and truth values in either case,
// numbers and fractions as numbers.
func same(a, b string) bool {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	if a == b {
		return true
	}
	la, lb := strings.ToLower(a), strings.ToLower(b)
	if strings.HasPrefix(la, "urn:smpte:ul:") {
		ua, errA := klv.ParseUL(la)
		ub, errB := klv.ParseUL(lb)
		return errA == nil && errB == nil && ua.Same(ub)
	}
	if la == lb {
		return strings.HasPrefix(la, "urn:") || la == "true" || la == "false" || isHex(la)
	}
	na, da, okA := fraction(a)
	nb, db, okB := fraction(b)
	return okA && okB && na == nb && da == db
}

func isHex(s string) bool {
	return strings.Trim(s, "0123456789abcdef") == ""
}

// fraction reads "48000/1" or "48000" in lowest terms.
func fraction(s string) (num, den int64, ok bool) {
	n, d, found := strings.Cut(s, "/")
	if !found {
		d = "1"
	}
	num, errN := strconv.ParseInt(n, 10, 64)
	den, errD := strconv.ParseInt(d, 10, 64)
	if errN != nil || errD != nil || den == 0 {
		return 0, 0, false
	}
	g, r := num, den
	for r != 0 {
		g, r = r, g%r
	}
	if g != 0 {
		num, den = num/g, den/g
	}
	return num, den, true
}
