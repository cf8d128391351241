package coverage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"dott/runner/process"
)

// gcovTool measures programs that gcc --coverage built. Such a program writes what
// it ran into a .gcda file for each of its objects, at the object's path; below
// GCOV_PREFIX that is a tree for each test. What the counts mean is in the .gcno
// file that the compiler left beside the object. It is linked into the tree, and
// gcov of the compiler's version reads both.
type gcovTool struct {
	mu    sync.Mutex
	gcov  map[int]string  // programs, by the major version of the compiler
	stray map[string]bool // data beside objects that were written during the run
}

func (g *gcovTool) open(context.Context, *Session) error {
	g.gcov, g.stray = map[int]string{}, map[string]bool{}
	if len(versioned("gcov")) == 0 {
		return errors.New(`tool = "gcov" needs gcc's gcov, and there is none on PATH; install Debian's package gcc`)
	}
	return nil
}

// versioned returns the programs of a name on PATH, the plain one first, then
// those with a version behind it (gcov-12), the newest first.
func versioned(name string) []string {
	var found []string
	names := []string{name}
	for v := 40; v >= 4; v-- {
		names = append(names, name+"-"+strconv.Itoa(v))
	}
	for _, n := range names {
		if path, err := process.Find(n); err == nil {
			found = append(found, path)
		}
	}
	return found
}

// gcovLog is where programs say that something is wrong with their data, which
// else is in what a test prints.
const gcovLog = "gcov.log"

func (g *gcovTool) env(_ *Session, t *measured) (map[string]string, error) {
	return map[string]string{
		"GCOV_PREFIX": t.dir, "GCOV_PREFIX_STRIP": "0", "GCOV_ERROR_FILE": filepath.Join(t.dir, gcovLog),
	}, nil
}

func (*gcovTool) ended(*Session, *measured) error { return nil }

func (*gcovTool) advice() string {
	return "the programs that they run were not built for it; compile and link them with gcc --coverage (tests that clean the environment must keep GCOV_PREFIX)"
}

func (g *gcovTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	var mu sync.Mutex
	var all []*measured // that have data
	err := s.each(ctx, tests, func(ctx context.Context, t *measured) error {
		p, err := g.read(ctx, s, t)
		if err != nil || p == nil {
			return err
		}
		s.arrived(t, p)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, t)
		return nil
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	if len(g.stray) > 0 {
		s.remark("not measured: a process without GCOV_PREFIX, whose data went to %s; a test that cleans the environment must keep it", slices.Min(slices.Collect(maps.Keys(g.stray))))
	}
	if err := g.merge(ctx, s, all); err != nil {
		return nil, fmt.Errorf("merging: %w", err)
	}
	return nil, genhtml(ctx, s)
}

// read reads the data of one test; nil is that there are none.
func (g *gcovTool) read(ctx context.Context, s *Session, t *measured) (Profile, error) {
	if log, err := os.ReadFile(filepath.Join(t.dir, gcovLog)); err == nil && len(log) > 0 {
		line, _, _ := strings.Cut(string(log), "\n")
		return nil, fmt.Errorf("a program could not write them: %s", strings.TrimSpace(line))
	}
	byVersion := map[int][]string{}
	err := filepath.WalkDir(t.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".gcda" {
			return err
		}
		notes := strings.TrimSuffix(path, ".gcda") + ".gcno"
		there := string(filepath.Separator) + strings.TrimPrefix(strings.TrimPrefix(notes, t.dir), string(filepath.Separator))
		version, err := gcovPair(path, there)
		if errors.Is(err, fs.ErrNotExist) {
			if _, gone := os.Stat(filepath.Dir(there)); gone != nil {
				return nil // the test built it, and it went with the test's folder
			}
			return fmt.Errorf("%s is not there; it is made beside the object when that is compiled, and has to stay", there)
		}
		if err != nil {
			return err
		}
		if err := os.Symlink(there, notes); err != nil && !errors.Is(err, fs.ErrExist) {
			return err
		}
		byVersion[version] = append(byVersion[version], path)
		beside := strings.TrimSuffix(there, ".gcno") + ".gcda"
		if info, err := os.Stat(beside); err == nil && info.ModTime().After(s.began) {
			g.mu.Lock()
			g.stray[beside] = true
			g.mu.Unlock()
		}
		return nil
	})
	if err != nil || len(byVersion) == 0 {
		return nil, err
	}
	p := Profile{}
	for _, version := range slices.Sorted(maps.Keys(byVersion)) {
		gcov, err := g.program(ctx, "gcov", version)
		if err != nil {
			return nil, err
		}
		const many = 500 // names of a command
		for part := range slices.Chunk(byVersion[version], many) {
			out, err := process.Output(ctx, t.dir, gcov, append([]string{"--json-format", "--stdout"}, part...)...)
			if err != nil {
				return nil, err
			}
			if err := addGcov(p, strings.NewReader(out), s.name); err != nil {
				return nil, fmt.Errorf("what %s says: %w", gcov, err)
			}
		}
	}
	return p, nil
}

// gcovPair returns the major version of the compiler whose program wrote data. An
// error is that the notes are of another compilation.
func gcovPair(data, notes string) (version int, err error) {
	d, err := gcovHead(data)
	if err != nil {
		return 0, err
	}
	n, err := gcovHead(notes)
	if err != nil {
		return 0, err
	}
	// Behind the four bytes that say what a file is, both begin with the compiler's
	// version and a stamp of the compilation. The order of bytes is the machine's.
	if string(d[4:12]) != string(n[4:12]) {
		return 0, fmt.Errorf("%s is of another compilation than the program that ran; build it again, as a whole", notes)
	}
	v := []byte{d[7], d[6], d[5], d[4]}
	if string(d[:4]) == "gcda" {
		slices.Reverse(v)
	}
	switch {
	case v[0] >= 'A' && v[0] <= 'Z' && v[1] >= '0' && v[1] <= '9': // B22* is 12.2
		version = int(v[0]-'A')*10 + int(v[1]-'0')
	case v[0] >= '0' && v[0] <= '9': // 408* is 4.8
		version = int(v[0] - '0')
	}
	if version < 9 {
		return 0, fmt.Errorf(`%s is in the form %q, as clang or an old gcc write it; build with gcc 9 or newer, or for clang see tool = "llvm"`, notes, v)
	}
	return version, nil
}

// gcovHead reads the first bytes of a file.
func gcovHead(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 12)
	if _, err := io.ReadFull(f, head); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return head, nil
}

// program finds gcov, or gcov-tool, of a version.
func (g *gcovTool) program(ctx context.Context, name string, version int) (string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.gcov[version] == "" {
		for _, path := range versioned("gcov") {
			out, err := process.Output(ctx, filepath.Dir(path), path, "--version")
			first, _, _ := strings.Cut(out, "\n")
			fields := strings.Fields(first)
			if err != nil || len(fields) == 0 {
				continue
			}
			major, _, _ := strings.Cut(fields[len(fields)-1], ".")
			if n, err := strconv.Atoi(major); err == nil && n == version {
				g.gcov[version] = path
				break
			}
		}
	}
	path := g.gcov[version]
	if path == "" {
		return "", fmt.Errorf("they were written by gcc %d, and no gcov on PATH is of that version; install Debian's package gcc-%d", version, version)
	}
	if name != "gcov" {
		dir, base := filepath.Split(path)
		path = filepath.Join(dir, strings.Replace(base, "gcov", name, 1))
	}
	return path, nil
}

// addGcov adds what gcov --json-format printed to a profile.
func addGcov(p Profile, in io.Reader, name func(path string) string) error {
	d := json.NewDecoder(in)
	for {
		var object struct {
			Dir   string `json:"current_working_directory"`
			Files []struct {
				File  string
				Lines []struct {
					Line  int `json:"line_number"`
					Count float64
				}
			}
		}
		if err := d.Decode(&object); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		for _, f := range object.Files {
			path := f.File
			if !filepath.IsAbs(path) {
				path = filepath.Join(object.Dir, path)
			}
			file := name(path)
			if file == "" {
				continue
			}
			// A line stands once for each function that it is a part of: of a template,
			// say. It is the sum of all.
			for _, l := range f.Lines {
				if l.Line > 0 {
					p.add(file, l.Line, int64(max(0, l.Count)))
				}
			}
		}
	}
}

// merge leaves gcov's own data: those of all tests of a cell as one, beside their
// notes, for gcov, lcov and gcovr to read.
func (g *gcovTool) merge(ctx context.Context, s *Session, tests []*measured) error {
	own, err := s.own("gcov")
	if err != nil {
		return err
	}
	cells := map[string][]*measured{}
	for _, t := range tests {
		cell := filepath.Base(filepath.Dir(t.dir))
		cells[cell] = append(cells[cell], t)
	}
	for cell, tests := range cells {
		dir := filepath.Join(own, cell)
		for _, t := range tests {
			if err := g.add(ctx, dir, t.dir); err != nil {
				return err
			}
		}
	}
	return nil
}

// add merges the data of a test into those of others. gcov-tool reads and writes
// all files of a tree, and stops at trees that differ in what the programs were
// built of, so only files that both have go to it.
func (g *gcovTool) add(ctx context.Context, into, from string) error {
	both := filepath.Join(filepath.Dir(into), ".merge")
	defer os.RemoveAll(both)
	version := 0
	err := filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(path) != ".gcda" {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		notes := strings.TrimSuffix(path, ".gcda") + ".gcno"
		there, err := os.Readlink(notes)
		if err != nil {
			return nil // of a program that the test built
		}
		if version, err = gcovPair(path, there); err != nil {
			return err
		}
		old := filepath.Join(into, rel)
		if _, err := os.Stat(old); errors.Is(err, fs.ErrNotExist) {
			if err := os.MkdirAll(filepath.Dir(old), 0o777); err != nil {
				return err
			}
			return errors.Join(link(path, old), os.Symlink(there, strings.TrimSuffix(old, ".gcda")+".gcno"))
		}
		for _, side := range []struct{ name, path string }{{"old", old}, {"new", path}} {
			to := filepath.Join(both, side.name, rel)
			if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o777), link(side.path, to)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := os.Stat(both); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	tool, err := g.program(ctx, "gcov-tool", version)
	if err != nil {
		return err
	}
	sum := filepath.Join(both, "sum")
	if _, err := process.Output(ctx, both, tool, "merge", "-o", sum, filepath.Join(both, "old"), filepath.Join(both, "new")); err != nil {
		return err
	}
	return filepath.WalkDir(sum, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(sum, path)
		if err != nil {
			return err
		}
		return os.Rename(path, filepath.Join(into, rel))
	})
}

// genhtml makes a report of what arrived with lcov's genhtml, if that is there. It
// is for tools that have no report of their own.
func genhtml(ctx context.Context, s *Session) error {
	genhtml, err := process.Find("genhtml")
	if err != nil {
		s.remark("no HTML: that takes genhtml, of Debian's package lcov")
		return nil
	}
	html, err := s.own("html")
	if err != nil {
		return err
	}
	info := filepath.Join(html, "lcov.info")
	f, err := os.Create(info)
	if err != nil {
		return err
	}
	defer os.Remove(info)
	if err := errors.Join(writeLCOV(f, s.total), f.Close()); err != nil {
		return err
	}
	if _, err := process.Output(ctx, s.root, genhtml, "--quiet", "--legend", "--output-directory", html, info); err != nil && ctx.Err() == nil {
		// The page is a convenience: sources that are gone are no reason to fail.
		s.remark("no HTML: %v", err)
	}
	return ctx.Err()
}
