package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dott/matcher"
	"dott/runner/event"
	"dott/runner/review/change"
	"dott/runner/review/prompt"
)

// asked runs a review of a file that differs, with answers to its questions, and
// returns the file as it is then, what was shown, and what came out. The edits are
// written `START-END:text|text`, with lines counted from 0.
func asked(t *testing.T, data, edits, answers string, edit func(string) (string, error)) (after, shown, log string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.t")
	if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(data))
	e := event.Event{Action: event.Fail, Test: "f.t", File: path, Hash: hex.EncodeToString(sum[:])}
	for s := range strings.FieldsSeq(edits) {
		var m matcher.Edit
		place, texts, _ := strings.Cut(s, ":")
		if _, err := fmt.Sscanf(place, "%d-%d", &m.Start, &m.End); err != nil {
			t.Fatal(err)
		}
		for _, text := range strings.FieldsFunc(texts, func(r rune) bool { return r == '|' }) {
			m.New = append(m.New, "  "+strings.ReplaceAll(text, "_", " "))
		}
		e.Edits = append(e.Edits, m)
	}
	e.Diff = change.Diff(0, e, data, e.Edits, "")
	var out strings.Builder
	r := &Review{Ask: &prompt.Prompt{
		Out: &out, Key: prompt.Lines(strings.NewReader(strings.ReplaceAll(answers, " ", "\n")), &out), Edit: edit, Begin: func() {},
		Color: func(diff string) string { return diff },
	}}
	log = strings.ReplaceAll(reviewed(t, r, e), path, "f.t")
	left, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(left), out.String(), log
}

const twoBlocks = "  $ a\n  one\n  two\n  $ b\n  three\n"

// TestPrompt: what is written for each answer.
func TestPrompt(t *testing.T) {
	const edits = "1-3:1|2 4-5:pid_7"
	for _, test := range []struct{ name, edits, answers, after, log string }{
		{"yes to all", edits, "y y", "1|2 / pid 7", "again(f.t) pass(f.t)+2"},
		{"no to all", edits, "n n", "one|two / three", "fail(f.t)"},
		{"yes and no", edits, "y n", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"the rest of the file", edits, "a", "1|2 / pid 7", "again(f.t) pass(f.t)+2"},
		{"all files", edits, "A", "1|2 / pid 7", "again(f.t) pass(f.t)+2"},
		{"quit", edits, "y q", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"quit at once", edits, "q", "one|two / three", "fail(f.t)"},
		{"no answer", edits, "", "one|two / three", "fail(f.t)"},
		{"an empty answer is a no", edits, " y", "one|two / pid 7", "again(f.t) pass(f.t)+1"},
		{"none of the answers", edits, "x ? y n", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"split", edits, "s n y n", "one|2 / three", "again(f.t) pass(f.t)+1"},
		{"split no further", edits, "n s y", "one|two / pid 7", "again(f.t) pass(f.t)+1"},
		{"split edits", "1-2:1 2-3:2", "s y n", "1|two / three", "again(f.t) pass(f.t)+1"},
		{"split in uneven parts", "1-3:1", "s n y", "one / three", "again(f.t) pass(f.t)+1"},
		{"no pattern", "4-5:pid_7", "g y", "one|two / pid 7", "again(f.t) pass(f.t)+1"},
		{"back", edits, "y b n n", "one|two / three", "fail(f.t)"},
		{"back at the first", edits, "b y n", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"undo an answer", edits, "n u y n", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"undo a split", edits, "s n u u y n", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"undo the way back", edits, "y b u n", "1|2 / three", "again(f.t) pass(f.t)+1"},
		{"undo nothing", edits, "u n n", "one|two / three", "fail(f.t)"},
		{"patterns", "1-3:one_7|2 4-5:pid_7", "g y n", `one* (glob)|\w+ (re) / three`, "again(f.t) pass(f.t)+1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			after, shown, log := asked(t, twoBlocks, test.edits, test.answers, nil)
			first, second, _ := strings.Cut(test.after, " / ")
			want := "  $ a\n  " + strings.ReplaceAll(first, "|", "\n  ") + "\n  $ b\n  " + second + "\n"
			if after != want || log != test.log {
				t.Errorf("%q becomes\n%s\nwant\n%s\n%s, want %s\n%s", test.answers, after, want, log, test.log, shown)
			}
		})
	}
}

// TestPromptEdit: a person may edit what will be written, and nothing else.
func TestPromptEdit(t *testing.T) {
	for _, test := range []struct {
		name, data, want, given string
		edit                    func(string) (string, error)
		after, said             string
	}{
		{"another text", twoBlocks, "  $ a\n  1\n  2\n", "e y n", func(string) (string, error) { return "  $ a\n  x\n  y (glob)\n", nil }, "  $ a\n  x\n  y (glob)\n  $ b\n  three\n", ""},
		{"CRLF", strings.ReplaceAll(twoBlocks, "\n", "\r\n"), "  $ a\n  1\n  2\n", "e y n", func(string) (string, error) { return "  $ a\n  x\n", nil }, "  $ a\r\n  x\r\n  $ b\r\n  three\r\n", ""},
		{"nothing left", twoBlocks, "  $ a\n  1\n  2\n", "e y n", func(string) (string, error) { return "", nil }, "  $ a\n  $ b\n  three\n", ""},
		{"a command", twoBlocks, "  $ a\n  1\n  2\n", "e n n", func(string) (string, error) { return "  $ a\n  1\n  $ c\n", nil }, twoBlocks, "Not edited: the file would have other commands"},
		{"without an indent", twoBlocks, "  $ a\n  1\n  2\n", "e n n", func(string) (string, error) { return "  $ a\n1\n", nil }, twoBlocks, "Not edited: the file would have other commands"},
		{"as it was", twoBlocks, "  $ a\n  1\n  2\n", "e n n", func(string) (string, error) { return "  $ a\n  one\n  two\n", nil }, twoBlocks, "Not edited: the file would stay as it is"},
		{"the command", twoBlocks, "  $ a\n  1\n  2\n", "e n n", func(string) (string, error) { return "  $ c\n  1\n", nil }, twoBlocks, "Not edited: the file would have other commands"},
		{"no editor", twoBlocks, "", "e n n", nil, twoBlocks, "Not edited: there is no editor here"},
		{"an editor that fails", twoBlocks, "  $ a\n  1\n  2\n", "e n n", func(string) (string, error) { return "", errors.New("it fell over") }, twoBlocks, "Not edited: it fell over"},
	} {
		t.Run(test.name, func(t *testing.T) {
			seen := ""
			edit := test.edit
			if edit != nil {
				edit = func(text string) (string, error) { seen = text; return test.edit(text) }
			}
			after, shown, _ := asked(t, test.data, "1-3:1|2 4-5:3", test.given, edit)
			if after != test.after || seen != test.want || !strings.Contains(shown, test.said) {
				t.Errorf("it becomes\n%q, want\n%q\nedited %q, want %q\n%s", after, test.after, seen, test.want, shown)
			}
		})
	}
}

// TestPromptForeign: a file that is no transcript has changes and no patterns.
func TestPromptForeign(t *testing.T) {
	for _, test := range []struct{ answers, after string }{
		{"y", "1\nthree"}, {"n", "one\ntwo\nthree"}, {"g y", "1\nthree"}, {"e y", "x\nthree"}, {"s n y", "one\nthree"},
	} {
		const data = "one\ntwo\nthree"
		target := filepath.Join(t.TempDir(), "f.out")
		if err := os.WriteFile(target, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256([]byte(data))
		e := event.Event{Action: event.Fail, Test: "f", File: "f", Target: target, Hash: hex.EncodeToString(sum[:]), Edits: []matcher.Edit{{Start: 0, End: 2, New: []string{"1\n"}}}}
		e.Diff = change.Diff(0, e, data, e.Edits, "")
		r := &Review{Ask: &prompt.Prompt{
			Out: io.Discard, Key: prompt.Lines(strings.NewReader(strings.ReplaceAll(test.answers, " ", "\n")), io.Discard), Begin: func() {},
			Edit: func(text string) (string, error) {
				if text != "1\n" {
					t.Errorf("the editor gets %q", text)
				}
				return "x\n", nil
			},
		}}
		reviewed(t, r, e)
		checkFile(t, target, test.after)
	}
}
