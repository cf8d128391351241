package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"

	"dott/cmd/dott/session"
	"dott/runner/tooltest"
)

// TestMain removes the dott that was built. Tests mostly wait for programs, so more
// of them may run at the same time than there are processors.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", strconv.Itoa(2*runtime.GOMAXPROCS(0))); err != nil {
		panic(err)
	}
	status := m.Run()
	if builtIn != "" {
		_ = os.RemoveAll(builtIn)
	}
	os.Exit(status)
}

var builtIn string // the folder of the dott that was built

// built builds dott once for all tests.
var built = sync.OnceValues(func() (path string, err error) {
	if builtIn, err = os.MkdirTemp("", "dott-built-"); err != nil {
		return "", err
	}
	dott := filepath.Join(builtIn, "dott")
	if out, err := exec.Command("go", "build", "-o", dott, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("building dott: %w\n%s", err, out)
	}
	return dott, nil
})

// binary returns the path of a dott. It is alone in its folder.
func binary(t *testing.T) string {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// needCram skips the test where cram is not installed.
func needCram(t *testing.T) {
	t.Helper()
	tooltest.Need(t, "cram3") // Debian: python3-cram
}

// cramEnv is the environment in which both programs are called.
func cramEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case name == "CRAM", name == "NO_COLOR", strings.HasPrefix(name, "DOTT"), strings.HasPrefix(name, "XDG_"):
		default:
			env = append(env, kv)
		}
	}
	return append(env, "PYTHONWARNINGS=ignore", "LANG=xx", "COLUMNS=77", "CDPATH=cd", "TERM=xterm")
}

// A ran is what one call of a program said.
type ran struct {
	status         int
	stdout, stderr string
}

// A folder is a working directory for programs that belongs to one test, so that
// others may run at the same time.
type folder struct {
	*testing.T
	dir string
	env []string
}

func newFolder(t *testing.T) *folder {
	t.Helper()
	return &folder{t, t.TempDir(), cramEnv()}
}

// in is the folder for a part of the test.
func (f *folder) in(t *testing.T) *folder { return &folder{t, f.dir, f.env} }

func (f *folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f *folder) write(name, text string) {
	f.Helper()
	writeFile(f.T, f.path(name), text)
}

// glob returns the names of files in the folder.
func (f *folder) glob(pattern string) []string {
	f.Helper()
	names, err := fs.Glob(os.DirFS(f.dir), pattern)
	if err != nil {
		f.Fatal(err)
	}
	return names
}

func (f *folder) program(name string, args ...string) ran {
	f.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = f.dir, f.env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		f.Fatal(err)
	}
	return ran{cmd.ProcessState.ExitCode(), placeless(stdout.String()), stderr.String()}
}

func (f *folder) cram(args ...string) ran { return f.program("cram3", args...) }

// dott writes to a file, as --debug needs it.
func (f *folder) dott(args ...string) ran {
	f.Helper()
	stdout, err := os.CreateTemp(f.TempDir(), "")
	if err != nil {
		f.Fatal(err)
	}
	defer stdout.Close()
	cmd := exec.Command(binary(f.T), args...)
	cmd.Dir, cmd.Env = f.dir, f.env
	var stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		f.Fatal(err)
	}
	return ran{cmd.ProcessState.ExitCode(), takeFile(f.T, stdout.Name()), stderr.String()}
}

// runDott calls dott in this process and in its working directory.
func runDott(t *testing.T, args ...string) ran {
	t.Helper()
	stdout, err := os.CreateTemp(t.TempDir(), "") // a file, for --debug
	if err != nil {
		t.Fatal(err)
	}
	defer stdout.Close()
	var stderr bytes.Buffer
	err = run(t.Context(), cramEnv(), strings.NewReader(""), stdout, &stderr, append([]string{"dott"}, args...))
	status, message := session.Explain(err)
	return ran{status, takeFile(t, stdout.Name()), stderr.String() + message}
}

// placeless takes out of a report what differs from run to run.
func placeless(s string) string { return tempName.ReplaceAllString(s, "cramtests-X") }

var tempName = regexp.MustCompile(`cramtests-[a-z0-9_]{8}(/[0-9]+)?`)

// A fileReport is what a program made of one file.
type fileReport struct {
	verdict string
	text    string // of the verbose report
	err     string // the .err file; "" when there is none
}

var verdictLine = regexp.MustCompile(`(?m)^(\S+\.t): (passed|failed|error|empty|skipped.*|timed out)\n`)

// reports runs files of the folder and takes the verbose report apart. The .err files
// are gone afterwards.
func (f *folder) reports(program func(args ...string) ran, args ...string) map[string]fileReport {
	f.Helper()
	r := program(append([]string{"-v"}, args...)...)
	if strings.Contains(r.stderr, "Traceback") {
		if len(args) > 9 {
			f.Fatalf("cram3 crashed: %s\n%s", r.stdout[max(0, len(r.stdout)-200):], r.stderr)
		}
		return nil
	}
	body, _, ok := strings.Cut("\n"+r.stdout, "\n# Ran ")
	if !ok {
		f.Fatalf("no counts in the report: %s%s", r.stdout, r.stderr)
	}
	body = body[1:] + "\n"
	found := map[string]fileReport{}
	heads := verdictLine.FindAllStringSubmatchIndex(body, -1)
	for i, h := range heads {
		end := len(body)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		name, word := body[h[2]:h[3]], body[h[4]:h[5]]
		one := fileReport{text: strings.TrimSuffix(body[h[0]:end], "\n"), err: takeFile(f.T, f.path(name+".err"))}
		switch {
		case word == "passed":
			one.verdict = "pass"
		case word == "empty", strings.HasPrefix(word, "skipped"):
			one.verdict = "skip"
		default:
			one.verdict = "fail"
		}
		found[name] = one
	}
	return found
}

// takeFile returns what is in a file, and removes it.
func takeFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return ""
	}
	if err == nil {
		err = os.Remove(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return placeless(string(data))
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}
