package step

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"dott/matcher/transcript"
	"dott/runner/environment"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/shell"
	"dott/runner/words"
)

// A Console is the terminal at which a person sits. It is raw from Begin to End.
type Console interface {
	Size() (columns, rows int)
	// Begin gives what is typed to the terminal of a command, and tells it of each new size.
	Begin(to *process.Terminal) error
	End() error
	Write(p []byte) (int, error)
}

// Enter returns what hands the shell of a test over to a person: before the command in a
// line of the file, counted from 1, or behind the last one, for 0. name tells the real
// name of a shell.
func Enter(line int, screen Console) Stepper {
	return func(ctx context.Context, t *Test) error {
		k, known := kindOf(t.Script.Shell)
		if !known {
			return fmt.Errorf("%s cannot be handed over in the middle; dott shell knows sh, bash, zsh, ksh and busybox", t.Shell)
		}
		if line > len(t.Transcript.Lines) {
			return fmt.Errorf("there is no line %d among its %d", line, len(t.Transcript.Lines))
		}
		e := &entry{test: t, line: line, kind: k, screen: screen, mark: "\x1b]7717;" + rand.Text()}
		e.head, e.rest = transcript.Until(t.Transcript, line-1)
		return e.run(ctx)
	}
}

// An entry is a person's way into the shell of a test.
type entry struct {
	test     *Test
	line     int
	kind     kind
	screen   Console
	mark     string // begins the escape sequences by which the shell says that it is ready
	head     *transcript.Transcript
	rest     []int
	script   *shell.Script
	outputs  []string // the files of what the commands print; none is the terminal itself
	terminal process.Terminal

	ctx   context.Context
	held  []byte // what came before the shell was ready
	ready bool
}

func (e *entry) run(ctx context.Context) (err error) {
	t := e.test
	e.ctx = ctx
	o := t.Script
	o.Teardown, o.Terminal, o.Repeated, o.Answers, o.Errors = nil, false, nil, "", ""
	dir := filepath.Dir(t.Box.Script())
	s := startup{script: t.Box.Script(), mark: e.mark, prompt: promptFor(e.address())}
	switch {
	case t.Terminal:
	case t.Apart:
		o.Errors = filepath.Join(dir, ".err")
		e.outputs = []string{filepath.Join(dir, ".out"), o.Errors}
		s.redirect = " >>" + words.Quote(e.outputs[0]) + " 2>>" + words.Quote(e.outputs[1])
	default:
		e.outputs = []string{filepath.Join(dir, ".out")}
		s.redirect = " >>" + words.Quote(e.outputs[0]) + " 2>&1"
	}
	for _, b := range e.rest {
		s.rest = append(s.rest, t.Transcript.At(b).CommandText())
	}
	e.script = shell.New(e.head, o)
	text := e.script.Text
	if t.Terminal {
		text, s.redirect = shell.Plain(e.head, o), "" // a person types what the file does
	}
	command := place.Command{Path: t.Shell, Args: slices.Concat(t.Args, e.kind.args), Env: t.Env, Output: e, Terminal: &e.terminal}
	rc := filepath.Join(dir, "rc")
	switch e.kind.env {
	case "": // bash
		command.Args = slices.Concat([]string{"--rcfile", rc, "--noprofile"}, command.Args)
	case "ENV":
		s.had, _ = environment.Lookup(t.Env, e.kind.env)
		command.Env = environment.With(t.Env, map[string]string{e.kind.env: rc})
	default:
		s.had, _ = environment.Lookup(t.Env, e.kind.env)
		rc = filepath.Join(dir, e.kind.rc)
		command.Env = environment.With(t.Env, map[string]string{e.kind.env: dir})
	}
	files := map[string]string{rc: e.kind.startup(s), s.script: text}
	for _, path := range e.outputs {
		files[path] = ""
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("writing what the shell reads first: %w", err)
		}
	}
	e.terminal.Columns, e.terminal.Rows = e.screen.Size()
	// Raw first: Ctrl-C is for the command from the beginning.
	if err := e.screen.Begin(&e.terminal); err != nil {
		return err
	}
	p, flush, err := t.Start(ctx, command)
	if err != nil {
		return errors.Join(err, e.screen.End())
	}
	result, err := p.Wait()
	flush()
	if !e.ready && ctx.Err() == nil {
		e.ended(result)
	}
	if left := t.TearDown(); left != "" {
		e.say(left)
	}
	return errors.Join(err, e.screen.End())
}

func (e *entry) address() string {
	if e.line == 0 {
		return e.test.Name
	}
	return fmt.Sprintf("%s:%d", e.test.Name, e.line)
}

// Write takes what the shell prints: nothing of it is shown before it is ready.
func (e *entry) Write(p []byte) (int, error) {
	if e.ready {
		return e.screen.Write(p)
	}
	e.held = append(e.held, p...)
	at := bytes.Index(e.held, []byte(e.mark))
	if at < 0 {
		if e.test.Terminal {
			return e.screen.Write(p)
		}
		return len(p), nil
	}
	end := bytes.IndexByte(e.held[at:], '\a')
	if end < 0 {
		return len(p), nil
	}
	e.ready = true
	e.met(bytes.HasSuffix(e.held[:at+end], []byte(atPrompt)))
	_, err := e.screen.Write(e.held[at+end+1:])
	e.held = nil
	return len(p), err
}

// met tells a person where the shell is.
func (e *entry) met(early bool) {
	ran := judge.Ran{}
	if early {
		ran.Cut = "the shell gave up what it was running, and prompts"
	}
	e.say(e.differs(ran))
	where := "behind its last command"
	if len(e.rest) > 0 {
		where = fmt.Sprintf("before line %d", e.test.Transcript.Blocks[e.rest[0]].Code[0]+1)
	}
	e.say(fmt.Sprintf("%s: the shell of this test, %s. When you leave it, its temporary directory is removed; the test file stays.", e.test.Name, where))
	switch {
	case len(e.rest) == 0:
	case e.kind.history != "":
		e.say(fmt.Sprintf("The up arrow brings what is left to run (%d), the next one first.", len(e.rest)))
	default:
		e.say(e.commands())
	}
}

// commandsShown is how many of the commands that are left are shown.
const commandsShown = 10

func (e *entry) commands() string {
	var b strings.Builder
	b.WriteString("What is left to run:\n")
	for i, block := range e.rest {
		if i == commandsShown {
			fmt.Fprintf(&b, "  … and %d more\n", len(e.rest)-i)
			break
		}
		b.WriteString(transcript.FromCommands([]string{e.test.Transcript.At(block).CommandText()}, 2))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// ended tells a person that the shell ended before it was ready.
func (e *entry) ended(result process.Result) {
	if e.test.Terminal {
		e.say(fmt.Sprintf("%s: the shell ended, with status %d, before it could be handed over.", e.test.Name, result.Status))
		return
	}
	differs := e.differs(judge.Ran{Status: result.Status, Signal: result.Signal})
	if differs == "" {
		differs = string(bytes.TrimSpace(e.held))
	}
	e.say(differs)
	e.say(fmt.Sprintf("%s: the shell ended before line %d; there is none to step into.", e.test.Name, max(e.line, 1)))
}

// differs returns how what was printed so far differs from the file; "" is not at all.
func (e *entry) differs(ran judge.Ran) string {
	if len(e.outputs) == 0 || len(e.head.Blocks) < 2 {
		return ""
	}
	texts := make([]string, 2)
	for i, path := range e.outputs {
		data, err := os.ReadFile(path)
		if err != nil {
			return err.Error()
		}
		texts[i] = string(data)
	}
	rename := e.inScript
	split := func(s *shell.Splitter, text string) shell.Output {
		s.Feed([]byte(text))
		return s.Output(text, rename)
	}
	out := split(e.script.Splitter(), texts[0])
	if e.test.Apart {
		out.Apart(split(e.script.ErrorSplitter(), texts[1]))
	}
	if e.kind.env == "" {
		numbered(&out, e.head, filepath.Base(e.test.Shell), e.test.Shell)
	}
	ctx, cancel := context.WithTimeout(e.ctx, compareFor)
	defer cancel()
	end, _ := e.test.Judge(ctx, Outcome{Transcript: e.head, Output: out, Printed: texts[0], Errors: texts[1], Ran: ran})
	if end.Action == event.Pass {
		return ""
	}
	return e.test.Mask(strings.TrimSuffix(end.Diff, "\n") + "\n" + end.Reason)
}

// compareFor is how long the comparison may take for which a person waits.
const compareFor = 10 * time.Second

// say shows a line, or several, on a terminal that is raw.
func (e *entry) say(text string) {
	text = strings.Trim(text, "\n")
	if text != "" {
		_, _ = e.screen.Write([]byte("\r" + strings.ReplaceAll(text, "\n", "\r\n") + "\r\n"))
	}
}

// started is what a ksh that a person talks to says of a command in the background.
var started = regexp.MustCompile(`(?m)^\[\d+\] \d+\n`)

// inScript is a text as it would be if the shell read the commands as its script, and
// not from a file that it sources.
func (e *entry) inScript(text string) string {
	script, own := e.test.Box.Script(), e.test.Shell
	if e.kind.env == "ENV" {
		text = strings.ReplaceAll(text, ": "+script+": ", ": ")  // dash
		text = strings.ReplaceAll(text, own+": "+script, script) // mksh
		if e.kind.history != "" {
			text = started.ReplaceAllString(text, "")
		}
	}
	return strings.ReplaceAll(text, script, own)
}

// numbered adds to what bash says of commands of one line the line that it says in a
// script. A shell that a person talks to leaves it out.
func numbered(o *shell.Output, t *transcript.Transcript, name, path string) {
	line := len(t.Blocks[0].Code)
	for b := 1; b < len(o.Blocks); b++ {
		code := len(t.Blocks[b].Code)
		line += 1 + code // a marker and the command
		if code != 1 {
			continue
		}
		for i := range o.Blocks[b] {
			p := &o.Blocks[b][i]
			p.Text, p.Errors = withLine(p.Text, name, path, line), withLine(p.Errors, name, path, line)
		}
	}
}

func withLine(text, name, path string, n int) string {
	said := name + ": "
	if !strings.Contains(text, said) {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if what, ok := strings.CutPrefix(line, said); ok && !strings.HasPrefix(what, "line ") {
			line = fmt.Sprintf("%s: line %d: %s", path, n, what)
		}
		b.WriteString(line)
	}
	return b.String()
}
