// Package completion tells shells how a command line of dott may go on. It lends the flag
// sets that dott itself reads to cobra, which writes the scripts for the shells and
// answers what these ask.
package completion

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Asked is the word with which the scripts call dott, and Plainly the one without
// descriptions.
const Asked, Plainly = cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd

// Shells are the shells that there is a script for.
var Shells = []string{"bash", "zsh", "fish", "powershell"}

// A Verb is a word that may stand first.
type Verb struct {
	Name, Summary string
	Flags         *pflag.FlagSet // nil is none but --help
	Args          Values         // what its arguments may be; nil is files
}

// Values are what a word that begins so may become, each with a description behind a
// tab if it has one. With files set, files are offered where none of these fits.
type Values func(before []string, begun string) (values []string, files bool)

// A Line is all that a command line may have.
type Line struct {
	Flags *pflag.FlagSet
	// Values are those of options, by their names. Metavar tells what stands for the value
	// of an option in the help: a FILE or DIR is completed as such.
	Values  map[string]Values
	Metavar func(f *pflag.Flag) string
	Args    Values
	Verbs   []Verb
}

// Script writes the script for a shell.
func (l Line) Script(w io.Writer, shell string) error {
	root := l.tree()
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, true)
	case "zsh":
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	}
	return fmt.Errorf("no script for %q; there is one for %s", shell, strings.Join(Shells, ", "))
}

// Answer answers a question of a script: args begin with [Asked] or [Plainly].
func (l Line) Answer(out, errs io.Writer, args []string) error {
	root := l.tree()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(errs)
	return root.Execute()
}

// tree makes the commands as cobra knows them. They only serve to complete.
func (l Line) tree() *cobra.Command {
	run := func(*cobra.Command, []string) {}
	root := &cobra.Command{Use: "dott", Run: run, SilenceErrors: true, SilenceUsage: true, ValidArgsFunction: valid(l.Args)}
	root.CompletionOptions.DisableDefaultCmd = true
	l.add(root, l.Flags)
	for _, v := range l.Verbs {
		c := &cobra.Command{Use: v.Name, Short: v.Summary, Run: run, ValidArgsFunction: valid(v.Args)}
		if v.Flags != nil {
			l.add(c, v.Flags)
		}
		if v.Name == "help" { // or else cobra has one
			root.SetHelpCommand(c)
			continue
		}
		root.AddCommand(c)
	}
	return root
}

// add lends flags to a command.
func (l Line) add(c *cobra.Command, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		own := *f
		own.Usage = strings.ReplaceAll(f.Usage, "\n", " ")
		c.Flags().AddFlag(&own)
		values := l.Values[f.Name]
		if values == nil {
			switch meta := strings.Trim(l.Metavar(f), "[]="); meta {
			case "FILE", "EVENTS", "PATH", "FILE[:LINE":
				values = files
			case "DIR":
				_ = c.MarkFlagDirname(f.Name)
				return
			default:
				values = nothing
			}
		}
		_ = c.RegisterFlagCompletionFunc(f.Name, valid(values))
	})
}

func files([]string, string) ([]string, bool)   { return nil, true }
func nothing([]string, string) ([]string, bool) { return nil, false }

// valid is a function of values as cobra calls it.
func valid(v Values) cobra.CompletionFunc {
	if v == nil {
		v = files
	}
	return func(_ *cobra.Command, before []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
		values, files := v(before, begun)
		var fit []cobra.Completion
		for _, value := range values {
			if strings.HasPrefix(value, begun) {
				fit = append(fit, value)
			}
		}
		directive := cobra.ShellCompDirectiveKeepOrder
		if !files {
			directive |= cobra.ShellCompDirectiveNoFileComp
		}
		if len(fit) == 1 && strings.HasSuffix(fit[0], "/") { // it goes on
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return fit, directive
	}
}
