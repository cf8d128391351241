package target

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/words"
)

// A command is something that runs on a target.
type command struct {
	ctx     context.Context
	box     *sandbox
	request *request
	stop    context.CancelFunc
}

// Start starts a command there.
func (b *sandbox) Start(ctx context.Context, c place.Command) (place.Process, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	f := &b.target.facts
	switch {
	case c.Terminal != nil:
		return nil, b.target.errorf("#tty: there is a terminal for tests on this machine alone")
	case (c.Errors != nil || c.Answers != nil) && (f.has["mkfifo"] == "" || f.has["cat"] == ""):
		return nil, b.target.errorf("there is no mkfifo or no cat there, which #stderr apart and #eventually need")
	case strings.Contains(c.Script, "\x00"):
		return nil, b.target.errorf("a command with a zero byte cannot be sent there")
	}
	s := b.session
	s.mu.Lock()
	s.number++
	number := s.number
	s.mu.Unlock()
	r := &request{number: strconv.Itoa(number), out: c.Output, errs: c.Errors, apart: c.Errors != nil, left: 1, done: make(chan struct{})}
	if r.apart {
		r.left = 2
	}
	own, stop := context.WithCancelCause(ctx)
	r.stop = func() { stop(r.failed) }
	var prepare chain
	again := b.made
	quick := s.perl && !r.apart && c.Answers == nil
	b.make(&prepare, quick)
	script := ""
	if c.Script != "" {
		b.shell = path.Base(filepath.ToSlash(c.Path))
		script = b.Script()
		prepare.add(write(script, c.Script))
	}
	if again {
		prepare.add("o", "")
	}
	if c.Answers != nil {
		c.Answers.To(func(line string) {
			b.session.send("printf '%s\\n' " + words.Quote(line) + " 1<>" + words.Quote(b.Pipes().Answers) + "\n")
		})
	}
	s.mu.Lock()
	s.now, s.stderr = r, nil
	s.mu.Unlock()
	text := prepare.then(r.number, "c=1\n"+b.runs(r, c, script, quick))
	go s.send(text)
	return &command{own, b, r, func() { stop(nil) }}, nil
}

// runs is a command of the reader by which the runner runs a command.
func (b *sandbox) runs(r *request, c place.Command, script string, quick bool) string {
	args := append([]string{}, c.Args...)
	input := "/dev/null"
	if c.Script != "" {
		if c.OnStdin {
			input = script
			args = append(args, "-")
		} else {
			args = append(args, script)
		}
	}
	dir := b.work
	if c.Dir != "" {
		dir = b.target.there(b.copies, c.Dir)
	}
	if quick {
		return b.quick(r, c.Path, dir, input, script, args, c.Env)
	}
	var t strings.Builder
	shell := filepath.ToSlash(c.Path)
	fmt.Fprintf(&t, "h=%s\n", words.Quote(shell))
	fmt.Fprintf(&t, "command -v \"$h\" >/dev/null 2>&1 || h=%s\n", words.Quote(path.Base(shell)))
	fmt.Fprintf(&t, "if command -v \"$h\" >/dev/null 2>&1\nthen\n")
	streams := "2>&1"
	if r.apart {
		pipe := words.Quote(b.Pipes().Errors)
		fmt.Fprintf(&t, "[ -p %s ] || mkfifo %s\ncat %s >&2 &\nexec 7>%s\n", pipe, pipe, pipe, pipe)
		streams = "2>&7 7>&-"
	}
	if c.Answers != nil {
		pipe := words.Quote(b.Pipes().Answers)
		fmt.Fprintf(&t, "[ -p %s ] || mkfifo %s\nexec 8<>%s\n", pipe, pipe, pipe)
		streams += " 8>&-"
	}
	fmt.Fprintf(&t, "say go %s\n(\nme\ncd %s || exit 126\n%s", r.number, words.Quote(dir), exports(c.Env))
	fmt.Fprintf(&t, "case $TESTSHELL in %s) TESTSHELL=$h ;; esac\nunset OLDPWD\n", words.Quote(shell))
	fmt.Fprintf(&t, "exec %s\"$h\"", b.target.facts.group())
	for _, a := range args {
		t.WriteString(" " + words.Quote(a))
	}
	fmt.Fprintf(&t, "\n) <%s %s\ne=$?\nfin\n", words.Quote(input), streams)
	if c.Answers != nil {
		t.WriteString("exec 8>&-\n")
	}
	if r.apart {
		fmt.Fprintf(&t, "printf '%%s end %s\\n' \"$s\" >&7\nexec 7>&-\nwait\n", r.number)
	}
	fmt.Fprintf(&t, "say end %s $e\n", r.number)
	fmt.Fprintf(&t, "else say noshell; say no %s\nfi\n", r.number)
	if b.session.perl {
		return "q sh " + words.Quote(shellRunner(b.session.salt, b.session.root)+t.String())
	}
	return "x " + words.Quote(t.String())
}

// endPatience is for how long a command may still be there that was told to end.
const endPatience = 6 * time.Second

// Wait waits for the end of the command.
func (c *command) Wait() (process.Result, error) {
	defer c.stop()
	s, r := c.box.session, c.request
	select {
	case <-r.done:
	case <-s.ended:
	case <-c.ctx.Done():
		go s.send("k\n")
		patience := time.NewTimer(endPatience)
		defer patience.Stop()
		select {
		case <-r.done:
		case <-s.ended:
		case <-patience.C:
			// It does not hear us; what is left there is removed by another connection.
			s.cancel()
			<-s.ended
			return process.Result{}, fmt.Errorf("%w; it did not answer when the test was to end", s.broken())
		}
	}
	s.mu.Lock()
	said, failed := string(r.said), r.failed
	ended := r.left == 0
	if s.now == r {
		s.now = nil
	}
	s.mu.Unlock()
	switch {
	case failed != nil:
		return process.Result{}, failed
	case !ended:
		return process.Result{}, s.broken()
	case r.refused:
		why := c.box.target.reason(said)
		if strings.TrimSpace(said) == "" {
			why = fmt.Errorf("there is no shell %s there", path.Base(filepath.ToSlash(c.box.test.Shell)))
		}
		return process.Result{}, c.box.target.errorf("preparing the test there: %w", why)
	case c.ctx.Err() != nil && !errors.Is(context.Cause(c.ctx), context.Canceled):
		return process.Result{}, context.Cause(c.ctx)
	case c.ctx.Err() != nil:
		return process.Result{}, context.Cause(c.ctx)
	}
	return process.Result{Status: r.status}, nil
}
