package coverage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/runner/config"
	"dott/runner/process"
)

// open begins a session of tool = "custom" in a folder.
func open(t testing.TB, root string, change func(o *Options)) (*Session, error) {
	t.Helper()
	o := Options{
		Config: config.Coverage{Tool: "custom", Env: map[string]string{"LCOV": "{dir}/x.info"}}, Base: root, Root: root,
		Dir: filepath.Join(root, "coverage"), Env: os.Environ(), Jobs: 2, Supervisor: process.NewSupervisor(),
	}
	if change != nil {
		change(&o)
	}
	return Open(t.Context(), o)
}

// TestCollectEnds: whoever waits for the data can be interrupted, and the error is
// why.
func TestCollectEnds(t *testing.T) {
	root := t.TempDir()
	s, err := open(t, root, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		env, end := s.Begin(t.Context(), Test{Key: fmt.Sprint(i), Name: fmt.Sprint(i)})
		if err := os.WriteFile(env["LCOV"], []byte("SF:x\nDA:1,1\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		end(true)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cause := errors.New("interrupt")
	cancel(cause)
	if _, err := s.Finish(ctx); !errors.Is(err, cause) {
		t.Errorf("error %v", err)
	}
}

// BenchmarkHooks is what a test costs besides its program and the reading of the
// data: a folder, and its variables.
func BenchmarkHooks(b *testing.B) {
	for _, tool := range []string{"custom", "go"} {
		b.Run(tool, func(b *testing.B) {
			s, err := open(b, b.TempDir(), func(o *Options) {
				o.Config.Tool = tool
				o.Jobs = 1
			})
			if err != nil {
				b.Fatal(err)
			}
			i := 0
			for b.Loop() {
				i++
				_, end := s.Begin(b.Context(), Test{Key: fmt.Sprint("tests/some-", i, ".t"), Name: fmt.Sprint("tests/some-", i, ".t")})
				end(true)
			}
		})
	}
}

// BenchmarkFinish reads the data of 500 tests, each of 50 files and 1,000 lines, and
// makes the reports.
func BenchmarkFinish(b *testing.B) {
	root := b.TempDir()
	var names []string
	for i := range 200 {
		names = append(names, fmt.Sprintf("src/p%d/f%d.go", i%10, i))
	}
	for _, name := range names {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, nil, 0o666)); err != nil {
			b.Fatal(err)
		}
	}
	const tests = 500
	for b.Loop() {
		b.StopTimer()
		s, err := open(b, root, nil)
		if err != nil {
			b.Fatal(err)
		}
		for i := range tests {
			env, end := s.Begin(b.Context(), Test{Key: fmt.Sprint(i), Name: fmt.Sprint(i)})
			var text strings.Builder
			for j := range 50 {
				fmt.Fprintf(&text, "SF:%s\n", names[(i+j)%200])
				for n := range 20 {
					fmt.Fprintf(&text, "DA:%d,%d\n", 3*n+1, n%5)
				}
				text.WriteString("end_of_record\n")
			}
			if err := os.WriteFile(env["LCOV"], []byte(text.String()), 0o666); err != nil {
				b.Fatal(err)
			}
			end(true)
		}
		b.StartTimer()
		if _, err := s.Finish(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/tests, "µs/test")
}
