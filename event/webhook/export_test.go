package webhook

import "time"

// SetLease makes the leases of a service shorter, before it runs.
func (s *Service) SetLease(d time.Duration) { s.lease = d }
