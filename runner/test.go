package runner

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/process"
	"dott/runner/sandbox"
)

const (
	skipStatus  = 80
	outputLimit = 256 << 20 // bytes of a test's output
	shownOutput = 2 << 10   // bytes of output shown with a timeout
)

// errTimeout is the cause of a context whose test ran out of time.
var errTimeout = errors.New("timed out")

// test runs one file. The last of the events is its end. The error is the
// run's, when it was cancelled before the test ended.
func (r *run) test(ctx context.Context, f testFile) ([]event.Event, error) {
	begin := time.Now()
	t := &trial{run: r, testFile: f, event: event.Event{Test: f.name, File: f.path}}
	events := []event.Event{{Time: begin, Action: event.Start, Test: f.name, File: f.path}}
	err := t.judge(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		t.event.Action = event.Error
		t.event.Reason = f.name + ": " + err.Error()
	}
	t.event.Elapsed = time.Since(begin).Seconds()
	return append(append(events, t.warnings...), t.event), nil
}

// A trial is one run of one file on its way to a verdict.
type trial struct {
	*run
	testFile
	event    event.Event
	warnings []event.Event

	transcript *transcript.Transcript
	script     script
	box        *sandbox.Sandbox
	result     process.Result
	output     output
	exit       bool // the shell ended by an `exit` in the last command
}

// judge runs the file and fills in the event. An error is a fault of ours or of
// the machine.
func (t *trial) judge(ctx context.Context) error {
	data, err := readFile(t.path)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	t.event.Hash = hex.EncodeToString(sum[:])
	t.transcript = transcript.Parse(string(data), t.Indent)
	if t.transcript.Empty() {
		t.event.Action, t.event.Reason, t.event.Empty = event.Skip, "empty", true
		return nil
	}
	for _, w := range t.transcript.Warnings {
		t.warnings = append(t.warnings, event.Event{
			Action: event.Warning, Test: t.name, File: t.path, Line: w.Line + 1, Reason: t.at(w.Line) + w.Reason,
		})
	}
	if t.faulty() {
		return nil
	}
	printed, err := t.runShell(ctx)
	if t.Debug != nil {
		if err == nil {
			t.event.Action, t.event.Reason = event.Skip, "debug: nothing was compared"
		}
		return err
	}
	switch {
	case errors.Is(err, errTimeout):
		t.timedOut(printed)
	case err != nil:
		return err
	case t.result.Status == skipStatus:
		t.event.Action, t.event.Reason = event.Skip, skipReason(printed)
	default:
		t.output = t.script.split(printed)
		t.compare()
	}
	return nil
}

// at is how a sentence about a line begins; the line is counted from 0.
func (t *trial) at(line int) string { return fmt.Sprintf("%s:%d: ", t.name, line+1) }

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, bare(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("not a regular file")
	}
	data, err := os.ReadFile(path)
	return data, bare(err)
}

// bare strips the path from an error that will be shown behind the file's name.
func bare(err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return pe.Err
	}
	return err
}

// faulty makes an error of what is wrong with the file itself.
func (t *trial) faulty() bool {
	faults := t.transcript.Faults
	for _, d := range t.transcript.Directives {
		if slices.ContainsFunc(faults, func(f transcript.Fault) bool { return f.Line == d.Line }) {
			continue
		}
		faults = append(faults, transcript.Fault{Line: d.Line, Reason: fmt.Sprintf("the directive #%s is not supported yet", d.Name)})
	}
	for i, l := range t.transcript.Lines {
		if l.Kind == transcript.Inline {
			faults = append(faults, transcript.Fault{Line: i, Reason: "inline code is not supported yet"})
		}
	}
	if len(faults) == 0 {
		return false
	}
	t.broken(faults)
	return true
}

// broken makes the verdict of a file with faults, at least one.
func (t *trial) broken(faults []transcript.Fault) {
	slices.SortFunc(faults, func(a, b transcript.Fault) int { return a.Line - b.Line })
	var reasons []string
	for _, f := range faults {
		reasons = append(reasons, t.at(f.Line)+f.Reason)
	}
	t.locate(t.transcript.Lines[faults[0].Line].Block)
	t.event.Action, t.event.Line = event.Error, faults[0].Line+1
	t.event.Reason = strings.Join(reasons, "\n")
}

// runShell runs the script in a fresh sandbox and returns what it printed. After
// a timeout that is what came until then.
func (t *trial) runShell(ctx context.Context) (printed string, err error) {
	t.box, err = t.dirs.New(baseName(t.path))
	if err != nil {
		return "", err
	}
	if !t.KeepTmp {
		defer func() { err = errors.Join(err, t.box.Remove()) }()
	}
	t.script = newScript(t.transcript)
	text := t.script.text
	if t.Debug != nil {
		text = plainScript(t.transcript)
	}
	if err := os.WriteFile(t.box.Script, []byte(text), 0o600); err != nil {
		return "", fmt.Errorf("writing the script: %w", err)
	}
	if t.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, t.Timeout, errTimeout)
		defer cancel()
	}
	var out limited
	command := process.Command{
		Path:  t.Shell,
		Args:  append(append([]string{}, t.ShellArgs...), t.box.Script),
		Dir:   t.box.Work,
		Env:   t.box.Env(sandbox.Test{Path: t.path, Shell: t.Shell, Preserve: t.PreserveEnv, Caller: t.Env}),
		Token: t.box.Root, Output: &out,
	}
	if t.Debug != nil {
		command.Output, command.Stderr = t.Debug.Out, t.Debug.Err
	}
	t.result, err = t.supervisor.Run(ctx, command)
	// Where a shell names the script, cram's user sees the shell's own path.
	return strings.ReplaceAll(out.String(), t.box.Script, t.Shell), err
}

func baseName(path string) string { return path[strings.LastIndexByte(path, os.PathSeparator)+1:] }

// limited is a buffer that refuses what goes past the limit.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > outputLimit {
		return 0, fmt.Errorf("the output is longer than %d MiB", outputLimit>>20)
	}
	return l.Buffer.Write(p)
}

// skipReason returns what the test printed as its reason for being skipped.
func skipReason(printed string) string {
	reason := ""
	for line := range strings.Lines(printed) {
		if r, ok := strings.CutPrefix(strings.TrimSpace(line), "skipped: "); ok {
			reason = r
		}
	}
	return strings.ToValidUTF8(reason, "\uFFFD")
}

func (t *trial) timedOut(printed string) {
	o := t.script.split(printed)
	t.event.Action, t.event.TimedOut = event.Error, true
	t.locate(o.last)
	t.event.Reason = fmt.Sprintf("%stimed out after %v", t.at(t.event.Line-1), t.Timeout)
	if t.event.Command != "" {
		t.event.Reason += "; the command that ran: " + t.event.Command
	}
	var sofar strings.Builder
	for _, p := range o.blocks[o.last] {
		sofar.WriteString(p.text)
	}
	if s := sofar.String(); s != "" {
		if len(s) > shownOutput {
			s = "…" + s[len(s)-shownOutput:]
		}
		for _, l := range matcher.Cut(s, false, t.shown) {
			t.event.Reason += "\n  " + l.Written()
		}
	}
}

// locate sets the line and the command of the event to those of a block.
func (t *trial) locate(block int) {
	t.event.Line, t.event.Command = 1, ""
	if code := t.transcript.Blocks[block].Code; len(code) > 0 {
		t.event.Line = code[0] + 1
		t.event.Command = strings.ToValidUTF8(t.transcript.Lines[code[0]].Text, "\uFFFD")
	}
}

// compare matches each block's output and makes the verdict.
func (t *trial) compare() {
	o := &t.output
	lastBlock := len(o.blocks) - 1
	// An exit as the last command, its own or a function's, is an ordinary end.
	t.exit = !o.complete && o.last == lastBlock && t.result.Signal == "" && !o.leaked && !redirection.MatchString(t.code(lastBlock))

	var edits []matcher.Edit
	var faults []transcript.Fault
	for b := range o.blocks {
		if o.blocks[b] == nil {
			continue // it was not run: nothing of it is touched
		}
		e, f := t.compareBlock(b)
		edits = append(edits, e...)
		faults = append(faults, f...)
		if t.event.Line == 0 && len(e) > 0 {
			t.locate(b)
			t.event.Line = e[0].Start + 1
		}
	}
	raw := t.transcript.Raw()
	t.event.Edits = edits
	t.event.Diff = matcher.Unified(t.name, t.name+".err", raw, edits, t.transcript.EOL)

	t.event.Reason = t.earlyEnd()
	switch {
	case len(faults) > 0:
		t.broken(faults)
	case t.event.Reason != "" || len(edits) > 0:
		t.event.Action = event.Fail
	default:
		t.event.Action = event.Pass
	}
}

// code returns the commands of a block.
func (t *trial) code(block int) string {
	var b strings.Builder
	for _, n := range t.transcript.Blocks[block].Code {
		b.WriteString(t.transcript.Lines[n].Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// exitCommand finds an exit among the words of a command.
var exitCommand = regexp.MustCompile(`(^|[\s;&|({])exit($|[\s;&|)}])`)

// redirection finds an exec that takes away the shell's own output.
var redirection = regexp.MustCompile(`(^|[\s;&|({])exec\s[^;]*>`)

// earlyEnd returns the sentence about commands that did not run, or were not
// seen to, and names their line in the event. It is empty when all were.
func (t *trial) earlyEnd() string {
	o := &t.output
	last := t.code(len(o.blocks) - 1)
	if o.complete || t.exit && (len(t.event.Edits) == 0 || exitCommand.MatchString(last)) {
		for b, pieces := range o.blocks {
			if pieces == nil {
				t.locate(b)
				return t.at(t.event.Line-1) + "this command was not seen to run: its marker is missing from the output"
			}
		}
		return ""
	}
	t.locate(o.last)
	left := len(o.blocks) - 1 - o.last
	how := fmt.Sprintf("ended with status %d", t.result.Status)
	if t.result.Signal != "" {
		how = fmt.Sprintf("was ended by a signal (%s)", t.result.Signal)
	}
	if t.result.Signal == "" && redirection.MatchString(t.code(o.last)) {
		how = "closed or redirected its own output here"
	}
	if o.last == 0 && len(t.transcript.Blocks[0].Code) == 0 {
		return fmt.Sprintf("%sthe shell %s before the first command", t.at(t.event.Line-1), how)
	}
	sentence := fmt.Sprintf("%sthe shell %s", t.at(t.event.Line-1), how)
	switch left {
	case 0:
		return sentence + " before the end of this command"
	case 1:
		return sentence + "; 1 command after it did not run"
	}
	return fmt.Sprintf("%s; %d commands after it did not run", sentence, left)
}

// compareBlock returns the edits that a block needs, and the faults of its
// patterns.
func (t *trial) compareBlock(b int) (edits []matcher.Edit, faults []transcript.Fault) {
	want := t.transcript.Patterns(b)
	last := b == t.output.last
	best, got := t.alignBest(want, t.output.blocks[b], t.exit && last && wantsStatus(want))
	output := t.transcript.Blocks[b].Output
	for _, f := range best.faults {
		faults = append(faults, transcript.Fault{Line: output[f.Index], Reason: f.Err.Error()})
	}
	for i, p := range want {
		if len(p.Conditions) > 0 && !literally(p, got) {
			faults = append(faults, transcript.Fault{Line: output[i], Reason: "conditions on expected lines are not supported yet"})
		}
	}
	return t.transcript.Edits(b, best.changes, got), faults
}

func literally(p matcher.Pattern, got []matcher.Line) bool {
	for i := range got {
		if got[i].Is(p.Text) {
			return true
		}
	}
	return false
}

// wantsStatus reports whether a block ends in an expected exit status.
func wantsStatus(want []matcher.Pattern) bool {
	if len(want) == 0 {
		return false
	}
	s := want[len(want)-1].Text
	return strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]")
}

type alignment struct {
	changes []matcher.Change
	faults  []matcher.Fault
	cost    int
}

// alignBest aligns a block with its output in each way that the output can be
// read, and returns the one that changes the fewest lines: cut at lone carriage
// returns, as cram does, or not, as Mercurial does; and, where the shell ended in this block, as cram reads it,
// which takes the last newline away.
func (t *trial) alignBest(want []matcher.Pattern, pieces []piece, status bool) (alignment, []matcher.Line) {
	returns := false
	for _, p := range pieces {
		returns = returns || matcher.HasReturns(p.text)
	}
	read := func(atReturns bool) []matcher.Line {
		var got []matcher.Line
		for _, p := range pieces {
			got = append(got, matcher.Cut(p.text, atReturns, t.shown)...)
			if p.status > 0 {
				got = append(got, statusLine(p.status))
			}
		}
		if status {
			got = append(got, statusLine(t.result.Status))
		}
		return got
	}
	got := read(returns)
	best := align(want, got)
	whole := slices.ContainsFunc(want, func(p matcher.Pattern) bool { return p.HasReturn() })
	try := func(lines []matcher.Line, take func(a alignment) bool) {
		if a := align(want, lines); take(a) {
			best, got = a, lines
		}
	}
	if best.cost > 0 && returns {
		try(read(false), func(a alignment) bool { return a.cost == 0 || whole && a.cost < best.cost })
	}
	n := len(pieces)
	if best.cost > 0 && n > 0 && pieces[n-1].status < 0 && strings.HasSuffix(pieces[n-1].text, "\n") {
		trimmed := append([]piece{}, pieces...)
		trimmed[n-1].text = strings.TrimSuffix(trimmed[n-1].text, "\n")
		pieces = trimmed
		try(read(returns), func(a alignment) bool { return a.cost == 0 })
	}
	return best, got
}

func statusLine(n int) matcher.Line {
	s := fmt.Sprintf("[%d]", n)
	return matcher.NewLine(s, s, false)
}

func align(want []matcher.Pattern, got []matcher.Line) alignment {
	a := alignment{}
	a.changes, a.faults = matcher.Align(want, got)
	for _, c := range a.changes {
		a.cost += c.End - c.Start + c.To - c.From
	}
	return a
}

// shown replaces the sandbox's paths in a line by their variables.
func (t *trial) shown(line string) string {
	if !strings.Contains(line, t.box.Root) {
		return line
	}
	return replacePath(replacePath(line, t.box.Work, "$TESTTMP"), t.box.Root, "$CRAMTMP")
}

// replacePath replaces a path where it is not the beginning of a longer name.
func replacePath(line, path, variable string) string {
	var b strings.Builder
	for {
		i := strings.Index(line, path)
		if i < 0 {
			b.WriteString(line)
			return b.String()
		}
		end := i + len(path)
		if end < len(line) && isWord(line[end]) {
			b.WriteString(line[:end])
		} else {
			b.WriteString(line[:i] + variable)
		}
		line = line[end:]
	}
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
