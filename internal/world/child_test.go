package world_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/selsyn/selsyn/internal/world"
	"github.com/selsyn/selsyn/server"
)

// TestMain is also the server that is killed.
func TestMain(m *testing.M) {
	if os.Getenv("WORLD_SERVE") == "" {
		os.Exit(m.Run())
	}
	if err := serveUntilKilled(os.Getenv); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serveUntilKilled serves a data folder and ends when its parent does.
func serveUntilKilled(getenv func(string) string) error {
	ahead, err := strconv.Atoi(getenv("WORLD_AHEAD"))
	if err != nil {
		return err
	}
	c := configOf(getenv("WORLD_SERVE"), getenv("WORLD_DATABASE"), time.Duration(ahead)*time.Second)
	c.Addr = getenv("WORLD_ADDR")
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends when the parent does
		stop()
	}()
	p, err := server.Open(ctx, c)
	if err != nil {
		return err
	}
	defer p.Close()
	return p.Run(ctx, func(address string) { fmt.Println(address) })
}

// configOf is a platform whose clock is ahead of ours.
func configOf(folder, database string, ahead time.Duration) server.Config {
	c := world.Config(folder)
	c.Database = database
	c.Clock = func() time.Time { return time.Now().Add(ahead) }
	return c
}

// child is a server in a process of its own, on one folder and one address.
type child struct {
	t        *testing.T
	folder   string
	database string
	ahead    atomic.Int64 // nanoseconds, of its clock; a minute goes by at each start
	base     string
	cmd      *exec.Cmd
	stdin    io.Closer
}

func (c *child) config() server.Config {
	return configOf(c.folder, c.database, time.Duration(c.ahead.Load()))
}

// start starts the server and waits until it is ready.
func (c *child) start() {
	c.t.Helper()
	c.ahead.Add(int64(time.Minute)) // so that what the dead server had leased is free
	addr := "127.0.0.1:0"
	if c.base != "" {
		addr = strings.TrimPrefix(c.base, "http://")
	}
	c.cmd = exec.Command(os.Args[0])
	c.cmd.Env = append(os.Environ(), "WORLD_SERVE="+c.folder, "WORLD_DATABASE="+c.database, "WORLD_ADDR="+addr, fmt.Sprintf("WORLD_AHEAD=%d", c.ahead.Load()/int64(time.Second)))
	c.cmd.Stderr = os.Stderr
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		c.t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		c.t.Fatalf("the server did not start: %v", err)
	}
	c.base = strings.TrimSpace(line)
}

// kill ends the server as a power cut would end it for its process.
func (c *child) kill() {
	if c.cmd == nil {
		return
	}
	_ = c.cmd.Process.Kill() // it may have ended by itself
	_ = c.cmd.Wait()         // always fails
	_ = c.stdin.Close()
	c.cmd = nil
}

// impatient calls a server that may be gone.
func impatient() *http.Client {
	return &http.Client{
		Timeout:       10 * time.Second,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 4},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
