package coverage

import (
	"bytes"
	"encoding/xml"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

// profileOf reads a profile from words: `a.go 1:0 2:3 b.go 1:1`.
func profileOf(t testing.TB, words string) Profile {
	t.Helper()
	p := Profile{}
	file := ""
	for word := range strings.FieldsSeq(words) {
		line, count, ok := strings.Cut(word, ":")
		if !ok {
			file = word
			p[file] = Lines{}
			continue
		}
		n, c, ok := parseDA(line + "," + count)
		if !ok {
			t.Fatalf("%q", word)
		}
		p[file][n] = c
	}
	return p
}

func same(path string) string { return path }

var lcovs = []struct{ name, text, want, err string }{
	{"nothing", "", "", ""},
	{"a file", "TN:x\nSF:a\nDA:1,2\nDA:3,0\nLF:2\nLH:1\nend_of_record\n", "a 1:2 3:0", ""},
	{"without its end", "SF:a\nDA:1,2", "a 1:2", ""},
	{"returns", "SF:a\r\nDA:1,2\r\nend_of_record\r\n", "a 1:2", ""},
	{"several of one file", "SF:a\nDA:1,2\nend_of_record\nSF:b\nDA:1,1\nend_of_record\nSF:a\nDA:1,3\nDA:2,1\nend_of_record\n", "a 1:5 2:1 b 1:1", ""},
	{"a file without lines", "SF:a\nend_of_record\n", "a", ""},
	{"all kinds of records", "# by hand\nVER:2\nSF:a\nVER:1\nFN:1,f\nFNDA:1,f\nFNF:1\nFNH:1\nFNL:0,1\nFNA:0,1,f\nBRDA:1,0,0,-\nBRF:1\nBRH:0\nMCDC:1,2,t,1,0,x\nDA:1,1,Q2hlY2s\nLH:1\nLF:1\nend_of_record\n", "a 1:1", ""},
	{"numbers of all kinds", "SF:a\nDA:1,1e+06\nDA:2,-5\nDA:3,99999999999999999999\nDA:4,Inf\nDA:5,1125899906842624\nDA:5,1125899906842624\n", "a 1:1000000 2:0 3:1125899906842624 4:1125899906842624 5:1125899906842624", ""},
	{"line 0 is no line", "SF:a\nDA:0,1\nDA:1,1\n", "a 1:1", ""},
	{"a name with colons and blanks", "SF:a: b\nDA:1,1\n", "", ""},
	{"a file that is none of ours", "SF:-\nDA:1,1\nend_of_record\nSF:a\nDA:2,1\n", "a 2:1", ""},
	{"no lines in DA", "SF:a\nDA:\n", "", `line 2: "DA:" is no DA:LINE,COUNT`},
	{"words in DA", "SF:a\nDA:x,y\n", "", `line 2: "DA:x,y" is no DA:LINE,COUNT`},
	{"no count", "SF:a\nDA:1\n", "", `line 2: "DA:1" is no DA:LINE,COUNT`},
	{"no number", "SF:a\nDA:1,NaN\n", "", `line 2: "DA:1,NaN" is no DA:LINE,COUNT`},
	{"below zero", "SF:a\nDA:-1,1\n", "", `line 2: "DA:-1,1" is no DA:LINE,COUNT`},
	{"no such line", "SF:a\nDA:99999999999999,1\n", "", `line 2: "DA:99999999999999,1" is no DA:LINE,COUNT`},
	{"no file", "DA:1,1\n", "", `line 1: "DA:1,1" is of no file: no SF:PATH is above it`},
	{"no file any more", "SF:a\nend_of_record\nDA:1,1\n", "", `line 3: "DA:1,1" is of no file: no SF:PATH is above it`},
	{"another format", "<?xml version=\"1.0\"?>\n", "", `line 1: "<?xml version=\"1.0\"?>" is no LCOV`},
	{"bytes", "\x00\x01\xff", "", `line 1: "\x00\x01\xff" is no LCOV`},
	{"json", "{\"a\": 1}", "", `line 1: "{\"a\": 1}" is no LCOV`},
}

func TestReadLCOV(t *testing.T) {
	for _, test := range lcovs {
		t.Run(test.name, func(t *testing.T) {
			p := Profile{}
			err := readLCOV(strings.NewReader(test.text), p, func(path string) string { return strings.Trim(path, "-") })
			if test.err != "" {
				if err == nil || err.Error() != test.err {
					t.Errorf("error %v, want %s", err, test.err)
				}
				return
			}
			want := profileOf(t, test.want)
			if strings.Contains(test.text, "a: b") {
				want = Profile{"a: b": {1: 1}}
			}
			if err != nil || !reflect.DeepEqual(p, want) {
				t.Errorf("%v, %v; want %v", p, err, want)
			}
		})
	}
}

// FuzzLCOV: whatever is read without complaint is written and read again as the
// same, by lines of any length that come in pieces of any length.
func FuzzLCOV(f *testing.F) {
	for _, test := range lcovs {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p := Profile{}
		err := readLCOV(strings.NewReader(text), p, same)
		q := Profile{}
		err2 := readLCOV(pieces{strings.NewReader(text)}, q, same)
		if (err == nil) != (err2 == nil) || !reflect.DeepEqual(p, q) {
			t.Fatalf("%v %v; in pieces %v %v", p, err, q, err2)
		}
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := writeLCOV(&out, p); err != nil {
			t.Fatal(err)
		}
		q = Profile{}
		if err := readLCOV(&out, q, same); err != nil || !reflect.DeepEqual(p, q) {
			t.Fatalf("%v; again %v, %v", p, q, err)
		}
	})
}

// pieces reads three bytes at once.
type pieces struct{ r io.Reader }

func (p pieces) Read(b []byte) (int, error) { return p.r.Read(b[:min(len(b), 3)]) }

func TestLeast(t *testing.T) {
	p := profileOf(t, "all 1:1 2:1 half 1:1 2:0 half2 1:1 2:0 3:1 4:0 none 1:0 none2 1:0 2:0 third 1:0 2:0 3:1 empty")
	want := []FileTotal{{"none2", 0, 2}, {"none", 0, 1}, {"third", 1, 3}, {"half2", 2, 4}}
	if got := p.Least(4); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := p.Least(10); len(got) != 5 {
		t.Errorf("%v", got)
	}
	if covered, all := p.Count(); covered != 6 || all != 14 {
		t.Errorf("%d of %d", covered, all)
	}
}

// TestCobertura: names of any kind are in a document that can be read, and all the
// numbers are.
func TestCobertura(t *testing.T) {
	p := profileOf(t, "a.go 1:1 2:0 d/b.go 7:3 d/c.go 1:0 /abs/x.c 5:9")
	p["d/<&\"\x01>.go"] = Lines{1: 1}
	var out bytes.Buffer
	if err := writeCobertura(&out, p, "/root & co", time.Unix(5, 0)); err != nil {
		t.Fatal(err)
	}
	var doc cobertura
	if err := xml.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatalf("%v\n%s", err, &out)
	}
	if doc.Covered != 4 || doc.Valid != 6 || doc.Rate != "0.6667" || doc.Stamp != 5000 || !reflect.DeepEqual(doc.Sources, []string{"/root & co"}) {
		t.Errorf("%+v", doc)
	}
	got := Profile{}
	var packages []string
	for _, pkg := range doc.Packages {
		packages = append(packages, pkg.Name+" "+pkg.Rate)
		for _, c := range pkg.Classes {
			got[c.File] = Lines{}
			for _, l := range c.Lines {
				got[c.File][l.Number] = l.Hits
			}
		}
	}
	// XML has no word for a control character.
	p["d/<&\"\uFFFD>.go"] = p["d/<&\"\x01>.go"]
	delete(p, "d/<&\"\x01>.go")
	if !reflect.DeepEqual(got, p) || !reflect.DeepEqual(packages, []string{"/abs 1.0000", ". 0.5000", "d 0.6667"}) {
		t.Errorf("%v %q, want %v", got, packages, p)
	}
}
