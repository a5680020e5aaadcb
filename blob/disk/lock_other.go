//go:build !unix

package disk

import "os"

// Without flock one process at a time may have the folder open.
func lockAlone(*os.File) (bool, error) { return true, nil }

func lockShared(*os.File) error { return nil }
