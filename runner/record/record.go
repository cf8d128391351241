// Package record writes down what a person does in a shell as a transcript.
//
// The person types at dott and not at the shell: dott reads the lines, sees when a
// command is whole, and gives it to the shell of a test, which reads a named pipe as its
// script. So any shell will do, nothing has to be found in between prompts, and what is
// written is what was typed. Commands see a terminal. Behind each of them the shell
// prints a mark with the exit status.
//
// What a command printed is written into the file as soon as it has ended: of a session
// that is killed, what there was is there.
package record

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/environment"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/process"
	"dott/runner/shell"
	"dott/runner/step"
	"dott/runner/words"
)

// A Session is what is recorded.
type Session struct {
	Screen *step.Screen
	File   *os.File // to which the commands are added
	Left   []string // what was left out, and why; set by Step
	Kept   int      // how many commands were written; set by Step
	Typed  []string // the commands into which something was typed

	Written int  // bytes
	prose   bool // the last line was text, and not a command
}

// longest is how many bytes a command may have: the pipe has to take it at once.
const longest = 32 << 10

// A recording is a session in its sandbox.
type recording struct {
	*Session
	test     *step.Test
	answers  process.Answers
	terminal process.Terminal
	desk     *desk
	mark     string
	printed  *printed
	ended    chan struct{} // closed when the shell has
	result   process.Result
	err      error
}

// Step records what a person does in the shell of a test, behind the commands that its
// file has.
func (s *Session) Step(ctx context.Context, t *step.Test) (err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r := &recording{Session: s, test: t, mark: "\x1b]7717;" + rand.Text() + ";", ended: make(chan struct{})}
	r.printed = newPrinted(r.mark, s.Screen)
	r.terminal.Columns, r.terminal.Rows = s.Screen.Size()
	env := environment.With(t.Env, map[string]string{"TERM": s.Screen.Term, "PAGER": "cat", "GIT_PAGER": "cat"})
	// Raw first: what is typed meanwhile is for us.
	if r.desk, err = newDesk(s.Screen, &r.terminal); err != nil {
		return err
	}
	p, flush, err := t.Start(ctx, place.Command{
		Path: t.Shell, Args: append(slices.Clone(t.Args), t.Box.Pipes().Answers), Env: env,
		Output: r.printed, Terminal: &r.terminal, Answers: &r.answers,
	})
	if err != nil {
		return errors.Join(err, s.Screen.End())
	}
	go func() {
		r.result, r.err = p.Wait()
		flush()
		close(r.ended)
	}()
	err = r.session(ctx)
	select {
	case <-r.ended:
	default:
		r.answers.Give(`\exit`)
		r.printed.loud(false)
	}
	<-r.ended
	if left := t.TearDown(); left != "" {
		s.Screen.Say(left)
	}
	if errors.Is(err, errEnded) {
		err = nil
	}
	return errors.Join(err, r.err, s.Screen.End())
}

// errEnded is that the shell has ended.
var errEnded = errors.New("the shell has ended")

// session reads commands and has them run until there are no more.
func (r *recording) session(ctx context.Context) error {
	if err := r.begin(ctx); err != nil {
		return err
	}
	r.printed.loud(true)
	r.Screen.Say("What you do here becomes a test. End with exit, or with Ctrl-D.")
	for {
		command, err := r.desk.command(r.wrong)
		switch {
		case errors.Is(err, io.EOF):
			_, _ = r.Screen.Write([]byte("\r\n")) // what comes does not belong to the prompt
			return nil
		case err != nil:
			return err
		case strings.TrimSpace(command) == "":
			continue
		case strings.HasPrefix(strings.TrimSpace(command), "#"):
			if err := r.prose(strings.TrimLeft(command, "# \t")); err != nil {
				return err
			}
			continue
		case isExit(command):
			return nil
		}
		if err := r.command(ctx, command); err != nil {
			return err
		}
	}
}

// begin brings the shell behind what the file has already.
func (r *recording) begin(ctx context.Context) error {
	o := r.test.Script
	o.Teardown, o.Terminal, o.Repeated, o.Errors = nil, false, nil, ""
	text := "trap : INT QUIT" // with a trap the shell goes on, and what it starts has none
	if before := shell.Plain(r.test.Transcript, o); before != "" {
		path := filepath.Join(filepath.Dir(r.test.Box.Script()), "before")
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			return err
		}
		text += "\n. " + words.Quote(path) + " </dev/null >/dev/null 2>&1"
	}
	if _, err := r.run(ctx, text); err != nil {
		return fmt.Errorf("the commands that the file has: %w", err)
	}
	return nil
}

// run gives the shell a command and waits until it has ended.
func (r *recording) run(ctx context.Context, command string) (status int, err error) {
	r.printed.clear()
	r.desk.away()
	defer r.desk.back()
	r.answers.Give(command + "\n{ \\command printf '" + strings.ReplaceAll(r.mark, "\x1b", `\033`) + `%s\007' "$?" >/dev/tty; } 2>/dev/null`)
	select {
	case status = <-r.printed.statuses:
		return status, nil
	case <-r.ended:
		return r.result.Status, errEnded
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// wrong returns why the shell cannot read a command; "" is that it can, or that only the
// shell knows.
func (r *recording) wrong(command string) (why string, more bool) {
	if len(command) > longest {
		return "this command is too long", false
	}
	why, more = shell.Unfinished(command)
	if filepath.Base(r.test.Script.Shell) == "zsh" && !more {
		why = "" // it has a grammar of its own
	}
	return why, more
}

// command runs a command and writes it down.
func (r *recording) command(ctx context.Context, command string) error {
	status, err := r.run(ctx, command)
	if err != nil && !errors.Is(err, errEnded) {
		return err
	}
	text := r.printed.text()
	if text != "" && !strings.HasSuffix(text, "\n") {
		r.Screen.Say("")
	}
	if status != 0 && err == nil {
		r.Screen.Say(fmt.Sprintf("[%d]", status))
	}
	why := ""
	switch {
	case fullScreen(text):
		why = "it took over the screen"
	case r.desk.interrupted():
		why = "it was ended with Ctrl-C"
	}
	if why != "" {
		first, _, more := strings.Cut(command, "\n")
		if more {
			first += " ..."
		}
		left := fmt.Sprintf("%s (%s)", first, why)
		r.Left = append(r.Left, left)
		if werr := r.prose("Left out: " + left); werr != nil {
			return werr
		}
		return err
	}
	if r.desk.typed() {
		r.Typed = append(r.Typed, command)
	}
	r.Kept++
	if r.Session.prose {
		r.Session.prose = false
		if werr := r.write("\n"); werr != nil {
			return werr
		}
	}
	return errors.Join(r.write(r.block(ctx, command, strings.ReplaceAll(plain(text), r.test.Box.Pipes().Answers, r.test.Shell), status, err != nil)), err)
}

// block is a command with what it printed, as lines of the file.
func (r *recording) block(ctx context.Context, command, text string, status int, last bool) string {
	lines := ""
	prefix := r.test.Format.Prefix()
	for i, line := range strings.Split(command, "\n") {
		sign := "$ "
		if i > 0 {
			sign = "> "
		}
		lines += prefix + sign + line + "\n"
	}
	t := r.test.Format.Parse(lines)
	if len(t.Blocks) != 2 {
		return lines
	}
	o := shell.Output{Blocks: [][]shell.Piece{{}, {{Text: text, Status: status}}}, Last: 1, Complete: true, Stray: -1}
	ran := judge.Ran{}
	if last {
		o.Complete, o.Blocks[1][0].Status, ran.Status = false, -1, status
	}
	end, _ := r.test.Judge(ctx, step.Outcome{Transcript: t, Output: o, Printed: text, Ran: ran})
	return t.Apply(end.Edits)
}

// prose adds a line of text, which stands apart from commands.
func (r *recording) prose(text string) error {
	line := prose(text)
	if !r.Session.prose && r.Written > 0 {
		line = "\n" + line
	}
	r.Session.prose = true
	return r.write(line)
}

// write adds lines to the file, and does not wait for more.
func (r *recording) write(lines string) error {
	n, err := r.File.WriteString(lines)
	if r.Written += n; err != nil {
		return fmt.Errorf("writing down what was done: %w", err)
	}
	return nil
}

// prose is a line of text of the file, which is nothing else.
func prose(text string) string {
	text = strings.TrimSpace(strings.ToValidUTF8(plain(text), "?"))
	if text == "" {
		return "\n"
	}
	return text + "\n"
}

// isExit reports whether a command does nothing but end the shell.
func isExit(command string) bool {
	f := strings.Fields(command)
	return len(f) == 1 && (f[0] == "exit" || f[0] == "logout")
}

// fullScreen reports whether a program took another screen, on which it can write
// anywhere.
func fullScreen(text string) bool {
	for _, on := range []string{"\x1b[?1049h", "\x1b[?1047h", "\x1b[?47h"} {
		if strings.Contains(text, on) {
			return true
		}
	}
	return false
}
