package show

import (
	"bufio"
	"fmt"
	"io"
)

// Width and Height of the picture in pixels.
const (
	Width  = 64
	Height = 36
)

// WriteTo writes the reel as YUV4MPEG2, uncompressed 4:2:0 that any player
// shows: bars in the reel's own colours, a hand that turns once in a second,
// and the timecode of the frame as 24 bits along the lower edge.
func (r Reel) WriteTo(w io.Writer) (int64, error) {
	out := bufio.NewWriterSize(w, 1<<16)
	n, err := fmt.Fprintf(out, "YUV4MPEG2 W%d H%d F24:1 Ip A1:1 C420mpeg2 X%s\n", Width, Height, r.Reel)
	total := int64(n)
	frame := make([]byte, Width*Height*3/2)
	for i := int64(0); i < r.Count && err == nil; i++ {
		r.paint(frame, r.First+i)
		n, err = fmt.Fprintf(out, "FRAME\n%s", frame)
		total += int64(n)
	}
	if err != nil {
		return total, err
	}
	return total, out.Flush()
}

// tint is a number that tells one reel from another.
func (r Reel) tint() int {
	t := 7
	for _, c := range r.Reel + r.Clip {
		t = (t*31 + int(c)) % 997
	}
	return t
}

// paint draws the frame with the number.
func (r Reel) paint(frame []byte, number int64) {
	tint := r.tint()
	luma, chroma := frame[:Width*Height], frame[Width*Height:]
	hand := int(number%24) * Width / 24
	for y := range Height {
		for x := range Width {
			level := 48 + (x/8*19+tint)%128
			if x == hand {
				level = 235
			}
			if y >= Height-3 {
				level = 16 + int(number>>(23-x*24/Width)&1)*219
			}
			luma[y*Width+x] = byte(level)
		}
	}
	for i := range chroma {
		column := i % (Width / 2) / 4
		chroma[i] = byte(64 + (column*37+tint*(1+i/(len(chroma)/2)))%128)
	}
}
