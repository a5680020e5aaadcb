package aaf

import "fmt"

// class is the third part of a class identifier, which tells the classes of
// the object model apart: 0d010101-0101-CCCC-060e-2b3402060101.
type class uint16

// The classes that are read.
const (
	classEssenceGroup    class = 0x0500
	classCommentMarker   class = 0x0800
	classFiller          class = 0x0900
	classOperationGroup  class = 0x0a00
	classNestedScope     class = 0x0b00
	classPulldown        class = 0x0c00
	classScopeReference  class = 0x0d00
	classSelector        class = 0x0e00
	classSequence        class = 0x0f00
	classSourceClip      class = 0x1100
	classTimecode        class = 0x1400
	classTransition      class = 0x1700
	classFilmDescriptor  class = 0x2d00
	classTapeDescriptor  class = 0x2e00
	classComposition     class = 0x3500
	classMasterMob       class = 0x3600
	classSourceMob       class = 0x3700
	classEventSlot       class = 0x3900
	classTimelineSlot    class = 0x3b00
	classConstant        class = 0x3d00
	classVarying         class = 0x3e00
	classTaggedValue     class = 0x3f00
	classDescriptiveMark class = 0x4100
	classImport          class = 0x4a00
)

func (c class) String() string { return fmt.Sprintf("class %04x", uint16(c)) }

// pid identifies a property within its class.
type pid uint16

// The properties that are read.
const (
	pidRootHeader     pid = 0x0002
	pidDataDefinition pid = 0x0201
	pidLength         pid = 0x0202
	pidChoices        pid = 0x0501
	pidPosition       pid = 0x0601
	pidComment        pid = 0x0602
	pidOperation      pid = 0x0b01
	pidInputs         pid = 0x0b02
	pidParameters     pid = 0x0b03
	pidScopeSlots     pid = 0x0c01
	pidPulldownInput  pid = 0x0d01
	pidSelected       pid = 0x0f01
	pidAlternates     pid = 0x0f02
	pidComponents     pid = 0x1001
	pidSourceID       pid = 0x1101
	pidSourceSlot     pid = 0x1102
	pidStartTime      pid = 0x1201
	pidTimecodeStart  pid = 0x1501
	pidTimecodeFPS    pid = 0x1502
	pidTimecodeDrop   pid = 0x1503
	pidTransitionOp   pid = 0x1801
	pidCutPoint       pid = 0x1802
	pidMobs           pid = 0x1901
	pidPointValue     pid = 0x1a02
	pidPointTime      pid = 0x1a03
	pidIdentification pid = 0x1b01
	pidDefinitionName pid = 0x1b02
	pidOperationDefs  pid = 0x2603
	pidParameterDefs  pid = 0x2604
	pidDataDefs       pid = 0x2605
	pidInterpolations pid = 0x2609
	pidLocators       pid = 0x2f01
	pidEssenceLength  pid = 0x3002
	pidContent        pid = 0x3b03
	pidDictionary     pid = 0x3b04
	pidURL            pid = 0x4001
	pidMobID          pid = 0x4401
	pidMobName        pid = 0x4402
	pidSlots          pid = 0x4403
	pidUsage          pid = 0x4408
	pidDescriptor     pid = 0x4701
	pidSlotID         pid = 0x4801
	pidSlotName       pid = 0x4802
	pidSegment        pid = 0x4803
	pidPhysicalTrack  pid = 0x4804
	pidEventEditRate  pid = 0x4901
	pidEditRate       pid = 0x4b01
	pidOrigin         pid = 0x4b02
	pidParameterDef   pid = 0x4c01
	pidConstantValue  pid = 0x4d01
	pidInterpolation  pid = 0x4e01
	pidPoints         pid = 0x4e02
	pidTagName        pid = 0x5001
	pidTagValue       pid = 0x5003
	pidDescribedSlots pid = 0x6102
)
