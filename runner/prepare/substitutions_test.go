package prepare

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dott/runner/around"
	"dott/runner/config"
	"dott/runner/place"
)

var errNowhere = errors.New("no room")

// nowhere is a place that is full.
type nowhere struct{ place.Place }

func (nowhere) Open(context.Context, place.Test) (place.Sandbox, error) { return nil, errNowhere }

func TestSubstitutions(t *testing.T) {
	own := []config.Substitution{{Pattern: "a", With: "b"}}
	for _, test := range []struct {
		name, command, want, err string // want is what the line `a 1 x` becomes
		own                      []config.Substitution
	}{
		{name: "none", want: "a 1 x"},
		{name: "own", own: own, want: "b 1 x"},
		{name: "printed", own: own, command: `printf '%s\n' '{"pattern": "\\d", "with": "N"}'; echo '{"pattern": "b", "with": "c"}'`, want: "c N x"},
		{name: "printed without with", command: `echo '{"pattern": " x$"}'`, want: "a 1"},
		{name: "nothing printed", command: "true", want: "a 1 x"},
		{name: "sees the test", command: `echo "{\"pattern\": \"x\", \"with\": \"$TESTFILE\"}"`, want: "a 1 a.t"},
		{name: "bad pattern", own: []config.Substitution{{Pattern: "("}}, err: "DIR/dott.toml: a substitution: invalid regular expression `(`: "},
		{name: "bad printed pattern", command: `echo '{"pattern": "("}'`, err: "DIR/dott.toml: a substitution: invalid regular expression `(`: "},
		{name: "no JSON", command: "echo a=b", err: "DIR/dott.toml: [substitute-from]: `echo a=b` must print a line such as {\"pattern\": \"[0-9a-f]{40}\", \"with\": \"$HASH\"} for each substitution; number 1: "},
		{name: "no pattern", command: `echo '{"pattern": "a"} {"with": "b"}'`, err: "for each substitution; number 2: no \"pattern\""},
		{name: "another key", command: `echo '{"pattern": "a", "width": 3}'`, err: "number 1: json: unknown field \"width\""},
		{name: "status", command: "echo oops; exit 3", err: "DIR/dott.toml: [substitute-from]: `echo oops; exit 3` ended with status 3: oops"},
		{name: "signal", command: "kill -9 $$", err: "DIR/dott.toml: [substitute-from]: `kill -9 $$` was ended by a signal (killed)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := config.Config{Substitute: test.own}
			if test.command != "" {
				c.SubstituteFrom = &config.SubstituteFrom{Command: test.command}
			}
			p := newProject(t, map[string]string{"a.t": ""}, Options{Config: c})
			all, err := p.Substitutions(t.Context(), p.tests["a.t"])
			if test.err != "" {
				if want := strings.ReplaceAll(test.err, "DIR", p.dir); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v, want %s", err, want)
				}
				return
			}
			line := "a 1 x"
			for _, s := range all {
				line = s.Replace(line)
			}
			if err != nil || line != test.want {
				t.Errorf("%q, %v", line, err)
			}
		})
	}
}

// TestSubstitutionsFail: a command that cannot be started is an error.
func TestSubstitutionsFail(t *testing.T) {
	p := newProject(t, map[string]string{"a.t": ""}, Options{Config: config.Config{SubstituteFrom: &config.SubstituteFrom{Command: "true"}}})
	local := p.o.Place
	p.o.Place = nowhere{local}
	if _, err := p.Substitutions(t.Context(), p.tests["a.t"]); !errors.Is(err, errNowhere) {
		t.Error(err)
	}
	p.o.Place = local
	none := errors.New("no such cell")
	p.o.Cell = func(string) (around.Environ, error) { return nil, none }
	if _, err := p.Substitutions(t.Context(), p.tests["a.t"]); !errors.Is(err, none) {
		t.Error(err)
	}
}
