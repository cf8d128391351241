package feature

import (
	"slices"
	"strings"
	"testing"
)

var published = strings.Fields("v3.2.0 v3.10.0 v3.4.0 v3.4.1 v3.8.0 v3.9.0-rc.1 v3.9.0 v4.0.0-alpha.1 nightly")

var picks = []struct{ choice, want string }{
	{"all", "v3.2.0 v3.4.0 v3.4.1 v3.8.0 v3.9.0 v3.10.0"},
	{">=3.4", "v3.4.0 v3.4.1 v3.8.0 v3.9.0 v3.10.0"},
	{">=3.4, latest 3", "v3.8.0 v3.9.0 v3.10.0"},
	{"latest 3, >=3.4", "v3.8.0 v3.9.0 v3.10.0"},
	{"latest", "v3.10.0"},
	{"latest 99", "v3.2.0 v3.4.0 v3.4.1 v3.8.0 v3.9.0 v3.10.0"},
	{"<3.9, latest 2", "v3.4.1 v3.8.0"},
	{">= 3.4 < 3.9", "v3.4.0 v3.4.1 v3.8.0"},
	{"!=3.9, latest 2", "v3.8.0 v3.10.0"},
	{"3.2, latest 1", "v3.2.0 v3.10.0"},
	{"=v3.4.1", "v3.4.1"},
	{"3.4.1,3.4", "v3.4.0 v3.4.1"},
	{"latest 1, 4.0.0-alpha.1", "v3.10.0 v4.0.0-alpha.1"},
	{">=3.9.0-0", "v3.9.0 v3.10.0"},
	{">=4.0.0-alpha", "v4.0.0-alpha.1"},
	{"latest 1, nightly", "v3.10.0 nightly"},
	{"latest 1, main", "v3.10.0 main"},
	{"tip", "tip"},
	{"all, nightly", "v3.2.0 v3.4.0 v3.4.1 v3.8.0 v3.9.0 v3.10.0 nightly"},

	{"3.5", "error: no version 3.5; known are v3.2.0, v3.4.0"},
	{">9", "error: >9 takes none of the versions; known are v3.2.0"},
	{"", "error: chooses no versions"},
	{" , ", "error: chooses no versions"},
	{"latest 0", "error: how many"},
	{"latest 1, latest 2", "error: twice"},
	{">=", `error: ">=" is not a choice`},
	{">=<3", `error: ">=<3" is not a choice`},
	{"a=b", `error: "a=b" is not a choice`},
}

func TestPick(t *testing.T) {
	for _, test := range picks {
		c, err := ParseChoice(test.choice)
		var got []string
		if err == nil {
			got, err = c.Pick(published)
		}
		if want, ok := strings.CutPrefix(test.want, "error: "); ok {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %q, %v; want the error %s", test.choice, got, err, want)
			}
		} else if err != nil || strings.Join(got, " ") != test.want {
			t.Errorf("%q: %q, %v; want %s", test.choice, got, err, test.want)
		}
	}
}

// TestSelect: among the versions of an axis, pre-releases and names are like any
// other.
func TestSelect(t *testing.T) {
	for choice, want := range map[string]string{
		"all":      "v3.2.0 v3.4.0 v3.4.1 v3.8.0 v3.9.0-rc.1 v3.9.0 v3.10.0 v4.0.0-alpha.1 nightly",
		">3.9":     "v3.10.0 v4.0.0-alpha.1 nightly",
		"latest 2": "v4.0.0-alpha.1 nightly",
		"nightly":  "nightly",
	} {
		c, err := ParseChoice(choice)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Select(published); err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: %q, %v; want %s", choice, got, err, want)
		}
		var has []string
		for _, v := range Sorted(published) {
			if ok, err := c.Has(v); err != nil {
				t.Error(err)
			} else if ok {
				has = append(has, v)
			}
		}
		if c.latest == 0 && strings.Join(has, " ") != want {
			t.Errorf("%q has %q", choice, has)
		}
	}
	c, _ := ParseChoice("main")
	if _, err := c.Select(published); err == nil {
		t.Error("main is none of the versions")
	}
	many := make([]string, 100)
	for i := range many {
		many[i] = strings.Repeat("9", i+1)
	}
	if _, err := c.Select(many); err == nil || !strings.Contains(err.Error(), "and 70 older ones") {
		t.Error(err)
	}
	c, _ = ParseChoice("2.40")
	if got, _ := c.Select([]string{"2.40.0", "2.40"}); !slices.Equal(got, []string{"2.40"}) {
		t.Errorf("%q for the text that is known", got)
	}
}

// FuzzChoice: a choice written again is the same choice; what it picks was
// published, or is a name.
func FuzzChoice(f *testing.F) {
	for _, test := range picks {
		f.Add(test.choice)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseChoice(s)
		if err != nil {
			return
		}
		again, err := ParseChoice(c.String())
		if err != nil || again.String() != c.String() {
			t.Fatalf("%q is written %q, and that %q, %v", s, c, again, err)
		}
		picked, err := c.Pick(published)
		if (err == nil) != (len(picked) > 0) || !slices.IsSortedFunc(picked, Compare) {
			t.Errorf("%q: %q, %v", s, picked, err)
		}
		for _, v := range picked {
			if !slices.Contains(published, v) && !isNamed(v) {
				t.Errorf("%q: picked %q", s, v)
			}
		}
	})
}

var selections = []struct{ text, want string }{
	{"all", "git all; python all"},
	{"default", ""},
	{"git", "git all"},
	{"python,git", "git all; python all"},
	{"git python", "git all; python all"},
	{"git=2.30,2.40", "git =2.30, =2.40"},
	{"git=2.30,2.40,python", "git =2.30, =2.40; python all"},
	{"git=2.40,python=3.11", "git =2.40; python =3.11"},
	{"git>=2.30", "git >=2.30"},
	{"git>=2.30,<2.40", "git >=2.30, <2.40"},
	{"git>=2.30 git<2.40 python!=3.9", "git >=2.30, <2.40; python !=3.9"},
	{"git=tip", "git =tip"},

	{"", "error: there are git, python"},
	{"gti", `error: no axis "gti"; there are git, python`},
	{"git=", `error: "git="`},
	{"git=>2", `error: "git=>2"`},
	{"git!2", `error: "git!2"`},
	{">=2", `error: no axis ""`},
	{"git>=2,3", `error: no axis "3"`},
	{"all,git", `error: no axis "all"`},
}

func TestParseSelection(t *testing.T) {
	for _, test := range selections {
		s, err := ParseSelection(test.text, []string{"git", "python"})
		if want, ok := strings.CutPrefix(test.want, "error: "); ok {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: %v, want %s", test.text, err, want)
			}
		} else if got := selected(s); err != nil || got != test.want {
			t.Errorf("%q: %s, %v; want %s", test.text, got, err, test.want)
		}
	}
	if _, err := ParseSelection("all", nil); err == nil {
		t.Error("all of no axes")
	}
	if _, err := ParseSelection("git", nil); err == nil || !strings.Contains(err.Error(), "none is configured") {
		t.Error(err)
	}
}

func selected(s Selection) string {
	var parts []string
	for _, a := range s.Axes {
		parts = append(parts, a+" "+s.Choices[a].String())
	}
	return strings.Join(parts, "; ")
}

// FuzzSelection: only known axes are selected, and each one that is has a choice.
func FuzzSelection(f *testing.F) {
	for _, test := range selections {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseSelection(text, []string{"git", "python"})
		if err != nil {
			return
		}
		if len(s.Axes) != len(s.Choices) || len(s.Axes) == 0 && strings.Trim(text, ", \t\r\n") != "default" {
			t.Errorf("%q: %v", text, s)
		}
		for _, a := range s.Axes {
			if a != "git" && a != "python" {
				t.Errorf("%q: %q", text, a)
			}
		}
	})
}
