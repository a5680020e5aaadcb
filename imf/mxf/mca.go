package mxf

import (
	"slices"
	"strings"
)

// MCASymbols are the symbols that ST 377-41:2021 has for the value of
// MCAContent (Table 2) or of MCAUseClass (Table 3). It gives nil for any other
// item.
func MCASymbols(item string) []string {
	switch item {
	case "MCAContent":
		return []string{"PRM", "SAP", "HI", "DV", "DX", "MX", "FX", "FFX", "ME", "OP", "MESP", "DME", "NDM", "PNA", "ONA", "VO", "VI", "CM", "LCM", "MOS"}
	case "MCAUseClass":
		return []string{"FCMP", "ICMP", "SMPL", "SING"}
	}
	return nil
}

// IsMCASymbol reports whether the value is one of [MCASymbols], or a private
// one, which is "x" or begins with "x-".
func IsMCASymbol(item, value string) bool {
	return slices.Contains(MCASymbols(item), value) || value == "x" || strings.HasPrefix(value, "x-")
}
