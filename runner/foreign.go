package runner

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"

	"dott/matcher"
	"dott/runner/event"
	"dott/runner/process"
)

// judgeForeign runs a test that is no transcript, and reads its verdict as the
// configuration says: from its exit status, from what it printed, or from the TAP
// that it printed. Status 80 skips it in any case.
func (t *trial) judgeForeign(ctx context.Context) error {
	t.settings = &t.loaded.settings
	err := t.inSandbox(ctx, "", process.Command{
		Path: "/bin/sh", Args: []string{"-c", t.foreign.Command},
	}, func(process.Command) {})
	tooMuch, isLimit := errors.AsType[limitError](err)
	switch {
	case errors.Is(err, errTimeout):
		t.event.TimedOut = true
		t.fail(fmt.Sprintf("%s: timed out after %v", t.name, t.settings.timeout) + t.excerpt(t.text))
	case isLimit:
		t.fail(t.name + ": " + tooMuch.Error())
	case err != nil:
		return err
	case t.Debug != nil:
		t.event.Action, t.event.Reason = event.Skip, "debug: nothing was compared"
	case t.result.Signal != "":
		t.failForeign(fmt.Sprintf("was ended by a signal (%s)", t.result.Signal))
	case t.result.Status == skipStatus:
		t.event.Action, t.event.Reason = event.Skip, skipReason(t.text)
	case t.foreign.Verdict == "output":
		t.compareOutput()
	case t.foreign.Verdict == "tap":
		t.readTAP()
	case t.result.Status != 0:
		t.failForeign(fmt.Sprintf("ended with status %d", t.result.Status))
	default:
		t.event.Action = event.Pass
	}
	return nil
}

// failForeign makes the verdict a failure, and shows the end of the output.
func (t *trial) failForeign(how string) {
	t.event.Action = event.Fail
	t.event.Reason = fmt.Sprintf("%s: it %s", t.name, how) + t.excerpt(t.text)
}

// compareOutput compares what the test printed with the file that holds what is
// expected; none is no output. The changes are changes of that file.
func (t *trial) compareOutput() {
	name := t.foreign.Expected
	if name == "" {
		name = "{file}.out"
	}
	path := inDir(filepath.Dir(t.path), strings.ReplaceAll(name, "{file}", filepath.Base(t.path)))
	data, err := readFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.event.Action, t.event.Reason = event.Error, fmt.Sprintf("%s: %v", path, err)
		return
	}
	var raw []string
	var want []matcher.Pattern
	for line := range strings.Lines(string(data)) {
		raw = append(raw, line)
		bare, ended := strings.CutSuffix(line, "\n")
		if !ended {
			bare += " (no-eol)"
		}
		want = append(want, matcher.Exactly(bare))
	}
	got := matcher.Cut(t.text, false, t.shown)
	changes, _ := matcher.Align(want, got)
	valid := true
	var edits []matcher.Edit
	for _, c := range changes {
		e := matcher.Edit{Start: c.Start, End: c.End}
		for _, l := range got[c.From:c.To] {
			line := l.Shown()
			valid = valid && utf8.ValidString(line)
			if !l.NoEOL {
				line += "\n"
			}
			e.New = append(e.New, strings.ToValidUTF8(line, "\uFFFD"))
		}
		edits = append(edits, e)
	}
	if len(edits) > 0 {
		shown := filepath.Join(filepath.Dir(t.name), filepath.Base(path))
		t.event.Action, t.event.Line = event.Fail, edits[0].Start+1
		t.event.Diff = matcher.Unified(shown, shown+".err", raw, edits, "")
	}
	switch {
	case t.result.Status != 0:
		// What a program printed before it failed is nothing to expect of it.
		t.failForeign(fmt.Sprintf("ended with status %d", t.result.Status))
	case len(edits) == 0:
		t.event.Action = event.Pass
	default:
		sum := sha256.Sum256(data)
		t.event.Target, t.event.Hash = path, hex.EncodeToString(sum[:])
		if valid {
			t.event.Edits = edits
		}
	}
}

// readTAP makes the verdict of what the test printed in the Test Anything
// Protocol: it passes when as many points as were planned are ok, skipped or to
// do, and the status is 0.
func (t *trial) readTAP() {
	planned, points, skip := -1, 0, ""
	var failed []string
	for line := range strings.Lines(t.text) {
		line = strings.TrimRight(line, "\r\n")
		word, rest, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(line, "Bail out!"):
			t.failForeign(strings.TrimSuffix("bailed out:"+strings.TrimPrefix(line, "Bail out!"), ":"))
			return
		case strings.HasPrefix(word, "1.."):
			n, err := strconv.Atoi(word[3:])
			if err != nil || n < 0 {
				continue
			}
			planned = n
			if _, why, ok := strings.Cut(rest, "#"); ok && n == 0 {
				skip = strings.TrimSpace(why)
			}
		case word == "ok" || strings.HasPrefix(line, "not ok"):
			points++
			_, directive, _ := strings.Cut(strings.ToUpper(line), "# ")
			if word != "ok" && !strings.HasPrefix(directive, "TODO") && !strings.HasPrefix(directive, "SKIP") {
				failed = append(failed, strings.ToValidUTF8(line, "\uFFFD"))
			}
		}
	}
	switch {
	case len(failed) > 0:
		t.event.Action = event.Fail
		t.event.Reason = fmt.Sprintf("%s: %d of %d failed\n  %s", t.name, len(failed), points, strings.Join(failed[:min(len(failed), shownLines)], "\n  "))
	case t.result.Status != 0:
		t.failForeign(fmt.Sprintf("ended with status %d", t.result.Status))
	case planned < 0:
		t.failForeign("printed no plan (1..N), so that nobody knows whether it came to its end")
	case planned != points:
		t.failForeign(fmt.Sprintf("planned %d tests and ran %d", planned, points))
	case planned == 0:
		t.event.Action, t.event.Reason = event.Skip, strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(skip, "SKIP"), "skip"))
	default:
		t.event.Action = event.Pass
	}
}
