package runner

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/discover"
	"dott/runner/environment"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/trace"
	"dott/runner/verdicts"
)

// Tracing finds out what tests touch.
type Tracing struct {
	Store *verdicts.Store // takes it; nil is that nothing is traced
	// Name is what a test is called there, the same in every checkout.
	Name func(t *discover.Test) string
	// Cached has tests not run that passed with everything that they touched as it is now.
	Cached bool
	// Verify runs them all the same, and says which cached verdicts are wrong.
	Verify bool
	// Failed reports by a test's key whether it failed the last time: then it runs.
	Failed func(key string) bool
	// Around stands for what besides its text makes a test with a path what it is.
	Around func(path string) string
	// Project is the folder whose path is no part of a key.
	Project string
	// As is who runs the tests, and what program that is, where its version does not say.
	As string
}

// tracedTest is what is known of a test that is to be traced.
type tracedTest struct {
	name   string
	key    verdicts.Key
	holds  bool // it has a verdict, and that holds
	before verdicts.Verdict
	began  time.Time
	record trace.Record
	fault  error
	ran    bool
}

// traces begins a test, or returns nil where it is not traced.
func traces(ctx context.Context, r *run, t *task) *tracedTest {
	o := &r.o.Tracing
	p := t.prepared
	if o.Store == nil || r.o.Debug != nil || !p.Runs() || p.Transcript == nil || discover.IsDirectoryTest(t.job.Test.Path) || r.o.Place.Open != nil {
		return nil
	}
	key, err := keyOf(ctx, r, t)
	if err != nil {
		return nil
	}
	tt := &tracedTest{name: o.Name(&t.job.Test), key: key}
	if o.Cached && len(p.Settings.Services) == 0 && p.Settings.Known == nil && !o.Failed(t.job.Test.Key()) {
		tt.before, tt.holds = o.Store.Passed(tt.name, key)
	}
	return tt
}

// cached is the end of a test whose verdict holds; nil is that it is to be run.
func cached(r *run, t *task, tt *tracedTest) *event.Event {
	if tt == nil || !tt.holds || r.o.Tracing.Verify {
		return nil
	}
	end := about(t.job, event.Pass)
	end.Cached = &event.Cached{When: tt.before.When.UTC(), Host: tt.before.Host}
	return &end
}

// keepTraced keeps what a test touched, and its verdict where that can hold.
func keepTraced(r *run, t *task, tt *tracedTest, end *event.Event) {
	if tt == nil || !tt.ran {
		return
	}
	if tt.fault != nil { // it was cut short, or its helper was killed
		return
	}
	why := ""
	switch {
	case end.Action != event.Pass:
		why = "it did not pass"
	case end.Flaky, end.Attempt > 1:
		why = "it is flaky"
	case len(t.prepared.Settings.Services) > 0:
		why = verdicts.Services
	case t.prepared.Settings.Known != nil:
		why = "it is known to fail"
	}
	text := verdicts.NewText(t.prepared.Transcript.Hash(), r.o.Tracing.Around(t.job.Test.Path))
	r.o.Tracing.Store.Keep(tt.name, tt.key, text, tt.began, tt.record, why)
	if tt.holds && r.o.Tracing.Verify && (end.Action == event.Fail || end.Action == event.Error) {
		wrong := fmt.Sprintf("%s: its cached verdict is wrong: it passed at %s on %s, and nothing that it touched has changed since",
			t.job.Test.Name, tt.before.When.UTC().Format(time.RFC3339), tt.before.Host)
		if end.Reason != "" {
			wrong += "\n" + end.Reason
		}
		end.Reason = wrong
	}
}

// keyOf returns what the verdict of a test depends on besides what it touches.
func keyOf(ctx context.Context, r *run, t *task) (verdicts.Key, error) {
	p, test := t.prepared, &t.job.Test
	common, err := r.keys.of(ctx, r, test)
	if err != nil {
		return verdicts.Key{}, err
	}
	s := p.Settings
	s.Needs.Serial, s.Needs.Resources, s.Retry, s.Known = false, nil, 0, nil
	settings, err := json.Marshal(s)
	if err != nil {
		return verdicts.Key{}, err
	}
	asked, err := answers(ctx, r, t)
	if err != nil {
		return verdicts.Key{}, err
	}
	return verdicts.NewKey(
		common[:], []byte(p.Transcript.Hash()), []byte(strings.Join(test.Cases, "#")+"\x00"+test.Cell),
		[]byte(withoutProject(r, string(settings))), []byte(asked),
	), nil
}

// commonKeys are what the keys of all tests of a cell have in common.
type commonKeys struct {
	mu     sync.Mutex
	byCell map[string]verdicts.Key
}

// of returns that of a test's cell: the environment, the configuration, and who runs it.
func (k *commonKeys) of(ctx context.Context, r *run, test *discover.Test) (verdicts.Key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if key, ok := k.byCell[test.Cell]; ok {
		return key, nil
	}
	env, err := r.preparer.Env(ctx, test)
	if err != nil {
		return verdicts.Key{}, err
	}
	var b strings.Builder
	for _, kv := range env {
		if name, _, _ := strings.Cut(kv, "="); !ofSandbox[name] && !ofCaller[name] {
			b.WriteString(withoutProject(r, kv) + "\x00")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(ofSandbox)) {
		// The caller's own HOME, say.
		if r.o.Place.Preserve || slices.Contains(r.o.Config.Env.Pass, name) {
			value, _ := environment.Lookup(r.o.Place.Env, name)
			b.WriteString(withoutProject(r, name+"="+value) + "\x00")
		}
	}
	c := &r.o.Config
	var substitutions []string // with those that a command printed
	for _, s := range r.substitutions {
		substitutions = append(substitutions, s.String())
	}
	rest, err := json.Marshal([]any{c.Files, substitutions, c.Compat, c.Ports, c.Env, c.Sandbox, r.o.Test.Format, r.o.Place.Preserve})
	if err != nil {
		return verdicts.Key{}, err
	}
	key := verdicts.NewKey(
		[]byte(r.o.About.Version), []byte(runtime.GOOS+"/"+runtime.GOARCH), []byte(r.o.Tracing.As),
		[]byte(b.String()), []byte(withoutProject(r, string(rest))),
	)
	if k.byCell == nil {
		k.byCell = map[string]verdicts.Key{}
	}
	k.byCell[test.Cell] = key
	return key, nil
}

// ofSandbox are variables that are others in each sandbox.
var ofSandbox = map[string]bool{
	"HOME": true, "TESTDIR": true, "TESTFILE": true, "TESTNAME": true, "TESTTMP": true, "CRAMTMP": true, "TMPDIR": true, "TEMP": true, "TMP": true,
	"PWD": true, "TESTCASE": true, "OLDPWD": true, "CONFIGDIR": true,
}

// ofCaller are variables in which a shell says how it started dott.
var ofCaller = map[string]bool{"_": true, "SHLVL": true}

func withoutProject(r *run, text string) string {
	return strings.ReplaceAll(text, filepath.Clean(r.o.Tracing.Project), "$PROJECT")
}

// answers are the lines that #if chose, and what features answer for those lines that are
// expected only with them.
func answers(ctx context.Context, r *run, t *task) (string, error) {
	var b strings.Builder
	for _, o := range judge.Off(t.prepared.Transcript) {
		fmt.Fprintf(&b, "%d-%d ", o.Start, o.End)
	}
	for i := range t.prepared.Transcript.Lines {
		l := &t.prepared.Transcript.Lines[i]
		if l.Kind != transcript.Output || !strings.Contains(l.Text, " !)") {
			continue
		}
		text := l.Text
		for {
			from := strings.IndexByte(text, '(')
			if from < 0 {
				break
			}
			text = text[from+1:]
			inside, _, ok := strings.Cut(text, " !)")
			if !ok {
				break
			}
			terms, err := feature.Parse(inside)
			if err != nil {
				continue
			}
			holds, err := r.preparer.Holds(ctx, &t.job.Test, terms)
			fmt.Fprintf(&b, "%d %v %v ", i, holds, err != nil)
		}
	}
	return b.String(), nil
}
