package verdicts

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"dott/runner/trace"
)

// Deps are what a test touched, by kind. Paths of the project are relative to it.
type Deps struct {
	Test    string    `json:"test"`
	When    time.Time `json:"when"`
	Always  string    `json:"always,omitempty"` // why it has no verdict that could hold
	Project []Dep     `json:"project,omitempty"`
	System  []Dep     `json:"system,omitempty"`
	Outside []Dep     `json:"outside,omitempty"` // files that no package and no repository holds
	Network []Dep     `json:"network,omitempty"`
	Unseen  []Dep     `json:"unseen,omitempty"`
}

// A Dep is one path or address.
type Dep struct {
	Path string   `json:"path"`
	How  []string `json:"how"`
}

// Deps returns what a test touched the last time that it was traced.
func (s *Store) Deps(test string) Deps {
	r, when, why, _ := s.Touched(test)
	d := Deps{Test: test, When: when.UTC(), Always: why}
	for _, t := range r {
		dep := Dep{strings.TrimPrefix(t.Path, "./"), words(t.How)}
		to := &d.Outside
		switch {
		case t.How&trace.Connect != 0:
			to = &d.Network
		case t.How&trace.Unseen != 0:
			to = &d.Unseen
		case strings.HasPrefix(t.Path, "."):
			to = &d.Project
		case OfSystem(t.Path):
			to = &d.System
		}
		*to = append(*to, dep)
	}
	return d
}

// OfSystem reports whether a path is of the system, which its packages hold.
func OfSystem(path string) bool {
	for _, dir := range []string{"/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc", "/opt", "/nix", "/gnu"} {
		if rest, ok := strings.CutPrefix(path, dir); ok && (rest == "" || rest[0] == '/') {
			return !strings.HasPrefix(path, "/usr/local/") || strings.HasPrefix(path, "/usr/local/bin/") || strings.HasPrefix(path, "/usr/local/lib/")
		}
	}
	return false
}

// words says what was done with a path.
func words(how trace.How) []string {
	var all []string
	for _, w := range []struct {
		how  trace.How
		word string
	}{
		{trace.Exec, "executed"}, {trace.Read, "read"}, {trace.Write, "written"}, {trace.Stat | trace.Access, "looked at"},
		{trace.Link, "link read"}, {trace.Connect, "connected to"}, {trace.Unseen, "not followed"},
	} {
		if how&w.how != 0 {
			all = append(all, w.word)
		}
	}
	if how&trace.Absent != 0 {
		return []string{"absent"}
	}
	return all
}

// Write prints it for people.
func (d Deps) Write(w io.Writer) {
	fmt.Fprintf(w, "%s, at %s\n", d.Test, d.When.Format(time.RFC3339))
	if d.Always != "" {
		fmt.Fprintf(w, "It always runs: %s.\n", d.Always)
	}
	for _, kind := range []struct {
		title string
		deps  []Dep
	}{{"project", d.Project}, {"system", d.System}, {"outside", d.Outside}, {"network", d.Network}, {"unseen", d.Unseen}} {
		if len(kind.deps) > 0 {
			fmt.Fprintf(w, "%s:\n", kind.title)
		}
		for _, dep := range kind.deps {
			fmt.Fprintf(w, "  %s (%s)\n", dep.Path, strings.Join(dep.How, ", "))
		}
	}
}

// WriteJSON prints several, a line each.
func WriteJSON(w io.Writer, all []Deps) error {
	e := json.NewEncoder(w)
	for _, d := range all {
		if err := e.Encode(d); err != nil {
			return err
		}
	}
	return nil
}
