package judge

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
	"dott/runner/tooltest"
)

var (
	valueLines = []string{
		"  id {{id}} (glob)", "  {{id}} (glob)", "  {{a}} {{id}} (glob)", "  {{n:\\d+}} (re)", "  ref {{n}} (glob)", "  a", "  b", "  b (any-order)", "  * (glob*)",
		"  {{a}} (glob) (any-order)", "comment", "", "  ", "  x (?)", `  {"k": 1} (json)`, `  { (json)`, `    "k": "(glob) {{a}}"`, "  }", "  c (no-eol)", "  a (any-order) (nope !)", "  $x", "  12",
		"  {{b}} (re) (any-order)", `  {"k": "*"} (json) (any-order)`, "  [1]", "  > x", "  {{n}}", "  \\x24 12 {{id}} (esc)",
	}
	valueOutput = []string{
		"id 1234", "id 4711", "1234", "4711", "x 1234", "12", "ref 12", "a", "b", "", "x", `{"k": 1}`, "{", `"k": 1`, "}", `{"k":"1234"}`, "c", "$ 12 1234", "> 4711", "a {{id}}", "b (any-order)",
		"1234 {{id}} (glob)", "tab\t4711",
	}
)

// checkValues judges a transcript, makes the edits, and judges again: what binds in one block
// counts in the next, and an update leaves nothing to do.
func checkValues(t *testing.T, text string, printed [][]string, statuses []int) {
	t.Helper()
	judge := func(text string) (event.Event, *transcript.Transcript) {
		tr := transcript.Format{}.Parse(text)
		o := shell.Output{Blocks: make([][]shell.Piece, len(tr.Blocks)), Stray: -1, Last: len(tr.Blocks) - 1, Complete: true}
		for b := range tr.Blocks {
			out := ""
			if len(printed[b]) > 0 {
				out = strings.Join(printed[b], "\n") + "\n"
			}
			o.Blocks[b] = []shell.Piece{{Text: out, Status: statuses[b]}}
		}
		end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: Ran{Shown: identity}, Holds: holds})
		return end, tr
	}
	end, tr := judge(text)
	spared := func(reason string) bool {
		return strings.Contains(reason, "this looks like") || strings.Contains(reason, "compared literally")
	}
	if end.Action == event.Pass || end.Action == event.Error || len(end.Edits) == 0 || spared(end.Reason) {
		return // what stays although it does not match is for a person to mend
	}
	after := tr.Apply(end.Edits)
	again, _ := judge(after)
	if len(again.Edits) > 0 {
		t.Fatalf("%q with %q %v becomes\n%s\nand then there is still\n%s%s", text, printed, statuses, after, again.Diff, again.Reason)
	}
	if again.Action != event.Pass && !spared(again.Reason) {
		t.Fatalf("%q with %q becomes\n%s\n%s: %s", text, printed, after, again.Action, again.Reason)
	}
}

func TestValuesRandom(t *testing.T) {
	for seed := range tooltest.Seeds(t, 1_200) {
		r := rand.New(rand.NewPCG(seed, 3))
		blocks := 1 + r.IntN(3)
		text := ""
		printed, statuses := [][]string{nil}, []int{0}
		for b := range blocks {
			text += fmt.Sprintf("  $ x%d\n", b)
			for range r.IntN(5) {
				line := valueLines[r.IntN(len(valueLines))]
				if line == "  > x" && !strings.HasSuffix(text, "\n  a\n") {
					continue
				}
				text += line + "\n"
			}
			var out []string
			for range r.IntN(5) {
				out = append(out, valueOutput[r.IntN(len(valueOutput))])
			}
			printed, statuses = append(printed, out), append(statuses, max(0, r.IntN(6)-4))
		}
		checkValues(t, text, printed, statuses)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestValuesFlow: what a block binds, and what a failure says of it.
func TestValuesFlow(t *testing.T) {
	for _, test := range []struct{ file, printed, reason, change string }{
		{"$ x¦id {{id}} (glob)¦$ y¦again {{id}} (glob)", "[0]|id 12;[0]|again 12;[0]", "", ""},
		{"$ x¦id {{id}} (glob)¦$ y¦again {{id}} (glob)", "[0]|id 12;[0]|again 13;[0]", "a.t:4: {{id}} is `12`, bound in line 2", "-again {{id}} (glob) +again 13"},
		{"$ x¦id {{id}} (glob)¦$ y¦{{id:[0-9]+}} (re)", "[0]|id 12;[0]|12;[0]", "a.t:4: line 2 uses {{id}} before this line says what it is; write {{id:[0-9]+}} there\na.t:4: {{id}} is `12`, bound in line 2", "-{{id:[0-9]+}} (re) +{{id}} (glob)"},
		{"$ x¦{\"a\":1} (json)", "[0]|no;[0]", "a.t:2: (json) expects a value, and the output is none: invalid character 'o' in literal null (expecting 'u')", "-{\"a\":1} (json) +no"},
		{"$ x¦no (json)", "[0]|yes;[0]", "a.t:2: `no` is no JSON value: invalid character 'o' in literal null (expecting 'u'); write a value, or take (json) away", "-no (json) +yes"},
		{"$ x¦{\"a\": (json)¦$ y", "[0]|yes;[0]|[0]", "a.t:2: the JSON value that begins here has no end among the expected lines; close its brackets and quotes", "-{\"a\": (json) +yes"},
		{"$ x¦n {{n}}", "[0]|n 3;[0]", "a.t:2: this line is compared literally; written as `n {{n}} (glob)` it would match", ""},
		{"$ x¦id {{id}} (glob)¦$ y", "[0]|id 1234;[0]|deleted 1234;[0]", "", "+deleted {{id}} (glob)"},
		{"$ x¦id {{id}} (glob) (no-x !)¦$ y¦{{id}} (glob)", "[0]|[0]|12;[0]", "", ""},
	} {
		tr := transcript.Format{}.Parse(file(test.file))
		in := Input{About: about, Transcript: tr, Output: pieces(t, tr, test.printed), Ran: Ran{Shown: identity}, Holds: holds}
		end, _ := Transcript(t.Context(), in)
		if end.Reason != test.reason || changed(end.Diff) != test.change {
			t.Errorf("%s, %s: %s %q\n%s", test.file, test.printed, end.Action, end.Reason, changed(end.Diff))
		}
	}
}
