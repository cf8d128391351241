package lint

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"dott/matcher/lint"
	"dott/matcher/transcript"
	"dott/runner/process"
)

// shellcheck reads the commands of each file as a script whose lines are those of the
// file, so that what it says has the right line by itself. The script's name tells it
// the shell.

// dialects are the shells that it knows, by the ending of a name.
var dialects = map[string]string{"sh": ".dash", "dash": ".dash", "ash": ".dash", "bash": ".bash", "ksh": ".ksh", "mksh": ".ksh"}

// unasked are its codes that are wrong in a test. The environment comes from dott
// (SC2154), a variable may be there for a command of its own (SC2034), what is sourced
// is made by the test (SC1090, SC1091), and a test fails visibly where cd does (SC2164).
const unasked = "SC1090,SC1091,SC2034,SC2154,SC2164"

// A comment is what shellcheck says of a place.
type comment struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	EndLine   int    `json:"endLine"`
	Column    int    `json:"column"`
	EndColumn int    `json:"endColumn"`
	Level     string `json:"level"`
	Code      int    `json:"code"`
	Message   string `json:"message"`
}

// shellchecked adds what shellcheck says of all files, if it is installed and wanted.
// It is started once.
func shellchecked(ctx context.Context, o *Options, files []File, facts *lint.Facts) (err error) {
	rule, _ := lint.Named("shellcheck")
	program := hasShellcheck()
	if facts.Of(rule) == lint.Off || program == "" {
		return nil
	}
	dir, err := os.MkdirTemp(o.TmpDir, "dott-lint-")
	if err != nil {
		return fmt.Errorf("a directory for shellcheck: %w", err)
	}
	defer func() {
		if rerr := os.RemoveAll(dir); err == nil {
			err = rerr
		}
	}()
	var names []string
	for i := range files {
		t := files[i].transcript
		ending := dialects[ShellOf(t, o)]
		if ending == "" || !t.HasCommands() {
			continue
		}
		name := strconv.Itoa(i) + ending
		if err := os.WriteFile(filepath.Join(dir, name), []byte(lint.Script(t)), 0o600); err != nil {
			return fmt.Errorf("a script for shellcheck: %w", err)
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return nil
	}
	args := append([]string{"--norc", "-f", "json1", "-S", "warning", "-e", unasked}, names...)
	printed, err := process.Output(ctx, dir, program, args...)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var said struct {
		Comments []comment `json:"comments"`
	}
	// With something to say its status is 1, and an error all the same.
	if jerr := json.Unmarshal([]byte(printed), &said); jerr != nil {
		if err == nil {
			err = jerr
		}
		return fmt.Errorf("shellcheck: %w", err)
	}
	for _, c := range said.Comments {
		number, _, _ := strings.Cut(c.File, ".")
		i, err := strconv.Atoi(number)
		if err != nil || i >= len(files) || c.Line < 1 || c.Line > len(files[i].transcript.Lines) || isParsing(c.Code) {
			continue
		}
		files[i].add(c.finding(files[i].transcript), facts)
	}
	return nil
}

// isParsing reports whether a code says that shellcheck cannot read a script; the rule
// shell-syntax does that.
func isParsing(code int) bool { return code >= 1000 && code < 2000 }

// finding maps a place in a script to the file.
func (c comment) finding(t *transcript.Transcript) lint.Finding {
	l := t.Lines[c.Line-1]
	f := lint.Finding{
		Line: c.Line - 1, Rule: "shellcheck", Severity: lint.Warning,
		Message: fmt.Sprintf("SC%d: %s", c.Code, c.Message),
	}
	at := lint.Offset(l)
	if f.Start = at + bytesOf(l.Text, c.Column-1); c.EndLine == c.Line {
		f.End = max(f.Start, at+bytesOf(l.Text, c.EndColumn-1))
	} else {
		f.End = at + len(l.Text)
	}
	return f
}

// bytesOf returns how many bytes the columns of a line have, as shellcheck counts them:
// by characters, and a tab to the next of eight.
func bytesOf(line string, columns int) int {
	at := 0
	for i, r := range line {
		if at >= columns {
			return i
		}
		if at++; r == '\t' {
			at += 7 - (at-1)%8
		}
	}
	return len(line)
}

// Shellcheck returns what shellcheck says of one file.
func Shellcheck(ctx context.Context, t *transcript.Transcript, o *Options) ([]lint.Finding, error) {
	files := []File{{transcript: t}}
	facts := FactsOf(&o.Config)
	err := shellchecked(ctx, o, files, &facts)
	return files[0].Findings, err
}
