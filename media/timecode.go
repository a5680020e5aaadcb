package media

import "fmt"

// Timecode is the label of a frame: hours, minutes, seconds and frames at a
// nominal rate. Drop says that labels are left out so that the label keeps
// close to the clock (ST 12-1:2014, 6.4.2): at 29.97 frames 00 and 01 of each
// minute that is no multiple of ten, at 59.94 frames 00 to 03.
type Timecode struct {
	Hours, Minutes, Seconds, Frames int
	Drop                            bool
}

const dayMinutes = 24 * 60

// dropped is how many labels a minute leaves out at the nominal rate.
func dropped(nominal int64) int64 { return nominal / 15 }

// DayFrames is how many frames a day's worth of labels counts at the rate.
func DayFrames(rate Rate, drop bool) int64 {
	n := rate.Nominal()
	day := n * 60 * dayMinutes
	if drop && rate.CanDrop() {
		day -= dropped(n) * (dayMinutes - dayMinutes/10)
	}
	return day
}

// FrameTimecode is the label of the frame with the number at the rate; numbers
// below zero and past a day wrap round, as labels do. Drop is ignored at rates
// that do not have it. A rate that is not known gives the zero Timecode.
func FrameTimecode(frame int64, rate Rate, drop bool) Timecode {
	n := rate.Nominal()
	if n == 0 {
		return Timecode{}
	}
	drop = drop && rate.CanDrop()
	day := DayFrames(rate, drop)
	if frame %= day; frame < 0 {
		frame += day
	}
	if drop {
		d := dropped(n)
		perTen := n*600 - 9*d
		tens, rest := frame/perTen, frame%perTen
		frame += tens * 9 * d
		if rest >= n*60 {
			frame += d * (1 + (rest-n*60)/(n*60-d))
		}
	}
	s := frame / n
	return Timecode{
		Hours: int(s / 3600), Minutes: int(s / 60 % 60), Seconds: int(s % 60),
		Frames: int(frame % n), Drop: drop,
	}
}

// Frame is the number of the frame that bears the label at the rate. It is an
// error when the label has a part out of range, is one that drop-frame
// counting leaves out, or claims drop-frame at a rate that does not have it.
func (tc Timecode) Frame(rate Rate) (int64, error) {
	n := rate.Nominal()
	switch {
	case n == 0:
		return 0, fmt.Errorf("timecode %s: the rate is not known", tc)
	case tc.Hours < 0 || tc.Hours > 23 || tc.Minutes < 0 || tc.Minutes > 59 || tc.Seconds < 0 || tc.Seconds > 59:
		return 0, fmt.Errorf("timecode %s: hours go to 23, minutes and seconds to 59", tc)
	case tc.Frames < 0 || int64(tc.Frames) >= n:
		return 0, fmt.Errorf("timecode %s: at %s frames go to %d", tc, rate, n-1)
	case tc.Drop && !rate.CanDrop():
		return 0, fmt.Errorf("timecode %s: there is no drop-frame counting at %s", tc, rate)
	}
	minutes := int64(tc.Hours)*60 + int64(tc.Minutes)
	frame := (minutes*60+int64(tc.Seconds))*n + int64(tc.Frames)
	if !tc.Drop {
		return frame, nil
	}
	d := dropped(n)
	if tc.Seconds == 0 && int64(tc.Frames) < d && tc.Minutes%10 != 0 {
		return 0, fmt.Errorf("timecode %s: drop-frame counting leaves this label out", tc)
	}
	return frame - d*(minutes-minutes/10), nil
}

// String is the label as "01:00:00:00", with a semicolon before the frames
// when it counts drop-frame; frames above 99 take three digits.
func (tc Timecode) String() string { return string(tc.Append(nil)) }

// Append writes the label to the end of b.
func (tc Timecode) Append(b []byte) []byte {
	b = append(two(b, tc.Hours), ':')
	b = append(two(b, tc.Minutes), ':')
	b = two(b, tc.Seconds)
	if tc.Drop {
		return two(append(b, ';'), tc.Frames)
	}
	return two(append(b, ':'), tc.Frames)
}

func two(b []byte, v int) []byte {
	if v < 0 || v > 99 {
		return fmt.Appendf(b, "%02d", v)
	}
	return append(b, byte('0'+v/10), byte('0'+v%10))
}

// ParseTimecode reads "01:00:00:00". A semicolon, a full stop or a comma
// before the frames says drop-frame; one in an earlier place is accepted and
// says the same, as some editors write "01;00;00;00". The parts are not
// checked against a rate: [Timecode.Frame] does that.
func ParseTimecode(s string) (Timecode, error) {
	var part [4]int
	var tc Timecode
	p, digits := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9' && digits < 3:
			part[p] = part[p]*10 + int(c-'0')
			digits++
		case (c == ':' || c == ';' || c == '.' || c == ',') && digits > 0 && p < 3:
			tc.Drop = tc.Drop || c != ':'
			p, digits = p+1, 0
		default:
			return Timecode{}, fmt.Errorf("%q is no timecode; write it as 01:00:00:00", s)
		}
	}
	if p != 3 || digits == 0 {
		return Timecode{}, fmt.Errorf("%q is no timecode; write it as 01:00:00:00", s)
	}
	tc.Hours, tc.Minutes, tc.Seconds, tc.Frames = part[0], part[1], part[2], part[3]
	return tc, nil
}

// TimecodeOf is the label of the frame in which t lies at the rate.
func TimecodeOf(t Time, rate Rate, drop bool) string {
	return FrameTimecode(t.Floor(rate), rate, drop).String()
}
