package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/selsyn/selsyn/errs"
)

// usageError is a command called wrongly: what is wrong, and which command it
// was, so that the way to call it can be shown.
type usageError struct {
	error
	command *cobra.Command
}

// forms are the values of -o.
var forms = []string{"table", "json", "jsonl", "yaml", "csv", "name"}

// misuse makes wrong arguments of any command usage errors that show how it is
// called, and a noun without a known verb too.
func (p *program) misuse(c *cobra.Command) {
	check := c.Args
	if c.HasSubCommands() && c.RunE == nil && c.Run == nil {
		check = func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return fmt.Errorf("there is no %s %s%s", cmd.CommandPath(), args[0], meant(cmd, args[0]))
		}
		c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	c.Args = func(cmd *cobra.Command, args []string) error {
		if check != nil {
			if err := check(cmd, args); err != nil {
				return usageError{plainCount(cmd, args, err), cmd}
			}
		}
		if p.output != "" && !slices.Contains(formsOf(cmd), p.output) {
			return usageError{fmt.Errorf("-o %s is none of %s", p.output, strings.Join(formsOf(cmd), ", ")), cmd}
		}
		return nil
	}
	for _, sub := range c.Commands() {
		p.misuse(sub)
	}
}

// formKey is the annotation of a command, or of a noun for all its verbs, that
// has forms of output of its own.
const formKey = "forms"

// formsOf are the values of -o that a command takes.
func formsOf(c *cobra.Command) []string {
	all := slices.Clone(forms)
	for ; c != nil; c = c.Parent() {
		all = append(all, strings.Fields(c.Annotations[formKey])...)
	}
	return all
}

// plainCount says what is missing in the words of the command.
func plainCount(cmd *cobra.Command, args []string, err error) error {
	if !strings.Contains(err.Error(), "arg(s)") {
		return err
	}
	_, wanted, _ := strings.Cut(cmd.Use, " ")
	if wanted == "" {
		return fmt.Errorf("%s takes no arguments", cmd.CommandPath())
	}
	return fmt.Errorf("%s takes %s; %d given", cmd.CommandPath(), wanted, len(args))
}

// meant names the verbs that somebody may have meant.
func meant(cmd *cobra.Command, word string) string {
	cmd.SuggestionsMinimumDistance = 2
	near := cmd.SuggestionsFor(word)
	if len(near) == 0 {
		return ""
	}
	return "; do you mean " + strings.Join(near, " or ") + "?"
}

// say prints a usage error with the way to call the command.
func (p *program) sayUsage(wrong usageError) int {
	fmt.Fprintf(p.err, "selsyn: %v\n", wrong.error)
	if c := wrong.command; c != nil {
		if !c.HasSubCommands() {
			fmt.Fprintf(p.err, "usage:  %s\n", c.UseLine())
		}
		fmt.Fprintf(p.err, "help:   selsyn help%s\n", strings.TrimPrefix(c.CommandPath(), "selsyn"))
	}
	return errs.Usage
}

// wrongly is a usage error of a command found while it ran.
func wrongly(cmd *cobra.Command, format string, args ...any) error {
	return usageError{fmt.Errorf(format, args...), cmd}
}

// asUsage takes an error for one of usage.
func asUsage(err error) (usageError, bool) {
	var wrong usageError
	return wrong, errors.As(err, &wrong)
}

// oneOf refuses a flag that has none of the values it may have.
func oneOf(cmd *cobra.Command, flag, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return wrongly(cmd, "--%s %s is none of %s", flag, value, strings.Join(allowed, ", "))
}
