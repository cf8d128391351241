package coverage

import (
	"reflect"
	"strings"
	"testing"

	"dott/runner/covermap"
)

var goProfiles = []struct {
	name, text string
	want       goBlocks
	err        string
}{
	{"nothing", "", goBlocks{}, ""},
	{"a mode alone", "mode: set\n", goBlocks{}, ""},
	{"blocks", "mode: count\nm/p/f.go:5.20,7.3 2 1\nm/p/f.go:9.1,9.8 1 0\nm/q/g.go:1.1,2.2 1 12\n",
		goBlocks{"m/p/f.go": {{5, 7, 1}, {9, 9, 0}}, "m/q/g.go": {{1, 2, 12}}}, ""},
	{"no newline at the end, returns", "mode: set\r\nf.go:5.20,7.3 2 1", goBlocks{"f.go": {{5, 7, 1}}}, ""},
	{"a block that ends where a line begins", "f.go:5.20,7.1 2 1\nf.go:5.2,5.1 0 1\n", goBlocks{"f.go": {{5, 6, 1}, {5, 5, 1}}}, ""},
	{"colons and blanks in the name", "C:/a b/f.go:1.1,2.2 1 1\n", goBlocks{"C:/a b/f.go": {{1, 2, 1}}}, ""},
	{"a count that is too high to be one", "f.go:1.1,2.2 1 9223372036854775807\n", goBlocks{"f.go": {{1, 2, maxCount}}}, ""},
	{"no name", ":1.1,2.2 1 1\n", nil, `line 1 of Go's profile: ":1.1,2.2 1 1" is no `},
	{"words", "mode: set\nhello\n", nil, `line 2 of Go's profile: "hello" is no `},
	{"too few numbers", "f.go:1.1,2.2 1\n", nil, `line 1 of Go's profile: `},
	{"too many", "f.go:1.1,2.2 1 1 1\n", nil, `line 1 of Go's profile: `},
	{"below zero", "f.go:1.1,2.2 1 -1\n", nil, `line 1 of Go's profile: `},
	{"no line 0", "f.go:0.1,2.2 1 1\n", nil, `line 1 of Go's profile: `},
	{"backwards", "f.go:3.1,2.2 1 1\n", nil, `line 1 of Go's profile: `},
	{"longer than a file can be", "f.go:1.1,9999999999.2 1 1\n", nil, `line 1 of Go's profile: `},
	{"bytes", "\x00\xff:1.1,2.2 1 1\x00\n", nil, `line 1 of Go's profile: `},
}

func TestParseGo(t *testing.T) {
	for _, test := range goProfiles {
		t.Run(test.name, func(t *testing.T) {
			b, err := parseGo(pieces{strings.NewReader(test.text)})
			if test.err != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.err) {
					t.Errorf("error %v, want %s", err, test.err)
				}
				return
			}
			if err != nil || !reflect.DeepEqual(b, test.want) {
				t.Errorf("%v, %v; want %v", b, err, test.want)
			}
		})
	}
}

// FuzzParseGo: what is read is blocks that can be.
func FuzzParseGo(f *testing.F) {
	for _, test := range goProfiles {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		b, err := parseGo(strings.NewReader(text))
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		for file, blocks := range b {
			lines -= len(blocks)
			for _, b := range blocks {
				if file == "" || b.first < 1 || b.last < b.first || b.last >= covermap.MaxLine || b.count < 0 || b.count > maxCount {
					t.Fatalf("%q: %v", file, b)
				}
			}
		}
		if lines < 0 {
			t.Fatalf("more blocks than lines: %v", b)
		}
	})
}

func TestCodeLines(t *testing.T) {
	text := "package p\n\n// F is\nfunc F() {\n\tif x {\n\t\tg() // yes\n\t} else {\n\t}\n\t// no\n\treturn\n})\n"
	var got []int
	for n, code := range codeLines(text) {
		if code {
			got = append(got, n)
		}
	}
	if want := []int{1, 4, 5, 6, 7, 10}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
