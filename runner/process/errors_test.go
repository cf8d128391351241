//go:build unix

package process

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestErrors: standard error comes apart, and between what is written on it stands what
// is written into the pipe by its name, wherever standard error leads by then.
func TestErrors(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "errors")
	t.Setenv("PIPE", pipe)
	s := newSupervisor(t)
	for _, test := range []struct{ script, out, errs string }{
		{`echo a; echo b >&2; echo c`, "a\nc\n", "b\n"},
		{`echo b >&2; echo mark >>"$PIPE"; echo c >&2`, "", "b\nmark\nc\n"},
		{`echo b >/dev/stderr; echo c >&2`, "", "b\nc\n"},
		{`exec 2>&1; echo b >&2; echo mark >>"$PIPE"`, "b\n", "mark\n"},
		{`exec 2>&-; echo mark >>"$PIPE"; sleep 0.1; echo again >>"$PIPE"`, "", "mark\nagain\n"},
		{`exec >&-; echo b >&2; sleep 0.1; echo c >&2`, "", "b\nc\n"},
		{`seq 200000 >&2; seq 200000`, seq(200_000), seq(200_000)},
		{`seq 100000 & seq 100000 >&2; wait`, seq(100_000), seq(100_000)},
	} {
		var out, errs bytes.Buffer
		r, err := s.Run(t.Context(), Command{
			Path: "/bin/sh", Args: []string{"-c", test.script}, Env: os.Environ(), Output: &out, Errors: &errs, ErrorPipe: pipe,
		})
		if err != nil || r != (Result{}) || out.String() != test.out || errs.String() != test.errs {
			t.Errorf("%s: %+v, %v, %.60q, %.60q", test.script, r, err, &out, &errs)
		}
	}
}

func seq(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strconv.Itoa(i+1) + "\n")
	}
	return b.String()
}

// TestAnswers: a command that asks waits for its answer, and gets it also if it was
// given before.
func TestAnswers(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "answers")
	t.Setenv("PIPE", pipe)
	s := newSupervisor(t)
	var a Answers
	a.Give("nobody hears it")
	var out answering
	out.to = &a
	r, err := s.Run(t.Context(), Command{
		Path: "/bin/sh", Args: []string{"-c", `for i in 1 2 3; do echo ask $i; read -r a <"$PIPE"; echo "$a"; done`},
		Env: os.Environ(), Output: &out, Answers: &a, AnswerPipe: pipe,
	})
	if want := "ask 1\nanswer 1\nask 2\nanswer 2\nask 3\nanswer 3\n"; err != nil || r != (Result{}) || out.String() != want {
		t.Errorf("%+v, %v, %q", r, err, &out)
	}
	a.Give("nobody hears it")
}

// An answering answers each question that it takes.
type answering struct {
	bytes.Buffer
	to *Answers
	n  int
}

func (a *answering) Write(p []byte) (int, error) {
	for range strings.Count(string(p), "ask") {
		a.n++
		a.to.Give("answer " + strconv.Itoa(a.n))
	}
	return a.Buffer.Write(p)
}
