// Package dependence finds what tests depend on that another machine, or another checkout,
// does not have: the real home, the clock's zone, the network, files that no repository
// holds. It knows that from what the tests touched when they were traced.
package dependence

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/verdicts"
)

// Options say where things are.
type Options struct {
	Project string          // folder of the project, absolute
	Home    string          // of the user; "" is that there is none
	Temp    []string        // folders with what is temporary
	Known   []string        // folders outside of the project with what belongs to dott
	Own     map[string]bool // what in the project is in no repository; names end in / where all below them is meant
	Held    bool            // the project is in a repository
	Zone    bool            // TZ is passed on to tests
}

// A Finding is one thing that tests depend on.
type Finding struct {
	Kind   string   `json:"kind"`
	Path   string   `json:"path"` // or an address
	How    []string `json:"how"`
	Tests  []string `json:"tests"`
	Remedy string   `json:"remedy"`
}

// A kind of findings, and what to do about them.
type kind struct{ name, title, remedy string }

var kinds = []kind{
	{"home", "Your home", "write what they need into their own $HOME, with [files] in dott.toml or in the test"},
	{"zone", "The time zone of this machine", "set TZ in the test or in [env] set, and do not pass it on"},
	{"network", "The network, or servers of this machine", `start what they need as a [service], or refuse it with [sandbox] network = "private"`},
	{"unheld", "Files of the project that no repository holds", "commit them, have [run] setup or the test make them, or build them before each run"},
	{"outside", "Files outside of the project", "copy them into the project, or declare what installs them with [features] and #require"},
}

// Find returns what tests depend on, in the order of kinds and paths.
func Find(o Options, deps []verdicts.Deps) (found []Finding) {
	type id struct{ kind, path string }
	all := map[id]*Finding{}
	note := func(kind, path string, how []string, test string) {
		f := all[id{kind, path}]
		if f == nil {
			f = &Finding{Kind: kind, Path: path}
			all[id{kind, path}] = f
		}
		for _, word := range how {
			if !slices.Contains(f.How, word) {
				f.How = append(f.How, word)
			}
		}
		if !slices.Contains(f.Tests, test) {
			f.Tests = append(f.Tests, test)
		}
	}
	for _, d := range deps {
		for _, dep := range slices.Concat(d.Project, d.System, d.Outside) {
			if kind, path := o.judge(dep); kind != "" {
				note(kind, path, dep.How, d.Test)
			}
		}
		for _, dep := range d.Network {
			note("network", dep.Path, dep.How, d.Test)
		}
		if o.Zone {
			note("zone", "$TZ", []string{"passed on"}, d.Test)
		}
	}
	for _, k := range kinds {
		for _, key := range slices.SortedFunc(maps.Keys(all), func(a, b id) int { return cmp.Compare(a.path, b.path) }) {
			if key.kind == k.name {
				f := *all[key]
				f.Remedy = k.remedy
				slices.Sort(f.How)
				slices.Sort(f.Tests)
				found = append(found, f)
			}
		}
	}
	return found
}

// judge returns of which kind a path is, and what is shown of it; "" is that every machine
// has it.
func (o *Options) judge(dep verdicts.Dep) (kind, path string) {
	path = dep.Path
	if !filepath.IsAbs(path) {
		path = filepath.Join(o.Project, path)
	}
	switch rel, inside := below(o.Project, path); {
	case inside:
		if entry := o.entry(filepath.ToSlash(rel)); o.Held && entry != "" && there(path, dep) {
			return "unheld", entry
		}
		return "", ""
	case path == "/etc/localtime", path == "/etc/timezone":
		return "zone", path
	case slices.ContainsFunc(o.Known, func(dir string) bool { _, in := below(dir, path); return in }):
		return "", ""
	}
	if rel, in := below(o.Home, path); in && o.Home != "" && o.Home != "/" {
		if rel == "." && !used(dep) {
			return "", ""
		}
		return "home", filepath.Join("~", rel)
	}
	if slices.ContainsFunc(slices.Concat(o.Temp, []string{"/dev", "/proc", "/sys", "/run", "/var/run"}), func(dir string) bool { _, in := below(dir, path); return in }) {
		return "", ""
	}
	if !verdicts.OfSystem(path) && path != "/" && there(path, dep) {
		return "outside", path
	}
	return "", ""
}

// entry returns by what name something of the project is in no repository; "" is that it is
// in one.
func (o *Options) entry(name string) string {
	if name == ".git" || strings.HasPrefix(name, ".git/") || strings.HasPrefix(name, ".hg/") {
		return name[:strings.IndexByte(name+"/", '/')] + "/"
	}
	if o.Own[name] {
		return name
	}
	for i, c := range name {
		if c == '/' && o.Own[name[:i+1]] {
			return name[:i+1]
		}
	}
	return ""
}

// there reports whether a test depends on what is in a file or a folder, and not only on
// the folder being there.
func there(path string, dep verdicts.Dep) bool {
	info, err := os.Stat(path)
	return err == nil && (!info.IsDir() || used(dep))
}

func used(dep verdicts.Dep) bool {
	return slices.ContainsFunc(dep.How, func(how string) bool { return how == "read" || how == "executed" || how == "written" })
}

// below returns the path of something in a folder.
func below(dir, path string) (rel string, ok bool) {
	if dir == "" {
		return "", false
	}
	rel, err := filepath.Rel(dir, path)
	return rel, err == nil && rel != ".." && !strings.HasPrefix(rel, "../")
}

// Limits of what is shown to a person: of paths, of tests of each, and of paths in one folder
// before it stands for them.
const (
	mostPaths = 20
	mostTests = 3
	mostInOne = 3
)

// folded returns findings of one kind with some folders in the place of what is in them.
func folded(found []Finding) (shown []Finding) {
	count := map[string]int{}
	for _, f := range found {
		count[folder(f.Path)]++
	}
	at := map[string]int{}
	for _, f := range found {
		dir := folder(f.Path)
		if dir == "" || count[dir] <= mostInOne {
			shown = append(shown, f)
			continue
		}
		i, known := at[dir]
		if !known {
			i = len(shown)
			at[dir] = i
			shown = append(shown, Finding{Path: fmt.Sprintf("%s: %d files", dir, count[dir])})
		}
		shown[i].How = union(shown[i].How, f.How)
		shown[i].Tests = union(shown[i].Tests, f.Tests)
	}
	return shown
}

// folder returns the folder in whose name a path may be shown: /opt/tool/, ~/.config/.
func folder(path string) string {
	parts := strings.SplitAfterN(path, "/", 4)
	switch {
	case strings.HasPrefix(path, "~/") && len(parts) > 2:
		return parts[0] + parts[1]
	case strings.HasPrefix(path, "/") && len(parts) > 3:
		return parts[0] + parts[1] + parts[2]
	}
	return ""
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// Write writes findings for a person.
func Write(w io.Writer, found []Finding) {
	for _, k := range kinds {
		some := slices.DeleteFunc(slices.Clone(found), func(f Finding) bool { return f.Kind != k.name })
		if len(some) == 0 {
			continue
		}
		some = folded(some)
		fmt.Fprintf(w, "\n%s:\n", k.title)
		for i, f := range some {
			if i == mostPaths {
				fmt.Fprintf(w, "  and %d more; --json has all\n", len(some)-i)
				break
			}
			tests := strings.Join(f.Tests[:min(len(f.Tests), mostTests)], ", ")
			if more := len(f.Tests) - mostTests; more > 0 {
				tests += fmt.Sprintf(" and %d more", more)
			}
			fmt.Fprintf(w, "  %s (%s): %s\n", f.Path, strings.Join(f.How, ", "), tests)
		}
		fmt.Fprintf(w, "  what helps: %s\n", k.remedy)
	}
}
