package smpte

import (
	"strings"

	"github.com/selsyn/selsyn/imf/schema"
	"github.com/selsyn/selsyn/imf/uuid"
)

// uuidURN is the type of identifiers, which each namespace declares anew.
func uuidURN() *schema.Simple {
	return schema.Derive(schema.AnyURI, "a UUID such as urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341", uuid.Valid)
}

// userText is text with the attribute language.
func (s space) userText(local string) *schema.Complex {
	return s.text(local, schema.String, optional("language", schema.Language))
}

// isRational is two whole numbers with one space between them, the second not zero.
func isRational(s string) bool {
	num, den, ok := strings.Cut(s, " ")
	num = strings.TrimLeft(num, "+-")
	return ok && num != "" && onlyDigits(num) && onlyDigits(den) && strings.Trim(den, "0") != "" && len(s)-len(num)-len(den) <= 2
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

type dcmlTypes struct {
	uuid, rational *schema.Simple
	text           *schema.Complex
}

// dcml states ST 433:2008, the types shared by documents of digital cinema.
func dcml(s *schema.Set) dcmlTypes {
	ns := space(DCML)
	id := uuidURN().Named(DCML, "UUIDType")
	text := ns.userText("UserTextType")
	says := "a rational number such as 24000 1001"
	rational := schema.Derive(schema.ListOf(schema.Long, says, 2), says, isRational).Named(DCML, "RationalType")
	token := func(name string, values ...string) *schema.Simple {
		return schema.OneValueOf(schema.Token, values...).Named(DCML, name)
	}
	temperature := token("temperatureUnitsToken", "celsius", "fahrenheit", "kelvin")
	voltage := token("voltageUnitsToken", "volts", "millivolts", "microvolts")
	current := token("currentUnitsToken", "amps", "milliamps")
	mode := token("currentModeToken", "AC", "DC")
	duration := token("timeUnitToken", "week", "day", "hour", "minute", "second", "millisecond", "microsecond")
	thumb := schema.Derive(schema.Base64, "base64", nil)
	union := (&schema.Simple{Union: []*schema.Simple{id, thumb}, Says: "a UUID or a digest in base64"}).Named(DCML, "deviceIdentifierUnion")
	device := ns.text("deviceIdentifierPolyType", union, required("idtype", schema.OneValueOf(schema.Token, "DeviceUID", "CertThumbprint")))
	deviceType := ns.text("deviceTypeType", schema.Token, optional("scope", schema.AnyURI))
	scoped := ns.text("scopedTokenType", schema.Token, optional("scope", schema.AnyURI))
	parameter := ns.holds("namedParmType", ns.el("Name", scoped), ns.el("Value", schema.AnyType))
	ids := ns.holds("deviceIdentifierListType", ns.el("PrimaryID", device), ns.opt("SecondaryID", device))
	versions := ns.holds("versionInfoListType", schema.Some(schema.Seq(ns.el("Name", schema.String), ns.el("Value", schema.String))))
	description := ns.holds("deviceDescriptionType",
		ns.el("DeviceIdentifier", device),
		ns.el("DeviceTypeID", deviceType),
		ns.opt("DeviceSubsystemTypeID", deviceType),
		ns.opt("AdditionalID", schema.AnyType),
		ns.el("DeviceSerial", schema.String),
		ns.opt("ManufacturerID", schema.AnyURI),
		ns.opt("ManufacturerCertID", thumb),
		ns.opt("DeviceCertID", thumb),
		ns.opt("ManufacturerName", schema.String),
		ns.opt("DeviceName", schema.String),
		ns.opt("ModelNumber", schema.String),
		ns.el("VersionInfo", versions),
		ns.opt("DeviceComment", text))
	s.Type(id, text, rational, temperature, voltage, current, mode, duration, union, device, deviceType, scoped, parameter,
		ids, versions, description,
		ns.text("temperatureType", schema.Decimal, required("units", temperature)),
		ns.text("voltageType", schema.Decimal, required("units", voltage), required("mode", mode)),
		ns.text("currentType", schema.Decimal, required("units", current), required("mode", mode)),
		ns.text("durationType", schema.Decimal, required("units", duration)),
		ns.text("rateType", rational, optional("eventscope", schema.AnyURI), optional("event", schema.Token), required("period", duration)),
		ns.holds("parameterListType", ns.some("Parameter", parameter)))
	s.Element(ns.global("DeviceIdentifierList", ids), ns.global("DeviceDescription", description))
	return dcmlTypes{id, rational, text}
}
