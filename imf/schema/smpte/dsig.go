package smpte

import "github.com/selsyn/selsyn/imf/schema"

type dsigTypes struct {
	keyInfo, digestMethod *schema.Complex
	signature             *schema.Element
}

// dsig states the schema of XML Signature Syntax and Processing (W3C, 2002).
func dsig(s *schema.Set) dsigTypes {
	ns := space(DSig)
	id := optional("Id", schema.ID)
	algorithm := required("Algorithm", schema.AnyURI)
	lax := schema.Other(DSig, schema.Lax)
	mixed := func(local string, content *schema.Particle, attrs ...schema.Attribute) *schema.Complex {
		return &schema.Complex{Name: ns.name(local), Base: schema.AnyType, Mixed: true, Content: content, Attrs: attrs}
	}
	with := func(c *schema.Complex, attrs ...schema.Attribute) *schema.Complex {
		c.Attrs = attrs
		return c
	}
	crypto := schema.Derive(schema.Base64, "base64", nil).Named(DSig, "CryptoBinary")
	digest := schema.Derive(schema.Base64, "base64", nil).Named(DSig, "DigestValueType")
	hmac := schema.Derive(schema.Integer, "", nil).Named(DSig, "HMACOutputLengthType")

	var globals []*schema.Element
	global := func(local string, t schema.Type) *schema.Element {
		e := ns.global(local, t)
		globals = append(globals, e)
		return e
	}
	transform := global("Transform", mixed("TransformType", schema.Many(schema.OneOf(lax, ns.el("XPath", schema.String))), algorithm))
	transforms := global("Transforms", ns.holds("TransformsType", schema.Some(schema.El(transform))))
	method := mixed("DigestMethodType", schema.Many(lax), algorithm)
	digestMethod := global("DigestMethod", method)
	digestValue := global("DigestValue", digest)
	reference := global("Reference", with(ns.holds("ReferenceType", schema.Opt(schema.El(transforms)), schema.El(digestMethod), schema.El(digestValue)),
		id, optional("URI", schema.AnyURI), optional("Type", schema.AnyURI)))
	canon := global("CanonicalizationMethod", mixed("CanonicalizationMethodType", schema.Many(schema.Any(schema.Strict)), algorithm))
	signing := global("SignatureMethod", mixed("SignatureMethodType",
		schema.Seq(ns.opt("HMACOutputLength", hmac), schema.Many(schema.Other(DSig, schema.Strict))), algorithm))
	signed := global("SignedInfo", with(ns.holds("SignedInfoType", schema.El(canon), schema.El(signing), schema.Some(schema.El(reference))), id))
	value := global("SignatureValue", ns.text("SignatureValueType", schema.Base64, id))

	dsa := global("DSAKeyValue", ns.holds("DSAKeyValueType",
		schema.Opt(schema.Seq(ns.el("P", crypto), ns.el("Q", crypto))),
		ns.opt("G", crypto), ns.el("Y", crypto), ns.opt("J", crypto),
		schema.Opt(schema.Seq(ns.el("Seed", crypto), ns.el("PgenCounter", crypto)))))
	rsa := global("RSAKeyValue", ns.holds("RSAKeyValueType", ns.el("Modulus", crypto), ns.el("Exponent", crypto)))
	keyValue := global("KeyValue", mixed("KeyValueType", schema.OneOf(schema.El(dsa), schema.El(rsa), lax)))
	retrieval := global("RetrievalMethod", with(ns.holds("RetrievalMethodType", schema.Opt(schema.El(transforms))),
		optional("URI", schema.AnyURI), optional("Type", schema.AnyURI)))
	serial := ns.holds("X509IssuerSerialType", ns.el("X509IssuerName", schema.String), ns.el("X509SerialNumber", schema.Integer))
	x509 := global("X509Data", ns.holds("X509DataType", schema.Some(schema.OneOf(
		ns.el("X509IssuerSerial", serial), ns.el("X509SKI", schema.Base64), ns.el("X509SubjectName", schema.String),
		ns.el("X509Certificate", schema.Base64), ns.el("X509CRL", schema.Base64), lax))))
	pgp := global("PGPData", ns.holds("PGPDataType", schema.OneOf(
		schema.Seq(ns.el("PGPKeyID", schema.Base64), ns.opt("PGPKeyPacket", schema.Base64), schema.Many(lax)),
		schema.Seq(ns.el("PGPKeyPacket", schema.Base64), schema.Many(lax)))))
	spki := global("SPKIData", ns.holds("SPKIDataType", schema.Some(schema.Seq(ns.el("SPKISexp", schema.Base64), schema.Opt(lax)))))
	info := mixed("KeyInfoType", schema.Some(schema.OneOf(
		schema.El(global("KeyName", schema.String)), schema.El(keyValue), schema.El(retrieval), schema.El(x509), schema.El(pgp),
		schema.El(spki), schema.El(global("MgmtData", schema.String)), lax)), id)
	keyInfo := global("KeyInfo", info)
	object := global("Object", mixed("ObjectType", schema.Many(schema.Any(schema.Lax)),
		id, optional("MimeType", schema.String), optional("Encoding", schema.AnyURI)))
	global("Manifest", with(ns.holds("ManifestType", schema.Some(schema.El(reference))), id))
	property := global("SignatureProperty", mixed("SignaturePropertyType", schema.Some(lax), required("Target", schema.AnyURI), id))
	global("SignatureProperties", with(ns.holds("SignaturePropertiesType", schema.Some(schema.El(property))), id))
	signature := global("Signature", with(ns.holds("SignatureType",
		schema.El(signed), schema.El(value), schema.Opt(schema.El(keyInfo)), schema.Many(schema.El(object))), id))

	s.Element(globals...)
	s.Type(crypto, digest, hmac, serial)
	for _, e := range globals {
		switch t := e.Type.(type) {
		case *schema.Complex:
			s.Type(t)
		}
	}
	return dsigTypes{info, method, signature}
}
