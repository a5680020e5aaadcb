package edl

import "github.com/selsyn/selsyn/media"

// infer finds the rate at which the labels count: the lowest usual one that
// has room for their frames and at which most events are as long in source as
// in record. Where half of the events count drop-frame, on either side, only
// the rates are left that have it. A few labels beyond a rate, in a long list,
// count as faults of the list rather than as evidence.
func (d *reader) infer() media.Rate {
	var hist [256]int
	total, drops, highest := 0, 0, 0
	for i := range d.info {
		in := &d.info[i]
		if in.drop != 0 {
			drops++
		}
		for k, at := range in.at {
			if in.counts>>k&1 == 1 {
				continue
			}
			total++
			hist[at.frames()]++
			if f := at.frames(); f < 255 {
				highest = max(highest, f)
			}
		}
	}
	fits := func(nominal int64) bool {
		over := 0
		for _, n := range hist[nominal:255] {
			over += n
		}
		return over == 0 || total >= 200 && over*200 < total
	}
	if drops > 0 && drops*2 >= len(d.info) {
		return d.inferred(dropRate(fits), highest)
	}
	var best media.Rate
	agree := -2
	for _, rate := range [...]media.Rate{media.R24, media.R25, media.R30} {
		if !fits(rate.Nominal()) {
			continue
		}
		if rate.Nominal() == d.hint {
			best = rate
			break
		}
		if n := d.agreeing(rate.Nominal()); n >= agree+2 {
			best, agree = rate, n
		}
	}
	for _, rate := range [...]media.Rate{media.R48, media.R50, media.R60, media.R120} {
		if !best.Valid() && fits(rate.Nominal()) {
			best = rate
		}
	}
	switch {
	case !best.Valid():
		best = media.R24
	case best == media.R30 && drops > 0:
		best = media.R2997 // at 30 no label counts drop-frame
	}
	return d.inferred(best, highest)
}

func dropRate(fits func(int64) bool) media.Rate {
	for _, rate := range [...]media.Rate{media.R2997, media.R5994} {
		if fits(rate.Nominal()) {
			return rate
		}
	}
	return media.R11988
}

func (d *reader) inferred(rate media.Rate, highest int) media.Rate {
	if len(d.info) > 0 {
		d.note(rateInferred, 0, 0, "the list states no rate; its labels, with frames up to %d, are read at %s; give the rate if that is not it", highest, rate)
	}
	return rate
}

// agreeing counts the events that are as long in source as in record.
func (d *reader) agreeing(nominal int64) int {
	n := 0
	for i := range d.info {
		in := &d.info[i]
		if in.m2 || in.freeze || in.counts != 0 {
			continue
		}
		src := in.at[1].naive(nominal) - in.at[0].naive(nominal)
		if src == in.at[3].naive(nominal)-in.at[2].naive(nominal) {
			n++
		}
	}
	return n
}
