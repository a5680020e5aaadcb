package opl

import (
	"strings"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/imf/xmltree"
)

// graph is the macros of a list by name, and what their handles lead to.
type graph struct {
	macros  map[string]*Macro
	outputs map[Handle]bool
	aliases map[string]Handle
	report  *finding.Report
}

func (o *OPL) judge(report *finding.Report) {
	if o.CompositionID != "" && o.CompositionID == o.ID {
		report.Add(NamesItself.At(o.Node.Child("CompositionPlaylistId").Where(), "the list names itself as its composition; name the composition"))
	}
	g := graph{macros: make(map[string]*Macro), outputs: make(map[Handle]bool), aliases: make(map[string]Handle), report: report}
	for i := range o.Macros {
		m := &o.Macros[i]
		if m.Name == "" {
			continue
		}
		if g.macros[m.Name] != nil {
			report.Add(DuplicateMacro.At(m.Node.Where(), "there is a macro named %q already; give this one a name of its own", m.Name))
			continue
		}
		g.macros[m.Name] = m
		for _, h := range m.Outputs {
			if g.outputs[h] {
				report.Add(DuplicateOutput.At(m.Node.Where(), "the macro %q has two outputs with the handle %s; let the handles differ", m.Name, h))
			}
			g.outputs[h] = true
		}
	}
	for _, a := range o.Aliases {
		if _, ok := g.aliases[a.Name]; ok && a.Name != "" {
			report.Add(DuplicateAlias.At(a.Node.Where(), "there is an alias named %q already; give this one a name of its own", a.Name))
		}
		if strings.HasPrefix(a.Name, trackPrefix) || strings.HasPrefix(a.Name, "macros/") {
			report.Add(AliasHides.At(a.Node.Where(), "the alias %q looks like the handle of a virtual track or macro; choose another word", a.Name))
		}
		g.aliases[a.Name] = a.Handle
	}
	for _, a := range o.Aliases {
		g.check(a.Handle, a.Node)
	}
	for i := range o.Macros {
		for _, in := range o.Macros[i].Inputs {
			g.check(in.Handle, in.Node)
		}
	}
	g.cycles(o.Macros)
}

// follow replaces an alias by what it stands for.
func (g *graph) follow(h Handle) Handle {
	for range len(g.aliases) {
		to, ok := g.aliases[strings.TrimPrefix(string(h), "alias/")]
		if !ok {
			break
		}
		h = to
	}
	return h
}

func (g *graph) check(h Handle, n xmltree.Node) {
	h = g.follow(h)
	if strings.HasPrefix(string(h), trackPrefix) {
		if _, ok := h.Track(); !ok {
			g.report.Add(BadTrack.At(n.Where(), "the handle %q does not hold the UUID of a virtual track; write cpl/virtual-tracks/ and the TrackId", h))
		}
		return
	}
	name, _, ok := h.Output()
	m := g.macros[name]
	switch {
	case !ok:
		g.report.Add(UnknownHandle.At(n.Where(), "%q is no handle of a virtual track or of a macro's output, and no alias; correct it or add the alias", h))
	case m == nil:
		g.report.Add(UnknownHandle.At(n.Where(), "the handle %q names a macro that is not in the list; correct it or add the macro", h))
	case m.Preset == "" && !g.outputs[h]:
		g.report.Add(UnknownHandle.At(n.Where(), "the macro %q has no output %q; name one that it has", name, h))
	}
}

// cycles finds macros that feed themselves, one finding for each cycle. The
// walk keeps its own stack, since a list may be long.
func (g *graph) cycles(macros []Macro) {
	const fresh, open, done = 0, 1, 2
	type frame struct {
		m    *Macro
		next int
	}
	state := make(map[*Macro]int)
	for i := range macros {
		root := g.macros[macros[i].Name]
		if root == nil || state[root] != fresh {
			continue
		}
		state[root] = open
		stack := []frame{{root, 0}}
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(f.m.Inputs) {
				state[f.m] = done
				stack = stack[:len(stack)-1]
				continue
			}
			in := f.m.Inputs[f.next]
			f.next++
			name, _, _ := g.follow(in.Handle).Output()
			to := g.macros[name]
			if to == nil {
				continue
			}
			switch state[to] {
			case open:
				g.report.Add(Cycle.At(in.Node.Where(), "the macro %q takes an output of %q, which itself depends on %q, so neither can begin; break the circle", f.m.Name, to.Name, f.m.Name))
			case fresh:
				state[to] = open
				stack = append(stack, frame{to, 0})
			}
		}
	}
}
