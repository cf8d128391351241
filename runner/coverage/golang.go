package coverage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dott/runner/process"
)

// goTool measures binaries that were built with go build -cover. They write two
// kinds of files into GOCOVERDIR: covcounters, one for each process, and covmeta,
// which is the same for all processes of a binary, long, and written only where
// it is not there yet. So that is linked from test to test.
type goTool struct {
	covdata string // the program's path: `go tool` itself takes longer than it does
	mu      sync.Mutex
	meta    map[string]string // paths of covmeta files, by name
}

func (g *goTool) open(ctx context.Context, s *Session) error {
	out, err := process.Output(ctx, s.source, "go", "tool", "-n", "covdata")
	if err != nil {
		return fmt.Errorf("tool = \"go\" needs Go's covdata (`go tool covdata`): %w", err)
	}
	g.covdata, g.meta = strings.TrimSpace(out), map[string]string{}
	return nil
}

func (g *goTool) env(s *Session, t *measured) (map[string]string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for name, path := range g.meta {
		// Without it, the program writes its own.
		_ = os.Link(path, filepath.Join(t.dir, name))
	}
	return map[string]string{"GOCOVERDIR": t.dir}, nil
}

func (g *goTool) ended(s *Session, t *measured) error {
	entries, err := os.ReadDir(t.dir)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, "covmeta.") && g.meta[name] == "" {
			g.meta[name] = filepath.Join(t.dir, name)
		}
	}
	return nil
}

func (g *goTool) advice() string {
	return "the programs that they run were not built for it; build them with go build -cover (tests that clean the environment must keep GOCOVERDIR)"
}

func (g *goTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	blocks := make(map[*measured]goBlocks, len(tests))
	var mu sync.Mutex
	err := s.each(ctx, tests, func(ctx context.Context, t *measured) error {
		b, err := g.read(ctx, t.dir)
		mu.Lock()
		defer mu.Unlock()
		if b != nil {
			blocks[t] = b
		}
		return err
	})
	if err != nil || len(blocks) == 0 {
		return nil, err
	}
	packages := map[string]bool{}
	for _, b := range blocks {
		for file := range b {
			packages[path.Dir(file)] = true
		}
	}
	sources, err := s.goSources(ctx, packages)
	if err != nil {
		return nil, err
	}
	for t, b := range blocks {
		t.covered = sources.profile(b)
	}
	return nil, g.publish(ctx, s, tests)
}

// goBlocks are the blocks of statements by file, as `covdata textfmt` names it: a
// package and a name.
type goBlocks map[string][]goBlock

type goBlock struct {
	first, last int
	count       int64
}

// read reads the data of one test; nil is that there are none.
func (g *goTool) read(ctx context.Context, dir string) (goBlocks, error) {
	counters, err := filepath.Glob(filepath.Join(quoteGlob(dir), "covcounters.*"))
	if err != nil || len(counters) == 0 {
		return nil, err
	}
	// A program that tests of other programs left off has links and no counters.
	text := filepath.Join(dir, "profile.txt")
	if _, err := process.Output(ctx, dir, g.covdata, "textfmt", "-i="+dir, "-o="+text); err != nil {
		return nil, err
	}
	f, err := os.Open(text)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parseGo(f)
}

// parseGo reads lines such as m/p/f.go:5.20,7.3 2 1 below a line for the mode.
func parseGo(in io.Reader) (goBlocks, error) {
	b := goBlocks{}
	r := bufio.NewReader(in)
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "mode:") {
			file, rest, _ := cutLast(line, ":")
			var block goBlock
			var column, endColumn, statements int
			if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d", &block.first, &column, &block.last, &endColumn, &statements, &block.count); err != nil {
				return nil, fmt.Errorf("line %d of the profile: %q: %w", n, line, err)
			}
			if endColumn <= 1 && block.last > block.first {
				block.last-- // it ends where the line begins
			}
			b[file] = append(b[file], block)
		}
		if err == io.EOF {
			return b, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// goSources are the files of the profile: their names in the project and their
// lines that have code.
type goSources struct {
	names map[string]string
	code  map[string][]bool // by name; nil when the file could not be read
}

// goSources finds the folders of packages. A package that go does not know, since
// it is not of the module, is left out.
func (s *Session) goSources(ctx context.Context, packages map[string]bool) (*goSources, error) {
	var args []string
	for p := range packages {
		if !filepath.IsAbs(p) && p != "command-line-arguments" {
			args = append(args, p)
		}
	}
	slices.Sort(args)
	dirs := map[string]string{}
	const many = 500 // packages on one command line
	for part := range slices.Chunk(args, many) {
		out, err := process.Output(ctx, s.source, "go", append([]string{"list", "-e", "-find", "-f", "{{.ImportPath}}\t{{.Dir}}", "--"}, part...)...)
		if err != nil {
			return nil, fmt.Errorf("finding the sources (say in [coverage] source where the module is): %w", err)
		}
		for line := range strings.Lines(out) {
			if p, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && dir != "" {
				dirs[p] = dir
			}
		}
	}
	g := &goSources{names: map[string]string{}, code: map[string][]bool{}}
	for p := range packages {
		dir := dirs[p]
		switch {
		case filepath.IsAbs(p):
			dir = p
		case p == "command-line-arguments": // built from named files, in the module's folder as a rule
			dir = s.source
		}
		g.names[p] = dir
	}
	for p, dir := range g.names {
		if dir != "" {
			g.names[p] = s.name(dir)
		}
	}
	root := s.root
	for p, dir := range g.names {
		if dir == "" {
			continue
		}
		full := filepath.FromSlash(dir)
		if !filepath.IsAbs(full) {
			full = filepath.Join(root, full)
		}
		entries, err := os.ReadDir(full)
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				delete(g.names, p)
				continue
			}
			return nil, err
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".go") {
				if text, err := os.ReadFile(filepath.Join(full, e.Name())); err == nil {
					g.code[path.Join(dir, e.Name())] = codeLines(string(text))
				}
			}
		}
	}
	return g, nil
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

// profile turns blocks into lines. A line has the highest count of the blocks
// that it has a part of.
func (g *goSources) profile(b goBlocks) Profile {
	p := Profile{}
	for file, blocks := range b {
		dir, ok := g.names[path.Dir(file)]
		if !ok || dir == "" {
			continue
		}
		name := path.Join(dir, path.Base(file))
		code := g.code[name]
		lines := Lines{}
		for _, b := range blocks {
			for n := b.first; n <= b.last; n++ {
				if code == nil || n < len(code) && code[n] {
					lines[n] = max(lines[n], b.count)
				}
			}
		}
		p[name] = lines
	}
	return p
}

// publish leaves Go's own data: those of all tests as one, in each cell, their
// text, and the page that `go tool cover` makes of that.
func (g *goTool) publish(ctx context.Context, s *Session, tests []*measured) error {
	own, err := s.own("go")
	if err != nil {
		return err
	}
	cells := map[string]string{} // by name, the folder with all counters
	for _, t := range tests {
		cell := filepath.Base(filepath.Dir(t.dir))
		pool := filepath.Join(s.Dir, "data", cell, ".all")
		if cells[cell] == "" {
			cells[cell] = pool
			if err := os.MkdirAll(pool, 0o777); err != nil {
				return err
			}
		}
		entries, err := os.ReadDir(t.dir)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), "cov") {
				continue
			}
			if err := link(filepath.Join(t.dir, e.Name()), filepath.Join(pool, e.Name())); err != nil {
				return err
			}
		}
	}
	var merged []string
	for cell, pool := range cells {
		dir := filepath.Join(own, cell)
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		if _, err := process.Output(ctx, s.source, g.covdata, "merge", "-i="+pool, "-o="+dir); err != nil {
			return fmt.Errorf("merging: %w", err)
		}
		merged = append(merged, dir)
		if err := os.RemoveAll(pool); err != nil {
			return err
		}
	}
	slices.Sort(merged)
	text := filepath.Join(own, "profile.txt")
	if _, err := process.Output(ctx, s.source, g.covdata, "textfmt", "-i="+strings.Join(merged, ","), "-o="+text); err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	html, err := s.own("html")
	if err != nil {
		return err
	}
	// A page is a convenience: sources that are gone are no reason to fail.
	_, _ = process.Output(ctx, s.source, "go", "tool", "cover", "-html="+text, "-o="+filepath.Join(html, "index.html"))
	return nil
}

// link makes a second name for a file, or where that cannot be, a copy.
func link(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o666)
}

// quoteGlob makes a path match only itself.
func quoteGlob(path string) string {
	if filepath.Separator == '\\' {
		return path // there is no way to quote
	}
	return strings.NewReplacer(`*`, `\*`, `?`, `\?`, `[`, `\[`, `\`, `\\`).Replace(path)
}
