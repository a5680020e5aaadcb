//go:build unix

package server

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes the file's lock, or says errUsed at once.
func lockFile(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errUsed
	}
	return err
}
