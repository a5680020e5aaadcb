package server

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// lockName is the file in the data folder whose lock a platform holds while it
// keeps its database there. It is empty and stays.
const lockName = "selsyn.lock"

// errUsed is a lock that somebody else holds.
var errUsed = errors.New("the lock is held")

// lockFolder keeps a second platform out of a data folder until the file is
// closed. The kernel gives the lock back when a process dies, however it dies.
func lockFolder(folder string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	err = lockFile(f)
	if err == nil {
		return f, nil
	}
	f.Close()
	if errors.Is(err, errUsed) {
		err = fmt.Errorf("another selsyn uses the folder %s; end it first, or name another folder with --data", folder)
	}
	return nil, err
}
