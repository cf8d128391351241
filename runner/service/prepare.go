package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"

	"dott/runner/config"
)

// A preparer makes the snapshots that services begin from.
type preparer struct{ s *Services }

// prepared returns the key of the snapshot that a service begins from, made now if
// there is none; "" where it has nothing to prepare. Of several runs that come at
// once, one makes it, and the others wait.
func (pr *preparer) prepared(ctx context.Context, r *recipe, depends []*instance) (key string, err error) {
	s := pr.s
	if r.service.Prepare == (config.Prepare{}) {
		return "", nil
	}
	s.mu.Lock()
	o := s.keys[r.id()]
	if o == nil {
		o = &once[string]{}
		s.keys[r.id()] = o
	}
	s.mu.Unlock()
	return o.do(ctx, func() (string, error) { return pr.prepare(ctx, r, depends) })
}

func (pr *preparer) prepare(ctx context.Context, r *recipe, depends []*instance) (key string, err error) {
	s := pr.s
	if _, err := s.root(); err != nil { // without a cache, snapshots are in there
		return "", err
	}
	e := s.engine(r)
	if key, err = pr.key(ctx, r); err != nil {
		return "", fmt.Errorf("service %s: %w", r.name, err)
	}
	if ok, err := e.has(ctx, r, key); ok || err != nil {
		return key, err
	}
	unlock, err := s.processes.store.lock(ctx, key)
	if err != nil {
		return "", fmt.Errorf("service %s: the lock of its snapshot: %w", r.name, err)
	}
	defer unlock()
	if ok, err := e.has(ctx, r, key); ok || err != nil { // another run made it meanwhile
		return key, err
	}
	if err := pr.make(ctx, r, key, depends); err != nil {
		return "", err
	}
	pr.removeUnused(ctx)
	return key, nil
}

// make makes a snapshot: of an instance that did what prepare says, and was stopped
// as gently as the configuration has it.
func (pr *preparer) make(ctx context.Context, r *recipe, key string, depends []*instance) (err error) {
	s := pr.s
	i, err := (&starter{s}).open(r, depends)
	if err != nil {
		return err
	}
	e := s.engine(r)
	defer func() {
		if err != nil {
			text, _ := endOf(i.logPath, 0)
			err = fmt.Errorf("preparing service %s: %w%s", r.name, err, lastLines(text))
		}
		_, eerr := (&starter{s}).end(i)
		err = errors.Join(err, eerr)
	}()
	before, running := r.service.Prepare.Command, r.service.Prepare.Running
	if r.service.IsContainer() {
		before, running = "", join(before, running)
	}
	if before != "" {
		if err := e.reserve(ctx, i); err != nil {
			return err
		}
		if err := pr.step(ctx, i, before); err != nil {
			return err
		}
		if err := e.release(ctx, i); err != nil {
			return err
		}
	}
	if running != "" {
		if err := (&starter{s}).begin(ctx, i, ""); err != nil {
			return err
		}
		if err := pr.step(ctx, i, running); err != nil {
			return err
		}
		if err := i.died("while prepare ran"); err != nil {
			return err
		}
		killed, err := i.body.Stop(r.signal(), r.grace())
		switch {
		case err != nil:
			return err
		case killed:
			return fmt.Errorf("it did not stop within %v of %s, and had to be killed: its data may be damaged", r.grace(), r.signal())
		}
	}
	return e.save(ctx, i, key)
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// step runs a command of prepare, whose output goes into the log.
func (pr *preparer) step(ctx context.Context, i *instance, command string) error {
	s, limit := pr.s, i.recipe.prepareTimeout()
	tooLong := fmt.Errorf("%s did not end within %v; prepare-timeout says how long it may take", commandName(command), limit)
	ctx, cancel := context.WithTimeoutCause(ctx, limit, tooLong)
	defer cancel()
	result, err := s.o.Supervisor.Run(ctx, s.processes.command(i, command))
	if err == nil && (result.Status != 0 || result.Signal != "") {
		err = fmt.Errorf("%s %s", commandName(command), ended(result, nil))
	}
	return err
}

// lastLines are those of a log, for a message.
func lastLines(text string) string {
	const most = 10
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return l == "" })
	shown := ""
	for _, l := range lines[max(0, len(lines)-most):] {
		shown += "\n  " + l
	}
	return shown
}

// key names a snapshot by all that it depends on.
func (pr *preparer) key(ctx context.Context, r *recipe) (string, error) {
	s := pr.s
	identity, err := s.engine(r).identity(ctx, r)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	about := struct {
		Version                                     int
		Name, Cell, Command, Image, Build, Identity string
		Prepare                                     config.Prepare
		Env, Files                                  map[string]string
	}{1, r.name, r.cell, r.service.Command, r.service.Image, r.service.Build, identity, r.service.Prepare, r.service.Env, r.service.Files}
	if err := json.NewEncoder(h).Encode(about); err != nil {
		return "", err
	}
	for _, glob := range r.service.Inputs {
		paths, err := doublestar.FilepathGlob(filepath.Join(s.o.Config.Dir, glob), doublestar.WithFilesOnly())
		if err != nil {
			return "", fmt.Errorf("inputs %q: %w", glob, err)
		}
		if len(paths) == 0 {
			return "", fmt.Errorf("inputs %q: there is no such file", glob)
		}
		slices.Sort(paths)
		for _, path := range paths {
			if err := hashFile(h, path); err != nil {
				return "", fmt.Errorf("inputs: %w", err)
			}
		}
	}
	return r.name + "-" + hex.EncodeToString(h.Sum(nil)[:8]), nil
}

func hashFile(h io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	fmt.Fprintf(h, "%s\x00%d\x00", filepath.Base(path), info.Size())
	_, err = io.Copy(h, f)
	return err
}

// removeUnused removes snapshots that were not used for as long as they are kept.
// What cannot be removed stays for the next time.
func (pr *preparer) removeUnused(ctx context.Context) (removed []Snapshot) {
	s := pr.s
	all, _ := snapshotsOf(ctx, s)
	for _, snapshot := range all {
		if time.Since(snapshot.Used) > snapshot.Keep && removeSnapshot(ctx, s, snapshot) == nil {
			removed = append(removed, snapshot)
		}
	}
	return removed
}
