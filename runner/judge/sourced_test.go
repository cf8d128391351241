package judge

import (
	"testing"

	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/shell"
)

// TestSourced: a file that was sourced and failed fails the test at its line.
func TestSourced(t *testing.T) {
	setup := []Sourced{{"/p/conf.sh", 0}, {"/d/own.sh", 3}}
	teardown := []Sourced{{"/d/down.sh", 2}, {"/p/last.sh", 0}}
	fine := []shell.Piece{{Text: "hello\n", Status: 0}, {Status: 0}}
	for _, test := range []struct {
		name, printed     string
		setups, teardowns []shell.Piece
		ran               Ran
		want              event.Action
		reason            string
		line              int
	}{
		{"fine", "[0]|a;[0]", fine, fine, Ran{}, event.Pass, "", 0},
		{"the first fails", "[0]|b;[0]", []shell.Piece{{Text: "oops\n", Status: 2}, {}}, fine, Ran{}, event.Error, "a.t: /p/conf.sh ended with status 2\n  oops", 0},
		{"the second fails", "[0]|a;[0]", []shell.Piece{{}, {Status: 1}}, fine, Ran{}, event.Error, "a.t:3: /d/own.sh ended with status 1", 0},
		{"it ends the shell", "bye;", []shell.Piece{{}}, nil, Ran{Status: 4}, event.Error, "a.t:3: the shell ended with status 4 while it sourced /d/own.sh\n  bye", 0},
		{"killed in the first", "", nil, nil, Ran{Signal: "killed"}, event.Error, "a.t: the shell was ended by a signal (killed) while it sourced /p/conf.sh", 0},
		{"skipped", "skipped: not now;", nil, nil, Ran{Status: 80}, event.Skip, "not now", 0},
		{"timed out in the first", "so far;", nil, nil, Ran{Cut: "timed out"}, event.Error, "a.t:1: timed out while it sourced /p/conf.sh\n  so far", 1},
		{"timed out in the second", "", []shell.Piece{{}}, nil, Ran{Cut: "timed out"}, event.Error, "a.t:3: timed out while it sourced /d/own.sh", 3},
		{"timed out later", "[0]|", fine, nil, Ran{Cut: "timed out"}, event.Error, "a.t:1: timed out; while running: x", 1},
		{"a teardown fails", "[0]|a;[0]", fine, []shell.Piece{{Text: "oops\n", Status: 2}, {}}, Ran{}, event.Error, "a.t:2: /d/down.sh ended with status 2\n  oops", 0},
		{"behind a failure", "[0]|b;[0]", fine, []shell.Piece{{}, {Status: 1}}, Ran{}, event.Fail, "a.t: /p/last.sh ended with status 1", 2},
		{"a teardown ends the shell", "[0]|a;[0]", fine, []shell.Piece{{}, {Text: "bye\n", Status: -1}}, Ran{Status: 3}, event.Pass, "", 0},
		{"a teardown does not skip", "[0]|b;[0]", fine, []shell.Piece{{}}, Ran{Status: 80}, event.Fail, "", 2},
		{"a test does", "[0]|b;[0]", fine, fine, Ran{Status: 80}, event.Skip, "", 0},
		{"set up in a loop", "[0]|[0]", nil, fine, Ran{}, event.Fail, "", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := transcript.Format{}.Parse(file("$ x¦a"))
			o := pieces(t, tr, test.printed)
			o.Setups, o.Teardowns = test.setups, test.teardowns
			test.ran.Shown = identity
			end, _ := Transcript(t.Context(), Input{About: about, Transcript: tr, Output: o, Ran: test.ran, Setup: setup, Teardown: teardown, Holds: holds})
			if end.Action != test.want || end.Reason != test.reason || end.Line != test.line {
				t.Errorf("%s at %d: %s", end.Action, end.Line, end.Reason)
			}
		})
	}
}
