// Package scrut knows what scrut's test files say that a transcript of ours says in
// another way, or not at all: the suffixes of its expected lines ([Line]), and the
// configuration that stands in front of a document and behind the word of a fence
// ([Front], [Case.With]). A configuration becomes shell code around the commands
// ([Case.Wrap]) and a change of how their output is shown ([Case.Shown]).
//
// Nothing fails here: what is not supported, or makes no sense, is a [Fault] with its
// line, and all else holds.
package scrut

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Case is how one test case is run.
type Case struct {
	Stream    string // what is compared: stdout, stderr or combined
	Env       []Variable
	Timeout   time.Duration // 0 is none
	Wait      time.Duration // before it begins
	WaitPath  string        // no longer than until this is there
	Detached  bool          // it runs in the background, and is not compared
	KeepCRLF  bool
	StripANSI bool
	SkipCode  int // the exit status that skips the document
}

// A Variable of the environment.
type Variable struct{ Name, Value string }

// Default is a test case that says nothing.
func Default() Case { return Case{Stream: "stdout", SkipCode: 80} }

// Wrap returns what stands in the script in front of the commands, in the same line,
// and below them. Where the commands may end the shell, they get one of their own, as
// each test case has under scrut.
func (c *Case) Wrap(ends bool) (before, after string) {
	var b strings.Builder
	for _, v := range c.Env {
		b.WriteString("export " + v.Name + "=" + quoted(v.Value) + "; ")
	}
	switch {
	case c.Wait > 0 && c.WaitPath != "":
		path := quoted(c.WaitPath)
		if !strings.HasPrefix(c.WaitPath, "/") {
			path = `"$TMPDIR"/` + path
		}
		fmt.Fprintf(&b, "(n=0; until [ -e %s ] || [ $n -ge %d ]; do sleep 0.05; n=$((n+1)); done); ", path, c.Wait/(50*time.Millisecond))
	case c.Wait > 0:
		fmt.Fprintf(&b, "sleep %g; ", c.Wait.Seconds())
	}
	begin, end := "{ ", "}"
	if ends {
		begin, end = "( ", ")"
	}
	b.WriteString(begin)
	if c.Detached {
		return b.String(), end + " </dev/null >/dev/null 2>&1 &"
	}
	switch c.Stream {
	case "stdout":
		end += " 2>/dev/null"
	case "stderr":
		end += " 2>&1 >/dev/null"
	}
	return b.String(), fmt.Sprintf("%s; case $? in 0) ;; %d) exit 80 ;; *) (exit $?) ;; esac", end, c.SkipCode)
}

// Shown returns a line of output as it is compared.
func (c *Case) Shown(line string) string {
	if !c.KeepCRLF {
		line = strings.TrimSuffix(line, "\r")
	}
	if c.StripANSI && strings.Contains(line, "\x1b") {
		line = ansi().ReplaceAllString(line, "")
	}
	return line
}

// ansi finds the sequences that change colours, move the cursor or set a title.
var ansi = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])`)
})

// quoted returns a word for a shell.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }

// Line returns an expected line of scrut's as one of ours.
func Line(text string) string {
	i := strings.LastIndex(text, " (")
	if i < 0 || !strings.HasSuffix(text, ")") {
		return text
	}
	body, suffix := text[:i], text[i+2:len(text)-1]
	name := strings.TrimRight(suffix, "?*+")
	many := suffix[len(name):]
	if len(many) > 1 {
		return text
	}
	repeated := ""
	if many != "" {
		repeated = " (" + many + ")"
	}
	switch name {
	case "regex", "re":
		return body + " (re" + many + ")"
	case "glob", "gl":
		if inner, ok := strings.CutSuffix(body, " (escaped)"); ok {
			body = escapes(inner) + " (esc)"
		}
		return body + " (glob" + many + ")"
	case "escaped", "esc":
		return escapes(body) + " (esc)" + repeated
	case "equal", "eq":
		if Line(body) == body && !strings.HasSuffix(body, ")") {
			return body + repeated
		}
		// It ends as if it had a suffix, which is to be its text.
		return strings.ReplaceAll(body[:len(body)-1], `\`, `\\`) + `\x29 (esc)` + repeated
	}
	return text
}

// escapes writes the escape \e, which we do not know, as we do.
func escapes(text string) string {
	if !strings.Contains(text, `\e`) {
		return text
	}
	return strings.NewReplacer(`\\`, `\\`, `\e`, `\x1b`).Replace(text)
}

// duration reads a duration such as `1m 30s`. A number alone is no duration.
func duration(text string) (d time.Duration, ok bool) {
	rest := strings.TrimSpace(text)
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.ParseInt(rest[:digits], 10, 32)
		if err != nil {
			return 0, false
		}
		rest = strings.TrimLeft(rest[digits:], " ")
		letters := len(rest) - len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzM"))
		unit, known := units[rest[:letters]]
		if !known {
			return 0, false
		}
		d += time.Duration(n) * unit
		rest = strings.TrimLeft(rest[letters:], " ")
	}
	return d, strings.TrimSpace(text) != "" && d >= 0
}

var units = map[string]time.Duration{
	"ms": time.Millisecond, "msec": time.Millisecond, "millis": time.Millisecond,
	"s": time.Second, "sec": time.Second, "secs": time.Second, "second": time.Second, "seconds": time.Second,
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "hour": time.Hour, "hours": time.Hour,
}
