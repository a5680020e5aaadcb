package main

import (
	"fmt"
	"io/fs"
	"syscall"
)

// fileIdentity is what the system says of which file this is and when its
// status last changed, which a program cannot set back.
func fileIdentity(f fs.FileInfo) (string, bool) {
	s, ok := f.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	return fmt.Sprintf("%d:%d:%d.%d", s.Dev, s.Ino, s.Ctimespec.Sec, s.Ctimespec.Nsec), true
}
