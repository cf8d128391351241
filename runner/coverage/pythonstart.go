package coverage

import (
	_ "embed" // what runs in Python
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

var (
	//go:embed python/sitecustomize.py
	pythonSite string
	//go:embed python/start.sh
	pythonStart string
	//go:embed python/dott.pth
	pythonPath string
)

// pythonOther are what a project's folder may have of others' sources.
var pythonOther = []string{"*/site-packages/*", "*/dist-packages/*"}

// prepare writes what stands before every Python.
func (p *pythonTool) prepare(s *Session) error {
	p.home = filepath.Join(s.Dir, "data", ".python")
	if err := os.MkdirAll(p.site(), 0o777); err != nil {
		return err
	}
	own, err := s.own("python")
	if err != nil {
		return err
	}
	site := strings.NewReplacer(`"{{here}}"`, jsonText(p.site()), `"{{library}}"`, jsonText(p.library)).Replace(pythonSite)
	if err := os.Mkdir(p.bin(), 0o777); err != nil {
		return err
	}
	for _, name := range p.names {
		if err := os.Symlink(filepath.Join("..", "start"), filepath.Join(p.bin(), name)); err != nil && runtime.GOOS != "windows" {
			return err
		}
	}
	start := strings.NewReplacer("{{site}}", "'"+strings.ReplaceAll(p.site(), "'", `'\''`)+"'").Replace(pythonStart)
	return errors.Join(
		os.WriteFile(filepath.Join(p.site(), "sitecustomize.py"), []byte(site), 0o666),
		os.WriteFile(filepath.Join(p.home, "start"), []byte(start), 0o777),
		os.WriteFile(filepath.Join(own, "dott.pth"), []byte(pythonPath), 0o666), // for who needs it
	)
}

func (p *pythonTool) site() string { return filepath.Join(p.home, "site") }
func (p *pythonTool) bin() string  { return filepath.Join(p.home, "bin") }

// jsonText writes a text as JSON does, which Python reads as well.
func jsonText(text string) string {
	b, _ := json.Marshal(text) // of a string there is no error
	return string(b)
}

// config is coverage.py's configuration for a test: the project's own, so far as
// it does not say where anything is.
func (p *pythonTool) config(s *Session, t *measured) string {
	var b strings.Builder
	b.WriteString("[run]\n")
	put := func(name string, values ...string) {
		// A list has a line for each; $NAME is a variable there.
		fmt.Fprintf(&b, "%s = %s\n", name, strings.ReplaceAll(strings.Join(values, "\n    "), "$", "$$"))
	}
	put("data_file", p.file(t))
	put("parallel", "true")
	put("include", pythonGlob(s.source)+string(filepath.Separator)+"*")
	put("omit", pythonOmit(p, s)...)
	put("disable_warnings", pythonQuiet...)
	if slices.Compare(p.version, []int{6, 4}) >= 0 {
		put("sigterm", "true")
	}
	if slices.Compare(p.version, []int{7, 10}) >= 0 && runtime.GOOS != "windows" {
		put("patch", "_exit", "execv")
	}
	run := maps.Clone(p.run)
	if run["concurrency"] == nil && runtime.GOOS != "windows" {
		// What multiprocessing forks ends by os._exit, which only this knows of.
		run["concurrency"] = []any{"thread", "multiprocessing"}
	}
	for _, name := range slices.Sorted(maps.Keys(run)) {
		switch v := run[name].(type) {
		case []any:
			if name == "omit" {
				continue
			}
			var list []string
			for _, v := range v {
				list = append(list, fmt.Sprint(v))
			}
			put(name, list...)
		default:
			put(name, fmt.Sprint(v))
		}
	}
	return b.String()
}

// pythonOmit are globs of what does not count.
func pythonOmit(p *pythonTool, s *Session) []string {
	omit := []string{pythonGlob(s.Dir) + string(filepath.Separator) + "*"}
	for _, g := range pythonOther {
		// Someone may well work inside of such a folder.
		if !strings.Contains(s.source+string(filepath.Separator), strings.Trim(g, "*")) {
			omit = append(omit, g)
		}
	}
	return omit
}

// pythonGlob makes a path match only itself.
func pythonGlob(path string) string {
	return strings.NewReplacer("[", "[[]", "*", "[*]", "?", "[?]").Replace(path)
}
