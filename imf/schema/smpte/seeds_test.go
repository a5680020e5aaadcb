package smpte_test

import (
	"testing"

	"github.com/selsyn/selsyn/imf/schema/smpte"
)

const u = "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f33"

// seeds are valid documents of our own that hold what the fixtures lack:
// signatures in all their forms, device descriptions, stereo resources,
// caption data, parameter sets and all macros.
var seeds = map[string]string{
	"signed packing list": `<PackingList xmlns="` + smpte.PKL2016 + `" xmlns:ds="` + smpte.DSig + `"><Id>` + u + `01</Id><IssueDate>2026-01-02T03:04:05Z</IssueDate>
<Issuer>a</Issuer><Creator>b</Creator><AssetList><Asset><Id>` + u + `02</Id><Hash>AAAA</Hash><Size>1</Size><Type>text/xml</Type>
<HashAlgorithm Algorithm="` + smpte.DSig + `sha1">x<y xmlns="urn:y"/></HashAlgorithm></Asset></AssetList>
<Signer Id="i1">text<ds:KeyName>n</ds:KeyName><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AAAA</ds:Modulus><ds:Exponent>AQAB</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>
<ds:KeyValue><ds:DSAKeyValue><ds:P>AAAA</ds:P><ds:Q>AAAA</ds:Q><ds:G>AAAA</ds:G><ds:Y>AAAA</ds:Y><ds:J>AAAA</ds:J><ds:Seed>AAAA</ds:Seed><ds:PgenCounter>AAAA</ds:PgenCounter></ds:DSAKeyValue></ds:KeyValue>
<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=a</ds:X509IssuerName><ds:X509SerialNumber>77</ds:X509SerialNumber></ds:X509IssuerSerial><ds:X509SKI>AAAA</ds:X509SKI>
<ds:X509SubjectName>CN=b</ds:X509SubjectName><ds:X509Certificate>AAAA</ds:X509Certificate><ds:X509CRL>AAAA</ds:X509CRL></ds:X509Data>
<ds:PGPData><ds:PGPKeyID>AAAA</ds:PGPKeyID><ds:PGPKeyPacket>AAAA</ds:PGPKeyPacket><z xmlns="urn:z"/></ds:PGPData><ds:PGPData><ds:PGPKeyPacket>AAAA</ds:PGPKeyPacket></ds:PGPData>
<ds:SPKIData><ds:SPKISexp>AAAA</ds:SPKISexp><z xmlns="urn:z"/><ds:SPKISexp>AAAA</ds:SPKISexp></ds:SPKIData><ds:MgmtData>m</ds:MgmtData>
<ds:RetrievalMethod URI="#a" Type="urn:t"><ds:Transforms><ds:Transform Algorithm="urn:a"><ds:XPath>x</ds:XPath></ds:Transform></ds:Transforms></ds:RetrievalMethod></Signer>
<ds:Signature Id="i2"><ds:SignedInfo Id="i3"><ds:CanonicalizationMethod Algorithm="urn:c"><ds:KeyName>declared</ds:KeyName></ds:CanonicalizationMethod>
<ds:SignatureMethod Algorithm="urn:s"><ds:HMACOutputLength>128</ds:HMACOutputLength></ds:SignatureMethod>
<ds:Reference URI="" Id="i4"><ds:Transforms><ds:Transform Algorithm="urn:t"/></ds:Transforms><ds:DigestMethod Algorithm="urn:d"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:SignedInfo>
<ds:SignatureValue Id="i5">AAAA</ds:SignatureValue><ds:KeyInfo><ds:KeyName>k</ds:KeyName></ds:KeyInfo>
<ds:Object Id="i6" MimeType="text/xml" Encoding="urn:e"><ds:Manifest><ds:Reference><ds:DigestMethod Algorithm="urn:d"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference></ds:Manifest>
<ds:SignatureProperties Id="i7"><ds:SignatureProperty Target="#i2"><p xmlns="urn:p">v</p></ds:SignatureProperty></ds:SignatureProperties></ds:Object></ds:Signature></PackingList>`,

	"composition with everything": `<CompositionPlaylist xmlns="` + smpte.CPL2016 + `" xmlns:cc="` + smpte.Core2020 + `" xmlns:d="` + smpte.DCML + `" xmlns:sadm="` + smpte.SADM + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<Id>` + u + `01</Id><IssueDate>2026-01-02T03:04:05Z</IssueDate><ContentTitle language="en">t</ContentTitle><ContentKind scope="urn:s">k</ContentKind>
<ContentVersionList><ContentVersion><Id>urn:v</Id><LabelText>l</LabelText><x xmlns="urn:x" xsi:type="xs:integer">7</x></ContentVersion></ContentVersionList>
<EssenceDescriptorList><EssenceDescriptor><Id>` + u + `02</Id><e xmlns="urn:e"><f>1</f></e></EssenceDescriptor></EssenceDescriptorList>
<CompositionTimecode><TimecodeDropFrame>0</TimecodeDropFrame><TimecodeRate>24</TimecodeRate><TimecodeStartAddress>01:00:00;00</TimecodeStartAddress></CompositionTimecode>
<EditRate>24 1</EditRate><TotalRunningTime>00:00:01</TotalRunningTime>
<LocaleList><Locale><Annotation>a</Annotation><LanguageList><Language>en</Language></LanguageList><RegionList><Region>GB</Region></RegionList>
<ContentMaturityRatingList><ContentMaturityRating><Agency>urn:a</Agency><Rating>r</Rating><Audience scope="urn:s">x</Audience></ContentMaturityRating></ContentMaturityRatingList></Locale></LocaleList>
<ExtensionProperties><cc:ApplicationIdentification>urn:a urn:b</cc:ApplicationIdentification><MaxCLL xmlns="` + smpte.App2E2016 + `">1000</MaxCLL>
<sadm:MGASADMVirtualTrackParameterSet><sadm:Id>` + u + `03</sadm:Id><sadm:TrackId>` + u + `04</sadm:TrackId><sadm:MGASADMOperationalMode>urn:m</sadm:MGASADMOperationalMode>
<sadm:MGASADMSoundfieldGroupSelector><sadm:ResourceId>` + u + `05</sadm:ResourceId><sadm:MGASoundfieldGroupLinkID>` + u + `06</sadm:MGASoundfieldGroupLinkID></sadm:MGASADMSoundfieldGroupSelector></sadm:MGASADMVirtualTrackParameterSet>
<d:DeviceDescription><d:DeviceIdentifier idtype="DeviceUID">` + u + `07</d:DeviceIdentifier><d:DeviceTypeID scope="urn:s">t</d:DeviceTypeID><d:AdditionalID><any a="1"/></d:AdditionalID>
<d:DeviceSerial>1</d:DeviceSerial><d:ManufacturerID>urn:m</d:ManufacturerID><d:DeviceCertID>AAAA</d:DeviceCertID><d:VersionInfo><d:Name>n</d:Name><d:Value>v</d:Value><d:Name>n</d:Name><d:Value>v</d:Value></d:VersionInfo><d:DeviceComment>c</d:DeviceComment></d:DeviceDescription>
<d:DeviceIdentifierList><d:PrimaryID idtype="CertThumbprint">AAAA</d:PrimaryID><d:SecondaryID idtype="DeviceUID">` + u + `08</d:SecondaryID></d:DeviceIdentifierList>
<t xmlns="urn:t" xsi:type="d:temperatureType" units="kelvin">1.5</t><t xmlns="urn:t" xsi:type="d:rateType" period="second" event="e">24 1</t><t xmlns="urn:t" xsi:type="d:parameterListType"><d:Parameter><d:Name scope="urn:s">n</d:Name><d:Value>v</d:Value></d:Parameter></t></ExtensionProperties>
<SegmentList><Segment><Id>` + u + `10</Id><SequenceList><MarkerSequence><Id>` + u + `11</Id><TrackId>` + u + `12</TrackId><ResourceList><Resource xsi:type="MarkerResourceType"><Id>` + u + `13</Id><IntrinsicDuration>24</IntrinsicDuration>
<Marker><Annotation>a</Annotation><Label scope="urn:s">l</Label><Offset>0</Offset></Marker></Resource></ResourceList></MarkerSequence>
<cc:MainImageSequence><Id>` + u + `14</Id><TrackId>` + u + `15</TrackId><ResourceList><Resource xsi:type="cc:StereoImageTrackFileResourceType"><Id>` + u + `16</Id><IntrinsicDuration>24</IntrinsicDuration>
<cc:LeftEye><Id>` + u + `17</Id><IntrinsicDuration>24</IntrinsicDuration><SourceEncoding>` + u + `02</SourceEncoding><TrackFileId>` + u + `18</TrackFileId></cc:LeftEye>
<cc:RightEye><Id>` + u + `19</Id><IntrinsicDuration>24</IntrinsicDuration><SourceEncoding>` + u + `02</SourceEncoding><TrackFileId>` + u + `1a</TrackFileId><KeyId>` + u + `1b</KeyId><Hash>AAAA</Hash><HashAlgorithm Algorithm="urn:a"/></cc:RightEye></Resource></ResourceList></cc:MainImageSequence>
<cc:CDPSequence><Id>` + u + `1c</Id><TrackId>` + u + `1d</TrackId><ResourceList><Resource xsi:type="TrackFileResourceType"><Id>` + u + `1e</Id><Annotation>a</Annotation><EditRate>24 1</EditRate><IntrinsicDuration>24</IntrinsicDuration><EntryPoint>0</EntryPoint><SourceDuration>24</SourceDuration><RepeatCount>1</RepeatCount>
<SourceEncoding>` + u + `02</SourceEncoding><TrackFileId>` + u + `1f</TrackFileId></Resource></ResourceList><cc:ParentTrackID>` + u + `15</cc:ParentTrackID></cc:CDPSequence></SequenceList></Segment></SegmentList></CompositionPlaylist>`,

	"output profile list with all macros": `<OutputProfileList xmlns="` + smpte.OPL + `" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:c="` + smpte.Crop + `" xmlns:col="` + smpte.Colour + `" xmlns:e="` + smpte.Encoder + `" xmlns:dec="` + smpte.Decoder + `" xmlns:s="` + smpte.Scale + `" xmlns:l="` + smpte.Lanczos + `" xmlns:r="` + smpte.Routing + `">
<Id>` + u + `01</Id><IssueDate>2026-01-02T03:04:05Z</IssueDate><CompositionPlaylistId>` + u + `02</CompositionPlaylistId><AliasList><Alias handle="h">a</Alias></AliasList><MacroList>
<Macro xsi:type="PresetMacroType"><Name>p</Name><Preset>urn:p</Preset></Macro>
<Macro xsi:type="c:ImageCropMacroType"><Name>c</Name><c:InputImageSequence><c:Handle>h</c:Handle><c:Annotation>a</c:Annotation><c:ReferenceRectangle>Active</c:ReferenceRectangle><c:Inset><c:Left/><c:Top>1</c:Top></c:Inset></c:InputImageSequence>
<c:OutputImageSequence><c:Padding><c:Right>0</c:Right></c:Padding><c:FillColor xsi:type="col:REC709-RGB-8-ColorEncodingType">0 255 0</c:FillColor></c:OutputImageSequence></Macro>
<Macro xsi:type="dec:PixelDecoderType"><Name>d</Name><dec:InputImageSequence><dec:Handle>h</dec:Handle></dec:InputImageSequence><dec:OutputReferenceImageSequence/></Macro>
<Macro xsi:type="e:PixelEncoderType"><Name>e</Name><e:InputReferenceImageSequence><e:Handle>h</e:Handle></e:InputReferenceImageSequence><e:OutputImageSequence><e:ColorEncoding>urn:c</e:ColorEncoding></e:OutputImageSequence></Macro>
<Macro xsi:type="s:ImageScaleMacroType"><Name>s</Name><s:InputImageSequence><s:Handle>h</s:Handle></s:InputImageSequence><s:OutputImageSequence><s:Height>1</s:Height><s:Width>1</s:Width><s:BoundaryCondition>null</s:BoundaryCondition><s:Algorithm xsi:type="l:LanczosType" parameterA="2"/></s:OutputImageSequence></Macro>
<Macro xsi:type="r:AudioRoutingMixingMacroType"><Name>r</Name><r:OutputEntityList><r:OutputAudioChannel><r:Handle>h</r:Handle><r:InputEntityList><r:InputEntity><r:Handle>i</r:Handle><r:Gain>-20</r:Gain></r:InputEntity></r:InputEntityList></r:OutputAudioChannel></r:OutputEntityList></Macro>
</MacroList></OutputProfileList>`,
}

func TestSeeds(t *testing.T) {
	for name, doc := range seeds {
		if ok, r := accepts([]byte(doc)); !ok {
			t.Errorf("%s: got %v, want no findings", name, r.Findings())
		}
	}
}
