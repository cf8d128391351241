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
// so that a busy machine is busy for all of them; and reports the median of each.
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
	took := make([][]time.Duration, len(kinds))
	for b.Loop() {
		for n, k := range kinds {
			began := time.Now()
			_, err := s.Run(b.Context(), Command{
				Path: "/bin/sh", Args: []string{"-c", "echo a >f; cat f"}, Dir: dir, Env: os.Environ(), Output: io.Discard, Confine: k.limits,
			})
			if err != nil {
				b.Fatal(err)
			}
			took[n] = append(took[n], time.Since(began))
		}
	}
	for n, k := range kinds {
		slices.Sort(took[n])
		b.ReportMetric(float64(took[n][len(took[n])/2].Microseconds()), "µs/"+k.name)
	}
}
