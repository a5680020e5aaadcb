package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/client"
	"github.com/selsyn/selsyn/grant"
	"github.com/selsyn/selsyn/policy"
	"github.com/selsyn/selsyn/timeline/sheet"
)

// asking is how long a shell waits for a platform when it completes a word.
const asking = 2 * time.Second

// completed is how many words are offered at most.
const completed = 200

// completeAll has shells complete the arguments and flags of a command and of
// those below it: identifiers as the platform has them, else words that are known.
func (p *program) completeAll(c *cobra.Command) {
	if c.ValidArgsFunction == nil && !c.HasSubCommands() {
		_, wanted, _ := strings.Cut(c.Use, " ")
		offline := strings.Contains(c.Short, "(no server)")
		c.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
			return p.complete(cmd.Context(), argument(wanted, len(args)), begun, offline)
		}
	}
	for name, kind := range map[string]string{"vendor": "ORG", "for": "MEMBER", "person": "MEMBER", "service": "MEMBER", "group": "GROUP", "against": "CUT",
		"action": "ACTION", "role": "ROLE", "production": "PRODUCTION", "to": "FORMAT"} {
		flag := c.Flags().Lookup(name)
		if flag == nil || name == "production" && c.Name() == "demo" || name == "against" && c.Name() != "changes" || name == "to" && c.Name() != "render" {
			continue
		}
		_ = c.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
			return p.complete(cmd.Context(), kind, begun, false)
		}) // fails only where one is there already
	}
	if !c.HasParent() {
		_ = c.RegisterFlagCompletionFunc("output", func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
			return beginning(formsOf(cmd), begun), cobra.ShellCompDirectiveNoFileComp
		})
	}
	for _, sub := range c.Commands() {
		p.completeAll(sub)
	}
}

// argument is what stands at a place of a command's arguments: "PRODUCTION"; the
// last may be said again and again.
func argument(wanted string, n int) string {
	words := strings.Fields(wanted)
	if len(words) == 0 || n >= len(words) && !strings.HasSuffix(strings.TrimRight(words[len(words)-1], "]"), "...") {
		return ""
	}
	return strings.Trim(words[min(n, len(words)-1)], "[].")
}

// complete offers words for an argument of a kind.
func (p *program) complete(ctx context.Context, kind, begun string, offline bool) ([]string, cobra.ShellCompDirective) {
	const words = cobra.ShellCompDirectiveNoFileComp
	if offline {
		return nil, cobra.ShellCompDirectiveDefault // a file
	}
	if ctx == nil {
		ctx = context.Background()
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	switch kind {
	case "PRODUCTION":
		return p.offered(ctx, begun, "slug", "name", "/v1/productions"), words
	case "ORG", "ORG|MEMBER":
		return p.offered(ctx, begun, "id", "name", "/v1/organisations"), words
	case "TOKEN":
		return p.offered(ctx, begun, "id", "name", "/v1/tokens"), words
	case "MEMBER", "GROUP":
		return p.offered(ctx, begun, "id", "name", p.below(ctx, "organisations", "id", map[string]string{"MEMBER": "members", "GROUP": "groups"}[kind])...), words
	case "CUT":
		return p.offered(ctx, begun, "id", "name", p.below(ctx, "productions", "slug", "cuts")...), words
	case "TURNOVER":
		return p.offered(ctx, begun, "id", "cutName", p.below(ctx, "productions", "slug", "turnovers")...), words
	case "GRANT":
		return p.offered(ctx, begun, "id", "note", p.below(ctx, "productions", "slug", "grants")...), words
	case "WEBHOOK":
		return p.offered(ctx, begun, "id", "url", p.below(ctx, "productions", "slug", "webhooks")...), words
	case "ROLE":
		return beginning(grant.Roles(), begun), words
	case "FORMAT":
		return beginning(sheet.Formats(), begun), words
	case "ACTION":
		var actions []string
		for _, a := range policy.Actions() {
			actions = append(actions, string(a.Action)+"\t"+a.Text)
		}
		return beginning(actions, begun), words
	case "FILE", "WHAT":
		return nil, cobra.ShellCompDirectiveDefault
	}
	return nil, words
}

// below are the lists of a kind in everything of another that the caller sees.
func (p *program) below(ctx context.Context, of, key, list string) []string {
	all, _ := p.all(ctx, "/v1/"+of) // nothing is offered where nothing answers
	var paths []string
	for _, raw := range all {
		paths = append(paths, client.Path("v1", of, at(raw, key), list))
	}
	return paths
}

// offered are the identifiers in lists that begin as a word does, each with what
// a person calls it.
func (p *program) offered(ctx context.Context, begun, id, name string, lists ...string) []string {
	var found []string
	for _, path := range lists {
		all, _ := p.all(ctx, path+"?limit=1000") // a list that cannot be had offers nothing
		for _, raw := range all {
			if word := at(raw, id); strings.HasPrefix(word, begun) && len(found) < completed {
				found = append(found, word+"\t"+at(raw, name))
			}
		}
	}
	return found
}

// beginning are the words that begin so.
func beginning(words []string, begun string) []string {
	var found []string
	for _, w := range words {
		if strings.HasPrefix(w, begun) {
			found = append(found, w)
		}
	}
	return found
}
