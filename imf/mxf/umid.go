package mxf

import (
	"fmt"

	"github.com/selsyn/selsyn/imf/mxf/klv"
)

// UMID identifies a package: a basic UMID of 32 bytes (ST 330).
type UMID [32]byte

// Material is the material number, the last 16 bytes.
func (u UMID) Material() klv.UL { return klv.UL(u[16:]) }

// TrackFileID is the identifier by which a composition names the track file
// whose source package has this UMID: its material number as a UUID
// (ST 2067-5; ST 2067-3 TrackFileId).
func (u UMID) TrackFileID() string { return u.Material().UUID() }

// IsZero reports whether all bytes are zero, which ends a chain of source
// references.
func (u UMID) IsZero() bool { return u == UMID{} }

// String is the UMID as a URN (RFC 5119).
func (u UMID) String() string {
	return fmt.Sprintf("urn:smpte:umid:%x.%x.%x.%x.%x.%x.%x.%x",
		u[0:4], u[4:8], u[8:12], u[12:16], u[16:20], u[20:24], u[24:28], u[28:32])
}
