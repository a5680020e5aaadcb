package imf

import (
	"bytes"
	"strings"

	"github.com/selsyn/selsyn/imf/schema/smpte"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// sniffed is how many bytes of a file are looked at to tell its kind.
const sniffed = 4096

// sniff tells what a file is by its first bytes and, where they say nothing,
// by its name.
func sniff(head []byte, name string) Kind {
	if bytes.HasPrefix(head, []byte{0x06, 0x0e, 0x2b, 0x34}) {
		return MXFKind
	}
	if k := rootKind(narrow(head)); k != "" {
		return k
	}
	lower := strings.ToLower(name)
	switch {
	case strings.HasSuffix(lower, ".mxf"):
		return MXFKind
	case strings.HasSuffix(lower, "assetmap.xml"):
		return AssetMapKind
	case strings.HasSuffix(lower, "volindex.xml"):
		return VolumeKind
	}
	if bytes.Contains(head, []byte{0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01, 0x0d, 0x01, 0x02, 0x01}) {
		return MXFKind // behind a run-in
	}
	return Other
}

// narrow is the ASCII of text in UTF-16, which is no encoding for a document of
// the format, so that it is known for what it was meant to be; other text as it is.
func narrow(head []byte) []byte {
	for _, begin := range []string{"\xFE\xFF", "\xFF\xFE", "\x00<", "<\x00"} {
		if bytes.HasPrefix(head, []byte(begin)) {
			return bytes.ReplaceAll(head, []byte{0}, nil)
		}
	}
	return head
}

// roots are the outermost elements of the documents.
var roots = map[string]Kind{
	"AssetMap": AssetMapKind, "VolumeIndex": VolumeKind, "PackingList": PKLKind, "CompositionPlaylist": CPLKind,
	"OutputProfileList": OPLKind, "SidecarCompositionMap": SCMKind,
}

// rootKind is the kind of a document by its first element; empty for none.
func rootKind(head []byte) Kind {
	for i := 0; i < len(head); i++ {
		if head[i] != '<' || i+1 == len(head) {
			continue
		}
		switch head[i+1] {
		case '!':
			if bytes.HasPrefix(head[i:], []byte("<!--")) {
				if end := bytes.Index(head[i:], []byte("-->")); end > 0 {
					i += end
				}
			}
			continue
		case '?':
			continue
		}
		name := head[i+1:]
		if end := bytes.IndexAny(name, " \t\r\n/>"); end >= 0 {
			name = name[:end]
		}
		if colon := bytes.IndexByte(name, ':'); colon >= 0 {
			name = name[colon+1:]
		}
		return roots[string(name)]
	}
	return ""
}

// isXML reports whether the kind is that of a document.
func (k Kind) isXML() bool {
	switch k {
	case AssetMapKind, VolumeKind, PKLKind, CPLKind, OPLKind, SCMKind:
		return true
	}
	return false
}

// dsigName is the element that holds a signature.
var dsigName = xmltree.Name{Space: smpte.DSig, Local: "Signature"}
