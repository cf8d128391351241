package lint

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dott/matcher/transcript"
)

// found returns the findings of a file as "LINE rule", lines from 1.
func found(path, data string) []string {
	facts := Facts{Feature: func(name string) Feature {
		switch name {
		case "git":
			return Feature{Known: true}
		case "tool":
			return Feature{Known: true, Versions: []string{"1.0", "1.5"}}
		case "linux", "macos", "docker", "command:jq", "command:sh":
			return Feature{Known: true, Unversion: true}
		}
		return Feature{}
	}}
	all := []string{}
	for _, f := range File(transcript.For(path, transcript.Format{}).Parse(data), facts) {
		all = append(all, fmt.Sprintf("%d %s", f.Line+1, f.Rule))
	}
	return all
}

var cases = []struct {
	data string
	want string // findings, separated by commas
}{
	{"  $ true\n", ""},
	{"", ""},
	{"prose\n", "1 no-commands"},
	{"\t$ echo a\n", "1 suspect"},
	{"#if linux\n  $ true\n", "1 fault"},

	// conditions
	{"#require gti\n  $ true\n", "1 unknown-feature"},
	{"#require docker>=2\n  $ true\n", "1 unknown-feature"},
	{"  $ true\n  a (gti !)\n", "2 unknown-feature"},
	{"#if git>=2.40 git<2.30\n#endif\n  $ true\n", "1 never-holds"},
	{"#if git>=2.30 git<2.40\n#endif\n  $ true\n", ""},
	{"#if git>=2.30 git<=2.30\n#endif\n  $ true\n", ""},
	{"#if git>2.30 git<=2.30\n#endif\n  $ true\n", "1 never-holds"},
	{"#if git=2.30 git>2.30\n#endif\n  $ true\n", "1 never-holds"},
	{"#if git=2.30 git!=2.30\n#endif\n  $ true\n", "1 never-holds"},
	{"#if git no-git\n#endif\n  $ true\n", "1 never-holds"},
	{"#if no-git git>=2\n#endif\n  $ true\n", "1 never-holds"},
	{"#if no-git>=2 git\n#endif\n  $ true\n", ""},
	{"#if linux macos\n#endif\n  $ true\n", "1 never-holds"},
	{"#if linux\n#if macos\n#endif\n#endif\n  $ true\n", "2 never-holds"},
	{"#if linux\n#else\n#if linux\n#endif\n#endif\n  $ true\n", "3 never-holds"},
	{"#if linux docker\n#else\n#if linux\n#endif\n#endif\n  $ true\n", ""},
	{"#testcases a b\n#if a b\n#endif\n  $ true\n", "2 never-holds"},
	{"#testcases a b\n#testcases c d\n#if a c\n#endif\n  $ true\n", ""},
	{"#if tool>=2\n#endif\n#if tool>1.0\n#endif\n  $ true\n", "1 never-holds"},
	{"#require linux\n  $ true\n  a (no-linux !)\n", "3 never-holds"},

	// patterns
	{"  $ x\n  .* (re)\n  .+ (re)\n  ^.*$ (re)\n  (.*) (re)\n  .*? (re)\n  * (glob)\n  * (glob*)\n  ?* (glob)\n", "2 wide-pattern,3 wide-pattern,4 wide-pattern,5 wide-pattern,6 wide-pattern,7 wide-pattern,8 wide-pattern,9 wide-pattern"},
	{"  $ x\n  a.* (re)\n  a* (glob)\n  ? (glob)\n  \\* (glob)\n", ""},
	{"  $ x\n  1.2 (re)\n  \\d.5 (re)\n  a.txt b (re)\n", "2 unescaped-dot,3 unescaped-dot,4 unescaped-dot"},
	{"  $ x\n  1\\.2 (re)\n  a.*b (re)\n  [a.b]c (re)\n  a. b (re)\n  a.{3}b (re)\n  {{v:1.2}}a+ (re)\n", ""},
	{"  $ x\n  took \\d+ ms\n  [0-9]+ files\n  see .* for more\n", "2 missing-ending,3 missing-ending,4 missing-ending"},
	{"  $ x\n  a* (glbo)\n  b.* (regex)\n  c (no-eof)\n  d (Glob)\n  e (no eol)\n  f (RE)\n", "2 missing-ending,3 missing-ending,4 missing-ending,5 missing-ending,6 missing-ending,7 missing-ending"},
	{"  $ x\n  a (blob)\n  b (red)\n  c (sec)\n  d (deleted)\n  e (no)\n", ""},
	{"  $ x\n[1]\n\n  $ y\n  a\n [12]\n\n[1] is a footnote.\n[1]\n", "2 suspect,6 suspect"},
	{"  $ grep '[0-9]+ f'\n  [0-9]+ f\n", ""},
	{"  $ x\n  a( (re)\n", "2 invalid-regexp"},
	{"  $ x\n  a (glob)\n  b (re)\n  c (esc)\n  d (?) (?)\n", "2 redundant-ending,3 redundant-ending,4 redundant-ending,5 redundant-ending"},
	{"  $ x\n  a* (glob)\n  b+ (re)\n  \\tc (esc)\n  d (?)\n  [1] (re)\n  {{v}} (glob)\n  a (glob+)\n", ""},
	{"  $ cat a.t\n    $ b\n  .* (re)\n  1.2 (re)\n  a (glob)\n", ""},
	{"  $ echo 'a (glob)'\n  a (glob)\n", ""},
	{"  $ x\n  @@ -1,2 +1,2 @@\n  +  a (re)\n", ""},

	// literals
	{"  $ x\n  /home/me/a\n  see /tmp/b.\n  C:\\x\n", "2 absolute-path,3 absolute-path,4 absolute-path"},
	{"  $ ls /usr/bin /dev/null $HOME/tmp/x http://h/tmp/x ./tmp/x\n  $TESTTMP/tmp/a\n  /tmp/\n", ""},
	{"  $ x\n  on 2024-05-06\n  at 12:34:56\n", "2 date-literal,3 date-literal"},
	{"  $ x 2024-05-06\n  2024-05-06\n  1970-01-01\n  00:00:00\n  9999-99-99\n  12024-05-06\n  2024-05-061\n  a:12:34:56:78\n", ""},
	{"  $ x\n  3f2a9c1d4e5b6a7980123456789abcdef0123456\n  123e4567-e89b-12d3-a456-426614174000\n", "2 hash-literal,3 hash-literal"},
	{"  $ x\n  11111111111111111111111111111111\n  3f2a9c1d\n  3f2a9c1d4e5b6a7980123456789abcdef0123456z\n  * 3f2a9c1d4e5b6a7980123456789abcdef012345\n", ""},

	// commands
	{"  $ sleep 1\n  $ x; sleep 1\n", "1 sleep,2 sleep"},
	{"  $ sleep 1 &\n  $ until x; do sleep 1; done\n  $ echo sleep 1\n  $ cat <<END\n  > sleep 1\n  > END\n", ""},
	{"  $ jq .\n  $ jq .\n  $ curl x\n", "1 missing-require,3 missing-require"},
	{"#require command:jq\n  $ jq .\n", ""},
	{"#if git\n  $ git x\n#endif\n", ""},
	{"  $ command -v jq >/dev/null || exit 80\n  $ jq .\n", ""},
	{"  $ jq() { x; }\n  $ jq\n  $ alias curl=x\n  $ curl\n", ""},

	// ignoring
	{"# dott:ignore sleep\n  $ sleep 1\n  $ sleep 1\n", ""},
	{"x\n# dott:ignore sleep\n  $ sleep 1\n  $ sleep 1\n", "4 sleep"},
	{"x\n# dott:ignore wide-pattern\n  $ x\n  * (glob)\n  $ y\n  * (glob)\n", "6 wide-pattern"},
	{"x\n  $ x\n# dott:ignore wide-pattern\n  * (glob)\n  * (glob)\n", "5 wide-pattern"},
	{"x\n  $ sleep 1 # dott:ignore sleep\n  $ echo '# dott:ignore' sleep\n", ""},
	{"# dott:ignore slep\n# dott:ignore\n# dott:ignore SC2046\n# dott:ignored x\n  $ true\n", "1 unknown-ignore,2 unknown-ignore"},
}

func TestFile(t *testing.T) {
	for _, c := range cases {
		var want []string
		if c.want != "" {
			want = strings.Split(c.want, ",")
		}
		if got := found("a.t", c.data); !slices.Equal(got, want) {
			t.Errorf("%q:\ngot  %q\nwant %q", c.data, got, want)
		}
	}
	md := "text\n\n<!-- dott:ignore sleep -->\n\n```console\n$ sleep 1\n* (glob)\n```\n"
	if got := found("a.md", md); !slices.Equal(got, []string{"7 wide-pattern"}) {
		t.Errorf("Markdown: %q", got)
	}
}

// FuzzFile: no file is too much, and what is found is where it says. The edits of a fix
// lie in the file, and what is safe is gone once it is mended.
func FuzzFile(f *testing.F) {
	for _, c := range cases {
		f.Add(c.data)
	}
	f.Fuzz(func(t *testing.T, data string) {
		tr := transcript.Format{}.Parse(data)
		for _, found := range File(tr, Facts{}) {
			if found.Line < 0 || found.Line >= max(1, len(tr.Lines)) || found.Start < 0 || found.End < 0 {
				t.Fatalf("%q: %+v", data, found)
			}
			if len(tr.Lines) > 0 && max(found.Start, found.End) > len(tr.Lines[found.Line].Raw) {
				t.Fatalf("%q: %+v", data, found)
			}
			if found.Fix == nil {
				continue
			}
			after := transcript.Format{}.Parse(tr.Apply(found.Fix.Edits))
			if !found.Fix.Safe {
				continue
			}
			if again := File(after, Facts{}); slices.ContainsFunc(again, func(g Finding) bool { return g.Line == found.Line && g.Message == found.Message }) {
				t.Fatalf("%q: %+v is still there", data, found)
			}
		}
	})
}

func TestRepeated(t *testing.T) {
	files := []string{
		"  $ a\n  $ b\n  $ c\n  $ d\n", "  $ a\n  $ b\n  $ c\n  $ e\n", "  $ a\n  1\n\nx\n  $ b\n  $ c\n",
		"  $ a\n  $ b\n", "  $ x\n  > y\n  > z\n", "  $ x\n  > y\n  > z\n", "  $ x\n  > y\n  > z\n  $ a\n",
	}
	var all []Beginning
	for i, data := range files {
		b, ok := BeginningOf(i, transcript.Format{}.Parse(data))
		if !ok {
			t.Fatal(data)
		}
		all = append(all, b)
	}
	var got []string
	for _, r := range Repeated(all) {
		got = append(got, fmt.Sprintf("%d: %.45s", r.File, r.Finding.Message))
	}
	want := []string{"0: 3 files begin with these 3 lines of commands; p", "4: 3 files begin with these 3 lines of commands; p"}
	for i := range want {
		want[i] = want[i][:min(len(want[i]), 48)]
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
