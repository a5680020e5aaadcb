package mxftest

import (
	"encoding/binary"

	"github.com/selsyn/selsyn/imf/mxf/klv"
	"github.com/selsyn/selsyn/imf/mxf/register"
	"github.com/selsyn/selsyn/media"
)

var (
	partition = klv.MustUL("02050101.0d010201.01000000")
	ripKey    = klv.MustUL("02050101.0d010201.01110100")
	primerKey = klv.MustUL("02050101.0d010201.01050100")
	indexKey  = klv.MustUL("02530101.0d010201.01100100")
)

// writer puts sets together; ids are counted up.
type writer struct {
	spec   *Spec
	next   uint64
	primer []Prop // tag and label, in order of first use
	tags   map[klv.UL]uint16
	sets   []byte
}

func (w *writer) id() klv.UL {
	w.next++
	return UUID(w.next)
}

// tag is the local tag of a property: the static one, or the next free one.
func (w *writer) tag(p Prop) uint16 {
	ul, tag := p.UL, uint16(0)
	if p.Symbol != "" {
		e := register.Builtin().ElementOf(p.Symbol)
		if g := special[p.Symbol]; g != "" {
			e = register.Builtin().Element(klv.MustUL(g))
		}
		if e == nil {
			panic("mxftest: no property is called " + p.Symbol)
		}
		ul, tag = e.UL, e.Tag
	}
	if t, ok := w.tags[ul]; ok {
		return t
	}
	if tag == 0 {
		tag = uint16(0xffff - len(w.tags))
	}
	w.tags[ul] = tag
	w.primer = append(w.primer, Prop{UL: ul, Value: U16(tag)})
	return tag
}

// special are symbols that several elements share.
var special = map[string]string{
	"SourceTrackID": "01010102.06010103.02000000",
	"NamespaceURI":  "01010108.01020105.01000000",
}

func (w *writer) set(id klv.UL, g Group) klv.UL {
	key := g.Key
	if g.Symbol != "" {
		group := register.Builtin().GroupOf(g.Symbol)
		if group == nil {
			panic("mxftest: no set is called " + g.Symbol)
		}
		key = group.UL
		key[5] = 0x53
	}
	body := local(w.tag(Prop{Symbol: "InstanceID"}), id[:])
	for _, p := range g.Props {
		body = append(body, local(w.tag(p), p.Value)...)
	}
	w.sets = append(w.sets, Triplet(key, body)...)
	return id
}

func local(tag uint16, v []byte) []byte {
	return append(append(U16(tag), U16(uint16(len(v)))...), v...)
}

// Triplet is a key, a length of four bytes and a value.
func Triplet(key klv.UL, v []byte) []byte {
	return append(klv.AppendBER(append([]byte(nil), key[:]...), uint64(len(v)), 4), v...)
}

// Fill is a fill item of n bytes in all, at least 20.
func Fill(n int) []byte { return Triplet(klv.Fill(), make([]byte, n-20)) }

func props(pairs ...any) []Prop {
	var out []Prop
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, Prop{Symbol: pairs[i].(string), Value: pairs[i+1].([]byte)})
	}
	return out
}

// metadata is the primer pack and the sets.
func (s *Spec) metadata() []byte {
	w := &writer{spec: s, next: binary.BigEndian.Uint64(s.ID[8:]) << 16, tags: make(map[klv.UL]uint16)}
	preface, storage, material, file, data := w.id(), w.id(), w.id(), w.id(), w.id()
	stamp := []byte{0x07, 0xe8, 1, 2, 3, 4, 5, 0}
	ident := w.id()
	conforms := Group{Symbol: "Preface", Props: props("FileLastModified", stamp, "FormatVersion", U16(0x0103), "ContentStorageObject", UL(storage),
		"IdentificationList", ULs(ident), "OperationalPattern", UL(s.Pattern), "EssenceContainers", ULs(s.Container), "DescriptiveSchemes", ULs())}
	if len(s.Conforms) > 0 {
		conforms.Set("ConformsToSpecifications", ULs(s.Conforms...))
	}
	w.set(preface, conforms)
	w.set(ident, Group{Symbol: "Identification", Props: props("GenerationID", UL(w.id()), "ApplicationSupplierName", UTF16("Selsyn"),
		"ApplicationName", UTF16("mxftest"), "ApplicationVersionString", UTF16("1"), "ApplicationProductID", UL(w.id()))})
	w.set(storage, Group{Symbol: "ContentStorage", Props: props("Packages", ULs(material, file), "EssenceDataObjects", ULs(data))})
	w.set(data, Group{Symbol: "EssenceData", Props: props("LinkedPackageID", UMID(s.ID), "EssenceStreamID", U32(1), "IndexStreamID", U32(2))})
	length := s.Duration
	if s.MaterialSize != 0 {
		length = s.MaterialSize
	}
	w.pack(material, "MaterialPackage", UMID(w.id()), stamp, UMID(s.ID), 2, length, 0, klv.UL{})
	descriptor := w.id()
	w.pack(file, "SourcePackage", UMID(s.ID), stamp, make([]byte, 32), 0, s.Duration, s.Origin, descriptor)
	subs := make([]klv.UL, len(s.Subs))
	for i, sub := range s.Subs {
		subs[i] = w.set(w.id(), sub)
	}
	d := Group{Symbol: s.Descriptor.Symbol, Key: s.Descriptor.Key, Props: append([]Prop(nil), s.Descriptor.Props...)}
	if len(subs) > 0 {
		d.Props = append(d.Props, Prop{Symbol: "SubDescriptors", Value: ULs(subs...)})
	}
	w.set(descriptor, d)
	for _, extra := range s.Extra {
		w.set(w.id(), extra)
	}
	return append(w.primerPack(), w.sets...)
}

// pack writes a package with one track, its sequence and its source clip.
func (w *writer) pack(id klv.UL, symbol string, umid, stamp, source []byte, sourceTrack uint32, length, origin int64, descriptor klv.UL) {
	track, sequence, clip := w.id(), w.id(), w.id()
	g := Group{Symbol: symbol, Props: props("PackageID", umid, "CreationTime", stamp, "PackageLastModified", stamp, "PackageTracks", ULs(track))}
	if !descriptor.IsZero() {
		g.Props = append(g.Props, Prop{Symbol: "EssenceDescription", Value: UL(descriptor)})
	}
	w.set(id, g)
	w.set(track, Group{Symbol: "TimelineTrack", Props: props("TrackID", U32(2), "EssenceTrackNumber", U32(binary.BigEndian.Uint32(w.spec.Key[12:])),
		"EditRate", Rat(w.spec.Rate), "Origin", I64(origin), "TrackSegment", UL(sequence))})
	w.set(sequence, Group{Symbol: "Sequence", Props: props("ComponentDataDefinition", UL(w.spec.DataDef), "ComponentLength", I64(length), "ComponentObjects", ULs(clip))})
	w.set(clip, Group{Symbol: "SourceClip", Props: props("ComponentDataDefinition", UL(w.spec.DataDef), "ComponentLength", I64(length),
		"StartPosition", I64(0), "SourcePackageID", source, "SourceTrackID", U32(sourceTrack))})
}

func (w *writer) primerPack() []byte {
	v := append(U32(uint32(len(w.primer))), U32(18)...)
	for _, p := range w.primer {
		v = append(append(v, p.Value...), p.UL[:]...)
	}
	return Triplet(primerKey, v)
}

// Pack is what a partition pack says, apart from where it stands.
type pack struct {
	kind, status      byte
	header, index     int
	indexSID, bodySID uint32
	content           []byte
	offset            int
}

// Bytes is the file.
func (s *Spec) Bytes() []byte {
	meta := s.metadata()
	essence, offsets := []byte(nil), []int(nil)
	for _, e := range s.Essence {
		offsets = append(offsets, len(essence))
		essence = append(essence, Triplet(s.Key, e)...)
	}
	header := pack{kind: 2, status: 4, header: len(meta), content: meta}
	footer := pack{kind: 4, status: 4}
	if s.FooterCopy {
		header.status, footer.header, footer.content = 1, len(meta), meta
	}
	if s.HeaderFill > 0 {
		header.content = append(append([]byte(nil), meta...), Fill(s.HeaderFill)...)
		header.header += s.HeaderFill
	}
	packs := []pack{header, {kind: 3, status: 4, bodySID: 1, content: essence}}
	if !s.NoIndex {
		index := s.index(offsets)
		packs = append(packs, pack{kind: 3, status: 4, index: len(index), indexSID: 2, content: index})
	}
	return s.assemble(append(packs, footer))
}

// packSize is the bytes of a partition pack with one essence container.
const packSize = 20 + 88 + 16

func (s *Spec) assemble(packs []pack) []byte {
	at := 0
	for i := range packs {
		packs[i].offset = at
		at += packSize + len(packs[i].content)
	}
	footer := packs[len(packs)-1].offset
	out := make([]byte, s.RunIn)
	rip := []byte(nil)
	for i, p := range packs {
		previous := 0
		if i > 0 {
			previous = packs[i-1].offset
		}
		key := partition
		key[13], key[14] = p.kind, p.status
		v := append(append(U16(1), U16(3)...), U32(1)...)
		v = append(append(append(v, U64(uint64(p.offset))...), U64(uint64(previous))...), U64(uint64(footer))...)
		v = append(append(append(v, U64(uint64(p.header))...), U64(uint64(p.index))...), U32(p.indexSID)...)
		v = append(append(append(v, U64(0)...), U32(p.bodySID)...), s.Pattern[:]...)
		v = append(v, ULs(s.Container)...)
		out = append(append(out, Triplet(key, v)...), p.content...)
		rip = append(append(rip, U32(p.bodySID)...), U64(uint64(p.offset))...)
	}
	if s.NoRIP {
		return out
	}
	return append(out, Triplet(ripKey, append(rip, U32(uint32(20+len(rip)+4))...))...)
}

func (s *Spec) index(offsets []int) []byte {
	rate, length := s.Rate, s.Duration
	if s.IndexRate != (media.Rate{}) {
		rate = s.IndexRate
	}
	if s.IndexLength != 0 {
		length = s.IndexLength
	}
	id := UUID(99)
	v := append(local(0x3c0a, id[:]), local(0x3f0b, Rat(rate))...)
	v = append(append(v, local(0x3f0c, I64(0))...), local(0x3f0d, I64(length))...)
	v = append(append(v, local(0x3f05, U32(s.UnitBytes))...), local(0x3f06, U32(2))...)
	v = append(append(v, local(0x3f07, U32(1))...), local(0x3f08, U8(0))...)
	if s.UnitBytes == 0 {
		entries := append(U32(uint32(length)), U32(11)...)
		for i := range length {
			at := uint64(0)
			if int(i) < len(offsets) {
				at = uint64(offsets[i])
			}
			entries = append(append(entries, 0, 0, 0x80), U64(at)...)
		}
		v = append(v, local(0x3f0a, entries)...)
	}
	return Triplet(indexKey, v)
}
