package matrix

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dott/runner/config"
	"dott/runner/state"
	"dott/runner/words"
)

// A version that moves is a name, such as main, that stands for another commit or
// release from time to time. What it stands for now is asked once a run, and
// installed like any version, under what it stands for. A file of the cache keeps
// what was installed for it at last,
//
//	moving/AXIS-NAME-DIGEST
//
// so that the tests run with that where nobody can be asked, or what is new does not
// build. What it stood for longer ago is removed.

// A standing is what a version that moves stands for.
type standing struct {
	version Version
	dir     string
	warning string // why it is not what it should be now
}

// keptMoves is how many installations of one name are kept.
const keptMoves = 5

// A pointer is the content of the file.
type pointer struct {
	Resolved []string  `json:"resolved"` // what was installed for it, the newest first
	Time     time.Time `json:"time"`     // of the newest
}

// A mover finds what versions that move stand for.
type mover struct{ m *Matrix }

func (mo mover) moves(v Version) bool {
	return slices.Contains(mo.m.Config.Axes[v.Axis].Moving, v.Name)
}

func (mo mover) pointerFile(v Version) string {
	a := mo.m.Config.Axes[v.Axis]
	return filepath.Join(mo.m.Cache, "moving", v.Axis+"-"+v.Name+"-"+digest(v.Axis, v.Name, a.Install, a.Resolve))
}

func (mo mover) readPointer(v Version) (p pointer) {
	if data, err := state.ReadFile(mo.pointerFile(v)); err == nil {
		_ = json.Unmarshal(data, &p)
	}
	p.Resolved = slices.DeleteFunc(p.Resolved, func(s string) bool { return !config.ValidVersion(s) })
	return p
}

// stand finds out what a version that moves stands for, and installs it.
func (mo mover) stand(ctx context.Context, v Version) (standing, error) {
	return mo.m.standings.get(v.String(), func() (standing, error) {
		now := v
		var err error
		if now.resolved, err = mo.resolve(ctx, v); err == nil {
			var dir string
			if dir, err = installer(mo).install(ctx, now); err == nil {
				return standing{now, dir, ""}, mo.moved(ctx, now)
			}
		}
		if ctx.Err() != nil || mo.m.Cache == "" {
			return standing{}, err
		}
		p := mo.readPointer(v)
		if len(p.Resolved) == 0 {
			return standing{}, err
		}
		last := v
		last.resolved = p.Resolved[0]
		entry := installer(mo).entry(last)
		r, ok := readRecord(entry)
		if !ok {
			return standing{}, err
		}
		warning := fmt.Sprintf("%s: %v\n  %s is used instead, which it was on %s", v, err, shortCommit(last.resolved), p.Time.Format(time.DateTime))
		return standing{last, filepath.Join(entry, r.Tree), warning}, nil
	})
}

// resolve asks what a version that moves stands for: the first word that the
// command prints.
func (mo mover) resolve(ctx context.Context, v Version) (string, error) {
	command := words.Fill(mo.m.Config.Axes[v.Axis].Resolve, [2]string{"{name}", v.Name})
	commands(mo).progress("asking what %s is now", v)
	printed, err := commands(mo).output(ctx, command, mo.m.Env)
	if err != nil {
		return "", fmt.Errorf("resolve: %w", err)
	}
	found := strings.Fields(printed)
	switch {
	case len(found) == 0:
		return "", fmt.Errorf("resolve: %q printed nothing", command)
	case !config.ValidVersion(found[0]):
		return "", fmt.Errorf("resolve: %q printed %q, which does not begin with a version or a commit", command, shorten(printed))
	}
	return found[0], nil
}

// moved keeps that something was installed for a version that moves, and removes
// what was long before.
func (mo mover) moved(ctx context.Context, now Version) error {
	p := mo.readPointer(now)
	if len(p.Resolved) > 0 && p.Resolved[0] == now.resolved {
		return nil
	}
	all := append([]string{now.resolved}, slices.DeleteFunc(p.Resolved, func(s string) bool { return s == now.resolved })...)
	kept := min(len(all), keptMoves)
	data, err := json.Marshal(pointer{all[:kept], time.Now()})
	if err == nil {
		err = writeFile(mo.pointerFile(now), string(data)+"\n")
	}
	errs := []error{err}
	for _, old := range all[kept:] {
		v := now
		v.resolved = old
		_, _, err := installer(mo).prune(ctx, installer(mo).entry(v), false)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%s: keeping what was installed for it: %w", now, err)
	}
	return nil
}

// Resolved returns what the versions of a cell stand for that move, as
// "git=3f2a9c1, python=3.14.0b2"; "" is that none of them moves, or that it is not
// known, since the cell was not made ready.
func (m *Matrix) Resolved(c Cell) string {
	var all []string
	for _, v := range c.Versions {
		if (mover{m}).moves(v) {
			if s, ok := m.standings.known(v.String()); ok {
				all = append(all, v.Axis+"="+s.version.resolved)
			}
		}
	}
	return strings.Join(all, ", ")
}

// shortCommit abbreviates the hash of a commit.
func shortCommit(s string) string {
	if len(s) >= 40 && strings.Trim(s, "0123456789abcdef") == "" {
		return s[:12]
	}
	return s
}

// frozen returns the versions that look as if they moved, and are installed once:
// picked ones that no list has, and branches that everybody knows.
func frozen(a config.Axis, picked []string) []string {
	if a.Install == "" {
		return nil
	}
	for _, v := range a.Values {
		switch v {
		case "main", "master", "trunk", "tip", "default", "HEAD", "dev", "devel", "nightly", "latest", "next", "edge":
			picked = append(picked, v)
		}
	}
	return slices.DeleteFunc(picked, func(v string) bool {
		return slices.Contains(a.Moving, v) || len(v) >= 7 && strings.Trim(v, "0123456789abcdef") == ""
	})
}
