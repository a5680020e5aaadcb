//go:build unix

package doccheck

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// mark ends the output of a command; it is nothing that a program prints.
const mark = "\x01end of example "

// Shell runs commands one after another, in one process, so that a variable
// set by one is there for the next.
type Shell struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// NewShell starts a shell in a folder with an environment.
func NewShell(dir string, env []string) (*Shell, error) {
	s := &Shell{cmd: exec.Command("sh")}
	s.cmd.Dir, s.cmd.Env = dir, env
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with what it starts it can be ended as one
	in, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.in, s.out = in, bufio.NewReader(out)
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	_, err = io.WriteString(s.in, "exec 2>&1\nset -u\n")
	return s, err
}

// patience is how long a command may take.
const patience = time.Minute

// Run gives what the command printed. The exit code is $? of the next. A
// command that does not end is killed, and the shell with it.
func (s *Shell) Run(command string) (string, error) {
	hung := time.AfterFunc(patience, func() { _ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL) })
	defer hung.Stop()
	if _, err := fmt.Fprintf(s.in, "%s\nlast=$?; printf '%s\\n'; (exit $last)\n", command, mark); err != nil {
		return "", err
	}
	var b strings.Builder
	for {
		line, err := s.out.ReadString('\n')
		if before, ended := strings.CutSuffix(line, mark+"\n"); ended {
			b.WriteString(before)
			return b.String(), nil
		}
		b.WriteString(line)
		if err != nil {
			return b.String(), fmt.Errorf("the shell ended: %w", err)
		}
	}
}

// Close ends the shell.
func (s *Shell) Close() error {
	s.in.Close()
	return s.cmd.Wait()
}
