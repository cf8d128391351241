package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

// iniCases have a file and what [cram] says in it, as Python prints a map; or !
// and the beginning of our message, where Python has an error too.
var iniCases = []struct{ doc, want string }{
	{"", "{}"},
	{"[cram]\n", "{}"},
	{"[cram]\nquiet = yes\n", "map[quiet:true]"},
	{"[cram]\nQuiet: ON\nverbose=0\n", "map[quiet:true verbose:false]"},
	{"# c\n; d\n[cram]\n  # e\nshell = /bin/bash # no comment\nindent=4\n", "map[indent:4 shell:/bin/bash # no comment]"},
	{"[cram]\nshell-opts =\n", "map[shell-opts:]"},
	{"[cram]\nshell-opts = -e\n  -u\n\n  -x\n\nquiet = no\n", "map[quiet:false shell-opts:-e\n-u\n\n-x]"},
	{"[other]\nquiet = maybe\nx\u00a0=\n[cram]\nquiet = true\n", "map[quiet:true]"},
	{"[DEFAULT]\nindent = 3\nx = 1\n[cram]\nquiet = 1\n", "map[indent:3 quiet:true]"},
	{"[DEFAULT]\nindent = 3\n", "{}"},
	{"  [cram]\n  quiet = 1\n  verbose = 1\n", "map[quiet:true verbose:true]"},
	{"[cram]\r\nquiet = 1\r\n", "map[quiet:true]"},
	{"[cram] trailing\nquiet = 1\n", "map[quiet:true]"},
	{"quiet = 1\n", "!F:1: this line is before any section"},
	{"\n[cram]\nquiet\n", "!F:3: \"quiet\" is neither"},
	{"[cram]\n= 1\n", "!F:2: \"= 1\" is neither"},
	{"[cram]\nquiet = 1\nQUIET = 0\n", "!F:3: quiet stands in [cram] twice; first in line 2"},
	{"[cram]\n\nquiet = maybe\n", "!F:3: [cram] quiet = \"maybe\": must be yes or no"},
	{"[cram]\nindent = many\n", "!F:2: [cram] indent = \"many\": must be a whole number"},
}

func TestReadCramrc(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, ".cramrc")
	someOptions := maps.Clone(someOptions)
	someOptions["verbose"] = Option{Kind: Switch, Check: func(string) error { return nil }}
	read := func(doc string) string {
		if err := os.WriteFile(path, []byte(doc), 0o666); err != nil {
			t.Fatal(err)
		}
		c, err := ReadCramrc(path, "F", dir, someOptions)
		switch {
		case err != nil:
			return "!" + err.Error()
		case len(c.Run.Options) == 0:
			return "{}"
		}
		return fmt.Sprint(c.Run.Options)
	}
	for _, test := range iniCases {
		got := read(test.doc)
		if got != test.want && (test.want[0] != '!' || !strings.HasPrefix(got, test.want)) {
			t.Errorf("%q: %s, want %s", test.doc, got, test.want)
		}
	}
	// What cram passes over without a word.
	for _, test := range []struct{ doc, want string }{
		{"[cram]\nquite = 1\n", "!F:2: unknown key \"quite\" in [cram]; did you mean \"quiet\"?"},
		{"[cram]\nxunit-file = a\nx = 1\n", "!F:2: [cram] xunit-file: is not supported yet\nF:3: unknown key \"x\" in [cram]"},
	} {
		if got := read(test.doc); got != test.want {
			t.Errorf("%q: %s, want %s", test.doc, got, test.want)
		}
	}
	if c, err := ReadCramrc(filepath.Join(dir, "missing"), "F", dir, nil); err != nil || c.Path != "" || c.Dir != "" {
		t.Errorf("no file: %+v, %v", c, err)
	}
}

// TestPythonReads asks Python, which cram reads its file with.
func TestPythonReads(t *testing.T) {
	python := tooltest.Find(t, "python3")
	const program = `
import configparser, json, sys
for doc in json.load(sys.stdin):
    c = configparser.RawConfigParser()
    try:
        c.read_string(doc.replace("\r\n", "\n"))
        print(json.dumps(dict(c.items("cram")) if c.has_section("cram") else {}))
    except configparser.Error as e:
        print("null")
`
	var docs []string
	for _, test := range iniCases {
		docs = append(docs, test.doc)
	}
	in, _ := json.Marshal(docs)
	cmd := exec.CommandContext(t.Context(), python, "-c", program)
	cmd.Stdin = strings.NewReader(string(in))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(out), "\n")
	for i, doc := range docs {
		var want map[string]string
		if err := json.Unmarshal([]byte(lines[i]), &want); err != nil {
			t.Fatal(err)
		}
		f := &faults{lines: map[string]int{}}
		sections := readINI(doc, f)
		got := map[string]string{}
		for _, name := range []string{"DEFAULT", "cram"} {
			if sections["cram"] == nil {
				break
			}
			for key, value := range sections[name] {
				got[key] = value
			}
		}
		if f.err() != nil {
			got = nil
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, and Python reads %v", doc, got, want)
		}
	}
}

func TestFindCramrc(t *testing.T) {
	for _, test := range []struct{ env, want string }{
		{"", "/w/.cramrc"},
		{"CRAMRC=", ""},
		{"CRAMRC=x", "/w/x"},
		{"CRAMRC=/x", "/x"},
		{"CRAMRC=~/x", "/home/me/x"},
		{"CRAMRC=$HOME/x", "/home/me/x"},
	} {
		got := FindCramrc("/w", func(name string) (string, bool) {
			for _, kv := range []string{test.env, "HOME=/home/me"} {
				if n, v, _ := strings.Cut(kv, "="); n == name {
					return v, true
				}
			}
			return "", false
		})
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.env, got, test.want)
		}
	}
}

// FuzzReadINI: whatever the file, it is read or found wrong.
func FuzzReadINI(f *testing.F) {
	for _, test := range iniCases {
		f.Add(test.doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		x := &faults{lines: map[string]int{}}
		sections := readINI(doc, x)
		if x.err() == nil && len(sections) == 0 && strings.Contains(doc, "\n[cram]\n") {
			t.Error("the section was lost")
		}
	})
}
