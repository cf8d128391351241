// Package cramline reads a command line as cram does, before dott reads it: an option of
// cram's may be shortened, and what is wrong is told in the words of Python's optparse,
// which scripts around cram look for. Options of dott pass as they are.
package cramline

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"dott/cmd/dott/options"
	"dott/runner"
	"dott/runner/discover"
)

// An Error is one as cram tells it: a usage error below a line about the usage, or else a
// sentence alone.
type Error struct {
	Reason string
	Usage  bool
}

// Usage is the first line of cram's help, and of its usage errors.
const Usage = "Usage: cram [OPTIONS] TESTS..."

func (e Error) Error() string {
	if !e.Usage {
		return e.Reason
	}
	return fmt.Sprintf("%s\n\ncram: error: %s", Usage, e.Reason)
}

// takesValue has cram's options.
var takesValue = map[string]bool{
	"help": false, "version": false, "quiet": false, "verbose": false, "interactive": false, "debug": false, "yes": false,
	"no": false, "preserve-env": false, "keep-tmpdir": false, "shell": true, "shell-opts": true, "indent": true, "xunit-file": true,
}

// Args returns the arguments with the names of cram's options written out.
func Args(args []string) ([]string, error) {
	flags, _ := options.NewFlags(options.NewValues())
	var all []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			return append(all, args[i:]...), nil
		case a == "-" || !strings.HasPrefix(a, "-"):
			all = append(all, a)
			continue
		case !strings.HasPrefix(a, "--"):
			known, value := short(flags, a)
			if !known {
				return nil, usage("no such option: -%s", value)
			}
			if all = append(all, a); value == "" || i+1 == len(args) {
				continue
			}
			i++
			all = append(all, args[i])
			continue
		}
		name, value, given := strings.Cut(a[2:], "=")
		name, err := full(flags, name)
		if err != nil {
			return nil, err
		}
		takes, isCram := takesValue[name]
		if !isCram {
			takes = flags.Lookup(name).NoOptDefVal == ""
		}
		switch {
		case isCram && !takes && given:
			return nil, usage("--%s option does not take a value", name)
		case takes && !given && i+1 == len(args):
			return nil, usage("--%s option requires 1 argument", name)
		case takes && !given:
			i++
			value, given = args[i], true
		}
		if name == "indent" {
			if _, err := strconv.Atoi(value); err != nil {
				return nil, usage("option --indent: invalid integer value: '%s'", value)
			}
		}
		if a = "--" + name; given {
			a += "=" + value
		}
		all = append(all, a)
	}
	return all, nil
}

// short reports whether all letters of a cluster are options. The value is not "" where the
// last of them takes the next argument, or else it is the letter that is none.
func short(flags *pflag.FlagSet, cluster string) (known bool, value string) {
	for i, c := range cluster[1:] {
		if c >= 0x80 || flags.ShorthandLookup(string(c)) == nil {
			return false, string(c)
		}
		switch f := flags.ShorthandLookup(string(c)); {
		case f.NoOptDefVal != "":
		case i+2 == len(cluster):
			return true, string(c)
		default:
			return true, ""
		}
	}
	return true, ""
}

// full returns the whole name of a long option.
func full(flags *pflag.FlagSet, name string) (string, error) {
	if _, isCram := takesValue[name]; isCram || flags.Lookup(name) != nil {
		return name, nil
	}
	var begun []string
	for known := range takesValue {
		if strings.HasPrefix(known, name) {
			begun = append(begun, "--"+known)
		}
	}
	slices.Sort(begun)
	switch len(begun) {
	case 0:
		return "", usage("no such option: --%s", name)
	case 1:
		return begun[0][2:], nil
	}
	return "", usage("ambiguous option: --%s (%s?)", name, strings.Join(begun, ", "))
}

func usage(format string, args ...any) error {
	return Error{Reason: fmt.Sprintf(format, args...), Usage: true}
}

// Told returns an error of a run in cram's words, if it has any for it.
func Told(err error) error {
	if err == nil {
		return nil
	}
	reason := err.Error()
	if _, ok := errors.AsType[options.Error](err); ok {
		return Error{Reason: reason, Usage: !strings.HasSuffix(reason, "are mutually exclusive")}
	}
	if m, ok := errors.AsType[*discover.MissingError](err); ok {
		return Error{Reason: m.Error()}
	}
	if errors.Is(err, runner.ErrNoTests) {
		return Error{Reason: "no tests found"}
	}
	if strings.HasPrefix(reason, "shell not found: ") {
		reason, _, _ = strings.Cut(reason, " (")
		return Error{Reason: reason}
	}
	return err
}
