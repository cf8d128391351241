package service

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"dott/runner/around"
	"dott/runner/config"
)

// List writes which services there are, which snapshots, and what runs now.
func (s *Services) List(ctx context.Context, w io.Writer) error {
	if len(s.o.Config.Service) == 0 {
		_, err := fmt.Fprintln(w, "There are no services: dott.toml has no [service.NAME].")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "SERVICE\tRUNS\tSHARE\tNEEDS")
	for _, name := range slices.Sorted(maps.Keys(s.o.Config.Service)) {
		service := s.o.Config.Service[name]
		what := "command"
		switch {
		case service.Image != "":
			what = "image " + service.Image
		case service.Build != "":
			what = "build " + service.Build
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", name, what, service.Shared(), cmp.Or(strings.Join(service.Depends, " "), "-"))
	}
	snapshots, err := snapshotsOf(ctx, s)
	if len(snapshots) > 0 {
		fmt.Fprintln(t, "\nSNAPSHOT\tSIZE\tUSED")
		for _, n := range snapshots {
			fmt.Fprintf(t, "%s\t%s\t%s\n", n.Key, size(n.Bytes), n.Used.Format("2006-01-02 15:04"))
		}
	}
	if running := running(s); len(running) > 0 {
		fmt.Fprintln(t, "\nRUNNING\tPORTS\tSINCE\tSTARTED BY")
		for _, n := range running {
			var ports []string
			for _, p := range n.Ports {
				ports = append(ports, n.Host+":"+strconv.Itoa(p))
			}
			fmt.Fprintf(t, "%s\t%s\t%s\tdott, process %d\n", n.Service, cmp.Or(strings.Join(ports, " "), "-"), n.Started.Format("15:04:05"), n.Dott)
		}
	}
	return errors.Join(err, t.Flush())
}

func size(bytes int64) string {
	switch {
	case bytes >= 10<<20:
		return fmt.Sprintf("%d MiB", bytes>>20)
	case bytes >= 10<<10:
		return fmt.Sprintf("%d KiB", bytes>>10)
	}
	return fmt.Sprintf("%d B", bytes)
}

// running returns the instances of the project that run now, of all runs.
func running(s *Services) (all []note) {
	found, _ := filepath.Glob(filepath.Join(cmp.Or(s.o.TmpDir, os.TempDir()), "*", projectName))
	for _, path := range found {
		if project, err := os.ReadFile(path); err != nil || string(project) != s.o.Project {
			continue
		}
		notes, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*", noteName))
		for _, path := range notes {
			var n note
			if text, err := os.ReadFile(path); err == nil && json.Unmarshal(text, &n) == nil {
				all = append(all, n)
			}
		}
	}
	slices.SortFunc(all, func(a, b note) int { return a.Started.Compare(b.Started) })
	return all
}

// snapshotsOf returns those of all engines, by name.
func snapshotsOf(ctx context.Context, s *Services) ([]Snapshot, error) {
	all, err := s.processes.snapshots(ctx)
	images, ierr := s.containers.snapshots(ctx)
	all, err = append(all, images...), errors.Join(err, ierr)
	slices.SortFunc(all, func(a, b Snapshot) int { return strings.Compare(a.Key, b.Key) })
	return all, err
}

func removeSnapshot(ctx context.Context, s *Services, n Snapshot) error {
	if n.Image {
		return s.containers.remove(ctx, n)
	}
	return s.processes.remove(ctx, n)
}

// Prune removes what dead runs left, and snapshots that were not used for as long as
// they are kept, or that are of no service any more.
func (s *Services) Prune(ctx context.Context, w io.Writer) error {
	if _, err := s.root(); err != nil { // which removes what dead runs left
		return err
	}
	// The services may have had another engine, or been containers, before.
	s.containers.names = []string{"docker", "podman"}
	left, err := s.containers.removeDead(ctx)
	errs := []error{err}
	for _, l := range left {
		_, err := fmt.Fprintf(w, "removed %s %s, left by a run that died\n", l.Kind, l.Name)
		errs = append(errs, err)
	}
	all, err := snapshotsOf(ctx, s)
	errs = append(errs, err)
	for _, n := range all {
		_, known := s.o.Config.Service[n.Service]
		if known && time.Since(n.Used) <= n.Keep {
			continue
		}
		if err := removeSnapshot(ctx, s, n); err != nil {
			errs = append(errs, fmt.Errorf("removing the snapshot %s: %w", n.Key, err))
			continue
		}
		_, err := fmt.Fprintf(w, "removed %s, %s\n", n.Key, size(n.Bytes))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Start starts services for work by hand: it writes their variables, for a shell to
// take, waits until ctx is done, and stops them. One that ends before is an error.
func (s *Services) Start(ctx context.Context, names []string, env []string, w, progress io.Writer) error {
	for _, name := range names {
		if why := config.UnknownService(s.o.Config.Service, name); why != "" {
			return errors.New(why)
		}
	}
	t := around.Test{Services: names, Env: func(context.Context) ([]string, error) { return env, nil }}
	g, err := (&gatherer{s}).gather(ctx, t)
	if err != nil {
		if g != nil && len(g.names) > 0 && g.all[g.names[0]] != nil {
			err = fmt.Errorf("%w%s", err, lastLines(g.all[g.names[0]].logEvent(0).Text))
		}
		return err
	}
	for _, name := range g.names {
		for _, v := range g.all[name].variables() {
			fmt.Fprintf(w, "export %s='%s'\n", v.name, strings.ReplaceAll(v.value, "'", `'\''`))
		}
	}
	fmt.Fprintf(progress, "%s: ready; Ctrl-C stops it\n", strings.Join(names, " "))
	ended := make(chan struct{}, len(g.all))
	for _, i := range g.all {
		go func() {
			select {
			case <-i.body.Done():
				ended <- struct{}{}
			case <-ctx.Done():
			}
		}()
	}
	select {
	case <-ctx.Done():
	case <-ended:
		if err = g.check(); err != nil {
			text := g.logs()
			if len(text) > 0 {
				err = fmt.Errorf("%w%s", err, lastLines(text[0].Text))
			}
		}
	}
	return errors.Join(append([]error{err}, (&gatherer{s}).endGroup(g)...)...)
}
