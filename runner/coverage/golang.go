package coverage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dott/runner/covermap"
	"dott/runner/process"
)

// goTool measures binaries that were built with go build -cover. They write two
// kinds of files into GOCOVERDIR: covcounters, one for each process, and covmeta,
// which is the same for all processes of a binary, and can be megabytes. Each
// process writes it anew; a large one is made one file for all tests as they end.
type goTool struct {
	covdata string // the program's path: `go tool` itself takes longer than it does
	mu      sync.Mutex
	meta    map[string]string // paths of large covmeta files, by name
	looked  int               // tests in whose folders they were looked for
}

// lookFor is in how many folders a covmeta file is looked for. Where there are
// more tests, most programs have shown up by then; the files of a later one stay.
const lookFor = 50

// largeMeta is from which size on a file is worth the time that a link takes.
const largeMeta = 64 << 10

func (g *goTool) open(ctx context.Context, s *Session) error {
	out, err := process.Output(ctx, s.source, "go", "tool", "-n", "covdata")
	if err != nil {
		return fmt.Errorf("tool = \"go\" needs the go command, and of it `go tool covdata`: install Go 1.20 or later, or put it on PATH: %w", err)
	}
	g.covdata, g.meta = strings.TrimSpace(out), map[string]string{}
	return nil
}

func (g *goTool) env(s *Session, t *measured) (map[string]string, error) {
	return map[string]string{"GOCOVERDIR": t.dir}, nil
}

func (g *goTool) ended(s *Session, t *measured) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	for name, path := range g.meta {
		own := filepath.Join(t.dir, name)
		if _, err := os.Lstat(own); err != nil || own == path {
			continue
		}
		// Where there are no links, there are many files.
		if shared := own + ".shared"; os.Link(path, shared) == nil {
			if err := os.Rename(shared, own); err != nil {
				return err
			}
			_ = os.Remove(shared) // it stays where both were one file already
		}
	}
	if g.looked++; g.looked > lookFor {
		return nil
	}
	entries, err := os.ReadDir(t.dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, "covmeta.") || g.meta[name] != "" {
			continue
		}
		if info, err := e.Info(); err == nil && info.Size() >= largeMeta {
			g.meta[name] = filepath.Join(t.dir, name)
		}
	}
	return nil
}

func (g *goTool) advice() string {
	return "the programs that they run were not built for it; build them with go build -cover (tests that clean the environment must keep GOCOVERDIR)"
}

func (g *goTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	sources := &goSources{session: s, dirs: map[string]string{}, code: map[string][]bool{}}
	err := s.each(ctx, tests, func(ctx context.Context, t *measured) error {
		blocks, err := g.read(ctx, t.dir)
		if err != nil || blocks == nil {
			return err
		}
		p, err := sources.profile(ctx, blocks)
		if err == nil {
			s.arrived(t, p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return nil, g.publish(ctx, s, tests, sources)
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
	const text = "profile.txt"
	if err := g.run(ctx, dir, "textfmt", "-i=.", "-o="+text); err != nil {
		return nil, err
	}
	f, err := os.Open(filepath.Join(dir, text))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parseGo(f)
}

// run runs covdata in a folder. Paths that it is given are relative to that: in a
// list of folders, a comma divides them.
func (g *goTool) run(ctx context.Context, dir string, args ...string) error {
	_, err := process.Output(ctx, dir, g.covdata, args...)
	if err != nil && ctx.Err() == nil {
		err = fmt.Errorf("%w (were all programs built by the same Go, and did they end by themselves?)", err)
	}
	return err
}

// parseGo reads lines such as m/p/f.go:5.20,7.3 2 1 below a line for the mode.
func parseGo(in io.Reader) (goBlocks, error) {
	b := goBlocks{}
	r := bufio.NewReader(in)
	for n := 1; ; n++ {
		line, err := r.ReadString('\n')
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "mode:") {
			file, block, ok := parseBlock(line)
			if !ok {
				return nil, fmt.Errorf("line %d of Go's profile: %.100q is no FILE:LINE.COLUMN,LINE.COLUMN STATEMENTS COUNT", n, line)
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

// parseBlock reads one line. There are thousands for each test, so it is not left
// to fmt.Sscanf.
func parseBlock(line string) (file string, b goBlock, ok bool) {
	file, rest, ok := cutLast(line, ":")
	ok = ok && file != ""
	number := func(sep string) int64 {
		text, after, found := rest, "", sep == ""
		if !found {
			text, after, found = strings.Cut(rest, sep)
		}
		n, err := strconv.ParseInt(text, 10, 64)
		ok = ok && found && err == nil && n >= 0
		rest = after
		return n
	}
	first := number(".")
	number(",")
	last, column := number("."), number(" ")
	number(" ") // statements
	b = goBlock{int(first), int(last), min(number(""), maxCount)}
	if column <= 1 && last > first {
		b.last-- // it ends where the line begins
	}
	return file, b, ok && first >= 1 && last >= first && last < covermap.MaxLine
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+len(sep):], true
}

// publish leaves Go's own data: those of all tests as one, in each cell, their
// text, and the page that `go tool cover` makes of that.
func (g *goTool) publish(ctx context.Context, s *Session, tests []*measured, sources *goSources) error {
	cells := map[string]string{} // by name, the folder with all counters
	for _, t := range tests {
		cell := filepath.Base(filepath.Dir(t.dir))
		pool := filepath.Join("data", cell, ".all")
		if cells[cell] == "" {
			cells[cell] = pool
			if _, err := s.own(pool); err != nil {
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
			if err := link(filepath.Join(t.dir, e.Name()), filepath.Join(s.Dir, pool, e.Name())); err != nil {
				return err
			}
		}
	}
	var merged []string
	for cell, pool := range cells {
		dir := filepath.Join("go", cell)
		if _, err := s.own(dir); err != nil {
			return err
		}
		if err := g.run(ctx, s.Dir, "merge", "-i="+pool, "-o="+dir); err != nil {
			return fmt.Errorf("merging: %w", err)
		}
		merged = append(merged, dir)
		if err := os.RemoveAll(filepath.Join(s.Dir, pool)); err != nil {
			return err
		}
	}
	slices.Sort(merged)
	text := filepath.Join("go", "profile.txt")
	if err := g.run(ctx, s.Dir, "textfmt", "-i="+strings.Join(merged, ","), "-o="+text); err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	html, err := s.own("html")
	if err != nil {
		return err
	}
	page := filepath.Join(s.Dir, "data", "page.txt")
	if err := sources.onlyOurs(filepath.Join(s.Dir, text), page); err != nil {
		return err
	}
	_, err = process.Output(ctx, s.source, "go", "tool", "cover", "-html="+page, "-o="+filepath.Join(html, "index.html"))
	if err != nil && ctx.Err() == nil {
		// A page is a convenience: sources that are gone are no reason to fail.
		s.remark("no page: %v", err)
		return nil
	}
	return err
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
