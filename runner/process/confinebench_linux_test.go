package process

import (
	"io"
	"os"
	"slices"
	"testing"
	"time"

	"dott/runner/confine"
)

// BenchmarkConfine runs a command that writes one file, with each kind of limits in turn,
// so that a busy machine is busy for all of them. It reports the median of each, and of how
// much longer it took than the same command just before, without limits. The environment is
// that of a test: with another language, cat opens a dozen files more.
func BenchmarkConfine(b *testing.B) {
	s := newSupervisor(b)
	dir := b.TempDir()
	kinds := []struct {
		name   string
		limits *confine.Limits
	}{
		{"none", nil},
		{"network", &confine.Limits{Network: true}},
		{"processes", &confine.Limits{Processes: true}},
		{"write", &confine.Limits{Writes: true, Write: []string{dir}}},
		{"read", &confine.Limits{Reads: true, Write: []string{dir}}},
		{"strict", &confine.Limits{Network: true, Processes: true, Writes: true, Reads: true, Write: []string{dir}}},
	}
	env := []string{"PATH=" + os.Getenv("PATH"), "LANG=C", "LC_ALL=C", "LANGUAGE=C"}
	took := make([][]time.Duration, len(kinds))
	for b.Loop() {
		for n, k := range kinds {
			began := time.Now()
			_, err := s.Run(b.Context(), Command{
				Path: "/bin/sh", Args: []string{"-c", "echo a >f; cat f"}, Dir: dir, Env: env, Output: io.Discard, Confine: k.limits,
			})
			if err != nil {
				b.Fatal(err)
			}
			took[n] = append(took[n], time.Since(began))
		}
	}
	for n, k := range kinds {
		if n > 0 {
			more := make([]time.Duration, len(took[n]))
			for i := range more {
				more[i] = took[n][i] - took[0][i]
			}
			slices.Sort(more)
			b.ReportMetric(float64(more[len(more)/2].Microseconds()), "µs-more/"+k.name)
		}
	}
	for n, k := range kinds {
		slices.Sort(took[n])
		b.ReportMetric(float64(took[n][len(took[n])/2].Microseconds()), "µs/"+k.name)
	}
}
