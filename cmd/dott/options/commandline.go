package options

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"dott/runner/config"
	"dott/runner/words"
)

// CramName is the name under which dott is cram.
const CramName = "cram"

// A Line is the options and paths of a run, while they are read.
type Line struct {
	Values *Values
	Flags  *pflag.FlagSet
	args   []string // that were read
	asCram bool     // called by that name
	again  string   // the command that runs tests as this one does
}

// Parse reads the command line of a run. Its errors are usage errors.
func Parse(args []string, asCram bool) (*Line, error) {
	v := NewValues()
	flags, groups := NewFlags(v)
	if err := flags.Parse(withValues(args)); err != nil {
		return nil, Errorf("%s%s", err, Suggestion(flags, err))
	}
	name := "dott"
	if asCram {
		name = CramName
	}
	return &Line{Values: v, Flags: flags, args: args, asCram: asCram, again: againCommand(name, groups)}, nil
}

// ParseVerb reads the command line of a verb, which has those options of a run that
// has chooses, and what declare adds.
func ParseVerb(verb string, args []string, has func(g Group, o Option) bool, declare func(*pflag.FlagSet)) (*Line, error) {
	v := NewValues()
	_, groups := NewFlags(v)
	flags := NewFlagSet("dott " + verb)
	flags.BoolVarP(&v.Help, "help", "h", false, "")
	for _, g := range groups {
		for _, o := range g.options {
			if has(g, o) {
				flags.AddFlag(g.flags.Lookup(o.Name))
			}
		}
	}
	declare(flags)
	if len(args) == 1 && args[0] == Describe {
		return nil, Described{flags}
	}
	if err := flags.Parse(args); err != nil {
		return nil, Errorf("%s: %s%s", verb, err, Suggestion(flags, err))
	}
	return &Line{Values: v, Flags: flags, again: againCommand("dott", groups)}, nil
}

// Describe is the argument of a verb that is only asked which options it has: the error
// is [Described].
const Describe = "\x00describe"

// Described has the options of a verb.
type Described struct{ Flags *pflag.FlagSet }

func (Described) Error() string { return "nothing was to be done" }

// CutVerb returns the verb of a command line, which may stand behind options, and
// all arguments but for it; "" is none.
func CutVerb(args []string, isVerb func(word string) bool) (verb string, rest []string) {
	flags, _ := NewFlags(NewValues())
	flags.SetInterspersed(false)
	joined := withValues(args)
	if err := flags.Parse(joined); err != nil || flags.NArg() == 0 || flags.ArgsLenAtDash() >= 0 {
		return "", args
	}
	at := len(joined) - flags.NArg()
	if !isVerb(joined[at]) {
		return "", args
	}
	return joined[at], slices.Concat(joined[:at], flags.Args()[1:])
}

// withValues joins `--matrix SEL` to `--matrix=SEL`, and the like, where the next
// argument is no test but can be a value: pflag gives an option that may stand
// alone no value behind a blank.
func withValues(args []string) []string {
	joined := make([]string, 0, len(args))
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			return append(joined, args[i:]...)
		}
		if value := separate[a]; value != nil && i+1 < len(args) && value(args[i+1]) {
			if _, err := os.Lstat(args[i+1]); err != nil {
				i++
				a += "=" + args[i]
			}
		}
		joined = append(joined, a)
	}
	return joined
}

// separate tells of options that may stand alone whether an argument can be their
// value.
var separate = map[string]func(string) bool{
	// Axes, each with versions or without.
	"--matrix":     regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.+-]*([=<>!,\s].*)?$`).MatchString,
	"--changed":    isRevision,
	"--affected":   isRevision,
	"--cover-diff": isRevision,
}

// isRevision reports whether an argument is neither an option nor looks like a test.
func isRevision(s string) bool {
	return s != "" && !strings.ContainsAny(s[:1], "-/.") && !strings.HasSuffix(s, ".t")
}

// againCommand returns a command with the options of the command line that
// change how tests run.
func againCommand(name string, groups []Group) string {
	command := name
	for _, g := range groups {
		if g.Title != "Run" && g.Title != "Configuration" {
			continue
		}
		for _, o := range g.options {
			f := g.flags.Lookup(o.Name)
			if o.many || !f.Changed {
				continue
			}
			command += " --" + f.Name
			if f.Value.Type() != "bool" {
				command += "=" + words.Quote(f.Value.String())
			}
		}
	}
	return command
}

// Suggestion returns the known option nearest to an unknown one.
func Suggestion(flags *pflag.FlagSet, err error) string {
	_, wrong, ok := strings.Cut(err.Error(), "unknown flag: --")
	if !ok {
		return ""
	}
	nearest := config.Nearest(wrong, func(yield func(string) bool) {
		more := true
		flags.VisitAll(func(f *pflag.Flag) { more = more && yield(f.Name) })
	})
	if nearest == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean --%s?", nearest)
}
