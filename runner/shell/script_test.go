package shell

import (
	"regexp"
	"strings"
	"testing"

	"dott/matcher/transcript"
	"dott/runner/config"
)

// inlineEnd is the word that ends inline code, which no two scripts have.
var inlineEnd = regexp.MustCompile(`END_\w{8}`)

// head and tail are what stands around the salt and the line of a marker.
func (f form) head() string { return f.open + f.print }
func (f form) tail() string { return ` "$?"` + f.end }

// outline writes a script with M4 for a marker of line 4, I4 for one in inline code
// and END for the end of that.
func (s *Script) outline() string {
	text := strings.ReplaceAll(strings.ReplaceAll(s.Text, s.form.head()+s.source()+" ", "M"), s.form.tail(), "")
	text = strings.ReplaceAll(text, s.inlineSource()+" ", "I")
	return inlineEnd.ReplaceAllString(text, "END")
}

func TestScript(t *testing.T) {
	python := config.Interpreter{Command: "py"}
	lua := config.Interpreter{Command: "lua -", Mark: `print("{mark}")`}
	for _, test := range []struct {
		name, file string
		o          Options
		want       string
	}{
		{"empty", "", Options{}, "M1\n"},
		{"commands", "c\n  $ echo a\n  a\n  $ cat <<E\n  > x\n  > E\n  x\nc", Options{}, "M2\necho a\nM4\ncat <<E\nx\nE\nM9\n"},
		{"continuation of nothing", "  > x=1\n  $ echo $x\n", Options{}, "x=1\nM2\necho $x\nM3\n"},
		{"setup and teardown", "  $ a\n", Options{Setup: []string{"/s/a b", "/s/c"}, Teardown: []string{"/d/x", "/d/it's"}},
			". '/s/a b'; M0; . /s/c; M0; M1\na\nM2\n. /d/x; M-1\n. '/d/it'\\''s'; M-1\n"},
		{"strict cd", "  $ cd a\n  $ cd a b\n  $ cd a; b\n  $ cd\n  $ echo\n  > cd c\n", Options{StrictCd: true},
			"M1\ncd a || exit 1\nM2\ncd a b\nM3\ncd a; b\nM4\ncd\nM5\necho\ncd c\nM7\n"},
		{"plain cd", "  $ cd a\n", Options{}, "M1\ncd a\nM2\n"},
		{"inline", "  >>> a\n  ... b\n  out\n  >>> c\n  $ d\n  >>> e\n", Options{Interpreter: python},
			"M1\npy <<END\n>>> a\n... b\nI4 0\n>>> c\nEND\nM5\nd\nM6\npy <<END\n>>> e\nEND\nM7\n"},
		{"inline with a mark", "  >>> a\n  ... b\n  >>> c\n", Options{Interpreter: lua}, "M1\nlua - <<END\na\nb\nprint(\"I3 0\")\nc\nEND\nM4\n"},
		{"inline, prose between", "  >>> a\nprose\n  >>> b\n", Options{Interpreter: python}, "M1\npy <<END\n>>> a\nEND\nM3\npy <<END\n>>> b\nEND\nM4\n"},
		{"inline, a directive between", "  >>> a\n#timeout 3\n  >>> b\n", Options{Interpreter: python}, "M1\npy <<END\n>>> a\nI3 0\n>>> b\nEND\nM4\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.o.Shell = "dash"
			tr := transcript.Format{}.Parse(test.file)
			s := New(tr, test.o)
			if got := s.outline(); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
			if strings.Contains(s.Text, s.salt) || strings.Contains(s.code, s.salt[:saltHead]+`"`) {
				t.Error("the script holds the salt as it will be printed")
			}
			if other := New(tr, test.o); other.salt == s.salt {
				t.Error("two scripts have the same salt")
			}
			if n := strings.Count(s.code, "\n"); n != len(s.owner) && len(test.o.Setup)+len(test.o.Teardown) == 0 {
				t.Errorf("%d lines of code have %d owners", n, len(s.owner))
			}
		})
	}
}

// TestForms: each shell has the marker that gets through whatever a script does to
// it; see TestStates of package runner.
func TestForms(t *testing.T) {
	plain, debug := transcript.Format{}.Parse("  $ true\n"), transcript.Format{}.Parse("  $ trap x DEBUG\n")
	for _, test := range []struct {
		shell string
		t     *transcript.Transcript
		want  form
	}{
		{"dash", plain, form{`\command echo `, "{ ", "; } 2>&-"}},
		{"/usr/bin/busybox", plain, form{`\command echo `, "{ ", "; } 2>&-"}},
		{"bash.exe", plain, form{`\builtin echo `, "{ ", "; } 2>&-"}},
		{"zsh", plain, form{`\builtin echo `, "{ ", "; } 2>/dev/null"}},
		{"mksh", plain, form{print: `\command echo `}},
		{"mksh", debug, form{print: `\command echo `}},
		{"bash", debug, form{`\builtin echo `, "( ", "; ) 2>&-"}},
		{"zsh", debug, form{`\builtin echo `, "{ ", "; } 2>/dev/null"}},
	} {
		if got := formFor(test.shell, test.t); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.shell, got, test.want)
		}
	}
}

func TestPlain(t *testing.T) {
	tr := transcript.Format{}.Parse("  > x=1\n  $ cd a\n  >>> a\n  out\n  >>> b\n  $ c\n  > d\n  >>> e\n")
	o := Options{Shell: "dash", Setup: []string{"/s/a b"}, Teardown: []string{"/d/x", "/d/y"}, Interpreter: config.Interpreter{Command: "py"}, StrictCd: true}
	got := inlineEnd.ReplaceAllString(Plain(tr, o), "END")
	want := ". '/s/a b'\nx=1\ncd a || exit 1\npy <<END\n>>> a\n>>> b\nEND\nc\nd\npy <<END\n>>> e\nEND\n. /d/x || exit\n. /d/y || exit\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := Source(nil); got != "" {
		t.Errorf("%q", got)
	}
}

func TestInterpreter(t *testing.T) {
	lua, perl, python := config.Interpreter{Command: "lua"}, config.Interpreter{Command: "perl"}, config.Interpreter{Command: "python2"}
	for _, test := range []struct {
		named map[string]config.Interpreter
		use   string
		want  config.Interpreter
		err   string
	}{
		{nil, "", builtInPython, ""},
		{nil, "python", builtInPython, ""},
		{nil, "lua", config.Interpreter{}, `[inline] has no interpreter "lua"`},
		{map[string]config.Interpreter{"lua": lua}, "", lua, ""},
		{map[string]config.Interpreter{"lua": lua}, "python", builtInPython, ""},
		{map[string]config.Interpreter{"lua": lua, "perl": perl}, "", builtInPython, ""},
		{map[string]config.Interpreter{"lua": lua, "perl": perl}, "perl", perl, ""},
		{map[string]config.Interpreter{"lua": lua, "python": python}, "", python, ""},
	} {
		got, err := Interpreter(config.Inline{Named: test.named}, test.use)
		if got != test.want || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
			t.Errorf("%v, %q: %v, %v", test.named, test.use, got, err)
		}
	}
	if strings.Contains(builtInPython.Command, "\n") {
		t.Error("the interpreter takes more than a line of the script")
	}
}

func TestSkipReason(t *testing.T) {
	for printed, want := range map[string]string{
		"": "", "a\n": "", "skipped: no x\n": "no x", "skipped: a\n  skipped: b \nc": "b", "skipped:\n": "", "not skipped: x\n": "",
		"skipped: \xff": "\uFFFD", "skipped: a\n" + strings.Repeat("x", skipTail): "",
	} {
		if got := SkipReason(printed); got != want {
			t.Errorf("%.30q: %q, want %q", printed, got, want)
		}
	}
}
