package coverage

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// nodeTool measures what Node.js runs. Node has V8 count how often each function,
// and each part of it that may be left out, is run, and each process writes that
// into the folder NODE_V8_COVERAGE, as places in the text of each script. Here
// they become lines (jsScript), those of the sources where Node knows of a map.
type nodeTool struct {
	mu      sync.Mutex
	scripts map[string]*jsScript // by path; nil: it cannot be read
	odd     map[string]bool      // names of files that are not what ran
}

func (n *nodeTool) open(context.Context, *Session) error {
	n.scripts, n.odd = map[string]*jsScript{}, map[string]bool{}
	return nil
}

func (*nodeTool) env(_ *Session, t *measured) (map[string]string, error) {
	return map[string]string{"NODE_V8_COVERAGE": t.dir}, nil
}

func (*nodeTool) ended(*Session, *measured) error { return nil }

func (*nodeTool) advice() string {
	return "they run no Node.js of version 10.12 or newer that ended by itself (Debian's package is nodejs; tests that clean the environment must keep NODE_V8_COVERAGE)"
}

// v8Coverage is what a process wrote.
type v8Coverage struct {
	Result []v8Script
	Maps   map[string]v8Map `json:"source-map-cache"` // by URL
}

type v8Script struct {
	URL       string
	Functions []struct{ Ranges []v8Range }
}

// v8Range is a part of a script's text, in units of UTF-16, and how often it was
// run. A range lies in another or beside it, and what counts is the innermost.
type v8Range struct {
	Start int   `json:"startOffset"`
	End   int   `json:"endOffset"`
	Count int64 `json:"count"`
}

// v8Map says what a script was made of, for one that a compiler wrote.
type v8Map struct {
	LineLengths []int
	Data        *struct {
		Sources  []string
		Mappings string
	}
}

func (n *nodeTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	own, err := s.own("node")
	if err != nil {
		return nil, err
	}
	err = s.each(ctx, tests, func(_ context.Context, t *measured) error {
		files, err := filepath.Glob(filepath.Join(quoteGlob(t.dir), "coverage-*.json"))
		if err != nil || len(files) == 0 {
			return err
		}
		cell := filepath.Join(own, filepath.Base(filepath.Dir(t.dir)))
		if err := os.MkdirAll(cell, 0o777); err != nil {
			return err
		}
		p := Profile{}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			if len(data) == 0 {
				continue // a process was ended in the middle of it
			}
			var written v8Coverage
			if err := json.Unmarshal(data, &written); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			n.add(s, p, &written)
			if err := link(file, filepath.Join(cell, filepath.Base(file))); err != nil {
				return err
			}
		}
		s.arrived(t, p)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name := range n.odd {
		s.remark("not measured: %s is not what Node ran; what compiles it when it is loaded has to give Node a source map", name)
	}
	if len(s.total) == 0 {
		return nil, nil
	}
	return nil, genhtml(ctx, s)
}

// add adds what a process ran to a profile.
func (n *nodeTool) add(s *Session, p Profile, written *v8Coverage) {
	for _, script := range written.Result {
		file := fileOf(script.URL)
		if file == "" {
			continue // Node's own, or text that no file has
		}
		var ranges []v8Range
		for _, f := range script.Functions {
			ranges = append(ranges, f.Ranges...)
		}
		if m := written.Maps[script.URL]; m.Data != nil && len(m.LineLengths) > 0 {
			n.addMapped(s, p, script.URL, m, ranges)
			continue
		}
		name := n.name(s, file)
		if name == "" {
			continue
		}
		text := n.script(file)
		if text == nil {
			continue
		}
		lines, ok := text.lines(ranges)
		if !ok {
			n.mu.Lock()
			n.odd[name] = true
			n.mu.Unlock()
			continue
		}
		for line, count := range lines {
			p.add(name, line, count)
		}
	}
}

// maxScript is how long a script may be: what V8 holds in one string.
const maxScript = 1 << 29

// addMapped adds the lines of the sources that a script was made of.
func (n *nodeTool) addMapped(s *Session, p Profile, script string, m v8Map, ranges []v8Range) {
	starts, size := make([]int, len(m.LineLengths)), 0
	for i, length := range m.LineLengths {
		starts[i] = size
		if size += length + 1; length < 0 || size > maxScript {
			return // no script is like this
		}
	}
	counts := paint(ranges, size, 0)
	covered := make([]Lines, len(m.Data.Sources))
	for at := range mappings(m.Data.Mappings) {
		if at.line >= len(starts) || at.column > m.LineLengths[at.line] || at.source < 0 || at.source >= len(covered) || at.sourceLine < 0 {
			continue
		}
		if covered[at.source] == nil {
			covered[at.source] = Lines{}
		}
		line := covered[at.source]
		count := counts[starts[at.line]+at.column]
		line[at.sourceLine+1] = max(line[at.sourceLine+1], count)
	}
	for i, lines := range covered {
		file := sourceOf(script, m.Data.Sources[i])
		name := n.name(s, file)
		if name == "" {
			continue
		}
		text := n.script(file)
		for line, count := range lines {
			if text == nil || line < len(text.code) && text.code[line] {
				p.add(name, line, count)
			}
		}
	}
}

// name returns the name of a file that counts, "" for another.
func (n *nodeTool) name(s *Session, file string) string {
	if file == "" {
		return ""
	}
	name := s.name(file)
	if slices.Contains(strings.Split(name, "/"), "node_modules") {
		return ""
	}
	return name
}

// script reads a script, or a source of one.
func (n *nodeTool) script(file string) *jsScript {
	n.mu.Lock()
	defer n.mu.Unlock()
	script, ok := n.scripts[file]
	if !ok {
		if text, err := os.ReadFile(file); err == nil {
			script = newJSScript(string(text))
		}
		n.scripts[file] = script
	}
	return script
}

// fileOf returns the path of a URL, "" if it is not that of a file.
func fileOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return ""
	}
	file := u.Path
	if filepath.Separator == '\\' && len(file) > 2 && file[2] == ':' {
		file = file[1:] // file:///C:/x
	}
	return filepath.FromSlash(file)
}

// sourceOf returns the path of a source that the map of a script names, "" for
// one that is no file: a bundler's, say.
func sourceOf(script, source string) string {
	if strings.HasPrefix(source, "file:") {
		return fileOf(source)
	}
	if strings.Contains(source, "://") {
		return ""
	}
	if filepath.IsAbs(source) {
		return source
	}
	base := fileOf(script)
	if base == "" {
		return ""
	}
	return filepath.FromSlash(path.Join(path.Dir(filepath.ToSlash(base)), source))
}
