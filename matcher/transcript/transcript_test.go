package transcript

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dott/matcher"
	"dott/runner/tooltest"
)

// kinds are written as one letter for each line.
const kinds = "#$>pmo_d" // in the order of the constants

var parseCases = []struct {
	name   string
	data   string
	indent int
	kinds  string
	blocks string // the block of each line, as a digit
}{
	{"empty", "", 2, "", ""},
	{"comment only", "a\n\n b\n", 2, "###", "000"},
	{"a block", "c\n  $ x\n  > y\n  out\nc\n", 2, "#$>o#", "01111"},
	{"no final newline", "  $ x\n  out", 2, "$o", "11"},
	{"before the first", "  out\n  $ x\n", 2, "o$", "01"},
	{"empty output line", "  $ x\n  \n", 2, "$o", "11"},
	{"continuation of nothing", "  > x\n  $ y\n", 2, ">$", "01"},
	{"blank between", "  $ x\n  a\n\n\n  b\n", 2, "$o__o", "11111"},
	{"blank at the ends", "  $ x\n\n  a\n\n  $ y\n", 2, "$#o#$", "11112"},
	{"comment between", "  $ x\n  a\n\nc\n  b\n", 2, "$o##o", "11111"},
	{"blank before code", "  $ x\n  a\n\n  > y\n", 2, "$o#>", "1111"},
	{"nearly code", "  $\n  $x\n  >\n  >x\n $ x\n   $ x\n", 2, "oooo#o", "000000"},
	{"no command", "  $ \n", 2, "$", "1"},
	{"inline", "  >>> a\n  ... b\n  out\n  ... c\n", 2, "pmoo", "1111"},
	{"inline twice", "  >>> a\n  >>> b\n", 2, "pp", "12"},
	{"dots are output", "  $ x\n  ... y\n", 2, "$o", "11"},
	{"four", "    $ x\n  $ y\n    z\n", 4, "$#o", "111"},
	{"tab", "\t$ x\n", 2, "#", "0"},
	{"CRLF", "c\r\n  $ x\r\n  a\r\n\r\n  b\r\n", 2, "#$o_o", "01111"},
	{"CRLF in part", "  $ x\n  a\r\n\r\n  b\r\n", 2, "$o#o", "1111"},
	{"bytes", "\xff\n  $ \xfe\x00\n  \xff\r\n", 2, "#$o", "011"},
	{"directives", "#require a\n#if b\n#else\n#endif\n#comment\n# if\n", 2, "dddd##", "000000"},
	{"directives in a block", "  $ x\n#if linux\n  a\n#endif\n", 2, "$dod", "1111"},
	{"CRLF directive", "#if a\r\n#endif\r\n", 2, "dd", "00"},
}

func TestParse(t *testing.T) {
	for _, test := range parseCases {
		t.Run(test.name, func(t *testing.T) {
			tr := Format{Indent: test.indent}.Parse(test.data)
			var gotKinds, gotBlocks string
			for _, l := range tr.Lines {
				gotKinds += kinds[l.Kind : l.Kind+1]
				gotBlocks += fmt.Sprint(l.Block)
			}
			if gotKinds != test.kinds || gotBlocks != test.blocks {
				t.Errorf("%q: %s %s, want %s %s", test.data, gotKinds, gotBlocks, test.kinds, test.blocks)
			}
		})
	}
}

func TestParseText(t *testing.T) {
	tr := Format{}.Parse("  $ a  b \r\n  > c\r\n   x\r\n  y (re)\r\n")
	var texts []string
	for _, l := range tr.Lines {
		texts = append(texts, l.Text)
	}
	if want := []string{"a  b ", "c", " x", "y (re)"}; !slices.Equal(texts, want) || tr.eol != "\r\n" {
		t.Errorf("%q, %q, want %q", texts, tr.eol, want)
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct{ data, faults, warnings string }{
		{"#if a\n#else\n#endif\n", "", ""},
		{"#if a\n#if b\n#endif\n#endif\n", "", ""},
		{"#else\n", "1: #else without #if", ""},
		{"c\n#endif\n", "2: #endif without #if", ""},
		{"#if a\n", "1: #if without #endif", ""},
		{"#if a\n#else\n#else\n#endif\n", "3: a second #else for the same #if", ""},
		{"#if\n#endif\n", "1: #if: no feature is named", ""},
		{"#require git>\n", `1: #require: "git>" names no version after >`, ""},
		{"#testcases\n", "1: #testcases names no case", ""},
		{"\t$ x\n", "", "1: this line begins with a tab, so it is a comment and is not run; indent commands by 2 spaces"},
		{"#timeout\n", "", "1: this reads as a comment, not as the directive #timeout, whose form is `#timeout 30s`"},
		{"#timout 3s\n", "", "1: this is a comment; if a directive is meant, it is called #timeout"},
		{"#if a\n#esle\n#endif\n#seriall\n#elif b\n#serious\n#envy\n", "", "2: this is a comment; if a directive is meant, it is called #else; 4: this is a comment; if a directive is meant, it is called #serial; 5: this is a comment; if a directive is meant, it is called #else"},
		{"#serial x\n", "", "1: this reads as a comment, not as the directive #serial, whose form is `#serial`"},
		{"\ttext\n  \t$ out\n", "", ""},
		{" $ x\n  $ y\n", "", "1: this looks like a command and is a comment, which is not run; indent commands by 2 spaces"},
		{"$ x\n", "", "1: this looks like a command and is a comment, which is not run; indent commands by 2 spaces"},
		{"```\n$ x\n```\n$\n$ \n$5\n a $ x\n", "", ""},
		{"    $ x\n    y\n", "", "1: this looks like a command and is expected output, as its indent is 4 spaces and not 2"},
		{"  $echo hi\n  hi\n", "", "1: this looks like a command and is expected output, as there is no space after the $"},
		{"  $ x\n  $echo hi\n    $ x\n", "", ""}, // it may be what is printed
		{"  $TESTTMP/a\n  $5\n  $x = 1\n  $ID$\n", "", ""},
		{"  $./a b\n", "", "1: this looks like a command and is expected output, as there is no space after the $"},
		{"  $ cat <<E\n  > a\n\n  > b\n  > E\n  a\n", "", "3: this empty line is not part of the here-document around it; a line of that begins with the sign of a continuation and a blank, which editors strip"},
		{"  $ cat <<-'E' <<F\n  > a\n  > \tE\n  >\n  > F\n", "", "4: this is expected output, and no empty line of the here-document around it, as no blank stands behind the >"},
		{"  $ cat <<E\n  > E\n\n  > echo\n  $ cat <<< E\n\n  > E\n", "", ""},
		{"  $ echo a\n  a\n  > echo b\n  b\n  > echo c\n", "", "3: this continues the command of line 1, from below its expected output"},
		{"#env A=3\n#env _a1=\n#env A b=c\n", "", "3: this reads as a comment, not as the directive #env, whose form is `#env NAME=value`"},
		{"#env 1A=3\n", `1: #env: "1A" is not the name of a variable: use letters, digits and _, and no digit first`, ""},
		{"#env A-B=3\n", `1: #env: "A-B" is not the name of a variable: use letters, digits and _, and no digit first`, ""},
	} {
		tr := Format{}.Parse(test.data)
		show := func(faults []Fault) string {
			var s []string
			for _, f := range faults {
				s = append(s, fmt.Sprintf("%d: %s", f.Line+1, f.Reason))
			}
			return strings.Join(s, "; ")
		}
		if f, w := show(tr.Faults), show(tr.Warnings); f != test.faults || w != test.warnings {
			t.Errorf("%q:\nfaults   %s\nwant     %s\nwarnings %s\nwant     %s", test.data, f, test.faults, w, test.warnings)
		}
	}
}

// FuzzParse: what is parsed prints back byte for byte, and the blocks hold
// every line of code and of output once, in order.
func FuzzParse(f *testing.F) {
	for _, test := range parseCases {
		f.Add(test.data, test.indent)
	}
	f.Fuzz(func(t *testing.T, data string, indent int) {
		if indent < 1 || indent > 8 {
			return
		}
		tr := Format{Indent: indent}.Parse(data)
		if tr.String() != data {
			t.Fatalf("%q prints back as %q", data, tr.String())
		}
		owner := map[int]int{}
		last := -1
		for b, block := range tr.Blocks {
			if b > 0 && len(block.Code) == 0 {
				t.Errorf("block %d has no code", b)
			}
			// Blocks are stretches of the file: none reaches into another.
			lines := slices.Sorted(slices.Values(append(slices.Clone(block.Code), block.Output...)))
			for _, n := range lines {
				if n <= last {
					t.Errorf("line %d is in block %d and before", n, b)
				}
				last = n
				owner[n] = b
			}
			if !slices.IsSorted(block.Code) || !slices.IsSorted(block.Output) {
				t.Errorf("block %d is out of order: %+v", b, block)
			}
			if n := len(block.Output); n > 0 && (tr.Lines[block.Output[0]].Kind == Blank || tr.Lines[block.Output[n-1]].Kind == Blank) {
				t.Errorf("block %d begins or ends with a blank line", b)
			}
			if len(tr.At(b).Patterns()) != len(block.Output) {
				t.Errorf("block %d: %d patterns for %d lines", b, len(tr.At(b).Patterns()), len(block.Output))
			}
		}
		for n, l := range tr.Lines {
			b, owned := owner[n]
			switch l.Kind {
			case Comment, Directed:
				if owned {
					t.Errorf("line %d is none of a block's, and is in %d", n, b)
				}
			default:
				if !owned || b != l.Block {
					t.Errorf("line %d says block %d and is in %d (%v)", n, l.Block, b, owned)
				}
			}
		}
	})
}

var editCases = []struct{ data, output string }{
	{"  $ x\n  a\n", "b"},
	{"  $ x", "a"},
	{"  $ x\n  a", ""},
	{"  $ x\n  a\n\n  b", "a"},
	{"  $ x\r\n  a\r\n", "b\nc"},
	{"c\n  a\n  $ x\n", "b"},
	{"  $ x\n  a\nc\n  b\nd\n  $ y\n", "c"},
	{"  $ x\n  a\n\n  b\n", "a\n\n\nb"},
	{"  $ x\n", "$ y\n> z\n>>> p\n... q"},
	{"  $ x\n", "$ \t"},
	{"  $ x\n", "a\n> \xff"},
	{"  >>> x\n", "... y\n... \t\n>>> z"},
	{"  >>> x\n", "... \t"},
	{"  >>> x\n  ... y\n  a\n", "... z\n[1]"},
	{"  >>> x\n  a\n  ... b\n", "... b"},
	{"  $ x\n  [0-9] (re+)\n  end\n", "1\n2\nnew"},
	{"  $ x\n  a (?)\n  b (*)\n", "c (?)\nd (glob*)\n "},
	{"  $ x\n  a\n#if\n  b\n#endif\n", "z"},
	{"\xff\n  $ x\n  \xff", "\xfe\na\tb"},
	{"  $echo hi\n  hi\n", ""},
	{"  $ x\n  a\n  $echo b\n  b\n  c\n", "a\nc"},
	{"  $ x\n  $foo a\n  b\n  b\n", "b\n$foo a"},
	{"  $ x\n    $ foo\n  foo\n\n  b\n", "    $ bar\n"},
	{"  $ cat <<E\n  > a\n\n  > b\n  >\n  > E\n", ">\nb"},
	{"  $ x\n  * ms\n  took *\n  end\n", "took 5\n7 ms\nend"},
	{"  $ x\n  \\d+ ms(re)\n  \\d+ ms\n", "1 ms\n2 ms\n3 ms"},
	{"  $ x\n  * (glob)\n  $ y\n  * (glob*)\n", "=1"},
	{"  $ x\n  a* (glob) (?)\n  [?] (glob)\n  $ y\n  .* (re+)\n", "[3]\n=3"},
	{"  $ echo a; echo b\n  b\n  > echo c\n", "a\nb\nc"},
	{"  $ x\n  a\n  > y\n  b\n\n  c\n  > z\n", "c\nd"},
	{"  $ x\n  a\n  > y\n", ""},
	{"  >>> x\n  a\n  > y\n  ... b\n", "... b\nc"},
	{"  >>> x\n  a\n  ... b\n  > y\n", "> y\n... z"},
	{"  $ x\n  {{x:\\d+}} {{x}} (glob)\n  b (any-order)\n", "b\n12 12"},
	{"  $ x\n  {\"a\": \"(glob) {{x}}\"} (json ~1e-6)\n  [ (json)\n  ]\n", "{\"a\": 1}\n[]"},
	{"#tty\n  $ x\n  < yes\n  <^C><Up>\n  out\n", "< no\n<Up>"},
	{"#tty\n  $ x\n  out\n  < y\n", "< y"},
	{"#tty\n  $ x\n  > y\n  <\n", "<"},
	{"  $ x\n  < yes\n  out\n", "out"},
	{"  $ x\n  < yes\n  out\n#tty 9x9 style\n", "<lt>\n<p>"},
	{"#if x\n#tty\n#endif\n  $ x\n  < a\n", "b"},
}

// FuzzEdits: with the edits made, a file has the same commands and comments,
// and describes the output: there is nothing left to edit.
func FuzzEdits(f *testing.F) {
	for _, test := range editCases {
		f.Add(test.data, test.output)
	}
	f.Fuzz(func(t *testing.T, data, output string) { checkEdits(t, Format{}, data, output) })
}

// TestEditsProperties holds to the same what a fuzzer seldom comes to: files of many
// blocks, where lines are like one another.
func TestEditsProperties(t *testing.T) {
	fileLines := []string{
		"  $ x", "  > y", "  >>> p", "  ... q", "c", "", "#if x", "#else", "#endif",
		"  a", "  b", "  a", "  b", "  ", "  a* (glob)", "  [ab] (re)", "  b (?)", "  * (glob*)", "  a (+)", "  ... q", "  >", "  [1]", "  [?] (glob) (?)",
		"  $foo a", "    $ x", "  a*", "  \\w+(re)", "  * b",
		"#tty", "  < y", "  <^C>",
	}
	fileLines = append(fileLines, "  a (any-order)", "  {{x}} (glob)", `  {"a": 1} (json)`, "  {{x}}")
	outputLines := []string{`{"a":1}`, "b (any-order)", "a", "b", "a", "b", "", "ab", "a b", "... q", "$ x", "> y", ">", "$foo a", "  $ x", "a*", "=1", "[1]", "\t", "< y", "<^C>"}
	for seed := range tooltest.Seeds(t, 3_000) {
		r := rand.New(rand.NewPCG(seed, 11))
		pick := func(from []string, most int) string {
			var lines []string
			for range r.IntN(most) {
				lines = append(lines, from[r.IntN(len(from))])
			}
			return strings.Join(lines, "\n")
		}
		data := pick(fileLines, 14)
		if r.IntN(4) > 0 && data != "" {
			data += "\n"
		}
		if checkEdits(t, Format{}, data, pick(outputLines, 6)); t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func checkEdits(t *testing.T, syntax Syntax, data, output string) {
	if len(data)+len(output) > 300 {
		return
	}
	tr := syntax.Parse(data)
	// Every block prints the same. A line such as =3 stands for an exit status.
	var got []matcher.Line
	if output != "" {
		for s := range strings.SplitSeq(output, "\n") {
			if len(s) == 2 && s[0] == '=' && '1' <= s[1] && s[1] <= '9' {
				got = append(got, matcher.StatusLine(int(s[1]-'0'), false))
			} else {
				got = append(got, matcher.NewLine(s, s, false))
			}
		}
	}
	var edits []matcher.Edit
	var rewritings []Rewriting
	for b := range tr.Blocks {
		if tr.At(b).Sealed() != "" {
			continue
		}
		changes, faults, _ := matcher.Align(t.Context(), tr.At(b).Patterns(), got)
		if len(faults) > 0 {
			return
		}
		changes, _, _ = matcher.Spare(t.Context(), tr.At(b).Patterns(), got, changes)
		edits = append(edits, tr.At(b).Edits(changes, got)...)
		rewritings = append(rewritings, tr.At(b).Rewriting(changes, slices.Values(got)))
	}
	last := -1
	for _, e := range edits {
		if e.Start < last || e.End < e.Start || e.End > len(tr.Lines) || e.Start == e.End && len(e.New) == 0 {
			t.Fatalf("%q: bad edits %v", data, edits)
		}
		last = e.End
	}
	after := tr.Apply(Complete(tr, edits))
	var rewritten strings.Builder
	if err := Rewrite(tr, &rewritten, rewritings); err != nil || rewritten.String() != after {
		t.Fatalf("%q became %q, and was rewritten as %q, %v", data, after, &rewritten, err)
	}
	collected, left := Collect(rewritings, Limit{})
	if d := cmp.Diff(edits, collected, cmpopts.EquateEmpty()); d != "" || left != 0 {
		t.Fatalf("%q: %d changed lines are missing\n%s", data, left, d)
	}
	again := syntax.Parse(after)
	if want, got := script(tr), script(again); want != got {
		t.Fatalf("%q became %q, other commands or comments:\n%q\n%q", data, after, want, got)
	}
	for b := range again.Blocks {
		if again.At(b).Sealed() != "" {
			continue
		}
		changes, faults, _ := matcher.Align(t.Context(), again.At(b).Patterns(), got)
		spared, suspects, _ := matcher.Spare(t.Context(), again.At(b).Patterns(), got, changes)
		if rest := again.At(b).Edits(spared, got); len(rest) > 0 || len(faults) > 0 {
			t.Fatalf("%q with output %q became %q, which is to be changed again: block %d %v %v", data, output, after, b, rest, faults)
		}
		if len(changes) > 0 && len(suspects) == 0 {
			t.Fatalf("%q with output %q became %q, which does not pass, and nothing is named: block %d %v", data, output, after, b, changes)
		}
	}
}

// script is what of a transcript must survive every edit: its code, block by
// block, and its comments. Empty lines may become part of the output or cease
// to be.
func script(tr *Transcript) string {
	var b strings.Builder
	for _, l := range tr.Lines {
		switch {
		case l.Kind == Output || l.Kind == Blank || strings.TrimRight(l.Raw, "\r\n") == "":
		default:
			fmt.Fprintf(&b, "%d %d %s\n", l.Kind, l.Block, l.Text) // a fence may become longer
		}
	}
	return b.String()
}
