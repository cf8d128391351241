package coverage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"dott/runner/coverage/llvmobject"
	"dott/runner/environment"
	"dott/runner/process"
)

// llvmTool measures programs and libraries that LLVM instrumented: clang's
// -fprofile-instr-generate -fcoverage-mapping, Rust's -C instrument-coverage,
// Swift's -profile-coverage-mapping. Each writes a file of counts where
// LLVM_PROFILE_FILE says, named by its signature (%m), into which all processes of
// it add up what they ran. What the counts mean is in the program itself; so the
// one that wrote a file has to be found (package llvmobject).
type llvmTool struct {
	pairs   []llvmPair // of LLVM's programs, of several versions maybe
	objects *llvmobject.Finder
}

// llvmPair are programs of one version.
type llvmPair struct{ profdata, cov string }

func (l *llvmTool) open(ctx context.Context, s *Session) error {
	// These names are those of cargo-llvm-cov.
	profdata, _ := environment.Lookup(s.Env, "LLVM_PROFDATA")
	cov, _ := environment.Lookup(s.Env, "LLVM_COV")
	if profdata != "" && cov != "" {
		l.pairs = append(l.pairs, llvmPair{profdata, cov})
	}
	for _, profdata := range versioned("llvm-profdata") {
		dir, base := filepath.Split(profdata)
		if cov, err := process.Find(filepath.Join(dir, strings.Replace(base, "profdata", "cov", 1))); err == nil {
			l.pairs = append(l.pairs, llvmPair{profdata, cov})
		}
	}
	if _, err := process.Find("rustc"); err == nil {
		// Those of rustup's component llvm-tools are of the version that rustc needs.
		if root, err := process.Output(ctx, s.Base, "rustc", "--print", "sysroot"); err == nil {
			found, _ := filepath.Glob(filepath.Join(quoteGlob(strings.TrimSpace(root)), "lib", "rustlib", "*", "bin", "llvm-profdata*"))
			for _, profdata := range found {
				l.pairs = append(l.pairs, llvmPair{profdata, filepath.Join(filepath.Dir(profdata), strings.Replace(filepath.Base(profdata), "profdata", "cov", 1))})
			}
		}
	}
	if runtime.GOOS == "darwin" {
		profdata, err1 := process.Output(ctx, s.Base, "xcrun", "--find", "llvm-profdata")
		cov, err2 := process.Output(ctx, s.Base, "xcrun", "--find", "llvm-cov")
		if err1 == nil && err2 == nil {
			l.pairs = append(l.pairs, llvmPair{strings.TrimSpace(profdata), strings.TrimSpace(cov)})
		}
	}
	real := map[string]bool{} // the plain name is a link to one of a version, as a rule
	l.pairs = slices.DeleteFunc(l.pairs, func(pair llvmPair) bool {
		path, err := filepath.EvalSymlinks(pair.profdata)
		known := err == nil && real[path]
		real[path] = true
		return known
	})
	if len(l.pairs) == 0 {
		return errors.New(`tool = "llvm" needs llvm-profdata and llvm-cov of the compiler's version, and there are none on PATH; install Debian's package llvm, or for Rust: rustup component add llvm-tools`)
	}
	return nil
}

func (*llvmTool) env(_ *Session, t *measured) (map[string]string, error) {
	return map[string]string{"LLVM_PROFILE_FILE": filepath.Join(t.dir, "%m.profraw")}, nil
}

func (*llvmTool) ended(*Session, *measured) error { return nil }

func (*llvmTool) advice() string {
	return "the programs that they run were not built for it; build C and C++ with clang -fprofile-instr-generate -fcoverage-mapping, " +
		"Rust with RUSTFLAGS=-Cinstrument-coverage, Swift with -profile-generate -profile-coverage-mapping (tests that clean the environment must keep LLVM_PROFILE_FILE)"
}

// raw returns the files that the programs of a test wrote. One that a process was
// ended in the middle of has nothing in it.
func (*llvmTool) raw(t *measured) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(quoteGlob(t.dir), "*.profraw"))
	return slices.DeleteFunc(found, func(path string) bool {
		info, err := os.Stat(path)
		return err != nil || info.Size() == 0
	}), err
}

func (l *llvmTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	raw := map[*measured][]string{}
	for _, t := range tests {
		found, err := l.raw(t)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			raw[t] = found
		}
	}
	if len(raw) == 0 {
		return nil, nil
	}
	path, _ := environment.Lookup(s.Env, "PATH")
	l.objects = &llvmobject.Finder{Binaries: s.Config.Binaries, Base: s.Base, Source: s.source, Root: s.root, Data: s.Dir, Path: path}
	data := filepath.Join(s.Dir, "data")
	pair, err := l.version(ctx, data, slices.MinFunc(slices.Collect(maps.Values(raw)), slices.Compare)[0])
	if err != nil {
		return nil, err
	}
	cells := map[string][]string{} // profiles of the tests
	used := map[string]bool{}      // objects
	var mu sync.Mutex
	err = s.each(ctx, tests, func(ctx context.Context, t *measured) error {
		if raw[t] == nil {
			return nil
		}
		profile := filepath.Join(t.dir, "all.profdata")
		if err := pair.merge(ctx, t.dir, profile, raw[t]); err != nil {
			return err
		}
		cell := filepath.Base(filepath.Dir(t.dir))
		objects, err := l.objects.Of(cell, raw[t])
		if err != nil {
			return err
		}
		out, err := process.Output(ctx, s.root, pair.cov, append([]string{"export", "-format=lcov", "-instr-profile=" + profile}, llvmArgs(objects)...)...)
		if err != nil {
			return err
		}
		p := Profile{}
		if err := readLCOV(strings.NewReader(out), p, s.name); err != nil {
			return fmt.Errorf("what %s says: %w", pair.cov, err)
		}
		s.arrived(t, p)
		mu.Lock()
		defer mu.Unlock()
		cells[cell] = append(cells[cell], profile)
		for _, object := range objects {
			used[object] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return nil, l.publish(ctx, s, pair, cells, slices.Sorted(maps.Keys(used)))
}

// version finds the pair that reads what the programs wrote: a version reads only
// its own.
func (l *llvmTool) version(ctx context.Context, dir, raw string) (llvmPair, error) {
	into := filepath.Join(dir, ".version")
	defer os.Remove(into)
	var said strings.Builder
	for _, pair := range l.pairs {
		err := pair.merge(ctx, dir, into, []string{raw})
		if err == nil {
			return pair, nil
		}
		if ctx.Err() != nil {
			return llvmPair{}, err
		}
		fmt.Fprintf(&said, "\n  %v", err)
	}
	return llvmPair{}, fmt.Errorf("no llvm-profdata that there is reads what the programs wrote; install the one of the compiler's version (Debian's package llvm-14 for clang-14; for Rust: rustup component add llvm-tools):%s", said.String())
}

// merge merges profiles, whose names go to the program in a file: there may be
// very many.
func (l llvmPair) merge(ctx context.Context, dir, into string, profiles []string) error {
	list := into + ".list"
	if err := os.WriteFile(list, []byte(strings.Join(profiles, "\n")+"\n"), 0o666); err != nil {
		return err
	}
	defer os.Remove(list)
	_, err := process.Output(ctx, dir, l.profdata, "merge", "-sparse", "-o", into, "-input-files="+list)
	return err
}

// llvmArgs names objects to llvm-cov: the first is an argument, the others are
// options.
func llvmArgs(objects []string) []string {
	args := []string{objects[0]}
	for _, o := range objects[1:] {
		args = append(args, "-object="+o)
	}
	return args
}

// publish leaves LLVM's own data, of each cell and of all, and its report.
func (l *llvmTool) publish(ctx context.Context, s *Session, pair llvmPair, cells map[string][]string, objects []string) error {
	own, err := s.own("llvm")
	if err != nil {
		return err
	}
	var merged []string
	for _, cell := range slices.Sorted(maps.Keys(cells)) {
		into := filepath.Join(own, cell+".profdata")
		if err := pair.merge(ctx, own, into, cells[cell]); err != nil {
			return fmt.Errorf("merging: %w", err)
		}
		merged = append(merged, into)
	}
	all := filepath.Join(own, "all.profdata")
	if err := pair.merge(ctx, own, all, merged); err != nil {
		return fmt.Errorf("merging: %w", err)
	}
	html, err := s.own("html")
	if err != nil {
		return err
	}
	args := append([]string{"show", "-format=html", "-instr-profile=" + all, "-output-dir=" + html}, llvmArgs(objects)...)
	if _, err := process.Output(ctx, s.root, pair.cov, append(args, s.source)...); err != nil && ctx.Err() == nil {
		// The page is a convenience: sources that are gone are no reason to fail.
		s.remark("no HTML: %v", err)
	}
	return ctx.Err()
}
