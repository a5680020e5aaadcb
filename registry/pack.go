package registry

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
)

// packed are the rows of assets as they are kept in memory, one behind the
// other: one text for each asset takes half the room of the asset itself. Its
// values are those of [Asset.row]: texts behind their lengths, and numbers.
type packed string

// pack is an asset as one text.
func pack(a *Asset) packed {
	var b []byte
	for i, v := range a.row() {
		switch v := v.(type) {
		case int64:
			b = binary.AppendVarint(b, v)
		case string:
			if i == 0 {
				v = "" // the identifier comes first among the others, too
			}
			b = append(binary.AppendUvarint(b, uint64(len(v))), v...)
		}
	}
	return packed(b)
}

// assets are those that were packed. Their texts are parts of the packed one.
func (p packed) assets() []*Asset {
	var all []*Asset
	for p != "" {
		a, err := scanAsset(&p)
		if err != nil {
			panic(err) // pack and scanAsset know the same columns
		}
		all = append(all, a)
	}
	return all
}

// Scan takes the next values off, as a row of a database gives them.
func (p *packed) Scan(into ...any) error {
	for _, v := range into {
		switch v := v.(type) {
		case *int64:
			*v = p.number()
		case *string:
			*v = p.text()
		case *id.URN:
			*v = id.URN(p.text())
		case *identity.OrgID:
			*v = identity.OrgID(p.text())
		default:
			return fmt.Errorf("a packed row has nothing for a %T", v)
		}
	}
	return nil
}

// number is [binary.Varint] on a text.
func (p *packed) number() int64 {
	u := p.length()
	return int64(u>>1) ^ -int64(u&1)
}

func (p *packed) text() string {
	n := p.length()
	s := string(*p)
	*p = packed(s[n:])
	return s[:n]
}

// length is [binary.Uvarint] on a text.
func (p *packed) length() uint64 {
	var n uint64
	for i := 0; ; i++ {
		b := (*p)[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			*p = (*p)[i+1:]
			return n
		}
	}
}

// index collects packed assets under their identifiers.
type index struct {
	one  map[id.URN]packed
	more map[id.URN][]packed // what comes behind the first of an identifier
}

func (x *index) add(a *Asset) {
	p := pack(a)
	for _, u := range p.assets()[0].Identifiers { // parts of p, so that nothing else is held
		if _, taken := x.one[u]; taken {
			x.more[u] = append(x.more[u], p)
			continue
		}
		x.one[u] = p
	}
}

// whole is all that was added.
func (x *index) whole() map[id.URN]packed {
	for u, rest := range x.more {
		x.one[u] += join(rest)
	}
	return x.one
}

func join(all []packed) packed {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(string(p))
	}
	return packed(b.String())
}
