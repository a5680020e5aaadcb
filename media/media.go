// Package media holds exact rates, times, ranges and timecode.
//
// Nothing here is a float. A [Rate] is a fraction such as 24000/1001, a [Time]
// a whole number of units at a rate, a speed a [Ratio]. Times at different
// rates compare and add exactly; where a conversion must round, the method's
// name says so (Floor, Ceil, Round) or a second result does.
//
// [Timecode] is a label on a frame, not a time: it has no meaning without a
// rate and a word on drop-frame counting (SMPTE ST 12-1 and ST 12-3).
//
// Limits: values are 64-bit; sums beyond that wrap as Go integers do, products
// and conversions beyond it are reported as lost or not valid.
package media
