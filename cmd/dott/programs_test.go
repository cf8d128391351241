package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

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

// runCram and runDott call a program in the working directory.
func runCram(t *testing.T, args ...string) ran {
	t.Helper()
	cmd := exec.Command("cram3", args...)
	cmd.Env = cramEnv()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return ran{cmd.ProcessState.ExitCode(), placeless(stdout.String()), stderr.String()}
}

func runDott(t *testing.T, args ...string) ran {
	t.Helper()
	stdout, err := os.CreateTemp(t.TempDir(), "") // a file, for --debug
	if err != nil {
		t.Fatal(err)
	}
	defer stdout.Close()
	var stderr bytes.Buffer
	err = run(t.Context(), cramEnv(), strings.NewReader(""), stdout, &stderr, append([]string{"dott"}, args...))
	status, message := explain(err)
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

// reports runs the files of the working directory and takes the verbose report
// apart. The .err files are gone afterwards.
func reports(t *testing.T, program func(*testing.T, ...string) ran, args ...string) map[string]fileReport {
	t.Helper()
	r := program(t, append([]string{"-v"}, args...)...)
	if strings.Contains(r.stderr, "Traceback") {
		if len(args) > 9 {
			t.Fatalf("cram3 crashed: %s\n%s", r.stdout[max(0, len(r.stdout)-200):], r.stderr)
		}
		return nil
	}
	body, _, ok := strings.Cut("\n"+r.stdout, "\n# Ran ")
	if !ok {
		t.Fatalf("no counts in the report: %s%s", r.stdout, r.stderr)
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
		f := fileReport{text: strings.TrimSuffix(body[h[0]:end], "\n"), err: takeFile(t, name+".err")}
		switch {
		case word == "passed":
			f.verdict = "pass"
		case word == "empty", strings.HasPrefix(word, "skipped"):
			f.verdict = "skip"
		default:
			f.verdict = "fail"
		}
		found[name] = f
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
