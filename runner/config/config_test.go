package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// someOptions stand for those of the command line.
var someOptions = Options{
	"jobs": {Kind: Number, Check: func(s string) error {
		if strings.HasPrefix(s, "-") || s == "0" {
			return fmt.Errorf("not a whole number of 1 or more")
		}
		return nil
	}},
	"timeout":     {Kind: Duration, Check: func(s string) error { _, err := ParseDuration(s); return err }},
	"max-output":  {Kind: Size, Check: func(s string) error { _, err := ParseAmount(s); return err }},
	"shell":       {Check: func(string) error { return nil }},
	"shell-opts":  {Check: func(string) error { return nil }},
	"quiet":       {Kind: Switch, Check: func(string) error { return nil }},
	"keep-tmpdir": {Kind: Switch, Check: func(string) error { return nil }},
	"indent":      {Kind: Number, Check: func(string) error { return nil }},
	"watch":       {Kind: Switch, Refuse: "is for the command line"},
}

func ptr[T any](v T) *T { return &v }

// whole is a file with most of the settings that there are.
const whole = `
[run]
paths = ["tests"]
jobs = 4
timeout = 1.5
quiet = true
shell = "bash"
setup = "tests/setup.sh"

[env]
pass = ["PATH", "GOPATH", "X*"]
set = { APP_CONFIG = "$TESTDIR/app.ini" }
unset = []

[files]
"$HOME/.gitconfig" = "[user]\nname = Test\n"
"a/b" = ""

[features]
checker = "./hghave"
docker = "docker info"
git = { version = "git --version" }
x11.check = "xset q"

[[substitute]]
pattern = '\b[0-9a-f]{40}\b'
with = "$HASH"
[[substitute]]
pattern = '(?P<n>\d+)(a)?(?=b)'
with = '\g<n>\2\\\g<0>'

[substitute-from]
command = "python3 p.py"

[inline]
use = "lua"
lua = { command = "lua -", mark = "print('{mark}')" }
sh = "sh -s"

[ports]
prefix = "HGPORT"
count = 0

[resources]
memory = "8GiB"
database = 0x2

[[foreign]]
files = "test-*.py"
command = 'python3 "$TESTDIR/$TESTFILE"'
verdict = "output"
expected = "{file}.out"

[compat]
directives = false
script = "stdin"

[[override]] # for some paths
paths = ["tests/slow/**"]
timeout = "5m"
retry = 2
max-output = "1MiB"
[override.resources]
memory = "2GiB"
[[override]]
paths = ["x"]
env = { A = "${B}/c" }
serial = true
inline = "python"
timeout = 0
`

func TestDecode(t *testing.T) {
	got, err := parse("dott.toml", []byte(whole), someOptions)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ place, want string }{
		{got.Where("run", "setup"), "setup ="},
		{got.Where("env", "pass", "2"), "pass ="},
		{got.Where("features", "git", "version"), "git ="},
		{got.Where("substitute", "1", "pattern"), "pattern = '(?P"},
		{got.Where("override"), "[[override]] # for"},
		{got.Where("override", "0"), "[[override]] # for"},
		{got.Where("override", "0", "resources", "memory"), "memory = \"2GiB\""},
		{got.Where("override", "1"), "[[override]]\n"},
		{got.Where("override", "1", "env", "A"), "env ="},
	} {
		n, err := strconv.Atoi(strings.TrimPrefix(test.place, "dott.toml:"))
		if err != nil || !strings.HasPrefix(strings.SplitAfter(whole, "\n")[n-1], test.want) {
			t.Errorf("%s does not begin with %s", test.place, test.want)
		}
	}
	if got := got.Where("override", "2"); got != "dott.toml" {
		t.Errorf("%s is the place of what is not there", got)
	}
	got.name, got.lines = "", nil
	want := Config{
		Run: Run{
			Options: map[string]any{"jobs": int64(4), "timeout": 1.5, "quiet": true, "shell": "bash"},
			Paths:   []string{"tests"}, Setup: ptr("tests/setup.sh"),
		},
		Env: Env{
			Pass: []string{"PATH", "GOPATH", "X*"}, Set: map[string]string{"APP_CONFIG": "$TESTDIR/app.ini"}, Unset: []string{},
		},
		Files: map[string]string{"$HOME/.gitconfig": "[user]\nname = Test\n", "a/b": ""},
		Features: Features{Checker: "./hghave", Named: map[string]Feature{
			"docker": {Check: "docker info"}, "git": {Version: "git --version"}, "x11": {Check: "xset q"},
		}},
		Substitute: []Substitution{
			{Pattern: `\b[0-9a-f]{40}\b`, With: "$HASH"}, {Pattern: `(?P<n>\d+)(a)?(?=b)`, With: `\g<n>\2\\\g<0>`},
		},
		SubstituteFrom: &SubstituteFrom{Command: "python3 p.py"},
		Inline: Inline{Use: "lua", Named: map[string]Interpreter{
			"lua": {Command: "lua -", Mark: "print('{mark}')"}, "sh": {Command: "sh -s"},
		}},
		Ports:     Ports{Prefix: "HGPORT", Count: ptr(0)},
		Resources: map[string]Amount{"memory": 8 << 30, "database": 2},
		Foreign:   []Foreign{{Files: "test-*.py", Command: `python3 "$TESTDIR/$TESTFILE"`, Verdict: "output", Expected: "{file}.out"}},
		Compat:    Compat{Directives: ptr(false), Script: "stdin"},
		Override: []Override{
			{
				Paths: []string{"tests/slow/**"}, Timeout: ptr(5 * time.Minute), Retry: ptr(2), MaxOutput: ptr(Amount(1 << 20)),
				Resources: map[string]Amount{"memory": 2 << 30},
			},
			{Paths: []string{"x"}, Env: map[string]string{"A": "${B}/c"}, Serial: ptr(true), Inline: ptr("python"), Timeout: ptr(time.Duration(0))},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// faulty has a document and the messages it is to bring, without the file's name.
var faulty = []struct{ doc, want string }{
	// What is no TOML.
	{"[run\n", "1: *"},
	{"[run]\njobs = \n", "2: *"},
	{"[resources]\na = 1\na = 2\n", "3: *"},
	{"[run]\n[env]\n[run]\n", "3: *"},
	{"[resources]\nm = 9223372036854775808\n", "2: *"},

	// Unknown sections and keys.
	{"\n[overide]\n", "2: unknown section [overide]; did you mean [[override]]?"},
	{"[\"a\\n[b\"]\n[files]\n\"/\\u001b\" = ''\n", "1: unknown section [\"a\\n[b\"]|3: [files] \"/\\x1b\": leads out of the sandbox; begin with $HOME/ or with a name in the test's working directory"},
	{"[[enf]]\n", "1: unknown section [enf]; did you mean [env]?"},
	{"[zzz]\nx = 1\n[env]\nsets = {}\n", "1: unknown section [zzz]|4: unknown key \"sets\" in [env]; did you mean \"set\"?"},
	{"[run]\nx = 1\n[matrix.git]\nvalues = []\n[[matrix-exclude]]\n[coverage]\n[service.redis]\n",
		"2: unknown key \"x\" in [run]|3: [matrix.git] values is empty: an axis needs versions|5: [[matrix-exclude]] names no axis, and would exclude everything|7: [service] redis has no command: a shell command, or image or build for a container"},
	{"jobs = 4\nx = 1\n", "1: key \"jobs\" is in no section; it belongs below a line [run]|2: key \"x\" is in no section"},
	{"[run]\ntime-out = 3\n", "2: unknown key \"time-out\" in [run]; did you mean \"timeout\"?"},
	{"[run]\nset-up = 3\n", "2: unknown key \"set-up\" in [run]; did you mean \"setup\"?"},
	{"[features]\ngit = { verison = 'x' }\n", "2: unknown key \"verison\" in [features] git; did you mean \"version\"?|2: [features] git: has no command: git = \"COMMAND\", or { version = \"COMMAND\" }"},
	{"[[override]]\npaths = ['a']\n[[override]]\npaths = ['a']\ntimeuot = 1\n", "5: unknown key \"timeuot\" in [[override]]; did you mean \"timeout\"?"},
	{"[substitute-from]\nfile = 'x'\n", "1: [substitute-from] has no command: a shell command that prints substitutions|2: unknown key \"file\" in [substitute-from]"},

	// Wrong types.
	{"run = 3\n", "1: [run]: want a table, not a whole number"},
	{"[[run]]\njobs = 3\n", "1: [run]: want a table, not a list"},
	{"[override]\npaths = ['x']\n", "1: [override]: want tables, each headed by [[override]], not a table"},
	{"override = [1]\n", "1: [[override]]: want a table, not a whole number"},
	{"[run]\nsetup = 3\nteardown = true\npaths = 'x'\n", "2: [run] setup: want a string, not a whole number|3: [run] teardown: want a string, not true or false|4: [run] paths: want a list of strings, not a string"},
	{"[run]\njobs = '3'\nquiet = 1\ntimeout = true\nshell = []\nmax-output = 1.5\n",
		"2: [run] jobs: want a whole number, not a string|3: [run] quiet: want true or false, not a whole number|4: [run] timeout: want a duration such as \"90s\" or a number of seconds, not true or false|" +
			"5: [run] shell: want a string, not a list|6: [run] max-output: want an amount such as 4 or \"2GiB\", not a number with a fraction"},
	{"[env]\npass = [\n 'A',\n 1,\n]\nset = { A = 1979-05-27 }\n", "4: [env] pass: want a string, not a whole number|6: [env] set.A: want a string, not a date or a time"},
	{"[features]\na = 1\nb = { check = 2 }\nchecker = {}\n", "2: [features] a: want a string or a table, not a whole number|3: [features] b.check: want a string, not a whole number|4: [features] checker: want a string, not a table"},
	{"[resources]\na = true\nb = 1.5\n", "2: [resources] a: want an amount such as 4 or \"2GiB\", not true or false|3: [resources] b: want an amount such as 4 or \"2GiB\", not a number with a fraction"},
	{"[ports]\ncount = 'x'\n", "2: [ports] count: want a whole number, not a string"},
	{"[[override]]\npaths = 'x'\nserial = 1\ntimeout = []\n", "2: [[override]] paths: want a list of strings, not a string|3: [[override]] serial: want true or false, not a whole number|4: [[override]] timeout: want a duration such as \"90s\" or a number of seconds, not a list"},
	{"[[foreign]]\nfiles = 1\ncommand = 2\n", "2: [[foreign]] files: want a string, not a whole number|3: [[foreign]] command: want a string, not a whole number"},

	// Values.
	{"[run]\njobs = 0\ntimeout = 'soon'\nwatch = true\nsetup = ''\npaths = []\n",
		"2: [run] jobs = 0: not a whole number of 1 or more|3: [run] timeout = \"soon\": \"soon\" is not a duration such as 90s or 2m|4: [run] watch: is for the command line|" +
			"5: [run] setup = \"\": must be the name of a file|6: [run] paths = []: must name a file or a folder, or be left out"},
	{"[run]\npaths = ['']\n", "2: [run] paths = \"\": must be the name of a file"},
	{"[resources]\na = -1\nb = 'much'\n'c d' = 1\n", "2: [resources] a = -1: must not be less than 0|3: [resources] b = \"much\": not an amount such as 4 or 2GiB|4: [resources] \"c d\": no test can ask for it: a name has no blanks and no ="},
	{"[env]\npass = ['', 'A*B']\nunset = ['A=1', '*']\n[env.set]\n'A-B' = ''\nTESTDIR = ''\nX = 'a\\u0000'\nY = \"a\\u0000\"\nZ = '${A'\nW = '${}'\nV = '$A ${B} $'\n",
		"2: [env] pass = \"\": must be the name of a variable; only its end may be a *|2: [env] pass = \"A*B\": must be the name of a variable; only its end may be a *|" +
			"3: [env] unset = \"A=1\": must be the name of a variable; only its end may be a *|5: [env] set.A-B: not the name of a variable: letters, digits and _|6: [env] set.TESTDIR: is set by dott for each test|" +
			"8: [env] set.Y = \"a\\x00\": no variable can have a NUL in it|9: [env] set.Z = \"${A\": ${ without } behind a name|10: [env] set.W = \"${}\": ${ without } behind a name"},
	{"[files]\n'' = ''\n'/etc/x' = ''\n'a/' = ''\n'$HOME' = ''\n'$FOO/x' = ''\n'a/../../b' = ''\n'${HOME}/ok' = ''\n",
		"2: [files] \"\": not the name of a file|3: [files] /etc/x: leads out of the sandbox; begin with $HOME/ or with a name in the test's working directory|4: [files] a/: not the name of a file|" +
			"5: [files] $HOME: not the name of a file|6: [files] $FOO/x: a file in a sandbox is below $HOME, $TESTTMP, $CRAMTMP or $TMPDIR|7: [files] a/../../b: leads out of the sandbox; begin with $HOME/ or with a name in the test's working directory"},
	{"[features]\n'a b' = 'x'\nno-x = 'x'\nc = ''\nd = { check = 'a', version = 'b' }\n'e>=1' = 'x'\n",
		"2: [features] \"a b\": not a feature name (letters, digits and _ . : + / -)|3: [features] no-x: \"no-x\" in a condition means that \"x\" does not hold|4: [features] c: has no command: c = \"COMMAND\", or { version = \"COMMAND\" }|" +
			"5: [features] d: has both check and version; which is it?|6: [features] e>=1: not a feature name (letters, digits and _ . : + / -)"},
	{"[[substitute]]\npattern = '(a'\nwith = ''\n[[substitute]]\nwith = 'x'\n[[substitute]]\npattern = 'a'\n[[substitute]]\npattern = ''\nwith = ''\n",
		"2: [[substitute]]: invalid regular expression `(a`: missing closing )|4: [[substitute]] has no pattern: a regular expression|6: [[substitute]] has no with: what to show in place of a match (\"\" is nothing)|9: [[substitute]] pattern = \"\": must be a regular expression"},
	{"[[substitute]]\npattern = '(a)(?P<n>b)'\nwith = '\\3'\n[[substitute]]\npattern = '(?<n>b)(?=c)'\nwith = '\\g<m>'\n[[substitute]]\npattern = 'a'\nwith = '\\n'\n[[substitute]]\npattern = 'a'\nwith = '\\g<1'\n",
		"3: [[substitute]]: the replacement `\\3`: the pattern has no group 3|6: [[substitute]]: the replacement `\\g<m>`: the pattern has no group m|" +
			"9: [[substitute]]: the replacement `\\n`: \\n is neither a group nor a backslash (\\\\)|12: [[substitute]]: the replacement `\\g<1`: \\g is neither a group nor a backslash (\\\\)"},
	{"[inline]\nuse = 'lua'\nx = {}\ny = ''\nz = { command = 'c', mark = 'print' }\n",
		"2: [inline] use = \"lua\": [inline] has no such interpreter|3: [inline] x has no command: a shell command that runs the code on its standard input|4: [inline] y has no command: a shell command that runs the code on its standard input|5: [inline] z.mark = \"print\": must have {mark} in it"},
	{"[ports]\nprefix = '1A'\ncount = -1\n", "2: [ports] prefix = \"1A\": must begin the name of a variable: letters, digits and _|3: [ports] count = -1: must be 0 to 1000"},
	{"[[foreign]]\n[[foreign]]\nfiles = 'a/[b'\ncommand = ''\nverdict = 'maybe'\n[[foreign]]\nfiles = 'x'\ncommand = 'y'\nexpected = 'z'\n",
		"1: [[foreign]] has no files: a glob of base names such as test-*.py|1: [[foreign]] has no command: a shell command that runs $TESTDIR/$TESTFILE|3: [[foreign]] files = \"a/[b\": must be a glob of base names such as test-*.py|" +
			"4: [[foreign]] command = \"\": must be a shell command that runs $TESTDIR/$TESTFILE|5: [[foreign]] verdict = \"maybe\": must be status, output or tap|9: [[foreign]] expected = \"z\": is for verdict = \"output\" only"},
	{"[compat]\nscript = 'pipe'\nescape = ''\n", "2: [compat] script = \"pipe\": must be file or stdin|3: [compat] escape = \"\": must be utf-8 or ascii"},
	{"[run]\nservice = ['a', 'dbb']\n[service.db]\ncommand = 'x'\n[[override]]\npaths = ['x']\nservice = ['db', '']\n",
		"2: [run] service: unknown service \"a\"; there are db|2: [run] service: unknown service \"dbb\"; did you mean \"db\"?|7: [[override]] service: unknown service \"\"; there are db"},
	{"[service.a]\ncommand = 'x'\nimage = 'y'\n[service.b]\n[service.c]\ncommand = ' '\n[service.d]\nimage = 'x'\ncommnd = 'y'\n[service.A]\ncommand = 'x'\n[service.e-f]\ncommand = 'x'\n[service.e_f]\ncommand = 'x'\n",
		"3: [service] a has command and image: a service is a process or a container|4: [service] b has no command: a shell command, or image or build for a container|6: [service] c.command = \" \": must not be empty|" +
			"9: unknown key \"commnd\" in [service] d; did you mean \"command\"?|10: [service] A: not the name of a service: small letters, digits, _ and -, a letter at first|14: [service] e_f: its variables have the names of those of \"e-f\""},
	{"[service.a]\ncommand = 'x'\nengine = 'docker'\nports = [80]\nready-log = '('\nready-http = 'localhost'\nready-timeout = 'soon'\nstop = 'STOP'\nshare = 'all'\ncpus = 0\nmemory = 0\ninputs = ['x']\nfiles = { '/etc/x' = '', '../x' = '', 'x/' = '', 'ok' = '' }\nenv = { 'A B' = '' }\n",
		"3: [service] a.engine: is for a container, which has image or build|4: [service] a.ports: a process has a number of ports; a list of the ports inside is for a container|5: [service] a.ready-log = \"(\": error parsing regexp: missing closing ): `(`|" +
			"6: [service] a.ready-http = \"localhost\": must be a URL such as http://$SERVICE_HOST:$PORT/, or a path such as /health|7: [service] a.ready-timeout = \"soon\": not a duration such as 90s or 2m|8: [service] a.stop = \"STOP\": must be TERM, INT, QUIT, HUP, USR1, USR2 or KILL|" +
			"9: [service] a.share = \"all\": must be test, worker or run|10: [service] a.cpus = 0: must be more than 0|11: [service] a.memory = 0: must be more than 0|12: [service] a.inputs: there is no prepare that depends on them|" +
			"13: [service] a.files.../x: not the name of a file below $SERVICE_DIR|13: [service] a.files./etc/x: not the name of a file below $SERVICE_DIR|13: [service] a.files.x/: not the name of a file below $SERVICE_DIR|14: [service] a.env.\"A B\": not the name of a variable: letters, digits and _"},
	{"[service.a]\nimage = 'x'\nengine = 'lxc'\npull = 'always'\nports = 2\n[service.b]\ncommand = 'x'\nports = -1\n[service.c]\nimage = 'x'\nports = [0, 80, 80]\n[service.d]\nimage = 'x'\nports = ['80']\n[service.e]\ncommand = 'x'\nports = 'x'\nreset = 'x'\n",
		"3: [service] a.engine = \"lxc\": must be docker or podman|4: [service] a.pull = \"always\": must be never or missing|5: [service] a.ports: a container has a list of the ports inside, such as [6379]|8: [service] b.ports = -1: must be 0 to 1000|" +
			"11: [service] c.ports = 0: must be a port, 1 to 65535, and stand there once|11: [service] c.ports = 80: must be a port, 1 to 65535, and stand there once|14: [service] d.ports: want a list of whole numbers, not a string|" +
			"17: [service] e.ports: want a whole number, or for a container a list of the ports inside, not a string|18: [service] e.reset: each test has an instance of its own, unless share is \"worker\" or \"run\""},
	{"[service.a]\ncommand = 'x'\ndepends = ['b', 'x']\n[service.b]\ncommand = 'x'\ndepends = ['c']\n[service.c]\ncommand = 'x'\ndepends = ['b']\n[service.d]\ncommand = 'x'\ndepends = ['d']\n[service.e]\ncommand = 'x'\nshare = 'run'\ndepends = ['f']\n[service.f]\ncommand = 'x'\n",
		"3: [service] a.depends: unknown service \"x\"; there are a, b, c, d, e, f|9: [service] c.depends: a cycle: b needs c needs b|12: [service] d.depends: a cycle: d needs d|16: [service] e.depends: share = \"run\", but \"f\", which it depends on, has share = \"test\" and would be gone earlier"},
	{"[service.a]\ncommand = 'x $PORT ${PORT1} $A_PORT1 $PORTS $B_PORT'\nports = 2\nready = 'x $PORT2'\n[service.b]\nimage = 'x'\nports = [80, 81]\nready-http = 'http://$B_HOST:$B_PORT_81'\nexport = { X = '$PORT_80', Y = '$B_PORT_82' }\n[service.c]\ncommand = 'x $A_PORT $B_PORT_80 $B_PORT1'\nports = 0\nready = '$PORT'\ndepends = ['a', 'b']\n",
		"4: [service] a.ready: $PORT2: there is no such port; there are $A_PORT, $A_PORT1, $PORT, $PORT1|9: [service] b.export: $B_PORT_82: there is no such port; there are $B_PORT, $B_PORT_80, $B_PORT_81, $PORT, $PORT_80, $PORT_81|" +
			"11: [service] c.command: $B_PORT1: there is no such port; there are $A_PORT, $A_PORT1, $B_PORT, $B_PORT_80, $B_PORT_81|13: [service] c.ready: $PORT: there is no such port; there are $A_PORT, $A_PORT1, $B_PORT, $B_PORT_80, $B_PORT_81"},
	{"[[override]]\nretry = -1\nshell = ''\nshell-opts = \"'\"\nmax-output = 0\n[[override]]\npaths = []\ninline = 'lua'\n[[override]]\npaths = [\n'ok',\n'[',\n]\ntimeout = '-1s'\nenv = { '' = '' }\nresources = { 'a=b' = 1 }\n",
		"1: [[override]] needs paths: the tests that it applies to|2: [[override]] retry = -1: must not be less than 0|3: [[override]] shell = \"\": must be a path, or a name on PATH|4: [[override]] shell-opts = \"'\": a quote is not closed, or there is a bracket outside quotes|5: [[override]] max-output = 0: must be more than 0|" +
			"7: [[override]] paths = []: must name a file or a glob; ** is any folders|8: [[override]] inline = \"lua\": [inline] has no such interpreter|12: [[override]] paths = \"[\": must be a path or a glob such as tests/slow/**|14: [[override]] timeout = \"-1s\": not a duration such as 90s or 2m|" +
			"15: [[override]] env.\"\": not the name of a variable: letters, digits and _|16: [[override]] resources.a=b: no test can ask for it: a name has no blanks and no ="},
}

func TestFaults(t *testing.T) {
	for _, test := range faulty {
		_, err := parse("F", []byte(test.doc), someOptions)
		if err == nil {
			t.Errorf("%s: no error", test.doc)
			continue
		}
		got := strings.ReplaceAll(err.Error(), "\n", "\n  ")
		want, open := strings.CutSuffix(test.want, "*")
		want = "F:" + strings.ReplaceAll(want, "|", "\n  F:")
		if !open && got != want || open && !strings.HasPrefix(got, want) {
			t.Errorf("%s: got\n  %s\nwant\n  %s", test.doc, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "dott.toml")
	if err := os.WriteFile(path, []byte("[run]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, path := range []string{path, "dott.toml"} {
		c, err := Read(path, nil)
		if err != nil || c.Path != filepath.Join(dir, "dott.toml") || c.Dir != dir || c.Where("run") != path+":1" {
			t.Errorf("%+v, %v", c, err)
		}
	}
	if _, err := Read("missing", nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(filepath.Join(deep, "dott.toml"), 0o777); err != nil { // a folder is none
		t.Fatal(err)
	}
	want := filepath.Join(root, "dott.toml")
	if err := os.WriteFile(want, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{root, filepath.Join(root, "a"), deep} {
		if got := Find(dir); got != want {
			t.Errorf("%s: %q, want %q", dir, got, want)
		}
	}
	if got := Find(string(filepath.Separator)); got != "" {
		t.Errorf("there is %s", got)
	}
}

// FuzzRead: a document is an error that names file and line, or a configuration
// that is valid once more when another layer is put over it.
func FuzzRead(f *testing.F) {
	f.Add(whole)
	for _, test := range faulty {
		f.Add(test.doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		c, err := parse("F", []byte(doc), someOptions)
		if err != nil {
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if strings.HasPrefix(line, "F:") {
					return
				}
			}
			t.Fatalf("no place: %v", err)
		}
		again := Merge(c, c)
		if len(again.Override) != 2*len(c.Override) || !reflect.DeepEqual(again.Files, c.Files) && len(c.Files) > 0 {
			t.Errorf("merged with itself: %+v", again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := parse("F", []byte(whole), someOptions); err != nil {
			b.Fatal(err)
		}
	}
}
