package prepare

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dott/matcher/feature"
	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/discover"
	"dott/runner/shell"
)

// features answers conditions, from the sources that docs/format.md names. What
// takes a command is asked at most once in a run, and only when a file asks.
type features struct {
	o     *Options
	mu    sync.Mutex
	known map[string]func() known
}

// known is what a probe found out about a feature.
type known struct {
	feature.Known
	why string // what a checker said about a feature that is missing
	err error
}

var yes, no = known{Known: feature.Known{Present: true}}, known{}

// holds reports whether all terms hold for a job, and otherwise why not.
func (f *features) holds(ctx context.Context, t *discover.Test, terms []feature.Term) (ok bool, why string, err error) {
	for _, term := range terms {
		k := f.find(ctx, t, term.Name)
		if k.err != nil {
			return false, "", k.err
		}
		ok, err := term.Holds(k.Known)
		switch {
		case err != nil:
			return false, "", err
		case ok:
		case k.why != "" && !term.Negated && term.Op == "":
			return false, k.why, nil
		case k.Present && k.Version != "" && term.Op != "":
			return false, fmt.Sprintf("missing feature: %s (it is %s)", term, k.Version), nil
		default:
			return false, "missing feature: " + term.String(), nil
		}
	}
	return true, "", nil
}

// find asks the sources in turn.
func (f *features) find(ctx context.Context, t *discover.Test, name string) known {
	if present, ok := t.HasCase(name); ok {
		return known{Known: feature.Known{Present: present}}
	}
	if k, ok := f.onTarget(ctx, t, name); ok {
		return k
	}
	if f.o.Axis != nil {
		if k, ok, err := f.o.Axis(ctx, t.Cell, name); ok {
			return known{Known: k, err: err}
		}
	}
	cell := where(t)
	if c, ok := f.o.Config.Features.Named[name]; ok {
		return f.once(cell+name, func() known { return f.ask(ctx, t, name, c) })
	}
	if k, ok := f.around(ctx, t, name); ok {
		return k
	}
	if k, ok := f.builtIn(ctx, t, name); ok {
		return k
	}
	if checker := f.o.Config.Features.Checker; checker != "" {
		key := cell + name
		if strings.Contains(checker, "TESTDIR") {
			key += "\x00" + filepath.Dir(t.Path)
		}
		if k := f.once(key, func() known { return f.check(ctx, t, checker, name) }); !errors.Is(k.err, errUnknown) {
			return k
		}
	}
	return known{err: f.unknown(t, name)}
}

// once returns what ask finds out, of the first time.
func (f *features) once(key string, ask func() known) known {
	f.mu.Lock()
	if f.known == nil {
		f.known = map[string]func() known{}
	}
	answer := f.known[key]
	if answer == nil {
		answer = sync.OnceValue(ask)
		f.known[key] = answer
	}
	f.mu.Unlock()
	return answer()
}

// around asks what is around the tests. It remembers itself what it found out.
func (f *features) around(ctx context.Context, t *discover.Test, name string) (known, bool) {
	if f.o.Feature == nil {
		return no, false
	}
	a, ok := f.o.Feature(ctx, around.Feature{
		Name: name, Cell: t.Cell, Env: func(ctx context.Context) ([]string, error) { return f.o.Env(ctx, t) },
	})
	return known{Known: feature.Known{Present: a.Present}, why: a.Why, err: a.Err}, ok
}

func (f *features) builtIn(ctx context.Context, t *discover.Test, name string) (known, bool) {
	is := func(present bool) (known, bool) { return known{Known: feature.Known{Present: present}}, true }
	switch name {
	case "linux", "windows":
		return is(runtime.GOOS == name)
	case "macos":
		return is(runtime.GOOS == "darwin")
	case "root":
		return is(os.Geteuid() == 0)
	case "short":
		return is(false) // but under go test -short; see runner.Test
	}
	if strings.HasPrefix(name, "service:") && len(f.o.Config.Service) == 0 {
		return known{why: "missing feature: " + name + " (there is no dott.toml with a [service.NAME])"}, true
	}
	command, ok := strings.CutPrefix(name, "command:")
	if !ok {
		return no, false
	}
	return f.once(where(t)+name, func() known {
		p, err := f.o.probe(ctx, t)
		if err != nil {
			return known{err: err}
		}
		return known{Known: feature.Known{Present: p.box.HasProgram(command, p.env)}, err: p.box.Close()}
	}), true
}

// errUnknown is what a checker says of a feature that it has never heard of.
var errUnknown = errors.New("unknown feature")

// unknown is the error for a feature that nobody knows.
func (f *features) unknown(t *discover.Test, name string) error {
	names := slices.Concat(t.File.AllCases(), slices.Sorted(maps.Keys(f.o.Config.Axes)))
	names = append(names, slices.Sorted(maps.Keys(f.o.Config.Features.Named))...)
	names = append(names, "linux", "macos", "windows", "root", "target", "command:NAME")
	where := "[features] in dott.toml can name more"
	if f.o.Config.Features.Checker != "" {
		where = "and the checker of [features] does not know it either"
	}
	return fmt.Errorf("unknown feature %q; known are %s; %s", name, strings.Join(names, ", "), where)
}

// ask runs the command that [features] has for a feature.
func (f *features) ask(ctx context.Context, t *discover.Test, name string, c config.Feature) known {
	command := c.Check
	if command == "" {
		command = c.Version
	}
	result, printed, err := f.o.command(ctx, t, command)
	switch {
	case err != nil:
		return known{err: fmt.Errorf("feature %s: %w", name, err)}
	case result.Status != 0:
		return no
	case c.Version == "":
		return yes
	}
	version, ok := feature.Version(printed)
	if !ok || !strings.ContainsAny(version, "0123456789") { // a word would be newer than every number
		return known{err: fmt.Errorf("feature %s: `%s` printed no version: %s", name, command, firstLine(printed))}
	}
	return known{Known: feature.Known{Present: true, Version: version}}
}

// check asks the external checker, by Mercurial's protocol: the name as last
// argument; status 0 is yes, 1 no, 2 that it knows no such feature; behind
// "skipped: " is the reason for a no.
func (f *features) check(ctx context.Context, t *discover.Test, checker, name string) known {
	result, printed, err := f.o.command(ctx, t, checker+` "$@"`, name)
	switch {
	case err != nil:
		return known{err: fmt.Errorf("feature %s: %w", name, err)}
	case result.Status == 0:
		return yes
	case result.Status == 1:
		return known{why: shell.SkipReason(printed)}
	case result.Status == 2:
		return known{err: errUnknown}
	}
	return known{err: fmt.Errorf("feature %s: the checker `%s` ended with status %d, not 0, 1 or 2: %s", name, checker, result.Status, firstLine(printed))}
}

// firstLine is the first line of what a command printed, for a message.
func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	if line == "" {
		return "(nothing)"
	}
	return strings.ToValidUTF8(line[:min(len(line), 200)], "\uFFFD")
}
