// Package server puts the platform together and runs it: the one place that
// knows all the others.
//
// [Open] opens the database and the storage below a data folder, brings the
// tables up to date and fills every service's interfaces with the services that
// fulfil them. [Platform.Run] serves until its context ends. With the zero
// [Config] it is a platform on this machine alone: SQLite and a disk store in
// one folder, on the loopback interface.
package server

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/selsyn/selsyn/api"
)

// Version is the version of the program.
const Version = "0.1.0"

// DefaultAddr is where a platform listens when nothing else is said.
const DefaultAddr = "127.0.0.1:7357"

// Config is what can be said about a platform. The zero value works.
type Config struct {
	Data     string           // folder for everything; "data" when empty
	Database string           // postgres://... to use PostgreSQL; SQLite in Data when empty
	Addr     string           // address to listen on; DefaultAddr when empty
	Public   string           // address by which others reach us, for signed links: https://selsyn.example
	Clock    func() time.Time // time.Now when nil
	Log      *slog.Logger     // slog.Default when nil
	Pages    http.Handler     // the web application; nil for none
	Limits   api.Limits       // how often callers may call; the zero value is generous

	// AllowPrivate lets webhooks go to this machine and to private networks,
	// and by plain HTTP. For development only.
	AllowPrivate bool
}

func (c Config) filled() Config {
	if c.Data == "" {
		c.Data = "data"
	}
	if c.Addr == "" {
		c.Addr = DefaultAddr
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c
}

// secure reports whether others reach us by https.
func (c Config) secure() bool { return strings.HasPrefix(c.Public, "https://") }
