package smpte

import "github.com/selsyn/selsyn/imf/schema"

// assetMap states ST 429-9:2007: the asset map and the volume index.
func assetMap(s *schema.Set) {
	ns := space(AM)
	id := uuidURN().Named(AM, "UUID")
	text := ns.userText("UserText")
	chunk := ns.holds("ChunkType",
		ns.el("Path", schema.AnyURI),
		ns.opt("VolumeIndex", schema.PositiveInteger),
		ns.opt("Offset", schema.NonNegativeInteger),
		ns.opt("Length", schema.PositiveInteger))
	asset := ns.holds("AssetType",
		ns.el("Id", id),
		ns.opt("AnnotationText", text),
		ns.opt("PackingList", schema.Boolean),
		ns.list("ChunkList", "Chunk", chunk))
	document := ns.holds("AssetMapType",
		ns.el("Id", id),
		ns.opt("AnnotationText", text),
		ns.el("Creator", text),
		ns.el("VolumeCount", schema.PositiveInteger),
		ns.el("IssueDate", schema.DateTime),
		ns.el("Issuer", text),
		ns.list("AssetList", "Asset", asset))
	volume := ns.holds("VolumeIndexType", ns.el("Index", schema.PositiveInteger))
	s.Type(id, text, chunk, asset, document, volume)
	s.Element(ns.global("AssetMap", document), ns.global("VolumeIndex", volume))
}

// packingList states ST 429-8:2007 and, with the algorithm of each hash,
// ST 2067-2:2016.
func packingList(s *schema.Set, d dsigTypes, namespace string, algorithm bool) {
	ns := space(namespace)
	id := uuidURN().Named(namespace, "UUID")
	text := ns.userText("UserText")
	var method *schema.Particle
	if algorithm {
		method = ns.el("HashAlgorithm", d.digestMethod)
	}
	asset := ns.holds("AssetType",
		ns.el("Id", id),
		ns.opt("AnnotationText", text),
		ns.el("Hash", schema.Base64),
		ns.el("Size", schema.PositiveInteger),
		ns.el("Type", schema.String),
		ns.opt("OriginalFileName", text),
		method)
	document := ns.holds("PackingListType",
		ns.el("Id", id),
		ns.opt("AnnotationText", text),
		ns.opt("IconId", id),
		ns.el("IssueDate", schema.DateTime),
		ns.el("Issuer", text),
		ns.el("Creator", text),
		ns.opt("GroupId", id),
		ns.list("AssetList", "Asset", asset),
		ns.opt("Signer", d.keyInfo),
		schema.Opt(schema.El(d.signature)))
	s.Type(id, text, asset, document)
	s.Element(ns.global("PackingList", document), ns.global("Asset", asset))
}

// sidecar states ST 2067-9:2018.
func sidecar(s *schema.Set, d dsigTypes, c dcmlTypes) {
	ns := space(SCM)
	properties := ns.holds("PropertiesType",
		ns.opt("Annotation", c.text),
		ns.el("IssueDate", schema.DateTime),
		ns.opt("Issuer", c.text),
		ns.others())
	asset := ns.holds("SidecarAssetType",
		ns.el("Id", c.uuid),
		ns.list("AssociatedCPLList", "CPLId", c.uuid),
		ns.others())
	document := ns.holds("SidecarCompositionMapType",
		ns.el("Id", c.uuid),
		ns.el("Properties", properties),
		ns.list("SidecarAssetList", "SidecarAsset", asset),
		ns.opt("Signer", d.keyInfo),
		schema.Opt(schema.El(d.signature)))
	s.Type(properties, asset, document)
	s.Element(ns.global("SidecarCompositionMap", document))
}
