package sheet

import (
	"fmt"
	"strconv"
	"strings"
)

// about is the header as names and values, without those not said.
func (d *Document) about() [][2]string {
	var all [][2]string
	say := func(name, value string) {
		if value != "" {
			all = append(all, [2]string{name, value})
		}
	}
	say("Show", d.Show)
	say("Cut", d.Header.Cut.String())
	if d.Previous != nil {
		say("Previous cut", d.Previous.String())
	}
	say("Vendors", strings.Join(d.Vendors, ", "))
	say("Approved by", d.Approver)
	say("Approval", d.Approval)
	say("Approved at", d.ApprovedAt)
	say("Due", d.Due)
	say("Delivery specification", d.Spec)
	say("Rate", d.Rate.String())
	say("Handles", fmt.Sprintf("%d + %d %s frames", max(d.Policy.HeadHandle, 0), max(d.Policy.TailHandle, 0), d.Policy.HandlesIn))
	say("First comp frame", strconv.FormatInt(d.Policy.FirstFrame, 10)+"; frames pulled once keep their numbers, cut in and cut out move")
	say("Stopped", strings.Join(d.stopped(), ", "))
	say("Colour space", d.Colour.Space)
	say("AMF", d.Colour.AMF)
	say("LUT", d.Colour.LUT)
	say("CDL", d.Colour.CDL)
	for _, r := range d.Refs {
		say(r.Kind, strings.TrimSpace(r.Name+" "+r.Asset+" "+r.Checksum))
	}
	return all
}

// String is the cut's name with version and digest.
func (c CutRef) String() string {
	return strings.Join(strings.Fields(c.Name+" "+c.Version+" "+c.ID+" "+c.Digest), " ")
}
