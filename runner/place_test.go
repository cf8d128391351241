package runner

import (
	"context"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"dott/runner/config"
	"dott/runner/event"
	"dott/runner/place"
	"dott/runner/schedule"
)

// A cleanPlace is a second place, to hold the runner to knowing a place by its
// interfaces alone: all commands are started by env -i.
type cleanPlace struct {
	place.Place
	env     string // the program
	opened  atomic.Int32
	started atomic.Int32
	closed  atomic.Int32
}

func (p *cleanPlace) Open(ctx context.Context, t place.Test) (place.Sandbox, error) {
	box, err := p.Place.Open(ctx, t)
	if err != nil {
		return nil, err
	}
	p.opened.Add(1)
	return cleanSandbox{box, p}, nil
}

type cleanSandbox struct {
	place.Sandbox
	place *cleanPlace
}

func (s cleanSandbox) Start(ctx context.Context, c place.Command) (place.Process, error) {
	s.place.started.Add(1)
	c.Args = slices.Concat([]string{"-i"}, c.Env, []string{c.Path}, c.Args)
	c.Path, c.Env = s.place.env, []string{"LEAK=1"}
	return s.Sandbox.Start(ctx, c)
}

func (s cleanSandbox) Close() error {
	s.place.closed.Add(1)
	return s.Sandbox.Close()
}

// TestSecondPlace: tests end in another place as they do in this one.
func TestSecondPlace(t *testing.T) {
	env, err := exec.LookPath("env")
	if err != nil {
		t.Fatal(err)
	}
	write(t, map[string]string{
		"leak.t":     "  $ echo ${LEAK-none} $TESTFILE $HOME\n  none leak.t $CRAMTMP/home\n  $ pwd\n  $TESTTMP\n",
		"differs.t":  "  $ echo a; echo $PORT\n  b\n  $ (exit 3)\n",
		"early.t":    "  $ set -e; false\n  $ true\n",
		"exit.t":     "  $ exit 3\n  [3]\n",
		"skip.t":     "  $ echo 'skipped: not today'; exit 80\n",
		"timeout.t":  "#timeout 0.5\n  $ echo begun; sleep 1000\n",
		"much.t":     "  $ while :; do echo 0123456789; done\n",
		"script.t":   "  $ nosuchcommand\n  /bin/sh: 2: nosuchcommand: not found\n  [127]\n",
		"require.t":  "#require yes\n#require command:env\n  $ cat ~/.rc\n  hello from require.t\n",
		"missing.t":  "#require no\n  $ true\n",
		"syntax.t":   "  $ echo )\n",
		"teardown.t": "#teardown down.sh\n  $ exit 0\n",
		"down.sh":    "echo torn down; false\n",
		"foreign.py": "",
	})
	options := Options{
		Discover: DiscoverOptions{Paths: []string{"."}},
		Schedule: schedule.Options{Jobs: 2},
		Test:     TestOptions{MaxOutput: 10_000},
		Config: config.Config{
			Files:    map[string]string{"$HOME/.rc": "hello from $TESTFILE\n"},
			Features: config.Features{Named: map[string]config.Feature{"yes": {Check: "test ${LEAK-none} = none"}, "no": {Check: "false"}}},
			Foreign:  []config.Foreign{{Files: "*.py", Command: "test ${LEAK-none} = none"}},
		},
	}
	here := ends(t, options)
	var second *cleanPlace
	options.Place.Open = func(o place.Options) (place.Place, error) {
		local, err := place.NewLocal(o)
		second = &cleanPlace{Place: local, env: env}
		return second, err
	}
	there := ends(t, options)
	if len(here) != 13 || len(there) != len(here) {
		t.Fatalf("%d and %d tests", len(here), len(there))
	}
	for name, want := range here {
		got := there[name]
		got.Seq, got.Time, got.Elapsed = want.Seq, want.Time, want.Elapsed
		if plain(got) != plain(want) {
			t.Errorf("%s: there\n%s\nand here\n%s", name, plain(got), plain(want))
		}
	}
	for name, want := range map[string]event.Action{
		"leak.t": event.Pass, "differs.t": event.Fail, "early.t": event.Fail, "exit.t": event.Pass, "skip.t": event.Skip, "timeout.t": event.Error,
		"much.t": event.Error, "require.t": event.Pass, "missing.t": event.Skip, "syntax.t": event.Error, "teardown.t": event.Error, "foreign.py": event.Pass,
	} {
		if e := there[name]; e.Action != want {
			t.Errorf("%s: %s: %s\n%s", name, e.Action, e.Reason, e.Diff)
		}
	}
	if n := second.opened.Load(); n < 13 || n != second.closed.Load() || second.started.Load() < 12 {
		t.Errorf("%d sandboxes were opened, %d closed; %d commands were started", n, second.closed.Load(), second.started.Load())
	}
}

// plain writes what matters of the end of a test.
func plain(e event.Event) string {
	return strings.Join([]string{string(e.Action), e.Test, e.Reason, e.Command, e.Diff, strconv.Itoa(e.Line)}, "\n")
}
