package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// patternLine finds lines that dott keeps in an .err file and cram replaces.
var patternLine = regexp.MustCompile(`(?m) \((re|glob|esc|no-eol)\)$`)

// TestCramTable runs every case through both programs.
func TestCramTable(t *testing.T) {
	t.Parallel()
	needCram(t)
	f := newFolder(t)
	var batch []string
	for _, c := range cramCases {
		f.write(c.file(), c.text)
		if c.args == nil && c.cram != "crash" {
			batch = append(batch, c.file())
		}
	}
	dott, cram := f.reports(f.dott, batch...), f.reports(f.cram, batch...)
	rewritten := map[string]string{}
	for _, c := range cramCases {
		t.Run(c.name, func(t *testing.T) {
			f := f.in(t)
			d, ok := dott[c.file()]
			m := cram[c.file()]
			if !ok {
				d = f.reports(f.dott, append(c.args, c.file())...)[c.file()]
				m = f.reports(f.cram, append(c.args, c.file())...)[c.file()]
				if m.verdict == "" {
					m.verdict = "crash"
				}
			}
			c.check(t, d, m)
			if d.err != "" && c.args == nil && !(c.cram == "crash" && c.stuck) {
				rewritten[c.file()] = d.err
			}
		})
	}
	for name, text := range rewritten {
		f.write(name, text)
	}
	names := slices.Sorted(maps.Keys(rewritten))
	dott, cram = f.reports(f.dott, names...), f.reports(f.cram, names...)
	for _, c := range cramCases {
		text, ok := rewritten[c.file()]
		if !ok {
			continue
		}
		d, m := dott[c.file()], cram[c.file()]
		passes := d.verdict == "pass" && m.verdict == "pass"
		switch {
		case !c.stuck && !passes:
			t.Errorf("%s: what dott rewrote does not pass under both:\n%s\ndott says:\n%s\ncram says:\n%s", c.name, text, d.text, m.text)
		case c.stuck && passes:
			t.Errorf("%s: what dott rewrote passes under both, so stuck is wrong", c.name)
		}
	}
}

func (c cramCase) file() string { return strings.ReplaceAll(c.name, " ", "-") + ".t" }

func (c cramCase) check(t *testing.T, dott, cram fileReport) {
	t.Helper()
	wantCram := c.want
	if c.cram != "" {
		wantCram = c.cram
	}
	if dott.verdict != c.want || cram.verdict != wantCram {
		t.Errorf("dott: %s, want %s; cram: %s, want %s\n%s\ndott says:\n%s\ncram says:\n%s", dott.verdict, c.want, cram.verdict, wantCram, c.text, dott.text, cram.text)
		return
	}
	sameErr := dott.err == cram.err || patternLine.MatchString(c.text)
	same := dott.text == cram.text && sameErr && c.cram == ""
	switch {
	case c.why == "" && !same:
		t.Errorf("the reports differ\n%s\ndott says:\n%s\ncram says:\n%s\ndott's .err:\n%q\ncram's .err:\n%q", c.text, dott.text, cram.text, dott.err, cram.err)
	case c.why != "" && same:
		t.Errorf("nothing differs any more, so this is no reason: %s", c.why)
	}
}

// TestCramTrees runs both programs with several files, directories and options,
// and compares all that they print and their exit statuses.
func TestCramTrees(t *testing.T) {
	t.Parallel()
	needCram(t)
	f := newFolder(t)
	f.env = append(f.env, "TMPDIR="+t.TempDir())
	pass, fail, skip := "  $ echo a\n  a\n", "  $ echo a\n  b\n", "  $ exit 80\n"
	for name, text := range map[string]string{
		"pass.t": pass, "fail.t": fail, "skip.t": skip, "empty.t": "", "other.txt": fail,
		"d/b.t": pass, "d/a.t": fail, "d/.hidden.t": fail, "d/notes.txt": "", "d/c.t.err": "", "d/e/a.t": pass, "d/e/z.t": skip,
		"none/x": "", ".dot/x.t": fail, "fail2.t": strings.Repeat("  $ echo a\n  a\n\n  $ false\n", 4),
		"where.t": "  $ cat \"$TESTDIR/pass.t\"\n" + "    $ echo a\n    a\n  $ echo $TESTFILE\n  where.t\n",
		"noise.t": "  $ echo a; echo b >&2\n  $ (exit 4)\n",
	} {
		f.write(name, text)
	}
	here := f.dir
	for _, c := range []struct {
		args string
		why  string
	}{
		{args: "pass.t"},
		{args: "fail.t"},
		{args: "skip.t"},
		{args: "empty.t"},
		{args: "pass.t fail.t skip.t empty.t pass.t fail2.t"},
		{args: "fail.t fail2.t"},
		{args: "pass.t ./pass.t d/../pass.t " + here + "/pass.t"},
		{args: here + "/fail.t"},
		{args: "./fail.t d//a.t"},
		{args: "other.txt"},
		{args: "d"},
		{args: "d/"},
		{args: "./d d/e d/b.t"},
		{args: "d/e/a.t d/e d"},
		{args: "d/.hidden.t"},
		{args: ".dot", why: "a directory that was named is searched"},
		{args: "none"},
		{args: "none pass.t"},
		{args: "-q fail.t pass.t skip.t fail2.t"},
		{args: "--quiet d"},
		{args: "-v pass.t fail.t skip.t empty.t"},
		{args: "--verbose fail.t fail2.t"},
		{args: "-q -v pass.t fail.t"},
		{args: "-qv fail.t skip.t"},
		{args: "pass.t -q fail.t"},
		{args: "-- fail.t"},
		{args: "-E fail.t"},
		{args: "--preserve-env where.t"},
		{args: "--indent=2 fail.t"},
		{args: "--indent 4 fail.t", why: "a file without a command, as this one is then, is skipped and has not passed"},
		{args: "--shell sh fail.t"},
		{args: "--shell=/bin/bash fail.t where.t"},
		{args: "--keep-tmpdir pass.t fail.t"},
		{args: "-d noise.t pass.t"},
		{args: "missing.t"},
		{args: "pass.t missing.t"},
		{args: "--shell=/no/shell pass.t"},
		{args: "-d -q pass.t"},
		{args: "-d -v pass.t"},
		{args: "--nonsense pass.t"},
		{args: "--indent=x pass.t"},
	} {
		t.Run(c.args, func(t *testing.T) {
			f := f.in(t)
			args := strings.Fields(c.args)
			cram := f.cram(args...)
			left := f.errFiles()
			dott := f.dott(args...)
			leftByDott := f.errFiles()
			if !strings.Contains(cram.stdout, "# Ran ") && cram.status == 2 {
				cram.stdout = "" // its usage
			}
			same := dott.status == cram.status && dott.stdout == cram.stdout && maps.Equal(left, leftByDott)
			if !same && c.why == "" {
				t.Errorf("dott: %d\n%s%s\ncram: %d\n%s%s\n.err files: %q and %q", dott.status, dott.stdout, dott.stderr, cram.status, cram.stdout, cram.stderr, leftByDott, left)
			}
			if same && c.why != "" {
				t.Errorf("nothing differs any more, so this is no reason: %s", c.why)
			}
		})
	}
}

// errFiles takes the .err files out of the folder.
func (f *folder) errFiles() map[string]string {
	f.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(f.dir, func(path string, _ os.DirEntry, err error) error {
		if name, _ := filepath.Rel(f.dir, path); err == nil && strings.HasSuffix(name, ".t.err") && name != "d/c.t.err" {
			found[name] = takeFile(f.T, path)
		}
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	return found
}

// sequence is expected output: the numbers from 1 to n.
func sequence(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("  " + strconv.Itoa(i+1) + "\n")
	}
	return b.String()
}
