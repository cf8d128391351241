package feature

import (
	"fmt"
	"strings"
	"testing"
)

var cases = []struct {
	text string
	want string // the fields of each term; empty: an error
}{
	{"linux", "{linux false  }"},
	{"no-docker", "{docker true  }"},
	{"  a\tb ", "{a false  } {b false  }"},
	{"f1 no-f2 git>=2.30", "{f1 false  } {f2 true  } {git false >= 2.30}"},
	{"git<3", "{git false < 3}"},
	{"git<=3", "{git false <= 3}"},
	{"git>3", "{git false > 3}"},
	{"git=2.43.0.windows.1", "{git false = 2.43.0.windows.1}"},
	{"git!=tip", "{git false != tip}"},
	{"no-git<2", "{git true < 2}"},
	{"command:git-lfs", "{command:git-lfs false  }"},
	{"no-no-x", "{no-x true  }"},
	{"c++", "{c++ false  }"},
	{"no", "{no false  }"},

	{"", ""},
	{"   ", ""},
	{"no-", ""},
	{">=2", ""},
	{"git>", ""},
	{"git>=", ""},
	{"git==2", ""},
	{"git>=<2", ""},
	{"git!2", ""},
	{"a, b", ""},
	{"(a)", ""},
	{"grün", ""},
	{"a \xff", ""},
}

func TestParse(t *testing.T) {
	for _, test := range cases {
		terms, err := Parse(test.text)
		got := strings.Trim(fmt.Sprintf("%v", fields(terms)), "[]")
		if got != test.want || (err != nil) != (test.want == "") {
			t.Errorf("%q: %s, %v; want %s", test.text, got, err, test.want)
		}
		if err != nil && strings.TrimSpace(test.text) != "" && !strings.Contains(err.Error(), `"`) {
			t.Errorf("%q: the error names no word: %v", test.text, err)
		}
	}
}

// fields are terms without their String method.
func fields(terms []Term) (plain []any) {
	type term Term
	for _, t := range terms {
		plain = append(plain, term(t))
	}
	return plain
}

// FuzzParse: terms written again are read as the same.
func FuzzParse(f *testing.F) {
	for _, test := range cases {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		terms, err := Parse(s)
		if err != nil {
			if terms != nil {
				t.Errorf("%q: terms %v with the error %v", s, terms, err)
			}
			return
		}
		var words []string
		for _, term := range terms {
			words = append(words, term.String())
		}
		if got, want := strings.Join(words, " "), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("%q is written %q", s, got)
		}
	})
}
