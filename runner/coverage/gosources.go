package coverage

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dott/runner/covermap"
	"dott/runner/process"
)

// goSources are the files of the profile: their names in the project, and their
// lines that have code. They are looked up when the first test has run them.
type goSources struct {
	session *Session
	mu      sync.Mutex
	dirs    map[string]string // by package, the name of its folder in the project; "" is outside
	code    map[string][]bool // by the name of the file; nil when it could not be read
}

// need finds the folders of packages. A package that go does not know, since it
// is not of the module, is left out.
func (g *goSources) need(ctx context.Context, b goBlocks) error {
	var names []string
	for file := range b {
		p := path.Dir(file)
		if _, known := g.dirs[p]; known {
			continue
		}
		switch {
		case filepath.IsAbs(p):
			g.dirs[p] = g.session.name(p)
		case p == "command-line-arguments": // built from named files, in the module's folder as a rule
			g.dirs[p] = g.session.name(g.session.source)
		default:
			g.dirs[p] = ""
			names = append(names, p)
		}
	}
	slices.Sort(names)
	const many = 500 // packages on one command line
	for part := range slices.Chunk(names, many) {
		out, err := process.Output(ctx, g.session.source, "go", append([]string{"list", "-e", "-find", "-f", "{{.ImportPath}}\t{{.Dir}}", "--"}, part...)...)
		if err != nil {
			return fmt.Errorf("finding the sources (say in [coverage] source where the module is): %w", err)
		}
		for line := range strings.Lines(out) {
			if p, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && dir != "" {
				g.dirs[p] = g.session.name(dir)
			}
		}
	}
	return nil
}

// lines returns which lines of a file have code.
func (g *goSources) lines(name string) []bool {
	code, known := g.code[name]
	if !known {
		if text, err := os.ReadFile(covermap.InRoot(g.session.root, name)); err == nil {
			code = codeLines(string(text))
		}
		g.code[name] = code
	}
	return code
}

// profile turns blocks into lines. A line has the highest count of the blocks
// that it has a part of.
func (g *goSources) profile(ctx context.Context, b goBlocks) (Profile, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.need(ctx, b); err != nil {
		return nil, err
	}
	p := Profile{}
	for file, blocks := range b {
		dir := g.dirs[path.Dir(file)]
		if dir == "" {
			continue
		}
		name := path.Join(dir, path.Base(file))
		code := g.lines(name)
		lines := Lines{}
		for _, b := range blocks {
			if code == nil {
				lines[b.first] = max(lines[b.first], b.count)
			}
			for n := b.first; n <= min(b.last, len(code)-1); n++ {
				if code[n] {
					lines[n] = max(lines[n], b.count)
				}
			}
		}
		p[name] = lines
	}
	return p, nil
}

// codeLines tells for each line, from 1, whether it has more than a comment or
// closing brackets: those are inside of blocks, and nobody runs them.
func codeLines(text string) []bool {
	code := []bool{false}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		code = append(code, strings.Trim(line, "{}()[];, \t") != "" && !strings.HasPrefix(line, "//"))
	}
	return code
}

// onlyOurs copies a profile without the files of other modules, whose sources `go
// tool cover` would not find.
func (g *goSources) onlyOurs(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		file, _, _ := cutLast(line, ":")
		if strings.HasPrefix(line, "mode:") || g.dirs[path.Dir(file)] != "" {
			b.WriteString(line)
		}
	}
	return os.WriteFile(to, []byte(b.String()), 0o666)
}
