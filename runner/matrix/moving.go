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

func (m *Matrix) moves(v Version) bool {
	return slices.Contains(m.Config.Axes[v.Axis].Moving, v.Name)
}

func (m *Matrix) pointerFile(v Version) string {
	a := m.Config.Axes[v.Axis]
	return filepath.Join(m.Cache, "moving", v.Axis+"-"+v.Name+"-"+digest(v.Axis, v.Name, a.Install, a.Resolve))
}

func (m *Matrix) readPointer(v Version) (p pointer) {
	if data, err := state.ReadFile(m.pointerFile(v)); err == nil {
		_ = json.Unmarshal(data, &p)
	}
	p.Resolved = slices.DeleteFunc(p.Resolved, func(s string) bool { return !config.ValidVersion(s) })
	return p
}

// stand finds out what a version that moves stands for, and installs it.
func (m *Matrix) stand(ctx context.Context, v Version) (standing, error) {
	return m.standings.get(v.String(), func() (standing, error) {
		now := v
		var err error
		if now.resolved, err = m.resolve(ctx, v); err == nil {
			var dir string
			if dir, err = m.install(ctx, now); err == nil {
				return standing{now, dir, ""}, m.moved(ctx, now)
			}
		}
		if ctx.Err() != nil || m.Cache == "" {
			return standing{}, err
		}
		p := m.readPointer(v)
		if len(p.Resolved) == 0 {
			return standing{}, err
		}
		last := v
		last.resolved = p.Resolved[0]
		entry := m.entry(last)
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
func (m *Matrix) resolve(ctx context.Context, v Version) (string, error) {
	command := words.Fill(m.Config.Axes[v.Axis].Resolve, [2]string{"{name}", v.Name})
	m.progress("asking what %s is now", v)
	printed, err := m.output(ctx, command, m.Env)
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
func (m *Matrix) moved(ctx context.Context, now Version) error {
	p := m.readPointer(now)
	if len(p.Resolved) > 0 && p.Resolved[0] == now.resolved {
		return nil
	}
	all := append([]string{now.resolved}, slices.DeleteFunc(p.Resolved, func(s string) bool { return s == now.resolved })...)
	kept := min(len(all), keptMoves)
	data, err := json.Marshal(pointer{all[:kept], time.Now()})
	if err == nil {
		err = writeFile(m.pointerFile(now), string(data)+"\n")
	}
	errs := []error{err}
	for _, old := range all[kept:] {
		v := now
		v.resolved = old
		_, _, err := m.prune(ctx, m.entry(v), false)
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
		if m.moves(v) {
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
