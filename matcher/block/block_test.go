package block

import (
	"strings"
	"testing"

	"dott/matcher"
)

// parsed makes patterns of expected lines, separated by |. A line that begins with ~ stands
// behind a comment.
func parsed(text string) []matcher.Pattern {
	var ps []matcher.Pattern
	if text == "" {
		return nil
	}
	for i, s := range strings.Split(text, "|") {
		s, apart := strings.CutPrefix(s, "~")
		p := matcher.Parse(s)
		p.Line, p.Apart = i, apart
		if len(p.Conditions) > 0 && p.Conditions[0].String() == "x" {
			p.LeaveOut()
		}
		ps = append(ps, p)
	}
	return ps
}

func printed(text string) []matcher.Line {
	var ls []matcher.Line
	if text == "" {
		return nil
	}
	for s := range strings.SplitSeq(text, "|") {
		if len(s) == 2 && s[0] == '=' {
			ls = append(ls, matcher.StatusLine(int(s[1]-'0'), false))
			continue
		}
		s, noeol := strings.CutSuffix(s, "%")
		ls = append(ls, matcher.NewLine(s, s, noeol))
	}
	return ls
}

func rewritten(want []matcher.Pattern, r *Result) string {
	var lines []string
	for _, p := range writtenPatterns(want, r) {
		if p.Apart {
			lines = append(lines, "~"+p.Text)
			continue
		}
		lines = append(lines, p.Text)
	}
	if len(lines) == 0 {
		return "-"
	}
	return strings.Join(lines, "|")
}

// compared is what Compare makes of a block: how it is written, "" where it passes, and
// what is known behind it.
func compared(t *testing.T, want, got, known string) (text, values string, r Result) {
	t.Helper()
	var before *matcher.Values
	for pair := range strings.FieldsSeq(known) {
		name, value, _ := strings.Cut(pair, "=")
		before = before.With([]matcher.Value{{Name: name, Text: value}})
	}
	w := parsed(want)
	r, err := Compare(t.Context(), w, printed(got), before)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Changes) > 0 {
		text = rewritten(w, &r)
	}
	var all []string
	for _, v := range r.Values.All() {
		all = append(all, v.Name+"="+v.Text)
	}
	return text, strings.Join(all, " "), r
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name, want, got string
		known           string
		text            string // how it is written; "" where it passes
		values          string // behind it
	}{
		{"bound", "id {{id}} (glob)", "id 4711", "", "", "id=4711"},
		{"and used", "id {{id}} (glob)|again {{id}} (glob)", "id 4711|again 4711", "", "", "id=4711"},
		{"another", "id {{id}} (glob)|again {{id}} (glob)", "id 4711|again 4712", "", "id {{id}} (glob)|again 4712", "id=4711"},
		{"known", "again {{id}} (glob)", "again 7", "id=7", "", "id=7"},
		{"known, another", "again {{id}} (glob)", "again 8", "id=7", "again 8", "id=7"},
		{"literally first", "x {{id}} (glob)", "x {{id}}", "", "", ""},
		{"in an expression", `id {{id:\d+}} \w+ (re)`, "id 4711 x", "", "", "id=4711"},
		{"in an expression, not", `id {{id:\d+}} (re)`, "id x", "", "id x", ""},
		{"braces", `id {{id:\d{4}}}! (re)`, "id 4711!", "", "", "id=4711"},
		{"an expression in a glob", `id {{id:\d+}}* (glob)`, "id 4711 x", "", "", "id=4711"},
		{"twice in a line", "{{a}}={{a}} (glob)", "x=x", "", "", "a=x"},
		{"twice in a line, not", "{{a}}={{a}} (glob)", "x=y", "", "x=y", ""},
		{"two in a line", "{{a}} {{b}} (glob)", "x y z", "", "", "a=x b=y z"},
		{"the line that fits later", "* (glob*)|id {{id}} (glob)|* (glob*)|again {{id}} (glob)", "id 1|id 2|again 2", "", "", "id=2"},
		{"repeated", "id {{id}} (glob+)|end", "id 1|id 1|end", "", "", "id=1"},
		{"written by its name", "again {{id}} (glob)", "once more 4711 now", "id=4711", "once more {{id}} now (glob)", "id=4711"},
		{"a short one not", "x", "once more 47 now", "id=47", "once more 47 now", "id=47"},
		{"a short one where it stood", "again {{id}} (glob)", "once more 47 now", "id=47", "once more {{id}} now (glob)", "id=47"},
		{"written in another block", "", "commit 4a1f9c2*", "hash=4a1f9c2", `commit {{hash}}\* (glob)`, "hash=4a1f9c2"},
		{"of two, the one that stood there", "b {{pid}} (glob)", "c 4711", "id=4711 pid=4711", "c {{pid}} (glob)", "id=4711 pid=4711"},
		{"part of a word", "", "commit 4a1f9c23", "hash=4a1f9c2", "commit 4a1f9c23", "hash=4a1f9c2"},
		{"no end", "", "id 4711%", "id=4711", "id {{id}} (glob) (no-eol)", "id=4711"},
		{"without suffix", "id {{id}}", "id 4711", "", "id 4711", ""},
		{"optional", "id {{id}} (glob) (?)|x {{id}} (glob)", "x 4711", "", "", "id=4711"},
		{"an invalid one", `x {{id:(}} (glob)`, "x y", "", "x y", ""},

		{"any order", "a|b|c (any-order)", "c|a|b", "", "", ""},
		{"same order", "a|b|c (any-order)", "a|b|c", "", "", ""},
		{"patterns in any order", "a*|b* (glob)|ab (any-order)", "ab|bx|a*", "", "", ""},
		{"displaced", "* (glob)|ab (any-order)", "ab|x", "", "", ""},
		{"displaced twice", "* (glob)|a* (glob)|ab (any-order)", "ab|ac|x", "", "", ""},
		{"equal lines", "a|a|b (any-order)", "a|b|a", "", "", ""},
		{"too few", "a|a|b (any-order)", "a|b", "", "a|b (any-order)", ""},
		{"optional ones", "a (?)|b|c (any-order)", "c|b", "", "", ""},
		{"repeated ones", "a (*)|b|c (+) (any-order)", "c|a|b|a|c", "", "", ""},
		{"lines before", "total|~b|c (any-order)|end", "total|c|b|end", "", "", ""},
		{"a run of one", "total (any-order)|b|c (any-order)|end", "total|c|b|end", "", "", ""},
		{"a run of one, not first", "total (any-order)|b|c (any-order)", "c|total|b", "", "b|total|c (any-order)", ""},
		{"any lines before", "* (glob*)|~a|b (any-order)|* (glob*)", "a|a|b", "", "", ""},
		{"literally", "a|b (any-order)", "a|b (any-order)", "", "", ""},
		{"and patterns literally", "a|b (glob) (any-order)", "b (glob)|a", "", "", ""},
		{"a status", "a|b (any-order)|[1]", "b|a|=1", "", "", ""},
		{"one more", "a|b|c (any-order)", "c|x|a|b", "", "a|b|x|c (any-order)", ""},
		{"one more behind", "a|b|c (any-order)", "c|b|a|x", "", "a|x|b|c (any-order)", ""},
		{"one less", "a|b|c (any-order)", "c|a", "", "a|c (any-order)", ""},
		{"the last goes", "a|b* (glob)|c (any-order)", "bx|a", "", "a|b* (glob) (any-order)", ""},
		{"another last", "a|b* (glob)|c (any-order)", "bx|d|a", "", "a|b* (glob)|d (any-order)", ""},
		{"all others", "a|b (any-order)", "x|y", "", "x|y (any-order)", ""},
		{"none", "a|b (any-order)", "", "", "-", ""},
		{"a status in place of all", "a|b (any-order)", "=1", "", "[1]", ""},
		{"another line before", "total 3 (any-order)|a|b|c (any-order)", "total 4|c|a|b", "", "total 4 (any-order)|a|b|c (any-order)", ""},
		{"another line before, apart", "total 3|~a|b|c (any-order)", "total 4|c|a|b", "", "total 4|~a|b|c (any-order)", ""},
		{"another line behind", "a|b (any-order)|x", "b|a|y", "", "a|b (any-order)|y", ""},
		{"repeated last", "a|b* (glob+) (any-order)", "b1|a|b2", "", "", ""},
		{"repeated last, one more", "a|b* (glob+) (any-order)", "b1|x|a|b2", "", "a|x|b* (glob+) (any-order)", ""},
		{"the last in this case", "a|b (any-order) (x !)|c (any-order) (no-x !)", "c|a", "", "", ""},
		{"the last in another case", "a|b (any-order) (no-x !)|c (any-order) (x !)", "b|a", "", "", ""},
		{"values in any order", "id {{id}} (glob)|ref {{id}} (glob) (any-order)", "ref 12|id 12", "", "", "id=12"},
		{"values in any order, guessed", "* {{id}} (glob)|ref {{id}} (glob) (any-order)", "ref 12|id 12", "", "", "id=12"},
		{"values in any order, others", "id {{id}} (glob)|ref {{id}} (glob) (any-order)", "ref 12|id 13", "", "id {{id}} (glob)|ref 12 (any-order)", "id=13"},

		{"json", `{"a": 1, "b": [1, 2]} (json)`, `{"b":[1,2],"a":1.0}`, "", "", ""},
		{"json, over lines", `{"a": 1} (json)`, `{|  "a": 1|}`, "", "", ""},
		{"json, from lines", `{ (json)|  "a": 1,|  "b": 2|}`, `{"b": 2, "a": 1}`, "", "", ""},
		{"json, from lines to lines", `x|{ (json)|  "a": 1,|  "b": 2|}|y`, `x|{|"b": 2,| "a": 1|}|y`, "", "", ""},
		{"json, no end", `{"a": 1} (json)`, `{"a":1}%`, "", "", ""},
		{"json, patterns", `{"a": "*", "b": "(glob) x*", "c": "(re) \\d+"} (json)`, `{"a":[{}],"b":"xyz","c":12}`, "", "", ""},
		{"json, tolerance", `[1.0000001] (json ~1e-6)`, `[1]`, "", "", ""},
		{"json, no tolerance", `[1.0000001] (json)`, `[1]`, "", `[1] (json)`, ""},
		{"json, kept", `{"id": "(glob) *", "n": 1, "t": "x"} (json)`, `{"id":"abc","t":"y","n":1.0}`, "", `{"id": "(glob) *", "n": 1, "t": "y"} (json)`, ""},
		{"json, kept lines", `{ (json)|  "id": "(glob) *",|  "n": 1|}`, `{"n": 2, "m": {"x": [1]}, "id": "u"}`, "", `{ (json)|  "id": "(glob) *",|  "n": 2,|  "m": {|    "x": [|      1|    ]|  }|}`, ""},
		{"json, not any more", `{"a": 1} (json)`, `error`, "", `error`, ""},
		{"json, no value", `hello (json)`, `hello`, "", `hello`, ""},
		{"json, literally", `hello (json)`, `hello (json)`, "", ``, ""},
		{"json, open", `{"a": (json)|x`, `{"a":|x`, "", `{"a":|x`, ""},
		{"json, values", `{"id": "(re) {{id:\\d+}}"} (json)|{{id}} (glob)`, `{"id": 12}|12`, "", ``, "id=12"},
		{"json, a value written", `{"id": "x"} (json)`, `{"id": "no 4711"}`, "id=4711", `{"id": "(glob) no {{id}}"} (json)`, "id=4711"},
		{"json, no status", `["*"] (json)`, `=1`, "", `[1]`, ""},
		{"json in any order", `{"a":1} (json)|{"b":2} (json) (any-order)`, `{"b": 2}|{"a": 1}`, "", ``, ""},
		{"json in any order, another", `{"a":1} (json)|{"b":2} (json) (any-order)`, `{"b": 3}|{"a": 1}`, "", `{"a":1} (json)|{"b":3} (json) (any-order)`, ""},
		{"json, null", `null (json)`, `{|"a": 1|}`, "", `{ (json)|"a": 1|}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, values, _ := compared(t, test.want, test.got, test.known)
			if text != test.text || values != test.values {
				t.Errorf("%s with output %s:\n%q, want %q\nvalues %q, want %q", test.want, test.got, text, test.text, values, test.values)
			}
			if text == "" {
				return
			}
			again, _, _ := compared(t, strings.TrimPrefix(text, "-"), test.got, test.known)
			if again != "" {
				t.Errorf("%s is written as %s, and then as %s", test.want, text, again)
			}
		})
	}
}
