package production

import "time"

// SetSlice has imports write n rows at once and tell after each of their
// transactions how long it held the writer.
func (s *Service) SetSlice(n int, sliced func(held time.Duration)) { s.slice, s.sliced = n, sliced }
