package runner

import (
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
	shownOutput = 2 << 10  // bytes of output shown with a timeout, at most
	shownLines  = 20       // and lines
	wholeLimit  = 32 << 20 // bytes of output of a block, past which it must match
	wholeLines  = 1 << 20  // and lines
	lineLimit   = 16 << 20 // bytes of a line that is compared at all
	ports       = 3        // leased to each test
)

// errTimeout is the cause of a context whose test ran out of time.
var errTimeout = errors.New("timed out")

// test runs one file once. The last of the events is its end. The error is the
// run's, when it was cancelled before the test ended.
func (w *worker) test(ctx context.Context, j *job) ([]event.Event, error) {
	begin := time.Now()
	t := &trial{worker: w, job: j, event: *j.event("", 0)}
	err := t.judge(ctx)
	t.out.close()
	if err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		t.event.Action = event.Error
		t.event.Reason = j.name + ": " + err.Error()
	}
	t.event.Elapsed = time.Since(begin).Seconds()
	return append(t.warnings, t.event), nil
}

// A trial is one run of one file on its way to a verdict.
type trial struct {
	*worker
	*job
	event    event.Event
	warnings []event.Event

	transcript   *transcript.Transcript
	script       script
	box          *sandbox.Sandbox
	out          spool
	text         string // what was printed
	replacements []replacement
	result       process.Result
	output       output
	exit         bool // the shell ended by an exit in the last command
}

// load reads and parses the job's file.
func (j *job) load(r *run) error {
	data, err := readFile(j.path)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(data)
	l := &loaded{hash: hex.EncodeToString(sum[:]), transcript: transcript.Parse(string(data), r.Indent)}
	l.directives, l.faults = readDirectives(l.transcript)
	if len(l.faults) == 0 {
		if why := r.pool.impossible(l.directives); why != "" {
			for _, d := range l.transcript.Directives {
				if d.Name == "resource" {
					l.faults = append(l.faults, transcript.Fault{Line: d.Line, Reason: why})
					break
				}
			}
		}
	}
	if len(l.faults) > 0 {
		l.directives = directives{} // it will not run
	}
	j.loaded = l
	return nil
}

// judge runs the file and fills in the event. An error is a fault of ours or of
// the machine.
func (t *trial) judge(ctx context.Context) error {
	if t.skip != "" {
		t.event.Action, t.event.Reason = event.Skip, t.skip
		return nil
	}
	t.transcript = t.loaded.transcript
	t.event.Hash = t.loaded.hash
	if t.transcript.Empty() {
		t.event.Action, t.event.Reason, t.event.Empty = event.Skip, "empty", true
		return nil
	}
	for _, w := range t.transcript.Warnings {
		t.warnings = append(t.warnings, event.Event{
			Action: event.Warning, Test: t.name, File: t.path, Line: w.Line + 1, Reason: t.at(w.Line) + w.Reason,
		})
	}
	if len(t.loaded.faults) > 0 {
		t.broken(t.loaded.faults)
		return nil
	}
	err := t.runShell(ctx)
	if t.Debug != nil {
		if err == nil {
			t.event.Action, t.event.Reason = event.Skip, "debug: nothing was compared"
		}
		return err
	}
	tooMuch, isLimit := errors.AsType[limitError](err)
	switch {
	case errors.Is(err, errTimeout):
		t.event.TimedOut = true
		t.cutShort(fmt.Sprintf("timed out after %v", t.timeout()))
	case isLimit:
		t.cutShort(tooMuch.Error())
	case err != nil:
		return err
	case t.result.Status == skipStatus:
		t.event.Action, t.event.Reason = event.Skip, skipReason(t.text)
	default:
		t.output = t.script.split(t.text)
		t.compare()
	}
	return nil
}

// timeout returns how long the test may take; 0 is without end.
func (t *trial) timeout() time.Duration {
	switch d := t.loaded.directives.timeout; {
	case d < 0:
		return 0
	case d > 0:
		return d
	}
	return t.Timeout
}

// at is how a sentence about a line begins; the line is counted from 0.
func (t *trial) at(line int) string { return fmt.Sprintf("%s:%d: ", t.name, line+1) }

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, bare(err)
	}
	if !info.Mode().IsRegular() { // to open a pipe would wait for its other end
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

// runShell runs the script in a fresh sandbox and keeps what it printed; after a
// timeout that is what came until then.
func (t *trial) runShell(ctx context.Context) (err error) {
	if err := t.ports.Lease(ports); err != nil {
		return err
	}
	if err := t.ports.Refresh(); err != nil {
		return err
	}
	t.box, err = t.dirs.New(baseName(t.path))
	if err != nil {
		return err
	}
	end := t.box.Remove
	if t.KeepTmp {
		end = t.box.Keep
	}
	defer func() { err = errors.Join(err, end()) }()
	t.script = newScript(t.transcript)
	text := t.script.text
	if t.Debug != nil {
		text = plainScript(t.transcript)
	}
	if err := t.box.WriteScript(text); err != nil {
		return err
	}
	if d := t.timeout(); d > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, d, errTimeout)
		defer cancel()
	}
	t.out = spool{dir: t.dirs.Dir, limit: t.MaxOutput}
	command := process.Command{
		Path: t.Shell,
		Args: append(append([]string{}, t.ShellArgs...), t.box.Script),
		Dir:  t.box.Work,
		Env: t.box.Env(sandbox.Test{
			Path: t.path, Shell: t.Shell, Preserve: t.PreserveEnv, Caller: t.Env, Ports: t.ports.Variables(),
		}),
		Token: t.box.Root, Output: &t.out,
	}
	if t.Debug != nil {
		command.Output, command.Stderr = t.Debug.Out, t.Debug.Err
	}
	t.result, err = t.supervisor.Run(ctx, command)
	text, terr := t.out.text()
	if terr != nil {
		return errors.Join(err, terr)
	}
	if len(text) <= wholeLimit {
		// Where a shell names the script, cram's user sees the shell's own path.
		text = strings.ReplaceAll(text, t.box.Script, t.Shell)
	}
	t.text = text
	t.script.index = t.out.index
	t.findReplacements()
	return err
}

func baseName(path string) string { return path[strings.LastIndexByte(path, os.PathSeparator)+1:] }

// skipReason returns what the test printed as its reason for being skipped.
func skipReason(printed string) string {
	reason := ""
	printed = printed[max(0, len(printed)-window):]
	for line := range strings.Lines(printed) {
		if r, ok := strings.CutPrefix(strings.TrimSpace(line), "skipped: "); ok {
			reason = r
		}
	}
	return strings.Clone(strings.ToValidUTF8(reason, "\uFFFD"))
}

// cutShort makes the verdict of a test that was ended before its end, and shows
// what its last command printed until then.
func (t *trial) cutShort(why string) {
	o := t.script.split(t.text)
	t.event.Action = event.Error
	t.locate(o.last)
	t.event.Reason = t.at(t.event.Line-1) + why
	if t.event.Command != "" {
		t.event.Reason += "; the command that ran: " + t.event.Command
	}
	var sofar strings.Builder
	for _, p := range o.blocks[o.last] {
		text := p.text
		if len(text) > shownOutput {
			text = "…" + text[len(text)-shownOutput:]
		}
		sofar.WriteString(text)
	}
	lines := matcher.Cut(sofar.String(), false, t.shown)
	for _, l := range lines[max(0, len(lines)-shownLines):] {
		t.event.Reason += "\n  " + l.Written()
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
	if long, why := t.long(b, want); long {
		if why == "" {
			return nil, nil
		}
		line := 0
		if code := t.transcript.Blocks[b].Code; len(code) > 0 {
			line = code[0]
		}
		return nil, []transcript.Fault{{Line: line, Reason: why}}
	}
	last := b == len(t.output.blocks)-1
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

// long deals with the output of a block that is so long that it can only be seen
// to match, not be shown or written; why is empty where it matches. It takes no
// more memory than a short one.
func (t *trial) long(b int, want []matcher.Pattern) (long bool, why string) {
	size, lines := 0, 0
	for _, p := range t.output.blocks[b] {
		size += len(p.text)
		if len(p.text) <= wholeLimit {
			lines += strings.Count(p.text, "\n")
		}
	}
	if size <= wholeLimit && lines <= wholeLines {
		return false, ""
	}
	seen := 0
	matches := matcher.Matches(want, func(yield func(matcher.Line) bool) {
		for _, p := range t.output.blocks[b] {
			for l := range matcher.CutSeq(p.text, false, t.shown, lineLimit) {
				if l.Cut {
					why = fmt.Sprintf("the output has a line of more than %s, too long to be compared", sizeName(lineLimit))
					return
				}
				if seen += l.Len(); seen > window {
					seen = 0
					t.out.release()
				}
				if !yield(l) {
					return
				}
			}
			if p.status > 0 && !yield(statusLine(p.status)) {
				return
			}
		}
	})
	t.out.release()
	if !matches && why == "" {
		why = fmt.Sprintf("the output differs; of %d bytes, it is too long to be shown or written", size)
	}
	return true, why
}

// lines cuts what a block printed into lines, with its exit statuses.
func (t *trial) lines(pieces []piece, atReturns bool) []matcher.Line {
	var got []matcher.Line
	for _, p := range pieces {
		got = append(got, matcher.Cut(p.text, atReturns, t.shown)...)
		if p.status > 0 {
			got = append(got, statusLine(p.status))
		}
	}
	return got
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
		got := t.lines(pieces, atReturns)
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

// A replacement is a text of the sandbox and the variable that stands for it.
type replacement struct {
	text, variable string
	inNumber       bool // a digit before it makes it part of another number
}

// findReplacements notes which of the sandbox's paths and ports were printed.
func (t *trial) findReplacements() {
	all := []replacement{{text: t.box.Work, variable: "$TESTTMP"}, {text: t.box.Root, variable: "$CRAMTMP"}}
	for _, v := range t.ports.Variables() {
		all = append(all, replacement{v[1], "$" + v[0], true})
	}
	t.replacements = nil
	for _, r := range all {
		if len(t.text) > wholeLimit || strings.Contains(t.text, r.text) {
			t.replacements = append(t.replacements, r)
		}
	}
}

// shown replaces the sandbox's paths and ports in a line by their variables.
func (t *trial) shown(line string) string {
	for _, r := range t.replacements {
		line = r.replace(line)
	}
	return line
}

// replace replaces the text where it is not part of a longer name or number.
func (r replacement) replace(line string) string {
	i := strings.Index(line, r.text)
	if i < 0 {
		return line
	}
	var b strings.Builder
	for i >= 0 {
		end := i + len(r.text)
		longer := end < len(line) && isWord(line[end]) || r.inNumber && i > 0 && '0' <= line[i-1] && line[i-1] <= '9'
		if longer {
			b.WriteString(line[:end])
		} else {
			b.WriteString(line[:i] + r.variable)
		}
		line = line[end:]
		i = strings.Index(line, r.text)
	}
	b.WriteString(line)
	return b.String()
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
