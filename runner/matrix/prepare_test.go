//go:build unix

package matrix

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPlaces: a ready cell is variables and folders, by each kind of axis.
func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	for _, v := range []string{"1.0", "2.0"} {
		write(t, filepath.Join(dir, "opt", v, "bin", "a"), "#!/bin/sh\necho a "+v+".7\n")
	}
	m := open(t, dir, `[matrix.a]
from = ["opt/*/bin"]
env = { A = "{value}/a of {version} in {dir} ${dir} {{dir}}" }
probe = "a"
[matrix.b]
from = ["opt/*/bin/a"]
path = "{dir}/.."
[matrix.c]
values = ["2.0"]
path = "opt/{version}/bin"
env = { C = "{value}" }
[matrix.d]
values = ["3.0"]
path = "opt/{version}/bin"
`)
	p, err := m.Prepare(t.Context(), cells(t, m, "a=1.0 b=2.0 c")[0])
	if err != nil {
		t.Fatal(err)
	}
	one, two := filepath.Join(dir, "opt/1.0/bin"), filepath.Join(dir, "opt/2.0")
	want := Additions{
		Path: []string{one, two, filepath.Join(two, "bin")},
		Env:  []string{"A=" + one + "/a of 1.0 in " + one + " ${dir} {{dir}}", "C=2.0"},
	}
	if fmt.Sprintf("%q", p) != fmt.Sprintf("%q", want) {
		t.Errorf("%q, want %q", p, want)
	}
	env := p.Environ([]string{"PATH=/bin", "C=x", "X=y"})
	if got := strings.Join(env, "|"); got != "X=y|A="+one+"/a of 1.0 in "+one+" ${dir} {{dir}}|C=2.0|PATH="+strings.Join(want.Path, ":")+":/bin" {
		t.Error(got)
	}
	if _, err := m.Prepare(t.Context(), cells(t, m, "d")[0]); err == nil || !strings.Contains(err.Error(), "d=3.0: there is no folder "+dir+"/opt/3.0/bin for PATH") {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// TestProbe: each place is asked once, in all runs, until it changes.
func TestProbe(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "opt/1.2/tool")
	write(t, tool, "#!/bin/sh\necho asked >>asked\necho tool 1.2.3\n")
	config := "[matrix.tool]\nfrom = [\"opt/*\"]\nprobe = \"tool\"\n"
	prepare := func() (Additions, error) {
		m := open(t, dir, config)
		m.Env[0] = "PATH=/usr/bin:/bin"
		return m.Prepare(t.Context(), cells(t, m, "all")[0])
	}
	for range 3 {
		if p, err := prepare(); err != nil || len(p.Warnings) > 0 {
			t.Fatalf("%v, %v", p, err)
		}
	}
	if got := read(t, filepath.Join(dir, "asked")); got != "asked\n" {
		t.Errorf("asked: %q", got)
	}
	for text, want := range map[string]string{
		"echo tool 1.3.0":      "tool=1.2: the tool itself says that it is 1.3.0",
		"echo tool 1.2-rc1":    "tool=1.2: the tool itself says that it is 1.2-rc1",
		"exit 3":               `error: tool=1.2: probing it with "tool": exit status 3`,
		"echo gone >&2; false": "error: exit status 1:\n  gone",
		"echo hello":           `tool=1.2: probing it with "tool": it printed "hello world", which has no version`,
		"kill -9 $$":           "error: exit status 137",
	} {
		if err := os.Remove(tool); err != nil { // the folder has another time
			t.Fatal(err)
		}
		write(t, tool, "#!/bin/sh\n"+strings.Replace(text, "hello", "hello world", 1)+"\n")
		p, err := prepare()
		if wrong, ok := strings.CutPrefix(want, "error: "); ok {
			if err == nil || !strings.Contains(err.Error(), wrong) {
				t.Errorf("%s: %v, want %s", text, err, wrong)
			}
		} else if err != nil || strings.Join(p.Warnings, "|") != want {
			t.Errorf("%s: %q, %v; want %s", text, p.Warnings, err, want)
		}
	}
}

// TestFeature: an axis is a feature, in its cells and by what PATH has.
func TestFeature(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "bin", "plain"), "#!/bin/sh\n")
	write(t, filepath.Join(dir, "bin", "tool"), "#!/bin/sh\necho asked >>asked\necho tool 1.2.3\n")
	write(t, filepath.Join(dir, "bin", "mute"), "#!/bin/sh\necho hello world\n")
	m := open(t, dir, `[matrix.tool]
values = ["1.0"]
probe = "tool"
[matrix.plain]
values = ["1"]
[matrix.absent]
values = ["1"]
[matrix.gone]
values = ["1"]
probe = "gone --version"
[matrix.mute]
values = ["1"]
probe = "mute"
[matrix.own]
values = ["1"]
probe = "echo {version}"
`)
	m.Env[0] = "PATH=" + dir + "/bin:/usr/bin:/bin"
	for axis, want := range map[string]string{
		"tool": "true 1.2.3  <nil>", "plain": "true   <nil>", "absent": "false   <nil>", "gone": "false   <nil>",
		"own": "false   <nil>", "mute": `true  "mute" printed "hello world" <nil>`,
	} {
		for range 2 {
			k, err := m.Feature(t.Context(), Cell{}, axis)
			if got := fmt.Sprintf("%v %s %s %v", k.Present, k.Version, k.Why, err); got != want {
				t.Errorf("%s: %s, want %s", axis, got, want)
			}
		}
	}
	if got := read(t, filepath.Join(dir, "asked")); got != "asked\n" {
		t.Errorf("asked: %q", got)
	}
	k, err := m.Feature(t.Context(), cells(t, m, "tool")[0], "tool")
	if err != nil || k.Version != "1.0" || !k.Present {
		t.Errorf("in the cell: %v, %v", k, err)
	}
}

// BenchmarkPrepare: a cell that is installed, the first time in a run.
func BenchmarkPrepare(b *testing.B) {
	dir, text := upstream(b)
	m := open(b, dir, text)
	c := cells(b, m, "tool=v2.0.0")[0]
	if _, err := m.Prepare(b.Context(), c); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		fresh := &Matrix{Config: m.Config, Dir: m.Dir, Cache: m.Cache, Env: m.Env, Supervisor: m.Supervisor}
		if _, err := fresh.Prepare(context.Background(), c); err != nil {
			b.Fatal(err)
		}
	}
}
