//go:build unix

package matrix

import (
	"strings"
	"testing"
)

// TestCommand: a name is a part of one word for the shell, wherever it stands.
func TestCommand(t *testing.T) {
	m := open(t, t.TempDir(), "")
	for _, dir := range []string{"/a/b-1.0", "/a b", "/it's", `/"x" $HOME`, "/`id`", `/back\slash`, "/a{version}b", "/é*"} {
		n := names{"value", "1.0", dir}
		for command, want := range map[string]string{
			"printf '<%s>' {dir}/bin":               "<" + dir + "/bin>",
			`printf '<%s>' "{dir}/bin" x`:           "<" + dir + "/bin><x>",
			`printf '<%s>' '{dir}/bin' x`:           "<" + dir + "/bin><x>",
			`printf '<%s>' "it's \" {dir}" x`:       "<it's \" " + dir + "><x>",
			`D={dir}/x; printf '<%s>' "$D"`:         "<" + dir + "/x>",
			`printf '<%s>' \'{version}{value}`:      "<'1.0value>",
			`dir=a; printf '<%s>' ${dir} '{{dir}}'`: "<a><{{dir}}>",
			`printf '<%s>' '{ dir}' {other}`:        "<{ dir}><{other}>",
		} {
			if got, err := (commands{m}).output(t.Context(), n.command(command), m.Env); err != nil || got != want {
				t.Errorf("%s in %s: %q, %v; want %q", dir, command, got, err, want)
			}
		}
	}
}

// FuzzExpand: a text without placeholders stays, and a name that a path can have
// is put into it as it is.
func FuzzExpand(f *testing.F) {
	f.Add("{dir}/bin", "/x")
	f.Add("${dir} {{dir}} '{dir}'", "a b")
	f.Fuzz(func(t *testing.T, text, dir string) {
		n := names{"V", "1", dir}
		got := n.literal(text)
		if !strings.Contains(text, "{") && got != text {
			t.Errorf("%q became %q", text, got)
		}
		if !strings.ContainsAny(text, "{}'\"\\$") && n.literal(text+" {dir}") != text+" "+dir {
			t.Errorf("%q", n.literal(text+" {dir}"))
		}
		if strings.Count(n.command(text), "\x00") < strings.Count(text, "\x00") {
			t.Error("something was lost")
		}
	})
}
