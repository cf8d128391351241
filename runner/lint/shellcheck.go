package lint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"dott/matcher/lint"
	"dott/matcher/transcript"
	"dott/runner/atomicfile"
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
	File      string `json:"file,omitempty"`
	Line      int    `json:"line"`
	EndLine   int    `json:"endLine"`
	Column    int    `json:"column"`
	EndColumn int    `json:"endColumn"`
	Level     string `json:"level"`
	Code      int    `json:"code"`
	Message   string `json:"message"`
}

// shellchecked adds what shellcheck says of all files, if it is installed and wanted.
// It is started once, for those scripts of which it is not known from an earlier time:
// it takes some 50 ms for each.
func shellchecked(ctx context.Context, tmp, cache string, files []File) error {
	rule, _ := lint.Named("shellcheck")
	program := hasShellcheck()
	if program == "" {
		return nil
	}
	known := readKnown(cache, program)
	keys := make([]string, len(files))
	unknown := map[string]string{} // scripts with their dialects, by their keys
	for i := range files {
		f := &files[i]
		ending := dialects[ShellOf(f.transcript, f.scope.Options)]
		if ending == "" || !f.transcript.HasCommands() || f.scope.facts.Of(rule) == lint.Off {
			continue
		}
		script := lint.Script(f.transcript)
		sum := sha256.Sum256([]byte(ending + script))
		keys[i] = hex.EncodeToString(sum[:]) + ending
		if _, ok := known.Comments[keys[i]]; !ok {
			unknown[keys[i]] = script
		}
	}
	if len(unknown) > 0 {
		if err := known.ask(ctx, tmp, program, unknown); err != nil {
			return err
		}
	}
	for i := range files {
		f := &files[i]
		for _, c := range known.Comments[keys[i]] {
			if c.Line >= 1 && c.Line <= len(f.transcript.Lines) && !isParsing(c.Code) {
				f.add(c.finding(f.transcript))
			}
		}
	}
	if len(unknown) > 0 && cache != "" {
		known.keep(cache, keys)
	}
	return nil
}

// known is what shellcheck has said, by the script and its dialect.
type known struct {
	Program  string               `json:"program"` // that said it
	Comments map[string][]comment `json:"comments"`
}

// readKnown reads what a program said the last times. What cannot be read is asked again.
func readKnown(cache, program string) *known {
	k := &known{}
	if info, err := os.Stat(program); err == nil {
		program = fmt.Sprint(program, " ", info.Size(), " ", info.ModTime().UnixNano())
	}
	if data, err := os.ReadFile(filepath.Join(cache, "shellcheck.json")); cache == "" || err != nil || json.Unmarshal(data, k) != nil || k.Program != program {
		k = &known{Program: program}
	}
	if k.Comments == nil {
		k.Comments = map[string][]comment{}
	}
	return k
}

// keep keeps what is known of some scripts for the next time. That it cannot is no harm.
func (k *known) keep(cache string, keys []string) {
	now := known{k.Program, map[string][]comment{}}
	for _, key := range keys {
		if said, ok := k.Comments[key]; ok {
			now.Comments[key] = said
		}
	}
	if len(now.Comments)*2 < len(k.Comments) {
		now = *k // only a few of the project's files were checked
	}
	if os.MkdirAll(cache, 0o777) == nil {
		_ = atomicfile.Write(filepath.Join(cache, "shellcheck.json"), 0o666, func(w io.Writer) error { return json.NewEncoder(w).Encode(now) })
	}
}

// ask has shellcheck read scripts, in one process.
func (k *known) ask(ctx context.Context, tmp, program string, scripts map[string]string) (err error) {
	dir, err := os.MkdirTemp(tmp, "dott-lint-")
	if err != nil {
		return fmt.Errorf("a directory for shellcheck: %w", err)
	}
	defer func() {
		if rerr := os.RemoveAll(dir); err == nil {
			err = rerr
		}
	}()
	names := slices.Sorted(maps.Keys(scripts))
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(scripts[name]), 0o600); err != nil {
			return fmt.Errorf("a script for shellcheck: %w", err)
		}
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
	for _, name := range names {
		k.Comments[name] = nil
	}
	for _, c := range said.Comments {
		name := c.File
		c.File = ""
		k.Comments[name] = append(k.Comments[name], c)
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
	files := []File{{transcript: t, scope: scope{o, FactsOf(&o.Config)}}}
	err := shellchecked(ctx, o.TmpDir, "", files)
	return files[0].Findings, err
}
