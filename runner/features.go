package runner

import (
	"bytes"
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
	"time"

	"dott/matcher/feature"
	"dott/runner/config"
	"dott/runner/process"
	"dott/runner/sandbox"
)

// probeLimit is how long a command of the configuration may take to tell whether
// a feature is there, where a test may take longer.
const probeLimit = 30 * time.Second

// features answers conditions, from the sources that FORMAT's "Conditionals and
// cases" names. What takes a command is asked at most once in a run, and only
// when a file asks.
type features struct {
	*run
	mu    sync.Mutex
	known map[string]func() known
}

// known is what a probe found out about a feature.
type known struct {
	present bool
	version string // "" when there is none
	why     string // what a checker said about a feature that is missing
	err     error
}

// holds reports whether all terms hold for a job, and otherwise why not.
func (f *features) holds(ctx context.Context, j *job, terms []feature.Term) (ok bool, why string, err error) {
	for _, t := range terms {
		k := f.find(ctx, j, t)
		if k.err != nil {
			return false, "", k.err
		}
		ok, err := t.Holds(feature.Known{Present: k.present, Version: k.version})
		switch {
		case err != nil:
			return false, "", err
		case ok:
		case k.why != "" && !t.Negated && t.Op == "":
			return false, k.why, nil
		case k.present && k.version != "" && t.Op != "":
			return false, fmt.Sprintf("missing feature: %s (it is %s)", t, k.version), nil
		default:
			return false, "missing feature: " + t.String(), nil
		}
	}
	return true, "", nil
}

// find asks the sources in turn.
func (f *features) find(ctx context.Context, j *job, t feature.Term) known {
	if present, ok := j.hasCase(t.Name); ok {
		return known{present: present}
	}
	if k, ok := f.axis(ctx, j, t.Name); ok {
		return k
	}
	cell := j.cellName() + "\x00"
	if c, ok := f.Config.Features.Named[t.Name]; ok {
		return f.once(cell+t.Name, func() known { return f.ask(ctx, j, t.Name, c) })
	}
	if k, ok := f.builtIn(j, t.Name); ok {
		return k
	}
	if checker := f.Config.Features.Checker; checker != "" {
		key := cell + t.Name
		if strings.Contains(checker, "TESTDIR") {
			key += "\x00" + filepath.Dir(j.path)
		}
		if k := f.once(key, func() known { return f.check(ctx, j, checker, t.Name) }); !errors.Is(k.err, errUnknown) {
			return k
		}
	}
	return known{err: f.unknown(j, t.Name)}
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

func (f *features) builtIn(j *job, name string) (known, bool) {
	switch name {
	case "linux", "windows":
		return known{present: runtime.GOOS == name}, true
	case "macos":
		return known{present: runtime.GOOS == "darwin"}, true
	case "root":
		return known{present: os.Geteuid() == 0}, true
	}
	command, ok := strings.CutPrefix(name, "command:")
	if !ok {
		return known{}, false
	}
	return f.once(j.cellName()+"\x00"+name, func() known {
		box, err := f.dirs.New("probe")
		if err != nil {
			return known{err: err}
		}
		path, _ := sandbox.Lookup(j.environ(box, j.about(f.run, nil)), "PATH")
		return known{present: process.OnPath(command, path), err: box.Remove()}
	}), true
}

// errUnknown is what a checker says of a feature that it has never heard of.
var errUnknown = errors.New("unknown feature")

// unknown is the error for a feature that nobody knows.
func (f *features) unknown(j *job, name string) error {
	names := j.allCases()
	if f.Matrix != nil {
		names = slices.AppendSeq(names, maps.Keys(f.Matrix.Config.Axes))
	}
	names = append(names, slices.Sorted(maps.Keys(f.Config.Features.Named))...)
	names = append(names, "linux", "macos", "windows", "root", "command:NAME")
	where := "[features] in dott.toml can name more"
	if f.Config.Features.Checker != "" {
		where = "and the checker of [features] does not know it either"
	}
	return fmt.Errorf("unknown feature %q; known are %s; %s", name, strings.Join(names, ", "), where)
}

// ask runs the command that [features] has for a feature.
func (f *features) ask(ctx context.Context, j *job, name string, c config.Feature) known {
	command := c.Check
	if command == "" {
		command = c.Version
	}
	result, printed, err := f.command(ctx, j, command)
	switch {
	case err != nil:
		return known{err: fmt.Errorf("feature %s: %w", name, err)}
	case result.Status != 0:
		return known{}
	case c.Version == "":
		return known{present: true}
	}
	version, ok := feature.Version(printed)
	if !ok || !strings.ContainsAny(version, "0123456789") { // a word would be newer than every number
		return known{err: fmt.Errorf("feature %s: `%s` printed no version: %s", name, command, firstLine(printed))}
	}
	return known{present: true, version: version}
}

// check asks the external checker, by Mercurial's protocol: the name as last
// argument; status 0 is yes, 1 no, 2 that it knows no such feature; behind
// "skipped: " is the reason for a no.
func (f *features) check(ctx context.Context, j *job, checker, name string) known {
	result, printed, err := f.command(ctx, j, checker+` "$@"`, name)
	switch {
	case err != nil:
		return known{err: fmt.Errorf("feature %s: %w", name, err)}
	case result.Status == 0:
		return known{present: true}
	case result.Status == 1:
		return known{why: skipReason(printed)}
	case result.Status == 2:
		return known{err: errUnknown}
	}
	return known{err: fmt.Errorf("feature %s: the checker `%s` ended with status %d, not 0, 1 or 2: %s", name, checker, result.Status, firstLine(printed))}
}

// command runs a command of the configuration in its folder, with the
// environment of a test and a sandbox of its own.
func (r *run) command(ctx context.Context, j *job, command string, args ...string) (process.Result, string, error) {
	box, err := r.dirs.New("probe")
	if err != nil {
		return process.Result{}, "", err
	}
	defer func() { _ = box.Remove() }()
	about := j.about(r, nil)
	env := j.environ(box, about)
	if err := box.Write(r.Config.Files, env, &about); err != nil {
		return process.Result{}, "", err
	}
	limit := probeLimit
	if r.Timeout > 0 {
		limit = min(limit, r.Timeout)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	dir := r.Config.Dir
	if dir == "" {
		dir = box.Work
	}
	var out bytes.Buffer
	result, err := r.supervisor.Run(ctx, process.Command{
		Path: "/bin/sh", Args: append([]string{"-c", command, "sh"}, args...),
		Dir: dir, Env: env, Output: &out,
	})
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		err = fmt.Errorf("`%s` did not end within %v", command, limit)
	case err == nil && result.Signal != "":
		err = fmt.Errorf("`%s` was ended by a signal (%s)", command, result.Signal)
	}
	return result, out.String(), err
}

// firstLine is the first line of what a command printed, for a message.
func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	if line == "" {
		return "(nothing)"
	}
	return strings.ToValidUTF8(line[:min(len(line), 200)], "\uFFFD")
}
