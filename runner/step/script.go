package step

import (
	"bufio"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/environment"
	"dott/runner/shell"
	"dott/runner/words"
)

// Script returns what prints a script for sh that does what a test does up to a line, or
// to its end, for 0. What caller has of the environment, and the test as well, is not in
// it.
func Script(line int, caller []string, w io.Writer) Stepper {
	return func(_ context.Context, t *Test) error {
		if line > len(t.Transcript.Lines) {
			return fmt.Errorf("there is no line %d among its %d", line, len(t.Transcript.Lines))
		}
		b := bufio.NewWriter(w)
		head, _ := transcript.Until(t.Transcript, line-1)
		s := &script{Writer: b, test: t, root: filepath.Dir(value(t.Env, "TESTTMP")), end: "END_" + rand.Text()[:8]}
		if err := s.write(line, head, caller); err != nil {
			return err
		}
		return b.Flush()
	}
}

// A script is written.
type script struct {
	*bufio.Writer
	test *Test
	root string // of the directories that the test has now
	end  string // the word that ends here-documents
}

func value(env []string, name string) string {
	v, _ := environment.Lookup(env, name)
	return v
}

func (s *script) linef(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

func (s *script) write(line int, head *transcript.Transcript, caller []string) error {
	t := s.test
	until := ""
	if line > 0 {
		until = fmt.Sprintf(", up to line %d", line)
	}
	s.linef("#!/bin/sh\n# What dott does for %s%s.", oneLine(t.Name), until)
	for _, name := range t.Services {
		s.linef("# The test asks for the service %s: start it first, and set its variables.", oneLine(name))
	}
	if t.Terminal {
		s.linef("# The test asks for a terminal: run this in one, and type what the file has.")
	}
	s.linef(`
CRAMTMP=$(mktemp -d "${TMPDIR:-/tmp}/dott-repro-XXXXXX") || exit
CRAMTMP=$(cd "$CRAMTMP" && pwd -P) || exit
trap 'cd /; chmod -R u+rwx "$CRAMTMP"; rm -rf "$CRAMTMP"' EXIT
trap 'exit 130' INT; trap 'exit 143' TERM; trap 'exit 129' HUP
mkdir %s %s %s "$CRAMTMP/.script" || exit`, s.quote(value(t.Env, "TESTTMP")), s.quote(value(t.Env, "TMPDIR")), s.quote(filepath.Join(s.root, "home")))
	if t.Copies {
		s.linef("cp -R %s/. %s || exit", s.quote(filepath.Dir(t.Path)), s.quote(value(t.Env, "TESTTMP")))
	}
	s.linef("")
	s.environment(caller)
	s.linef("export CRAMTMP\ncd \"$TESTTMP\" || exit\nunset OLDPWD\n")
	for _, path := range slices.Sorted(maps.Keys(t.Files)) {
		name := environment.Expand(path, func(name string) (string, bool) { return environment.Lookup(t.Env, name) })
		if !filepath.IsAbs(name) {
			name = filepath.Join(value(t.Env, "TESTTMP"), name)
		}
		text, err := os.ReadFile(name) // as the test finds it
		if err != nil {
			return fmt.Errorf("[files] of the configuration: %w", err)
		}
		s.linef("mkdir -p %s || exit", s.quote(filepath.Dir(name)))
		s.file(s.quote(name), string(text))
	}
	o := t.Script
	o.Terminal, o.Repeated, o.Errors = false, nil, ""
	name := filepath.Join(s.root, ".script", filepath.Base(t.Shell))
	s.file(s.quote(name), shell.Plain(head, o))
	command := words.Quote(t.Shell)
	for _, a := range t.Args {
		command += " " + words.Quote(a)
	}
	in := " </dev/null"
	if t.Terminal {
		in = ""
	}
	s.linef("%s %s%s\nexit", command, s.quote(name), in)
	return nil
}

// environment writes what is different in the test's environment.
func (s *script) environment(caller []string) {
	had := map[string]string{}
	for _, v := range caller {
		name, value, _ := strings.Cut(v, "=")
		had[name] = value
	}
	has := map[string]string{}
	for _, v := range s.test.Env {
		name, value, _ := strings.Cut(v, "=")
		has[name] = value
	}
	var gone []string
	for _, name := range slices.Sorted(maps.Keys(had)) {
		if _, ok := has[name]; !ok && environment.IsName(name) && !shells(name) {
			gone = append(gone, name)
		}
	}
	if len(gone) > 0 {
		s.linef("unset %s", strings.Join(gone, " "))
	}
	for _, name := range slices.Sorted(maps.Keys(has)) {
		before, ok := had[name]
		if !environment.IsName(name) || shells(name) || ok && before == has[name] && !own(name) {
			continue
		}
		if s.test.Mask(has[name]) != has[name] {
			s.linef("# %s is secret: set it where you run this.", name)
			continue
		}
		s.linef("export %s=%s", name, s.quote(has[name]))
	}
}

// own reports whether a variable is about the test, and to be set whoever runs the script.
func own(name string) bool {
	return name == "HOME" || strings.HasPrefix(name, "TEST") || slices.Contains([]string{"TMPDIR", "TEMP", "TMP"}, name)
}

// shells reports whether the script, or the shell that runs it, sets a variable.
func shells(name string) bool {
	return slices.Contains([]string{"CRAMTMP", "PWD", "OLDPWD", "SHLVL", "_", "PPID", "UID", "EUID"}, name)
}

// quote writes a text as one word, in which the directories are the script's own.
func (s *script) quote(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, s.root) {
		if i > 0 {
			b.WriteString(`"$CRAMTMP"`)
		}
		if part != "" || text == "" {
			b.WriteString(words.Quote(part))
		}
	}
	return b.String()
}

// file writes what writes a file.
func (s *script) file(name, text string) {
	if text == "" {
		s.linef(": >%s || exit", name)
		return
	}
	if !strings.HasSuffix(text, "\n") || strings.Contains(text, s.root) {
		s.linef("printf %%s %s >%s || exit", s.quote(text), name)
		return
	}
	s.linef("cat >%s <<'%s' || exit\n%s%s\n", name, s.end, text, s.end)
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", "?") }
