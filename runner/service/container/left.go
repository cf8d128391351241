package container

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"dott/runner/state"
)

// A Left is what a run has made, and removes when it ends.
type Left struct {
	Kind    string // "container", "network", "volume"; "image" is a step on the way to a snapshot
	Name    string
	Run     string
	Service string
	Project string
	State   string // of a container: running, exited …
	owner   string
}

// kinds are what is looked for, in the order in which it can be removed.
var kinds = []struct {
	name                  string
	list, inspect, remove []string
}{
	{"container", []string{"ps", "--all"}, []string{"inspect", "--type", "container"}, nil},
	{"network", []string{"network", "ls"}, []string{"network", "inspect"}, []string{"network", "rm"}},
	{"volume", []string{"volume", "ls"}, []string{"volume", "inspect"}, []string{"volume", "rm", "--force"}},
	{"image", nil, nil, []string{"image", "rm"}},
}

// List returns what is there of all runs of this owner, dead or alive.
func (e *Engine) List(ctx context.Context) (all []Left, err error) {
	mark, err := e.Owner.mark(ctx)
	if err != nil {
		return nil, err
	}
	errs := make([]error, len(kinds))
	for i := range kinds {
		var found []Left
		found, errs[i] = listLeft(ctx, e, i, mark)
		all = append(all, found...)
	}
	return all, errors.Join(errs...)
}

// listLeft returns what there is of a kind.
func listLeft(ctx context.Context, e *Engine, kind int, mark string) (ours []Left, err error) {
	k := kinds[kind]
	var all []Left
	if k.list == nil {
		all, err = listParts(ctx, e)
	} else {
		all, err = listKind(ctx, e, k.name, k.list, k.inspect)
	}
	if err != nil {
		err = fmt.Errorf("%s: looking for what runs left: %w", e.Name, err)
	}
	for _, l := range all {
		if l.owner == mark {
			ours = append(ours, l)
		}
	}
	return ours, err
}

// listKind lists things of one kind, by their labels.
func listKind(ctx context.Context, e *Engine, kind string, list, inspect []string) (all []Left, err error) {
	ids, err := e.cli.ask(ctx, append(list, "--quiet", "--filter", "label="+labelRun)...)
	if err != nil || ids == "" {
		return nil, err
	}
	// What has gone meanwhile is an error, and the others are told of all the same.
	text, err := e.cli.ask(ctx, append(inspect, strings.Fields(ids)...)...)
	if err != nil && !isGone(err) {
		return nil, err
	}
	return parseLeft(kind, text)
}

func parseLeft(kind, text string) (all []Left, err error) {
	var things []struct {
		Name   string
		Labels map[string]string
		Config struct{ Labels map[string]string }
		State  struct{ Status string }
	}
	if err := json.Unmarshal([]byte(text), &things); err != nil {
		return nil, err
	}
	for _, t := range things {
		labels := t.Labels
		if kind == "container" {
			labels = t.Config.Labels
		}
		// A container has the label without a value if somebody started it himself, from a
		// snapshot of ours.
		if labels[labelRun] != "" {
			all = append(all, left(kind, strings.TrimPrefix(t.Name, "/"), labels[labelRun], t.State.Status, labels))
		}
	}
	return all, nil
}

func left(kind, name, run, state string, labels map[string]string) Left {
	return Left{
		Kind: kind, Name: name, Run: run, State: state,
		Service: labels[labelService], Project: labels[labelProject], owner: labels[labelOwner],
	}
}

// listParts returns the images that are steps on the way to another, and those that
// have no name, since whoever made them was interrupted before he gave it.
func listParts(ctx context.Context, e *Engine) (all []Left, err error) {
	ids, err := e.cli.ask(ctx, "image", "ls", "--quiet", "--no-trunc", "--filter", "label="+labelMaker)
	if err != nil || ids == "" {
		return nil, err
	}
	text, err := e.cli.ask(ctx, append([]string{"image", "inspect"}, strings.Fields(ids)...)...)
	if err != nil && !isGone(err) {
		return nil, err
	}
	var images []struct {
		ID       string `json:"Id"`
		RepoTags []string
		Config   struct{ Labels map[string]string }
	}
	if err := json.Unmarshal([]byte(text), &images); err != nil {
		return nil, err
	}
	for _, i := range images {
		run := i.Config.Labels[labelMaker]
		if run == "" {
			continue
		}
		name := i.ID
		for _, name = range i.RepoTags {
			name = strings.TrimPrefix(name, "localhost/") // as podman has it
			if !strings.HasPrefix(name, snapshotPrefix) || !strings.HasSuffix(name, "-"+run) {
				name = "" // it is complete, or another's
				break
			}
		}
		if name != "" {
			all = append(all, left("image", name, run, "", i.Config.Labels))
		}
	}
	return all, nil
}

// RemoveDead removes what runs left that died, and returns it. What goes with a
// container, its volumes, is not told of.
func (e *Engine) RemoveDead(ctx context.Context) (removed []Left, err error) {
	mark, err := e.Owner.mark(ctx)
	if err != nil {
		return nil, err
	}
	var errs []error
	dead := map[string]bool{}
	for kind := range kinds {
		found, err := listLeft(ctx, e, kind, mark)
		errs = append(errs, err)
		for _, l := range found {
			if _, known := dead[l.Run]; !known {
				dead[l.Run] = isDead(e, l.Run)
			}
			if !dead[l.Run] {
				continue
			}
			if err := removeLeft(ctx, e, l); err != nil {
				errs, dead[l.Run] = append(errs, err), false
				continue
			}
			removed = append(removed, l)
		}
	}
	for run, gone := range dead {
		if gone {
			_ = os.Remove(e.Owner.lockFile(run))
		}
	}
	return removed, errors.Join(errs...)
}

// isDead reports whether nobody holds the lock of a run. Where there is no such file,
// it has been removed by somebody who thought so.
func isDead(e *Engine, run string) bool {
	// No run of ours is called that; and Windows has no locks that tell.
	if strings.ContainsAny(run, `/\.`) || runtime.GOOS == "windows" {
		return false
	}
	unlock, free, err := state.TryLock(e.Owner.lockFile(run))
	if err != nil || !free {
		return false
	}
	unlock()
	return true
}

// removeLeft removes something. It is no error if it is gone already: another run, or
// what a dead one left behind for that, may do the same.
func removeLeft(ctx context.Context, e *Engine, l Left) error {
	for _, k := range kinds {
		if k.name != l.Kind {
			continue
		}
		remove := k.remove
		if l.Kind == "container" {
			remove = e.cli.removal()
		}
		err := e.cli.act(ctx, append(remove, l.Name)...)
		if err == nil || isGone(err) {
			return nil
		}
		return err
	}
	return fmt.Errorf("nothing is known of a %s", l.Kind)
}

func isGone(err error) bool {
	text := strings.ToLower(err.Error())
	for _, words := range []string{"no such", "not found", "already in progress", "not connected", "no network with name"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}
