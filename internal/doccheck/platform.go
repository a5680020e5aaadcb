package doccheck

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"github.com/selsyn/selsyn/demo/show"
	"github.com/selsyn/selsyn/demo/stage"
	"github.com/selsyn/selsyn/timeline"
	"github.com/selsyn/selsyn/timeline/cutfile"
)

// Platform is a server that the real program runs, with the invented
// production and its people. The variables ADMIN, EDITOR, SUPERVISOR,
// NORTHLIGHT and KESTREL hold a token of each, NORTHLIGHT_ORG and KESTREL_ORG
// the identifiers of the vendors; SELSYN_SERVER is its address.
type Platform struct {
	Env []string
	cmd *exec.Cmd
}

var claimed = regexp.MustCompile(`(http://\S+)/claim#(\S+)`)

// NewPlatform starts the program below a folder and sets the stage.
func NewPlatform(ctx context.Context, program, dir string) (*Platform, error) {
	p := &Platform{cmd: exec.Command(program, "serve", "--data", filepath.Join(dir, "platform"), "--addr", "127.0.0.1:0", "--allow-private-webhooks")}
	p.cmd.Dir = dir
	messages, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	base, code, err := claim(messages)
	if err == nil {
		err = p.furnish(ctx, base, code)
	}
	if err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// claim reads what the server says until it names the address to claim it at.
func claim(messages io.Reader) (base, code string, err error) {
	lines := bufio.NewScanner(messages)
	for lines.Scan() {
		if m := claimed.FindStringSubmatch(lines.Text()); m != nil {
			go func() { _, _ = io.Copy(io.Discard, messages) }() // ends with the server
			return m[1], m[2], nil
		}
	}
	return "", "", fmt.Errorf("the server ended without saying how it is claimed: %w", lines.Err())
}

func (p *Platform) furnish(ctx context.Context, base, code string) error {
	s, err := stage.Set(ctx, stage.Options{
		Base: base, Claim: code, Studio: "Halcyon Pictures", Vendors: []string{"Northlight VFX", "Kestrel Pictures"},
		Name: show.Name, Slug: "lantern-keeper",
	})
	if err != nil {
		return err
	}
	for _, r := range stage.Reels() {
		if _, err := s.Upload(ctx, s.Editor, r); err != nil {
			return err
		}
	}
	p.Env = []string{
		"SELSYN_SERVER=" + base, "ADMIN=" + s.Admin.Token, "EDITOR=" + s.Editor.Token, "SUPERVISOR=" + s.Supervisor.Token,
		"NORTHLIGHT=" + s.Vendors[0].Token, "NORTHLIGHT_ORG=" + s.Vendors[0].Org,
		"KESTREL=" + s.Vendors[1].Token, "KESTREL_ORG=" + s.Vendors[1].Org,
	}
	return nil
}

// Close ends the server that NewPlatform started and waits for it.
func (p *Platform) Close() error {
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	hung := time.AfterFunc(20*time.Second, func() { _ = p.cmd.Process.Kill() })
	defer hung.Stop()
	return p.cmd.Wait()
}

// Props writes the files that examples work on.
func Props(dir string) error {
	for name, cut := range map[string]struct {
		cut    *timeline.Cut
		format timeline.Format
	}{"LANTERN_R2_V04.edl": {show.CutA(), timeline.CMX3600}, "LANTERN_R2_V05.otio": {show.CutB(), timeline.OTIO}} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		_, err = cutfile.Write(f, cut.format, cut.cut)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "lantern.json"), show.Graph(), 0o644); err != nil {
		return err
	}
	reel := show.Reels()[0]
	f, err := os.Create(filepath.Join(dir, reel.Reel+".y4m"))
	if err != nil {
		return err
	}
	_, err = reel.WriteTo(f)
	return errors.Join(err, f.Close())
}
