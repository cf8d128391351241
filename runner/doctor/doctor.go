// Package doctor tells what this machine can do for tests, and why not. It tries each
// thing instead of asking for versions: what a kernel has, a container may forbid.
package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"dott/runner/confine"
	"dott/runner/process"
)

// An Ability is one thing that a machine can do or cannot.
type Ability struct {
	Name   string `json:"name"`
	Can    bool   `json:"can"`
	For    string `json:"for"`              // what of dott needs it
	Detail string `json:"detail,omitempty"` // which version, say
	Why    string `json:"why,omitempty"`    // it cannot
	Remedy string `json:"remedy,omitempty"` // what to do about it
}

// A doctor tries things.
type doctor struct {
	ctx        context.Context
	supervisor *process.Supervisor
	dir        string // for what is tried
}

// Examine tries all that there is, with files in a temporary directory, inside parent or
// inside the system's when parent is empty.
func Examine(ctx context.Context, parent string) (all []Ability, err error) {
	dir, err := os.MkdirTemp(parent, "dott-doctor-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary directory: %w", err)
	}
	defer func() { _ = process.RemoveTree(dir) }()
	d := &doctor{ctx: ctx, supervisor: process.NewSupervisor(), dir: dir}
	defer d.supervisor.Close()
	for _, try := range []func(*doctor) Ability{
		network, processes, writing, naming, executing, orphans, groups, tracing, docker, podman, ssh,
	} {
		all = append(all, try(d))
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
	}
	return all, nil
}

// found makes an ability of what came of trying it.
func found(name, purpose, detail string, err error) Ability {
	a := Ability{Name: name, For: purpose, Can: err == nil}
	if err == nil {
		a.Detail = detail
		return a
	}
	a.Why = err.Error()
	// A limit's error has what to do at its end.
	if _, reason, ok := strings.Cut(a.Why, " is not possible here: "); ok {
		a.Why, a.Remedy, _ = strings.Cut(reason, "; ")
	}
	return a
}

// run runs a script with limits.
func (d *doctor) run(limits *confine.Limits, script string, refused func(string)) error {
	if err := limits.Possible(); err != nil {
		return err
	}
	var out strings.Builder
	r, err := d.supervisor.Run(d.ctx, process.Command{
		Path: "/bin/sh", Args: []string{"-c", script}, Dir: d.dir, Env: os.Environ(), Output: &out, Confine: limits, Refused: refused,
	})
	if err == nil && r != (process.Result{}) {
		err = fmt.Errorf("a program cannot run there: %s", strings.TrimSpace(out.String()))
	}
	return err
}

func network(d *doctor) Ability {
	return found("private network", `[sandbox] network = "private"`, "", d.run(&confine.Limits{Network: true}, ":", nil))
}

func processes(d *doctor) Ability {
	return found("private processes", `[sandbox] processes = "private"`, "", d.run(&confine.Limits{Processes: true}, ":", nil))
}

func writing(d *doctor) Ability {
	version, err := confine.LandlockVersion()
	if err == nil {
		err = d.run(&confine.Limits{Writes: true, Write: []string{d.dir}}, ": >a", nil)
	}
	return found("Landlock", `[sandbox] write = "sandbox", read`, fmt.Sprintf("version %d", version), err)
}

func naming(d *doctor) Ability {
	var named string
	inside := d.dir + "/inside"
	err := os.Mkdir(inside, 0o777)
	if err == nil {
		err = d.run(&confine.Limits{Writes: true, Write: []string{inside}}, "(: >"+shellQuote(d.dir)+"/outside) 2>/dev/null; true", func(what string) { named = what })
	}
	if err == nil && named == "" {
		err = fmt.Errorf("the kernel does not tell of system calls (seccomp's user notification, Linux 5.5), or another dott around this one has it")
	}
	return found("names of what is refused", "failures under [sandbox]", "", err)
}

func shellQuote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// Write writes abilities for a person.
func Write(w io.Writer, all []Ability) error {
	width := 0
	for _, a := range all {
		width = max(width, len(a.Name))
	}
	for _, a := range all {
		word, rest := "yes", a.Detail
		if !a.Can {
			word, rest = "no ", a.Why
		}
		line := strings.TrimRight(fmt.Sprintf("%s  %-*s  %s", word, width, a.Name, rest), " ")
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
		if a.Can {
			continue
		}
		if _, err := fmt.Fprintf(w, "     needed for: %s\n", a.For); err != nil {
			return err
		}
		if a.Remedy != "" {
			if _, err := fmt.Fprintf(w, "     what helps: %s\n", a.Remedy); err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteJSON writes what was found for a program.
func WriteJSON(w io.Writer, found map[string]any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(found)
}
