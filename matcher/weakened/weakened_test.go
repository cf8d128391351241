package weakened

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"dott/matcher"
	"dott/matcher/transcript"
)

// judgedCase is one of testdata/judged.txt.
type judgedCase struct{ want, name, was, is string }

func judgedCases(t testing.TB) (cases []judgedCase) {
	t.Helper()
	data, err := os.ReadFile("testdata/judged.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range strings.Split("\n"+string(data), "\n== ")[1:] {
		head, body, _ := strings.Cut(text, "\n")
		want, name, _ := strings.Cut(head, ": ")
		was, is, ok := strings.Cut("\n"+body+"\n", "\n--\n")
		if !ok {
			t.Fatalf("%s: no second half", name)
		}
		cases = append(cases, judgedCase{want, name, file(was), file(is)})
	}
	return cases
}

// file makes a file of the lines of a case.
func file(lines string) string {
	lines = strings.TrimPrefix(lines, "\n")
	if strings.Contains("\n"+lines, "\n  $ ") || strings.HasPrefix(lines, "nothing") {
		return lines
	}
	text := "  $ command\n"
	for l := range strings.Lines(lines) {
		if l != "\n" {
			text += "  " + strings.TrimSuffix(l, "\n") + "\n"
		}
	}
	return text
}

func parsed(text string) *transcript.Transcript {
	return transcript.For("a.t", transcript.Format{Indent: 2}).Parse(text)
}

func TestJudged(t *testing.T) {
	cases := judgedCases(t)
	if len(cases) < 100 {
		t.Fatalf("there are %d cases", len(cases))
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			found := Compare(parsed(c.was), parsed(c.is))
			if got := Worst(found).String(); got != c.want {
				t.Errorf("%s, want %s\n%s--\n%s%v", got, c.want, c.was, c.is, found)
			}
		})
	}
}

// Random patterns: what is judged must fit with what the matcher matches.
func FuzzCompare(f *testing.F) {
	for _, c := range judgedCases(f) {
		f.Add(c.was, c.is)
	}
	f.Fuzz(func(t *testing.T, was, is string) {
		if len(was)+len(is) > 2000 {
			return
		}
		a, b := parsed(was), parsed(is)
		if found := Compare(a, a); len(found) > 0 {
			t.Fatalf("a file is not the same as itself: %v", found)
		}
		for _, f := range Compare(a, b) {
			if f.Line < 1 || f.Line > max(1, len(b.Lines)) || f.Was > len(a.Lines) || f.Judgement == Same || f.Reason == "" {
				t.Fatalf("%+v", f)
			}
		}
	})
}

// FuzzRelate holds what is said of two patterns against what the matcher matches.
func FuzzRelate(f *testing.F) {
	f.Add("a* (glob)", "a.* (re)", "abc")
	f.Add(`\d+ (re)`, "1?3 (glob)", "123")
	f.Add(`^a$ (re)`, `\ba\b (re)`, "a")
	f.Add("[?] (glob)", "[1]", "[1]")
	f.Fuzz(func(t *testing.T, was, is, text string) {
		if len(was)+len(is)+len(text) > 300 || strings.ContainsAny(was+is+text, "\n\r") || strings.HasSuffix(text, ")") || text == strings.TrimSpace(was) || text == strings.TrimSpace(is) {
			return
		}
		p, q := matcher.Parse(was), matcher.Parse(is)
		if p.HasValues() || q.HasValues() || p.Optional || q.Optional || p.Repeated || q.Repeated || len(p.Conditions)+len(q.Conditions) > 0 || isStatus(&p) || isStatus(&q) {
			return
		}
		if p.Kind == matcher.JSON || q.Kind == matcher.JSON || !utf8.ValidString(was+is+text) || was == text || is == text {
			return
		}
		r := relate([]matcher.Pattern{p}, []matcher.Pattern{q})
		l := matcher.NewLine(text, text, false)
		matchesP, errP := p.Match(&l)
		matchesQ, errQ := q.Match(&l)
		if !r.known || errP != nil || errQ != nil {
			return
		}
		if r.within && matchesP && !matchesQ || r.over && matchesQ && !matchesP {
			t.Fatalf("%q and %q: %+v, but %q: %v, %v", was, is, r, text, matchesP, matchesQ)
		}
	})
}
