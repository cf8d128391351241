package shell

import "testing"

func TestUnfinished(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "echo a": "", "echo 'a": "more", "echo a \\": "more", `echo a \\`: "", "for i in 1": "more", "for i in 1\ndo x": "more",
		"for i in 1\ndo x\ndone": "", "cat <<E\na": "more", "cat <<E\na\nE": "", "a |": "more", "a &&": "more", "fi": "wrong", "echo )": "wrong",
		"f() {": "more", "if a; then b; fi": "", "echo $(": "more", "# text": "",
	} {
		got := ""
		switch why, more := Unfinished(text); {
		case more:
			got = "more"
		case why != "":
			got = "wrong"
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
