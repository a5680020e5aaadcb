package main

import "github.com/spf13/cobra"

// commands are the nouns.
func (p *program) commands() []*cobra.Command {
	return []*cobra.Command{
		p.demo(), p.serve(), p.cut(), p.pull(), p.imf(), p.production(), p.asset(), p.resolve(), p.turnover(), p.grant(), p.event(), p.webhook(), p.org(), p.tokenNoun(), p.version(),
	}
}
