package environment

import "testing"

func TestExpand(t *testing.T) {
	values := map[string]string{"A": "1", "AB": "2", "_c": "$A", "EMPTY": ""}
	for _, test := range []struct{ text, want string }{
		{"", ""}, {"plain", "plain"}, {"$A", "1"}, {"$AB$A", "21"}, {"${A}B", "1B"}, {"$_c", "$A"}, {"<$EMPTY>", "<>"},
		{"$X ${X} $", "$X ${X} $"}, {"$$A", "$1"}, {"${A", "${A"}, {"$1 $(A) ${}", "$1 $(A) ${}"}, {"a$", "a$"},
	} {
		got := Expand(test.text, func(name string) (string, bool) { v, ok := values[name]; return v, ok })
		if got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}
