package verdicts_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dott/runner/tooltest"
)

// kept is for how many states of its inputs a test has verdicts.
const kept = 4

// A memory is what is to be known of a test.
type memory struct {
	failed bool
	states []string // with which it ran, the latest last
	passed []bool
}

// holds reports whether there is a verdict for a state.
func (m *memory) holds(state string) bool {
	for i, s := range m.states {
		if s == state && m.passed[i] {
			return !m.failed
		}
	}
	return false
}

// ran notes a run: of those that failed, only the latest is kept.
func (m *memory) ran(state string, passed bool) {
	for i := len(m.states) - 1; i >= 0; i-- {
		if m.states[i] == state || !m.passed[i] {
			m.states, m.passed = slices.Delete(m.states, i, i+1), slices.Delete(m.passed, i, i+1)
		}
	}
	m.states, m.passed, m.failed = append(m.states, state), append(m.passed, passed), !passed
	if over := len(m.states) - kept; over > 0 {
		m.states, m.passed = m.states[over:], m.passed[over:]
	}
}

// A verdict is how a test ended.
type verdict struct{ passed, cached bool }

// run runs all tests.
func (w *world) run(t *testing.T, dott, cache string, args ...string) map[string]verdict {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), dott, append([]string{"-q", "--outputdir", filepath.Join(w.parts, "err"), "--json", "-"}, args...)...)
	cmd.Dir, cmd.Env = w.dir, append(slices.Clone(w.env), "XDG_CACHE_HOME="+filepath.Join(w.parts, cache))
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		t.Fatalf("dott %q: %v\n%s", args, err, errs.String())
	}
	all := map[string]verdict{}
	for line := range bytes.Lines(out) {
		var e struct {
			Action, Test string
			Cached       any
		}
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		switch e.Action {
		case "pass", "fail":
			all[e.Test] = verdict{e.Action == "pass", e.Cached != nil}
		case "error", "skip", "warning":
			t.Fatalf("dott %q: %s", args, line)
		}
	}
	if len(all) != len(suite) {
		t.Fatalf("dott %q: %d tests of %d ran\n%s", args, len(all), len(suite), errs.String())
	}
	return all
}

// state is what a test depends on now.
func (w *world) state(name string) string {
	var b strings.Builder
	for _, k := range slices.Concat(everybody, suite[name].knobs, []string{name}) {
		if k, before, _ := strings.Cut(k, " unless "); w.value[before] == 0 {
			fmt.Fprintf(&b, "%s=%d ", k, w.value[k])
		}
	}
	return b.String()
}

// mutate changes one thing, and says which.
func (w *world) mutate(t *testing.T, r *rand.Rand) string {
	names := slices.Sorted(maps.Keys(knobs))
	name := names[r.IntN(len(names))]
	if r.IntN(20) == 0 { // a test's own text
		tests := slices.Sorted(maps.Keys(suite))
		name = tests[r.IntN(len(tests))]
		w.value[name]++
		w.replace(t, name, fmt.Sprintf("%s# %d\n", suite[name].text, w.value[name]), 0o644)
		return name
	}
	k := knobs[name]
	w.value[name] = (w.value[name] + 1 + r.IntN(k.values-1)) % k.values
	k.set(t, w, w.value[name])
	return fmt.Sprintf("%s=%d", name, w.value[name])
}

// TestMutated changes one input of some tests after the other. Every time, those tests
// alone are to run that depend on it, and what is said of the others is to be what comes
// out if they run. DOTT_MUTATIONS says how many, and DOTT_SEED repeats what failed.
func TestMutated(t *testing.T) {
	tooltest.Need(t, "git", "python3", "gcc", "jq")
	mutations, seed := 20, uint64(time.Now().UnixNano())
	if n, err := strconv.Atoi(os.Getenv("DOTT_MUTATIONS")); err == nil {
		mutations = n
	}
	if n, err := strconv.ParseUint(os.Getenv("DOTT_SEED"), 10, 64); err == nil {
		seed = n
	}
	t.Logf("DOTT_SEED=%d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	dott := filepath.Join(t.TempDir(), "dott")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", dott, "dott/cmd/dott").CombinedOutput(); err != nil {
		t.Fatalf("building dott: %v\n%s", err, out)
	}
	w := newWorld(t)
	memories := map[string]*memory{}
	for name := range suite {
		memories[name] = &memory{}
	}
	ran, cached := 0, 0
	for n := range mutations {
		what := "nothing"
		if n > 1 { // at first, everything runs, and then nothing
			what = w.mutate(t, r)
			pause()
		}
		got, want := w.run(t, dott, "cache", "--cached"), w.run(t, dott, "full")
		for _, name := range slices.Sorted(maps.Keys(suite)) {
			m, state := memories[name], w.state(name)
			if g := got[name]; g.cached != m.holds(state) {
				t.Errorf("mutation %d, %s: %s is cached: %v; it depends on %s", n, what, name, g.cached, state)
			}
			if got[name].passed != want[name].passed {
				t.Errorf("mutation %d, %s: %s passes: %v, and %v if all tests run", n, what, name, got[name].passed, want[name].passed)
			}
			if got[name].cached {
				cached++
				continue
			}
			ran++
			m.ran(state, got[name].passed)
		}
		if t.Failed() {
			t.Fatalf("to repeat it: DOTT_MUTATIONS=%d DOTT_SEED=%d", n+1, seed)
		}
	}
	t.Logf("%d mutations: %d tests ran, %d were cached", mutations, ran, cached)
}

// pause waits until files have other times than before: their clock is coarse, and a
// verdict that could be of either content is not kept.
func pause() { time.Sleep(20 * time.Millisecond) }
