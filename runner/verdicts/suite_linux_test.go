package verdicts_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A knob is something of a world that can be changed. It has some values; at first it has
// the value 0.
type knob struct {
	values int
	set    func(t *testing.T, w *world, value int)
}

// A world is a project with tests of real tools, and all that they depend on.
type world struct {
	dir   string
	parts string // what is moved into the project
	env   []string
	env0  []string
	value map[string]int
}

// replace puts a file into the project in one step, as an editor does.
func (w *world) replace(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	draft := filepath.Join(w.parts, "draft")
	if err := os.WriteFile(draft, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	w.must(t, os.Chmod(draft, mode))
	w.must(t, os.Rename(draft, filepath.Join(w.dir, name)))
}

func (w *world) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// command runs a command in the project.
func (w *world) command(t *testing.T, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = w.dir, w.env0
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
}

// content is a knob of a file's content, in which %d is the value.
func content(name, format string, mode os.FileMode) knob {
	return knob{3, func(t *testing.T, w *world, v int) { w.replace(t, name, fmt.Sprintf(format, v), mode) }}
}

// there is a knob of a file that is not there at first.
func there(name, format string, mode os.FileMode) knob {
	return knob{3, func(t *testing.T, w *world, v int) {
		if v == 0 {
			_ = os.Remove(filepath.Join(w.dir, name))
			return
		}
		w.replace(t, name, fmt.Sprintf(format, v), mode)
	}}
}

// copied is a knob of a file that is one of some which were built.
func copied(name, format string, mode os.FileMode) knob {
	return knob{2, func(t *testing.T, w *world, v int) {
		data, err := os.ReadFile(filepath.Join(w.parts, fmt.Sprintf(format, v)))
		w.must(t, err)
		w.replace(t, name, string(data), mode)
	}}
}

// link is a knob of a symbolic link's target.
func link(name, format string) knob {
	return knob{2, func(t *testing.T, w *world, v int) {
		draft := filepath.Join(w.parts, "draft")
		w.must(t, os.Symlink(fmt.Sprintf(format, v), draft))
		w.must(t, os.Rename(draft, filepath.Join(w.dir, name)))
	}}
}

// mode is a knob of a file's permissions.
func mode(name string, modes ...os.FileMode) knob {
	return knob{len(modes), func(t *testing.T, w *world, v int) { w.must(t, os.Chmod(filepath.Join(w.dir, name), modes[v])) }}
}

// everybody are the knobs that all tests depend on.
var everybody = []string{"variable", "configured", "setup"}

var knobs = map[string]knob{
	// What all tests depend on.
	"variable":   {2, func(_ *testing.T, w *world, v int) { w.env = append(w.env0, fmt.Sprintf("SEEN=%d", v)) }},
	"configured": {2, func(t *testing.T, w *world, v int) { w.configure(t) }},
	"setup":      content("setup.sh", "setup=%d\n", 0o644),
	// What some depend on.
	"overridden": {2, func(t *testing.T, w *world, v int) { w.configure(t) }},
	"data":       content("data/data", "%d\n", 0o644),
	"json":       content("data/conf.json", `{"v": %d}`, 0o644),
	"program.jq": content("jq/program.jq", ".v + %d\n", 0o644),
	"module.jq":  content("jq/module.jq", "def f: %d;\n", 0o644),
	"sourced":    content("lib.sh", "say() { echo %d; }\n", 0o644),
	"mode":       mode("data/mode", 0o644, 0o755, 0o600),
	"runnable":   mode("data/run", 0o755, 0o644),
	"maybe":      there("opt/maybe", "%d\n", 0o644),
	"list": {3, func(t *testing.T, w *world, v int) {
		for i, name := range []string{"a", "b", "c"} {
			_ = os.Remove(filepath.Join(w.dir, "list", name))
			if i >= v {
				w.replace(t, "list/"+name, "", 0o644)
			}
		}
	}},
	"tree": there("tree/deep/er/file", "%d\n", 0o644),
	"link": link("link", "d%d"),
	"twin": link("twin", "t%d"), // of folders with the same in them
	"dangling": {2, func(t *testing.T, w *world, v int) {
		_ = os.Remove(filepath.Join(w.dir, "target"))
		if v == 1 {
			w.replace(t, "target", "1\n", 0o644)
		}
	}},
	"replaced": {2, func(t *testing.T, w *world, v int) {
		dir, away := filepath.Join(w.dir, "rep"), filepath.Join(w.parts, "rep")
		if _, err := os.Stat(dir); err == nil {
			w.must(t, os.Rename(dir, away+fmt.Sprint(1-v)))
		}
		w.must(t, os.Rename(away+fmt.Sprint(v), dir))
	}},
	"early":       there("bin1/tool", "#!/bin/sh\necho early %d\n", 0o755),
	"late":        content("bin2/tool", "#!/bin/sh\necho late %d\n", 0o755),
	"interpreter": copied("interp/binary", "interp%d", 0o755),
	"nested":      content("interp/nested", "#!/bin/sh\necho nested %d\n", 0o755),
	"library":     copied("lib/libx.so", "libx%d.so", 0o755),
	"preferred": {2, func(t *testing.T, w *world, v int) {
		_ = os.Remove(filepath.Join(w.dir, "lib0/libx.so"))
		if v == 1 {
			copied("lib0/libx.so", "libx%d.so", 0o755).set(t, w, 1)
		}
	}},
	"header":    content("inc2/x.h", "#define X %d\n", 0o644),
	"shadow":    there("inc1/x.h", "#define X 1%d\n", 0o644),
	"source":    content("x.c", "#include <stdio.h>\n#include \"x.h\"\nint main(void) { printf(\"%%d\\n\", X + %d); }\n", 0o644),
	"module":    content("mods2/m.py", "v = %d\n", 0o644),
	"hides":     there("mods1/m.py", "v = 1%d\n", 0o644),
	"package":   content("mods2/pack/__init__.py", "v = %d\n", 0o644),
	"gitconfig": content("data/gitconfig", "[user]\n\tname = N%d\n\temail = n@example.org\n", 0o644),
	"branch": {3, func(t *testing.T, w *world, v int) {
		w.command(t, "git", "-C", "repo.git", "update-ref", "refs/heads/main", fmt.Sprintf("c%d", v))
	}},
	"ignore": content("data/excludes", "x%d\n", 0o644),
	// What no test depends on.
	"comment": {3, func(t *testing.T, w *world, v int) { w.configure(t) }},
	"noise":   there("data/noise", "%d\n", 0o644),
	"touched": {3, func(t *testing.T, w *world, v int) {
		w.command(t, "touch", "data/data", "list/c", "lib/libx.so", "mods2/m.py", "bin2/tool", "x.c", "repo.git/HEAD", "list", "tree")
	}},
	"again": {3, func(t *testing.T, w *world, v int) { // the same, in a new file
		content("data/data", "%d\n", 0o644).set(t, w, w.value["data"])
		content("bin2/tool", "#!/bin/sh\necho late %d\n", 0o755).set(t, w, w.value["late"])
		content("mods2/m.py", "v = %d\n", 0o644).set(t, w, w.value["module"])
	}},
}

// configure writes the configuration. An override, which has no effect, is about two
// tests.
func (w *world) configure(t *testing.T) {
	text := fmt.Sprintf("# comment %d\n[run]\nsetup = \"setup.sh\"\n[env]\npass = [\"SEEN\"]\nset = { CONFIGURED = \"%d\" }\n", w.value["comment"], w.value["configured"])
	text += fmt.Sprintf("[[override]]\npaths = [\"cat.t\", \"jq.t\"]\ntimeout = \"%dm\"\n", 10+w.value["overridden"])
	w.replace(t, "dott.toml", text, 0o644)
}

// A sample is a test of the world, and what it depends on. It does not see "a unless b" where
// b is there.
type sample struct {
	text  string
	knobs []string
}

// Most pass with some values of their knobs alone.
var suite = map[string]sample{
	"nothing.t":  {"  $ echo hello\n  hello\n", nil},
	"cat.t":      {"  $ cat $TESTDIR/data/data\n  [01] (re)\n", []string{"data", "overridden"}},
	"cat2.t":     {"  $ cd $TESTDIR/data; cat data ../opt/maybe 2>/dev/null || echo none\n  ** (glob*)\n", []string{"data", "maybe"}},
	"proc.t":     {"  $ cd $TESTDIR/data; cat /proc/self/cwd/data; exec 3<../jq; cat /proc/self/fd/3/../data/conf.json\n  * (glob+)\n", []string{"data", "json"}},
	"grep.t":     {"  $ grep -q 1 $TESTDIR/data/conf.json || echo no\n  no (?)\n", []string{"json"}},
	"source.t":   {"  $ . $TESTDIR/lib.sh; say\n  [02] (re)\n", []string{"sourced"}},
	"mode.t":     {"  $ test -x $TESTDIR/data/mode\n  [1]\n", []string{"mode"}},
	"stat.t":     {"  $ stat -c %a $TESTDIR/data/mode\n  6.. (re)\n", []string{"mode"}},
	"run.t":      {"  $ $TESTDIR/data/run\n  ran\n", []string{"runnable"}},
	"absent.t":   {"  $ test -e $TESTDIR/opt/maybe && echo there\n  there (?)\n  [1] (?)\n", []string{"maybe"}},
	"ls.t":       {"  $ ls $TESTDIR/list\n  a (?)\n  b (?)\n  c\n", []string{"list"}},
	"glob.t":     {"  $ cd $TESTDIR; echo list/*\n  list/[ab]* (glob)\n", []string{"list"}},
	"find.t":     {"  $ find $TESTDIR/tree -type f -exec cat {} +\n  1 (?)\n", []string{"tree"}},
	"link.t":     {"  $ cat $TESTDIR/link/f\n  [01] (re)\n", []string{"link"}},
	"linkdir.t":  {"  $ cd $TESTDIR/link && cat f\n  0\n", []string{"link"}},
	"readlink.t": {"  $ readlink $TESTDIR/link\n  d0\n", []string{"link"}},
	"twin.t":     {"  $ cat $TESTDIR/twin/f\n  same\n", nil},
	"twindir.t":  {"  $ cd $TESTDIR/twin; basename $(pwd -P)\n  t0\n", []string{"twin"}},
	"own.t":      {"  $ ln -s $TESTDIR/link mine; cat mine/f; ln -s $TESTDIR/data/data d; cat d\n  0\n  * (glob)\n", []string{"link", "data"}},
	"dangling.t": {"  $ cat $TESTDIR/dangling 2>/dev/null || echo no\n  * (glob)\n", []string{"dangling"}},
	"replaced.t": {"  $ cd $TESTDIR/rep; cat f; ls\n  * (glob+)\n", []string{"replaced"}},
	"path.t":     {"  $ PATH=$TESTDIR/bin1:$TESTDIR/bin2:$PATH; tool\n  late * (glob)\n", []string{"early", "late unless early"}},
	"which.t":    {"  $ PATH=$TESTDIR/bin1:$TESTDIR/bin2:$PATH; command -v tool | sed 's/.*bin//'\n  [12]/tool (re)\n", []string{"early", "late unless early"}},
	"shebang.t":  {"  $ $TESTDIR/interp/script; cp $TESTDIR/interp/script s; ./s\n  interp 0\n  interp 0\n", []string{"interpreter"}},
	"nested.t":   {"  $ $TESTDIR/interp/script2\n  nested [01] (re)\n", []string{"nested"}},
	"library.t":  {"  $ $TESTDIR/program\n  0\n", []string{"library unless preferred", "preferred"}},
	"ctypes.t":   {"  $ python3 -c 'import ctypes, sys; print(ctypes.CDLL(sys.argv[1]).x())' $TESTDIR/lib/libx.so\n  * (glob)\n", []string{"library"}},
	"python.t":   {"  $ PYTHONPATH=$TESTDIR/mods1:$TESTDIR/mods2 python3 -B -c 'import m; print(m.v)'\n  [012]+ (re)\n", []string{"module unless hides", "hides"}},
	"package.t":  {"  $ cd $TESTDIR/mods2; python3 -B -c 'import pack; print(pack.v)'\n  [01] (re)\n", []string{"package"}},
	"dirfd.t":    {"  $ python3 -c 'import os, sys\n  > d = os.open(sys.argv[1], os.O_PATH)\n  > print(os.read(os.open(\"f\", os.O_RDONLY, dir_fd=d), 9))' $TESTDIR/link\n  b'0?n' (glob)\n", []string{"link"}},
	"walk.t":     {"  $ python3 -c 'import os, sys; print([f for d in os.walk(sys.argv[1]) for f in d[2]])' $TESTDIR/tree\n  []\n", []string{"tree"}},
	"jq.t":       {"  $ jq -f $TESTDIR/jq/program.jq $TESTDIR/data/conf.json\n  [0123] (re)\n", []string{"program.jq", "json", "overridden"}},
	"jqmod.t":    {"  $ jq -n -L $TESTDIR/jq 'include \"module\"; f'\n  [01] (re)\n", []string{"module.jq"}},
	"gcc.t":      {"  $ gcc -I$TESTDIR/inc1 -I$TESTDIR/inc2 -o x $TESTDIR/x.c && ./x\n  [012] (re)\n", []string{"header unless shadow", "shadow", "source"}},
	"cpp.t":      {"  $ printf '#if __has_include(\"maybe\")\\nyes\\n#endif\\n' | gcc -E -P -I$TESTDIR/opt -\n  yes (?)\n", []string{"maybe"}},
	"gitname.t":  {"  $ GIT_CONFIG_GLOBAL=$TESTDIR/data/gitconfig git config user.name\n  N[01] (re)\n", []string{"gitconfig"}},
	"commit.t":   {"  $ export GIT_CONFIG_GLOBAL=$TESTDIR/data/gitconfig; git init -q r; cd r; cp $TESTDIR/data/data .; git add data; git commit -qm m; git log --format=%an\n  N. (re)\n", []string{"gitconfig", "data"}},
	"clone.t":    {"  $ git clone -q file://$TESTDIR/repo.git r; cat r/f\n  [01] (re)\n", []string{"branch"}},
	"log.t":      {"  $ git -C $TESTDIR/repo.git log --format=%s main\n  * (glob+)\n", []string{"branch"}},
	"ignored.t":  {"  $ git init -q; git config core.excludesFile $TESTDIR/data/excludes; touch x1; git status --porcelain\n  ?? x1 (?)\n", []string{"ignore"}},
}

// newWorld makes the project, and builds what takes compilers.
func newWorld(t *testing.T) *world {
	w := &world{dir: filepath.Join(t.TempDir(), "project"), parts: filepath.Join(t.TempDir(), "parts"), value: map[string]int{}}
	w.env0 = []string{"PATH=/usr/bin:/bin", "HOME=" + w.parts, "XDG_CACHE_HOME=" + filepath.Join(w.parts, "cache"), "GIT_CONFIG_NOSYSTEM=1"}
	for _, dir := range []string{"data", "jq", "opt", "list", "tree/deep/er", "d0", "d1", "t0", "t1", "bin1", "bin2", "interp", "lib0", "lib", "inc1", "inc2", "mods1", "mods2/pack"} {
		w.must(t, os.MkdirAll(filepath.Join(w.dir, dir), 0o755))
	}
	for _, dir := range []string{"cache", "rep0", "rep1"} {
		w.must(t, os.MkdirAll(filepath.Join(w.parts, dir), 0o755))
		w.must(t, os.WriteFile(filepath.Join(w.parts, dir, "f"), []byte(dir+"\n"), 0o644))
	}
	for name, text := range map[string]string{"d0/f": "0\n", "d1/f": "1\n", "t0/f": "same\n", "t1/f": "same\n"} {
		w.replace(t, name, text, 0o644)
	}
	for name, test := range suite {
		w.replace(t, name, test.text, 0o644)
	}
	w.replace(t, "data/mode", "", 0o644)
	w.replace(t, "data/run", "#!/bin/sh\necho ran\n", 0o755)
	w.replace(t, "interp/script", "#!"+w.dir+"/interp/binary\n", 0o755)
	w.replace(t, "interp/script2", "#!"+w.dir+"/interp/nested arg\n", 0o755)
	w.must(t, os.Symlink("target", filepath.Join(w.dir, "dangling")))
	for v := range 2 {
		w.replace(t, "x0.c", fmt.Sprintf("int x(void) { return %d; }\n", v), 0o644)
		w.command(t, "gcc", "-shared", "-fPIC", "-o", fmt.Sprintf("%s/libx%d.so", w.parts, v), "x0.c")
		w.replace(t, "i.c", fmt.Sprintf("#include <stdio.h>\nint main(void) { puts(\"interp %d\"); }\n", v), 0o644)
		w.command(t, "gcc", "-o", fmt.Sprintf("%s/interp%d", w.parts, v), "i.c")
	}
	copied("lib/libx.so", "libx%d.so", 0o755).set(t, w, 0)
	w.replace(t, "p.c", "#include <stdio.h>\nint x(void);\nint main(void) { printf(\"%d\\n\", x()); }\n", 0o644)
	w.command(t, "gcc", "-o", "program", "p.c", "-Llib", "-lx", "-Wl,-rpath,$ORIGIN/lib0:$ORIGIN/lib")
	w.command(t, "sh", "-ec", `git init -q --bare -b main repo.git; git init -q -b main work; cd work
		git config user.name n; git config user.email n@example.org
		for i in 0 1 2; do echo $i >f; git add f; git commit -qm c$i; git tag c$i; done
		git push -q ../repo.git main c0 c1 c2; cd ..; rm -rf work`)
	for name, k := range knobs {
		if name != "again" {
			k.set(t, w, 0)
		}
	}
	return w
}
