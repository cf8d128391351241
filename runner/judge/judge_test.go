package judge

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dott/matcher/feature"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
)

// pieces makes what blocks printed of a short form: blocks between bars, `;` for a
// newline, and each exit status in brackets behind what was printed before it; -
// is a block that was not run, which the blocks that are missing are as well. What
// comes first is of the block before the first command.
func pieces(t *testing.T, tr *transcript.Transcript, text string) shell.Output {
	t.Helper()
	o := shell.Output{Blocks: make([][]shell.Piece, len(tr.Blocks)), Stray: -1}
	for b, block := range strings.Split(text, "|") {
		if block == "-" {
			continue
		}
		o.Blocks[b], o.Last, o.Complete = []shell.Piece{}, b, b == len(tr.Blocks)-1
		for block != "" {
			printed, rest, ok := strings.Cut(block, "[")
			p := shell.Piece{Text: strings.ReplaceAll(printed, ";", "\n"), Status: -1}
			if ok {
				var status string
				status, block, _ = strings.Cut(rest, "]")
				if _, err := fmt.Sscan(status, &p.Status); err != nil {
					t.Fatal(err)
				}
			} else {
				block, o.Complete = "", false
			}
			o.Blocks[b] = append(o.Blocks[b], p)
		}
		if n := len(o.Blocks[b]); n == 0 || o.Blocks[b][n-1].Status < 0 {
			o.Complete = false
		}
	}
	return o
}

// file makes a transcript of a short form: ¦ for the ends of lines, of which each
// but a directive has the indent.
func file(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "¦") {
		if !strings.HasPrefix(line, "#") && line != "" {
			b.WriteString("  ")
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// changed writes the lines that a diff takes away and puts in.
func changed(diff string) string {
	var lines []string
	for line := range strings.Lines(diff) {
		if strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "+++ ") || !strings.ContainsAny(line[:1], "+-") {
			continue
		}
		lines = append(lines, line[:1]+strings.TrimSpace(line[1:]))
	}
	return strings.Join(lines, " ")
}

// about is the test of all tables.
var about = event.Event{Test: "a.t", File: "/d/a.t", Cell: "c=1"}

// identity is for output that has no names in it.
func identity(line string) string { return line }

func TestTranscript(t *testing.T) {
	cram := Rules{LooseStatus: true, UnseenEnds: true}
	for _, test := range []struct {
		name    string
		file    string // see file
		printed string // see pieces
		ran     Ran
		rules   Rules
		want    event.Action
		reason  string
		changed string // lines of the diff
		line    int
		command string
	}{
		{name: "passes", file: "$ echo a¦a¦$ true", printed: "[0]|a;[0]|[0]", want: event.Pass},
		{name: "status", file: "$ (exit 3)¦[3]", printed: "[0]|[3]", want: event.Pass},
		{name: "output and status", file: "$ x¦a¦[3]", printed: "[0]|a;[3]", want: event.Pass},
		{name: "patterns", file: "$ x¦a* (glob)¦b (?)¦\\d+ (re)¦$ y", printed: "[0]|abc;12;[0]|[0]", want: event.Pass},
		{name: "noise of the shell", file: "hello¦$ x", printed: "hello;[0]|[0]", want: event.Pass},
		{name: "two pieces", file: "$ x¦a¦[1]¦b", printed: "[0]|a;[1]b;[0]", want: event.Pass},

		{name: "differs", file: "$ x¦$ echo a¦b¦c¦$ y", printed: "[0]|[0]|a;c;[0]|[0]", want: event.Fail, changed: "-b +a", line: 3, command: "echo a"},
		{name: "more than expected", file: "$ x", printed: "[0]|a;[0]", want: event.Fail, changed: "+a", line: 2, command: "x"},
		{name: "less", file: "$ x¦a", printed: "[0]|[0]", want: event.Fail, changed: "-a", line: 2, command: "x"},
		{name: "one has a status", file: "$ x", printed: "[0]|[2]", want: event.Fail, changed: "+[2]", line: 2, command: "x"},
		{name: "another status", file: "$ x¦[1]", printed: "[0]|[2]", want: event.Fail, changed: "-[1] +[2]", line: 2, command: "x"},
		{name: "a pattern is no status", file: "$ x¦* (glob)", printed: "[0]|[2]", want: event.Fail, changed: "-* (glob) +[2]", line: 2, command: "x"},
		{name: "noise differs", file: "hello¦$ x", printed: "[0]|[0]", want: event.Fail, changed: "-hello", line: 1},
		{name: "no end of line", file: "$ x¦a", printed: "[0]|a[0]", want: event.Fail, changed: "-a +a (no-eol)", line: 2, command: "x"},
		{name: "an empty line", file: "$ x¦a¦¦b", printed: "[0]|a;;b;[0]", want: event.Pass},
		{name: "invalid command", file: "$ echo \xff", printed: "[0]|[1]", want: event.Fail, changed: "+[1]", line: 2, command: "echo \uFFFD"},

		{name: "ends early", file: "$ x¦$ set -e¦$ y¦y¦$ z", printed: "[0]|[0]|b;", ran: Ran{Status: 1}, want: event.Fail,
			reason: "a.t:2: the shell ended with status 1; 2 commands after it did not run", changed: "+b", line: 2, command: "set -e"},
		{name: "ends before one", file: "$ x¦$ y", printed: "[0]|", ran: Ran{Status: 1}, want: event.Fail,
			reason: "a.t:1: the shell ended with status 1; 1 command after it did not run", line: 1, command: "x"},
		{name: "ends in the last", file: "$ x¦$ set -e", printed: "[0]|[0]|", ran: Ran{Status: 1}, want: event.Fail,
			reason: "a.t:2: the shell ended with status 1 in this command, which is no exit, exec or return", line: 2, command: "set -e"},
		{name: "ends before the first", file: "$ x", printed: "oops;", ran: Ran{Status: 127}, want: event.Fail,
			reason: "a.t:1: the shell ended with status 127 before the first command", changed: "+oops", line: 1},
		{name: "ends in lines before the first", file: "> false¦$ x", printed: "", ran: Ran{Status: 1}, want: event.Fail,
			reason: "a.t:1: the shell ended with status 1; 1 command after it did not run", line: 1, command: "false"},
		{name: "by a signal", file: "$ kill -9 $$¦$ y", printed: "[0]|", ran: Ran{Status: -1, Signal: "killed"}, want: event.Fail,
			reason: "a.t:1: the shell was ended by a signal (killed); 1 command after it did not run", line: 1, command: "kill -9 $$"},
		{name: "stops printing", file: "$ f¦$ y", printed: "[0]|", want: event.Fail,
			reason: "a.t:1: the shell ended with status 0 or stopped printing; 1 command after it did not run", line: 1, command: "f"},
		{name: "exits with 0", file: "$ exit¦$ y", printed: "[0]|", want: event.Fail,
			reason: "a.t:1: the shell ended with status 0; 1 command after it did not run", line: 1, command: "exit"},
		{name: "redirects", file: "$ exec >f¦$ y", printed: "[0]|", want: event.Fail,
			reason: "a.t:1: the shell closed or redirected its own output here; 1 command after it did not run", line: 1, command: "exec >f"},
		{name: "redirects in the last", file: "$ exec >f", printed: "[0]|", want: event.Fail,
			reason: "a.t:1: the shell closed or redirected its own output here before the end of this command", line: 1, command: "exec >f"},
		{name: "redirects, killed", file: "$ exec >f¦$ y", printed: "[0]|", ran: Ran{Signal: "killed"}, want: event.Fail,
			reason: "a.t:1: the shell was ended by a signal (killed); 1 command after it did not run", line: 1, command: "exec >f"},
		{name: "a command unseen", file: "$ x¦$ y¦$ z", printed: "[0]|[0]|-|[0]", want: event.Fail,
			reason: "a.t:2: this command was not seen to run: its marker is missing from the output", line: 2, command: "y"},
		{name: "unseen, then an exit", file: "$ x¦$ y¦$ exit 0", printed: "[0]|[0]|-|", want: event.Fail,
			reason: "a.t:2: this command was not seen to run: its marker is missing from the output", line: 2, command: "y"},

		{name: "exit", file: "$ exit", printed: "[0]|", want: event.Pass},
		{name: "exit 3", file: "$ exit 3", printed: "[0]|", ran: Ran{Status: 3}, want: event.Pass},
		{name: "exit 3, its status", file: "$ exit 3¦[3]", printed: "[0]|", ran: Ran{Status: 3}, want: event.Pass},
		{name: "exit 3, another status", file: "$ exit 3¦[2]", printed: "[0]|", ran: Ran{Status: 3}, want: event.Fail, changed: "-[2] +[3]", line: 2, command: "exit 3"},
		{name: "exit 3 ends with 4", file: "$ exit 3", printed: "[0]|", ran: Ran{Status: 4}, want: event.Fail, changed: "+[4]", line: 2, command: "exit 3"},
		{name: "exit behind output", file: "$ echo a; exit 3¦a¦[3]", printed: "[0]|a;", ran: Ran{Status: 3}, want: event.Pass},
		{name: "exit behind output, no status", file: "$ echo a; exit 3¦a", printed: "[0]|a;", ran: Ran{Status: 3}, want: event.Fail, changed: "+[3]", line: 3, command: "echo a; exit 3"},
		{name: "exit in a function", file: "$ f() { exit 3; }; f¦[3]", printed: "[0]|", ran: Ran{Status: 3}, want: event.Fail,
			reason: "a.t:1: the shell ended with status 3 in this command, which is no exit, exec or return", line: 1, command: "f() { exit 3; }; f"},
		{name: "exec", file: "$ exec sh -c 'exit 4'¦[4]", printed: "[0]|", ran: Ran{Status: 4}, want: event.Pass},
		{name: "exec, no status", file: "$ exec false", printed: "[0]|", ran: Ran{Status: 1}, want: event.Fail, changed: "+[1]", line: 2, command: "exec false"},
		{name: "exec true", file: "$ exec true", printed: "[0]|", want: event.Pass},
		{name: "exec true, a status", file: "$ exec true¦[1]", printed: "[0]|", want: event.Fail, changed: "-[1]", line: 2, command: "exec true"},
		{name: "return", file: "$ return 3¦[3]", printed: "[0]|", ran: Ran{Status: 3}, want: event.Pass},
		{name: "return, no status", file: "$ return 3", printed: "[0]|", ran: Ran{Status: 3}, want: event.Fail, changed: "+[3]", line: 2, command: "return 3"},
		{name: "or exit", file: "$ false || exit 5¦[5]", printed: "[0]|", ran: Ran{Status: 5}, want: event.Pass},
		{name: "a status for others", file: "$ exit 3¦[4] (no-x !)", printed: "[0]|", ran: Ran{Status: 3}, want: event.Fail, changed: "+[3]", line: 3, command: "exit 3"},
		{name: "a status for others, exit 0", file: "$ exit 0¦[4] (no-x !)", printed: "[0]|", want: event.Pass},
		{name: "a status for others, and this", file: "$ exit 3¦[3]¦[4] (no-x !)", printed: "[0]|", ran: Ran{Status: 3}, want: event.Pass},
		{name: "a line for others", file: "$ exit 3¦a (no-x !)", printed: "[0]|", ran: Ran{Status: 3}, want: event.Pass},
		{name: "exit, killed", file: "$ exit 3", printed: "[0]|", ran: Ran{Status: -1, Signal: "killed"}, want: event.Fail,
			reason: "a.t:1: the shell was ended by a signal (killed) before the end of this command", line: 1, command: "exit 3"},
		{name: "exit in the middle", file: "$ exit 0¦$ false", printed: "[0]|", want: event.Fail,
			reason: "a.t:1: the shell ended with status 0; 1 command after it did not run", line: 1, command: "exit 0"},
		{name: "any end, as for cram", file: "$ x¦$ set -e", printed: "[0]|[0]|", ran: Ran{Status: 1}, rules: cram, want: event.Pass},
		{name: "any end, as for cram, with its status", file: "$ x¦$ set -e¦[1]", printed: "[0]|[0]|", ran: Ran{Status: 1}, rules: cram, want: event.Pass},
		{name: "an early end, as for cram", file: "$ set -e¦$ x", printed: "[0]|", ran: Ran{Status: 1}, rules: cram, want: event.Fail,
			reason: "a.t:1: the shell ended with status 1; 1 command after it did not run", line: 1, command: "set -e"},
		{name: "an end of line taken away", file: "$ exit 3¦a (no-eol)", printed: "[0]|a;", ran: Ran{Status: 3}, want: event.Pass},
		{name: "an end of line taken away, differs", file: "$ exit 3¦b (no-eol)", printed: "[0]|a;", ran: Ran{Status: 3}, want: event.Fail, changed: "-b (no-eol) +a", line: 2, command: "exit 3"},

		{name: "skipped", file: "$ x¦y", printed: "[0]|a;skipped: no docker;", ran: Ran{Status: 80}, want: event.Skip, reason: "no docker"},
		{name: "skipped without a reason", file: "$ exit 80¦$ y", printed: "[0]|", ran: Ran{Status: 80}, want: event.Skip},
		{name: "not by a signal", file: "$ x", printed: "[0]|", ran: Ran{Status: 80, Signal: "killed"}, want: event.Fail,
			reason: "a.t:1: the shell was ended by a signal (killed) before the end of this command", line: 1, command: "x"},

		{name: "returns", file: "$ x¦1%\\r (esc)¦2%", printed: "[0]|1%\r\n2%;[0]", want: event.Pass},
		{name: "cut at returns", file: "$ x¦1%\\r (no-eol) (esc)¦2%", printed: "[0]|1%\r2%;[0]", want: event.Pass},
		{name: "not cut at returns", file: "$ x¦1%\\r2% (esc)", printed: "[0]|1%\r2%;[0]", want: event.Pass},
		{name: "not cut at returns, differs", file: "$ x¦1%\\r2% (esc)¦a", printed: "[0]|1%\r2%;b;[0]", want: event.Fail, changed: "-a +b", line: 3, command: "x"},
		{name: "returns, differs", file: "$ x¦a", printed: "[0]|1%\r2%;[0]", want: event.Fail, changed: "-a +1%\\r (no-eol) (esc) +2%", line: 2, command: "x"},

		{name: "timed out", file: "$ x¦a¦$ sleep 9¦b", printed: "[0]|a;[0]|so far;", ran: Ran{Status: -1, Signal: "killed", Cut: "timed out after 5s", TimedOut: true}, want: event.Error,
			reason: "a.t:3: timed out after 5s; while running: sleep 9\n  so far", line: 3, command: "sleep 9"},
		{name: "timed out behind a difference", file: "$ x¦a¦$ sleep 9¦b", printed: "[0]|c;[0]|", ran: Ran{Cut: "timed out after 5s", TimedOut: true}, want: event.Error,
			reason: "a.t:3: timed out after 5s; while running: sleep 9", changed: "-a +c", line: 3, command: "sleep 9"},
		{name: "printed too much", file: "$ x", printed: "[0]|" + strings.Repeat("0123456789;", 1000), ran: Ran{Cut: "printed more than 10 KiB"}, want: event.Error,
			reason: "a.t:1: printed more than 10 KiB; while running: x" + strings.Repeat("\n  0123456789", 20), line: 1, command: "x"},
		{name: "cut before the first", file: "$ x", printed: "", ran: Ran{Cut: "timed out after 5s"}, want: event.Error, reason: "a.t:1: timed out after 5s", line: 1},
		{name: "a long line", file: "$ x", printed: "[0]|" + strings.Repeat("x", 3000), ran: Ran{Cut: "printed too much"}, want: event.Error,
			reason: "a.t:1: printed too much; while running: x\n  " + strings.Repeat("x", 2048) + " (no-eol)", line: 1, command: "x"},

		{name: "a bad pattern", file: "$ x¦b( (re)", printed: "[0]|b(;[0]", want: event.Fail, reason: "a.t:2: invalid regular expression `b(`: missing closing )", changed: "-b( (re) +b(", line: 2, command: "x"},
		{name: "a bad pattern that goes", file: "$ x¦a¦b( (re)¦$ y¦c", printed: "[0]|a;z;[0]|d;[0]", want: event.Fail,
			reason: "a.t:3: invalid regular expression `b(`: missing closing )", changed: "-b( (re) +z -c +d", line: 3, command: "x"},
		{name: "a bad pattern that stays", file: "$ x¦b( (re) (?)¦a (re+)", printed: "[0]|a;[0]", want: event.Error,
			reason: "a.t:2: invalid regular expression `b(`: missing closing )", line: 2, command: "x"},
		{name: "a bad pattern that stays, others differ", file: "$ x¦b( (re) (?)¦a (re+)¦$ y¦c", printed: "[0]|a;[0]|d;[0]", want: event.Fail,
			reason: "a.t:2: invalid regular expression `b(`: missing closing )", changed: "-c +d", line: 2, command: "x"},
		{name: "a bad pattern for which there is no output", file: "$ x¦b( (re) (?)", printed: "[0]|[0]", want: event.Error,
			reason: "a.t:2: invalid regular expression `b(`: missing closing )", line: 2, command: "x"},
		{name: "conditions", file: "$ x¦a (x !)¦b (no-x !)¦c (y !)", printed: "[0]|a;c;[0]", want: event.Pass},
		{name: "conditions differ", file: "$ x¦a (x !)¦b (no-x !)", printed: "[0]|b;[0]", want: event.Fail, changed: "-a (x !) +b", line: 2, command: "x"},
		{name: "unknown condition", file: "$ x¦a (bad !)¦b¦c (bad !)", printed: "[0]|b;[0]", want: event.Error,
			reason: "a.t:2: who knows bad?\na.t:4: who knows bad?", line: 2, command: "x"},
		{name: "printed literally", file: "$ x¦a (bad !)¦b", printed: "[0]|a (bad !);b;[0]", want: event.Pass},
		{name: "printed literally, differs", file: "$ x¦a (bad !)¦b", printed: "[0]|a (bad !);[0]", want: event.Fail, changed: "-b", line: 3, command: "x"},
		{name: "conditions are text", file: "$ x¦a (bad !)¦b", printed: "[0]|a;b;[0]", rules: Rules{Plain: true}, want: event.Fail, changed: "-a (bad !) +a", line: 2, command: "x"},
		{name: "conditions are text, printed", file: "$ x¦a (bad !)¦b* (glob)", printed: "[0]|a (bad !);bc;[0]", rules: Rules{Plain: true}, want: event.Pass},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := transcript.Format{}.Parse(file(test.file))
			released := 0
			if test.ran.Shown = identity; test.rules == cram {
				test.ran.Release = func() { released++ }
			}
			end, warnings := Transcript(t.Context(), Input{
				About: about, Transcript: tr, Output: pieces(t, tr, test.printed), Ran: test.ran, Rules: test.rules, Holds: holds,
			})
			if end.Action != test.want || end.Reason != test.reason || end.Line != test.line || end.Command != test.command || end.TimedOut != test.ran.TimedOut {
				t.Errorf("%s at %d, %q: %s", end.Action, end.Line, end.Command, end.Reason)
			}
			if got := changed(end.Diff); got != test.changed {
				t.Errorf("the diff has %q, want %q", got, test.changed)
			}
			if (test.want == event.Pass || test.want == event.Fail) && (len(end.Edits) > 0) != (test.changed != "") || test.want == event.Skip && end.Edits != nil {
				t.Errorf("edits: %v", end.Edits)
			}
			if end.Test != "a.t" || end.Cell != "c=1" || len(end.Hash) != 64 || len(warnings) > 0 || test.rules == cram && released == 0 {
				t.Errorf("%+v, %v, %d times released", end, warnings, released)
			}
		})
	}
}

// holds knows the features x and y, and of bad that nobody knows.
func holds(terms []feature.Term) (bool, error) {
	for _, term := range terms {
		if term.Name == "bad" {
			return false, errors.New("who knows bad?")
		}
		if ok, err := term.Holds(feature.Known{Present: true}); !ok || err != nil {
			return ok, err
		}
	}
	return true, nil
}

// TestLooseStatus: a pattern that takes an exit status is warned about, once for
// each.
func TestLooseStatus(t *testing.T) {
	tr := transcript.Format{}.Parse(file("$ false¦* (glob)¦$ x¦a¦* (glob)¦$ y¦.* (re)¦$ z¦[3]"))
	end, warnings := Transcript(t.Context(), Input{
		About: about, Transcript: tr, Output: pieces(t, tr, "[0]|[1]|a;[2]|b;[0]|[3]"), Ran: Ran{Shown: identity}, Rules: Rules{LooseStatus: true}, Holds: holds,
	})
	if end.Action != event.Pass {
		t.Errorf("%s %s\n%s", end.Action, end.Reason, end.Diff)
	}
	var told []string
	for _, w := range warnings {
		told = append(told, fmt.Sprintf("%d: %s", w.Line, w.Reason))
	}
	want := "1: the pattern takes the exit status 1; write [1] below it\n4: the pattern takes the exit status 2; write [2] below it"
	if got := strings.Join(told, "\n"); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// TestCancelledContext: a verdict does not depend on the context, which is only
// passed on.
func TestCancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	tr := transcript.Format{}.Parse(file("$ x¦a"))
	if end, _ := Transcript(ctx, Input{About: about, Transcript: tr, Output: pieces(t, tr, "[0]|a;[0]"), Ran: Ran{Shown: identity}, Holds: holds}); end.Action != event.Pass {
		t.Errorf("%+v", end)
	}
}

// TestStray: from where the salt came out in another form, nothing is compared.
func TestStray(t *testing.T) {
	tr := transcript.Format{}.Parse(file("$ x¦a¦$ y¦b¦$ z¦c"))
	o := pieces(t, tr, "[0]|A;[0]|B;[0]|C;[0]")
	o.Stray = 2
	end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity}, Holds: holds})
	if end.Action != event.Error || end.Line != 3 || end.Command != "y" || !strings.HasPrefix(end.Reason, "a.t:3: this command changed how the shell prints: ") {
		t.Errorf("%+v", end)
	}
	if changed(end.Diff) != "-a +A" || end.Edits != nil {
		t.Errorf("%s, %v", end.Diff, end.Edits)
	}
	// Nor where it was cut short as well.
	end, _ = Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity, Cut: "timed out"}, Holds: holds})
	if end.Action != event.Error || end.Diff != "" || end.Edits != nil {
		t.Errorf("%s: %s", end.Action, end.Reason)
	}
}

// TestBroken: all faults of a file are told, in order of their lines.
func TestBroken(t *testing.T) {
	tr := transcript.Format{}.Parse(file("#if x¦$ x¦a¦#timeout soon¦$ y"))
	end := Broken(about, tr, []transcript.Fault{{Line: 3, Reason: "bad time"}, {Line: 0, Reason: "no end"}, {Line: 3, Reason: "again"}})
	if end.Action != event.Error || end.Reason != "a.t:1: no end\na.t:4: bad time\na.t:4: again" || end.Line != 1 || end.Command != "" || end.Test != "a.t" {
		t.Errorf("%+v", end)
	}
	if end = Broken(about, tr, []transcript.Fault{{Line: 3, Reason: "bad time"}}); end.Line != 4 || end.Command != "x" {
		t.Errorf("%+v", end)
	}
}

func TestExcerpt(t *testing.T) {
	shown := func(line string) string { return strings.ReplaceAll(line, "/tmp/x", "$TESTTMP") }
	for _, test := range []struct{ printed, want string }{
		{"", ""},
		{"a\n/tmp/x/y\n", "\n  a\n  $TESTTMP/y"},
		{"\x00", "\n  \\x00 (no-eol) (esc)"},
		{strings.Repeat("a\n", 30), strings.Repeat("\n  a", 20)},
		{strings.Repeat("a", 2049), "\n  …" + strings.Repeat("a", 2048) + " (no-eol)"},
	} {
		if got := Excerpt(test.printed, shown); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
	if got := TimedOut(90 * time.Second); got != "timed out after 1m30s" {
		t.Error(got)
	}
}
