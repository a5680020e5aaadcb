package mxf

import (
	"encoding/binary"
	"fmt"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// Keys that files are built of; the bytes where they vary are zero here
// (ST 377-1:2019, 7.1, 9.2, 11.2, 12.2).
var (
	partitionKey = klv.MustUL("02050101.0d010201.01000000")
	ripKey       = klv.MustUL("02050101.0d010201.01110100")
	primerKey    = klv.MustUL("02050101.0d010201.01050100")
	indexKey     = klv.MustUL("02530101.0d010201.01100100")
	op1a         = klv.MustUL("04010101.0d010201.01010000")
)

// PartitionKind says where in the file a partition stands.
type PartitionKind uint8

// The kinds of partitions (ST 377-1:2019, 7). A generic stream partition is a
// body partition that holds no essence but other data (ST 410).
const (
	HeaderPartition        PartitionKind = 2
	BodyPartition          PartitionKind = 3
	FooterPartition        PartitionKind = 4
	GenericStreamPartition PartitionKind = 0x11
)

// String is the kind in words.
func (k PartitionKind) String() string {
	switch k {
	case HeaderPartition:
		return "header"
	case BodyPartition:
		return "body"
	case FooterPartition:
		return "footer"
	case GenericStreamPartition:
		return "generic stream"
	}
	return fmt.Sprintf("PartitionKind(%d)", uint8(k))
}

// Partition is a partition pack: where it lies and what it says of the file.
// Counts are of bytes, offsets from the end of the run-in.
type Partition struct {
	Offset   int64 // of the pack's key, from the start of the file
	Length   int64 // of the pack with its key
	Kind     PartitionKind
	Closed   bool
	Complete bool

	Major, Minor      uint16
	KAGSize           uint32
	ThisPartition     uint64
	PreviousPartition uint64
	FooterPartition   uint64
	HeaderByteCount   uint64
	IndexByteCount    uint64
	IndexSID          uint32
	BodyOffset        uint64
	BodySID           uint32
	Pattern           klv.UL
	EssenceContainers []klv.UL
}

// status is the partition's state in words: "closed and complete".
func (p *Partition) status() string {
	words := [2]string{"open", "incomplete"}
	if p.Closed {
		words[0] = "closed"
	}
	if p.Complete {
		words[1] = "complete"
	}
	return words[0] + " and " + words[1]
}

// isPartition reports whether a key is that of a partition pack.
func isPartition(k klv.UL) bool {
	return k.HasPrefix(partitionKey, 13) && k[13] >= 2 && k[13] <= 4
}

// parsePartition reads a partition pack from its key and value.
func parsePartition(t klv.Triplet, v []byte) (*Partition, error) {
	if len(v) < 88 {
		return nil, fmt.Errorf("it has %d bytes, a partition pack at least 88", len(v))
	}
	be := binary.BigEndian
	p := &Partition{
		Offset: t.Offset, Length: int64(t.Head) + int64(len(v)), Kind: PartitionKind(t.Key[13]),
		Major: be.Uint16(v), Minor: be.Uint16(v[2:]), KAGSize: be.Uint32(v[4:]),
		ThisPartition: be.Uint64(v[8:]), PreviousPartition: be.Uint64(v[16:]), FooterPartition: be.Uint64(v[24:]),
		HeaderByteCount: be.Uint64(v[32:]), IndexByteCount: be.Uint64(v[40:]), IndexSID: be.Uint32(v[48:]),
		BodyOffset: be.Uint64(v[52:]), BodySID: be.Uint32(v[60:]), Pattern: klv.UL(v[64:80]),
	}
	switch s := t.Key[14]; {
	case s == 0x11:
		p.Kind, p.Closed, p.Complete = GenericStreamPartition, true, true
	case s >= 1 && s <= 4:
		p.Closed, p.Complete = s == 2 || s == 4, s >= 3
	default:
		return nil, fmt.Errorf("its key has the status %02xh, which is none", s)
	}
	containers, err := uls(v[80:])
	p.EssenceContainers = containers
	return p, err
}

// uls reads a batch of 16-byte labels.
func uls(b []byte) ([]klv.UL, error) {
	items, err := batch(b, 16)
	if err != nil {
		return nil, err
	}
	out := make([]klv.UL, len(items))
	for i, item := range items {
		out[i] = klv.UL(item)
	}
	return out, nil
}

// batch splits an array or batch into its items. size, when not zero, is the
// length that items must have.
func batch(b []byte, size int) ([][]byte, error) {
	count, length, err := batchHead(b, size)
	if err != nil || count == 0 {
		return nil, err
	}
	items := make([][]byte, count)
	for i := range items {
		items[i] = b[8+i*length : 8+(i+1)*length]
	}
	return items, nil
}

// batchHead reads how many items an array or batch has and how long they are,
// four bytes each, before the items (ST 377-1:2019, 4.3). It makes sure that
// they are there.
func batchHead(b []byte, size int) (count, length int, err error) {
	if len(b) < 8 {
		return 0, 0, fmt.Errorf("a batch has %d bytes, at least 8 are needed", len(b))
	}
	n, each := uint64(binary.BigEndian.Uint32(b)), uint64(binary.BigEndian.Uint32(b[4:]))
	if n == 0 {
		return 0, 0, nil
	}
	if each == 0 || size != 0 && each != uint64(size) {
		return 0, 0, fmt.Errorf("the items of a batch are said to have %d bytes, not %d", each, size)
	}
	if n > uint64(len(b)-8)/each {
		return 0, 0, fmt.Errorf("a batch of %d items of %d bytes does not fit into %d bytes", n, each, len(b))
	}
	return int(n), int(each), nil
}
