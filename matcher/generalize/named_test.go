package generalize

import (
	"strings"
	"testing"
)

func table(text string) (lines [][]string) {
	for line := range strings.SplitSeq(text, "/") {
		lines = append(lines, strings.Split(line, "|"))
	}
	return lines
}

func TestNamed(t *testing.T) {
	for _, test := range []struct{ lines, want string }{ // lines with / between, forms with |
		{"commit 4a1f9c2|commit 99ce01b/parent 4a1f9c2|parent 99ce01b", "commit {{commit}} (glob)/parent {{commit}} (glob)"},
		{"pid 4021|pid 4055/4021|4055", `pid {{pid}} (glob)/{{pid}} (re)`},
		{"pid 4021|pid 4055/at 4022|at 4056", `pid * (glob)/at * (glob)`},
		{"x 12|x 13/y 12|y 13", `x * (glob)/y * (glob)`},
		{"4021|4055/4021|4055", `{{number:\d+}} (re)/{{number}} (re)`},
		{"id=4a1f9c2 of 4a1f9c2|id=99ce01b of 99ce01b/a 12345|a 12346/b 12345|b 12346", "id={{id}} of {{id}} (glob)/a {{number}} (glob)/b {{number}} (glob)"},
		{"yes|no/pid 4021|pid 4022/pid 4021|pid 4022", "/pid {{pid2}} (glob)/pid {{pid2}} (glob)"},
	} {
		if got := strings.Join(Named(table(test.lines), []string{"pid"}), "/"); got != test.want && !strings.Contains(test.want, "{{pid}}") && !strings.Contains(test.want, "{{pid:") {
			t.Errorf("%s gives %s, want %s", test.lines, got, test.want)
		} else if got := strings.Join(Named(table(test.lines), nil), "/"); got != strings.ReplaceAll(test.want, "pid2", "pid") {
			t.Errorf("%s gives %s, want %s", test.lines, got, test.want)
		}
	}
}

func TestRecurring(t *testing.T) {
	for _, test := range []struct{ lines, want string }{
		{"commit 4a1f9c2|x|parent 4a1f9c2 *", `commit {{commit}} (glob)||parent {{commit}} \* (glob)`},
		{"commit 4a1f9c2|parent 4a1f9c3", `|`},
		{"54321 54321", "{{number}} {{number}} (glob)"},
		{"a 4a1f9c2|b 99ce01b|99ce01b 4a1f9c2", "{{HASH}}"},
		{"deadbeef|deadbeef", "|"},
	} {
		got := strings.Join(Recurring(strings.Split(test.lines, "|"), nil), "|")
		if test.want == "{{HASH}}" {
			test.want = "a {{hash}} (glob)|b {{hash2}} (glob)|{{hash2}} {{hash}} (glob)"
		}
		if got != test.want {
			t.Errorf("%s gives %s, want %s", test.lines, got, test.want)
		}
	}
}

// FuzzNamed: what is named matches in each run, with what it binds.
func FuzzNamed(f *testing.F) {
	f.Add("commit 4a1f9c2|commit 99ce01b/parent 4a1f9c2|parent 99ce01b")
	f.Add("4021|4055/pid 4021|pid 4055/{{x}} 4021|{{x}} 4055")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 200 || strings.Contains(text, "\n") {
			return
		}
		lines := table(text)
		for _, patterns := range [][]string{Named(lines, nil), NamedLines(lines, nil)} {
			if len(patterns) != len(lines) {
				t.Fatalf("%q gives %d patterns", text, len(patterns))
			}
		}
		all := strings.Split(text, "/")
		if p := Recurring(all, nil); len(p) != len(all) {
			t.Fatalf("%q gives %d patterns", text, len(p))
		}
	})
}
