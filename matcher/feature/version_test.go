package feature

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// ascending are versions in order; those on one line are the same.
var ascending = [][]string{
	{"0", "0.0", "v0"},
	{"0.0.1-0.20200102030405-abcdef012345"},
	{"0.0.1-20200102030405-abcdef012345"},
	{"0.0.1", "v0.0.1", "0.0.1+meta"},
	{"1.1.1"},
	{"1.1.1w"},
	{"1.2.0-dev"},
	{"1.2-alpha", "1.2.alpha"},
	{"1.2b9"},
	{"1.2b10"},
	{"1.2.0-canary.3"},
	{"1.2-rc"},
	{"1.2rc1", "v1.2-rc1", "1.2.0.rc1", "1.2-RC.1", "1.2.0~rc01"},
	{"1.2-rc1.22.gabcdef"},
	{"1.2-rc9"},
	{"1.2-rc10"},
	{"1.2", "1.2.0", "v1.2", "01.2", "1.2.0.0", "1.2.x", "1.2-1+deb12u2", "1.2(1)-release", "1.2.windows.2", "1.2+git2024"},
	{"1.2.post1"},
	{"1.10"},
	{"2.43.0.rc2"},
	{"2.43.0", "2.43.0.windows.1", "2.43", "2.43.0 (Apple Git-154)"},
	{"2.43.1"},
	{"3.3"},
	{"3.3a"},
	{"9.2"},
	{"9.2p1"},
	{"9.2p2"},
	{"20240101"},
	{"99999999999999999999999"},
	{"100000000000000000000000"},
	{"go1.9"},
	{"go1.21"},
	{"main"},
	{"tip"},
}

func TestCompare(t *testing.T) {
	for i, as := range ascending {
		for j, bs := range ascending {
			for _, a := range as {
				for _, b := range bs {
					want := min(1, max(-1, i-j))
					if got := min(1, max(-1, Compare(a, b))); got != want {
						t.Errorf("%s to %s: %d, want %d", a, b, got, want)
					}
				}
			}
		}
	}
}

// FuzzCompare: it is an order, and a text is the same as itself.
func FuzzCompare(f *testing.F) {
	for i := range len(ascending) - 2 {
		f.Add(ascending[i][0], ascending[i+1][0], ascending[i+2][0])
	}
	f.Add("", "-", "0a")
	f.Add("1a1", "1alpha1", "1.a1")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		if Compare(a, a) != 0 || Compare(b, "v"+b) != 0 && b != "" && isDigit(b[0]) {
			t.Errorf("%q or %q is not itself", a, b)
		}
		if sign(Compare(a, b)) != -sign(Compare(b, a)) {
			t.Errorf("%q and %q: %d and %d", a, b, Compare(a, b), Compare(b, a))
		}
		if Compare(a, b) <= 0 && Compare(b, c) <= 0 {
			if got := Compare(a, c); got > 0 || got == 0 && (Compare(a, b) < 0 || Compare(b, c) < 0) {
				t.Errorf("%q, %q, %q: %d", a, b, c, got)
			}
		}
	})
}

func sign(n int) int { return min(1, max(-1, n)) }

func TestSorted(t *testing.T) {
	var want, shuffled []string
	for _, same := range ascending {
		if !isNamed(same[0]) {
			want = append(want, same[0])
			shuffled = append(shuffled, same[0], same[0])
		}
	}
	rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	if got := Sorted(shuffled); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	got := Sorted(strings.Fields("zsh go1.21 2 dash go1.9 1 dash main"))
	if want := strings.Fields("1 2 zsh go1.9 go1.21 dash main"); !slices.Equal(got, want) {
		t.Errorf("names: %q, want %q", got, want)
	}
}

// TestOrder: names have no order, and a list has its own.
func TestOrder(t *testing.T) {
	listed, err := Listed(strings.Fields("9f00aa1 0123abc dead123 0123fff 2026-11-02"), "main", "dead123")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		order     *Order
		a, op, b  string
		want, err string
	}{
		{nil, "dash", "=", "dash", "true", ""}, {nil, "dash", "!=", "bash", "true", ""}, {nil, "dash", ">=", "dash", "true", ""},
		{nil, "dash", "<", "bash", "", "dash and bash are names, which have no order"}, {nil, "2.40", "<", "tip", "true", ""},
		{nil, "go1.9", "<", "go1.21", "true", ""}, {nil, "go1.9", "<", "tip", "", "have no order"},
		{listed, "9f00aa1", "<", "0123abc", "true", ""}, {listed, "main", ">", "2026-11-02", "true", ""}, {listed, "dead123", "<=", "0123fff", "true", ""},
		{listed, "dead123", "=", "dead", "true", ""}, {listed, "dead123", "!=", "dead", "false", ""}, {listed, "0123fff", ">", "0123ab", "true", ""},
		{listed, "dead123", ">", "0123", "", "0123 has no place in the list"}, {listed, "dead123", ">", "tip", "", "tip has no place"},
		{listed, "dead123", "=", "tip", "false", ""}, {listed, "dead123", "=", "dea", "false", ""},
	} {
		got, err := test.order.compares(test.a, test.op, test.b)
		if err != nil && (test.err == "" || !strings.Contains(err.Error(), test.err)) || err == nil && fmt.Sprint(got) != test.want {
			t.Errorf("%s %s %s: %v, %v", test.a, test.op, test.b, got, err)
		}
	}
	if got, want := listed.Sorted(strings.Fields("main other dead123 9f00aa1 dead123")), strings.Fields("9f00aa1 dead123 main other"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if _, err := Listed(strings.Fields("a b a")); err == nil {
		t.Error("a list with a version twice has an order")
	}
}

// printed is what programs say about themselves.
var printed = []struct{ text, want string }{
	{"git version 2.39.5", "2.39.5"},
	{"git version 2.39.5 (Apple Git-154)\n", "2.39.5"},
	{"git version 2.43.0.windows.1", "2.43.0.windows.1"},
	{"git version 2.43.0.rc1.22.gabcdef", "2.43.0.rc1.22.gabcdef"},
	{"Python 3.11.2", "3.11.2"},
	{"Python 3.13.0rc1+", "3.13.0rc1"},
	{"shfmt v3.7.0", "3.7.0"},
	{"v3.7.0\n", "3.7.0"},
	{"v20.11.0\n", "20.11.0"},
	{"go version go1.26.8 linux/amd64", "1.26.8"},
	{"jq-1.6", "1.6"},
	{"jq-1.7-dirty", "1.7-dirty"},
	{"gcc (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright (C) 2022 Free Software Foundation, Inc.", "12.2.0"},
	{"GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\nCopyright (C) 2022", "5.2.15"},
	{"GNU Awk 5.1.0, API: 3.0 (GNU MPFR 4.1.0, GNU MP 6.2.1)", "5.1.0"},
	{"Mercurial Distributed SCM (version 6.3.2)\n(see https://mercurial-scm.org for more information)\n", "6.3.2"},
	{"OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15 3 Sep 2024", "9.2p1"},
	{"curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1", "7.88.1"},
	{"\nThis is perl 5, version 36, subversion 0 (v5.36.0) built for x86_64-linux-gnu-thread-multi", "5.36.0"},
	{"less 590 (PCRE2 regular expressions)\nCopyright (C) 1984-2021  Mark Nudelman\n", "590"},
	{"tmux 3.3a", "3.3a"},
	{"mawk 1.3.4 20200120\nCopyright 2008-2019,2020\n", "1.3.4"},
	{"3.40.1 2022-12-28 14:03:47 df5c253c0b3d\n", "3.40.1"},
	{"ruby 3.1.2p20 (2022-04-12 revision 4491bb740a) [x86_64-linux-gnu]", "3.1.2p20"},
	{`openjdk version "17.0.9" 2023-10-17`, "17.0.9"},
	{"Docker version 24.0.7, build afdd53b", "24.0.7"},
	{"  node: 1.2.3-beta.1.\n", "1.2.3-beta.1"},
	{"warning: no display on x86_64\ntool 1.2.3\n", "1.2.3"},
	{"7\n", "7"},
	{"tip\n", "tip"},

	{"", ""},
	{"\n\n", ""},
	{"no version here", ""},
	{"utf-8 on x86_64", ""},
	{"sh: 1: git: not found", "1"}, // what a failed command prints is not asked about
}

func TestVersion(t *testing.T) {
	for _, test := range printed {
		if got, ok := Version(test.text); got != test.want || ok != (test.want != "") {
			t.Errorf("%q: %q, %t; want %q", test.text, got, ok, test.want)
		}
	}
}

// FuzzVersion: a version is a part of what was printed, and can be written behind
// an operator.
func FuzzVersion(f *testing.F) {
	for _, test := range printed {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := Version(s)
		if ok != (v != "") || !strings.Contains(s, v) {
			t.Fatalf("%q: %q, %t", s, v, ok)
		}
		if terms, err := Parse("x>=" + v); ok && (err != nil || terms[0].Version != v) {
			t.Errorf("%q: %q: %v, %v", s, v, terms, err)
		}
	})
}

func TestHolds(t *testing.T) {
	git := Known{Present: true, Version: "2.39.5"}
	for _, test := range []struct {
		term string
		k    Known
		want string
	}{
		{"git", git, "true"}, {"no-git", git, "false"}, {"git", Known{}, "false"}, {"no-git", Known{}, "true"},
		{"git>=2.30", git, "true"}, {"git<2.30", git, "false"}, {"git=2.39", git, "false"}, {"git!=2.39", git, "true"},
		{"git>2.39.5", git, "false"}, {"git<=2.39.5.0", git, "true"}, {"git<tip", git, "true"}, {"no-git<2.30", git, "true"},
		{"git>=2.43.0", Known{Present: true, Version: "2.43.0.rc1"}, "false"}, {"git=2.43.0", Known{Present: true, Version: "2.43.0.windows.1"}, "true"},
		{"git>=2.30", Known{}, "false"}, {"git<2.30", Known{}, "false"}, {"no-git<2.30", Known{}, "true"}, {"git!=2", Known{}, "false"},
		{"git>=2.30", Known{Present: true}, "git>=2.30: git has no version to compare"},
	} {
		terms, err := Parse(test.term)
		if err != nil {
			t.Fatal(err)
		}
		holds, err := terms[0].Holds(test.k)
		got := map[bool]string{true: "true", false: "false"}[holds]
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s with %+v: %s, want %s", test.term, test.k, got, test.want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, test := range []struct {
		version, series string
		want            bool
	}{
		{"2.40.1", "2.40", true}, {"2.40", "2.40.0", true}, {"2.40.1", "2.40.0", false}, {"2.4", "2.40", false},
		{"2.40", "2.40.1", false}, {"3.7.0", "v3.7.0", true}, {"2.40.1-rc1", "2.40", false}, {"2.40-rc1", "2.40-rc1", true},
		{"2.43.0.windows.1", "2.43.0", true}, {"2.43.0", "2.43.0.windows.1", true}, {"9.2p1", "9.2", true}, {"2.44.0-dev", "tip", true},
		{"tip", "2.40", false}, {"3.11.2", "3", true}, {"30", "3", false}, {"1.0", "1.0.0.0", true},
	} {
		if got := Within(test.version, test.series); got != test.want {
			t.Errorf("%s within %s: %t", test.version, test.series, got)
		}
	}
}
