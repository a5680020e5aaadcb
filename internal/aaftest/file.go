package aaftest

// The definitions that [File] makes, by number.
const (
	Picture byte = iota + 1
	Sound
	Timecode
	Metadata
	Dissolve
	Wipe
	Blur
	MotionControl
	Hold
	SpeedRatio
	OffsetMap
	SpeedMap
	EffectID
	Linear
	Stepped
	Spline
	Titler
)

var definitions = []struct {
	pid   uint16 // of the dictionary's list
	class uint16
	list  map[byte]string
}{
	{0x2605, 0x1b00, map[byte]string{Picture: "Picture", Sound: "Sound", Timecode: "Timecode", Metadata: "Descriptive Metadata"}},
	{0x2603, 0x1c00, map[byte]string{Dissolve: "Video Dissolve", Wipe: "Edge Wipe", Blur: "Blur", MotionControl: "Motion Control", Hold: "VideoFrameHold", Titler: "Title"}},
	{0x2604, 0x1d00, map[byte]string{SpeedRatio: "SpeedRatio", OffsetMap: "PARAM_SPEED_OFFSET_MAP_U", SpeedMap: "PARAM_SPEED_MAP_U", EffectID: "AvidEffectID"}},
	{0x2609, 0x2100, map[byte]string{Linear: "LinearInterp", Stepped: "ConstantInterp", Spline: "BSplineInterp"}},
}

// File is an AAF file that holds the mobs.
func File(mobs ...*Object) *Storage {
	dictionary := New(0x2200)
	for _, d := range definitions {
		var list []*Object
		for n := range Titler + 1 {
			if name := d.list[n]; name != "" {
				list = append(list, New(d.class).Data(0x1b01, AUID(n)...).Text(0x1b02, name))
			}
		}
		dictionary.Set(d.pid, list...)
	}
	header := New(0x2f00).Ref(0x3b04, dictionary).Ref(0x3b03, New(0x1800).Set(0x1901, mobs...))
	root := New(0).Ref(0x0002, header).Storage("")
	return root
}

// Mob is a mob with slots: class 0x3500 a composition, 0x3600 a master mob,
// 0x3700 a source mob.
func Mob(class uint16, n byte, name string, slots ...*Object) *Object {
	return New(class).Data(0x4401, UMID(n)...).Text(0x4402, name).Vector(0x4403, slots...)
}

// TopLevel marks a composition as delivered.
func TopLevel(mob *Object) *Object {
	return mob.Data(0x4408, 2, 1, 1, 0x0d, 1, 1, 0, 7, 6, 0x0e, 0x2b, 0x34, 4, 1, 1, 1)
}

// Slot is a timeline slot of 24 edit units in a second.
func Slot(id uint32, segment *Object) *Object {
	return New(0x3b00).U32(0x4801, id).U32(0x4804, id).Rational(0x4b01, 24, 1).Int64(0x4b02, 0).Ref(0x4803, segment)
}

// component begins a component of a kind and length.
func component(class uint16, kind byte, length int64) *Object {
	return New(class).Weak(0x0201, kind).Int64(0x0202, length)
}

// Clip is a source clip.
func Clip(mob byte, slot uint32, start, length int64) *Object {
	return component(0x1100, Picture, length).Data(0x1101, UMID(mob)...).U32(0x1102, slot).Int64(0x1201, start)
}

// End is a source clip that refers to nothing.
func End(length int64) *Object {
	return component(0x1100, Picture, length).Data(0x1101, make([]byte, 32)...).U32(0x1102, 0).Int64(0x1201, 0)
}

// Filler is an empty stretch.
func Filler(length int64) *Object { return component(0x0900, Picture, length) }

// Sequence puts components one behind the other.
func Sequence(length int64, components ...*Object) *Object {
	return component(0x0f00, Picture, length).Vector(0x1001, components...)
}

// Transition overlaps its neighbours.
func Transition(length, cut int64, operation byte) *Object {
	op := component(0x0a00, Picture, length).Weak(0x0b01, operation)
	return component(0x1700, Picture, length).Int64(0x1802, cut).Ref(0x1801, op)
}

// Operation is an effect with parameters over inputs.
func Operation(operation byte, length int64, parameters []*Object, inputs ...*Object) *Object {
	o := component(0x0a00, Picture, length).Weak(0x0b01, operation).Set(0x0b03, parameters...)
	if len(inputs) > 0 {
		o.Vector(0x0b02, inputs...)
	}
	return o
}

var rational = [16]byte{0, 1, 1, 3, 0, 0, 0, 0, 6, 0x0e, 0x2b, 0x34, 1, 4, 1, 1}

// Constant is a parameter with one value.
func Constant(parameter byte, num, den int32) *Object {
	return New(0x3d00).Data(0x4c01, AUID(parameter)...).Indirect(0x4d01, rational, Ratio(num, den))
}

// Varying is a parameter with points, time and value, and straight lines
// between them.
func Varying(parameter byte, points ...[2]int32) *Object {
	return Curve(parameter, Linear, points...)
}

// Curve is a parameter with points and what holds between them.
func Curve(parameter, interpolation byte, points ...[2]int32) *Object {
	var list []*Object
	for _, p := range points {
		list = append(list, New(0x1900).Rational(0x1a03, p[0], 1).Indirect(0x1a02, rational, Ratio(p[1], 1)))
	}
	return New(0x3e00).Data(0x4c01, AUID(parameter)...).Weak(0x4e01, interpolation).Vector(0x4e02, list...)
}

// Label is a timecode segment.
func Label(start int64, fps uint16, drop bool) *Object {
	d := byte(0)
	if drop {
		d = 1
	}
	return component(0x1400, Timecode, 1<<40).Int64(0x1501, start).U16(0x1502, fps).Data(0x1503, d)
}

var wide = [16]byte{0x00, 0x02, 0x10, 0x01, 0, 0, 0, 0, 0x06, 0x0e, 0x2b, 0x34, 0x01, 0x04, 0x01, 0x01}

// Tag is a tagged value.
func Tag(name, value string) *Object {
	return New(0x3f00).Text(0x5001, name).Indirect(0x5003, wide, Wide(value))
}
