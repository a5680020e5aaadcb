package main

import "github.com/spf13/cobra"

// commands are the nouns.
func (p *program) commands() []*cobra.Command {
	packages := p.imf()
	packages.Annotations = map[string]string{formKey: "text sarif junit html"}
	cuts := p.cut()
	cuts.AddCommand(p.cutRecord()...)
	return []*cobra.Command{
		p.demo(), p.serve(), cuts, p.pull(), packages, p.production(), p.asset(), p.resolve(), p.turnover(), p.grant(), p.event(), p.audit(), p.webhook(),
		p.claim(), p.whoami(), p.org(), p.group(), p.tokenNoun(), p.version(),
	}
}
