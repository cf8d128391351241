package transcript

import "testing"

// FuzzScrut holds test cases of scrut's to what FuzzMarkdown wants of fences.
func FuzzScrut(f *testing.F) {
	for _, data := range []string{
		"```scrut\n# c\n$ x\n> y\na (regex+)\n\n> b\n$ c\n[1]\n```\n",
		"---\nshell: sh\n---\n- ~~~ scrut {timeout: 1s}\n  % a: b\n  $ x\n  a (equal)\n  ~~~\n",
		"```testcase {\n$ x\n>\n```\r\n",
		"  $ x\n  a (regex)\n",
	} {
		f.Add(data, "a\n\n$ b (regex)\n> c\n```")
	}
	m := Markdown{Format{Scrut: true}}
	f.Fuzz(func(t *testing.T, data, output string) {
		tr := m.Parse(data)
		if tr.String() != data {
			t.Fatalf("%q prints back as %q", data, tr.String())
		}
		for b := range tr.Blocks {
			tr.At(b).Wrap()
		}
		if len(tr.Faults) == 0 {
			checkEdits(t, m, data, output)
		}
	})
}
