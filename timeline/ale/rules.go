package ale

import "github.com/selsyn/selsyn/finding"

// The findings of this package. Codes are never reused.
var (
	noPart      = finding.Rule{Code: "ALE-0001", Severity: finding.Error, Summary: "a log has the parts Heading, Column and Data, in this order"}
	noRate      = finding.Rule{Code: "ALE-0002", Severity: finding.Warning, Summary: "the heading states the rate as FPS"}
	extraCells  = finding.Rule{Code: "ALE-0003", Severity: finding.Warning, Summary: "a row has no more cells than there are columns"}
	badLabel    = finding.Rule{Code: "ALE-0004", Severity: finding.Error, Clause: "ST 12-1:2014, 6", Summary: "Start, End and Duration are timecode at the rate of the log"}
	noLabels    = finding.Rule{Code: "ALE-0005", Severity: finding.Warning, Summary: "a clip has Start, and End or Duration"}
	disagrees   = finding.Rule{Code: "ALE-0006", Severity: finding.Error, Summary: "Duration is End less Start"}
	badCDL      = finding.Rule{Code: "ALE-0007", Severity: finding.Error, Clause: "ASC CDL 1.2", Summary: "ASC_SOP holds three triples of numbers, ASC_SAT one number"}
	twice       = finding.Rule{Code: "ALE-0008", Severity: finding.Warning, Summary: "a column stands once"}
	delimiter   = finding.Rule{Code: "ALE-0009", Severity: finding.Warning, Summary: "cells are parted by tabs"}
	tooLarge    = finding.Rule{Code: "ALE-0010", Severity: finding.Error, Summary: "a log has a sane size"}
	encoding    = finding.Rule{Code: "ALE-0011", Severity: finding.Info, Summary: "a log is ASCII or UTF-8"}
	noRows      = finding.Rule{Code: "ALE-0012", Severity: finding.Warning, Summary: "a log has rows"}
	cannotSay   = finding.Rule{Code: "ALE-0013", Severity: finding.Warning, Summary: "what the cut holds can be said in a log"}
	rateDiffers = finding.Rule{Code: "ALE-0014", Severity: finding.Info, Summary: "a clip's FPS is that of the heading, in which its labels count"}
)

// Rules is the table of this package's findings, for documents.
func Rules() []finding.Rule {
	return []finding.Rule{
		noPart, noRate, extraCells, badLabel, noLabels, disagrees, badCDL, twice, delimiter, tooLarge, encoding,
		noRows, cannotSay, rateDiffers,
	}
}
