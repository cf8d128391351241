package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A generator makes random transcripts.
type generator struct{ *rand.Rand }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

// text returns a random line of output, without a newline: words, suffixes,
// control characters, UTF-8, bytes that are not.
func (g generator) text() string {
	var b strings.Builder
	for range g.IntN(5) {
		switch g.IntN(9) {
		case 0:
			b.WriteByte(byte(g.IntN(256)))
		case 1:
			b.WriteString(g.pick("ä", "…", "日本", "\u200b", "\u00a0", "😀", "\xc3", "\xe2\x80", "\xff\xfe"))
		case 2:
			b.WriteString(g.pick("\t", "\r", "\x00", "\x1b[1m", "\\", "\\t", "\\x41", "\\\\", "  "))
		case 3:
			b.WriteString(g.pick("*", "?", "[1]", "[", "(", ")", "|", "+", "$ ", "> ", ">>> ", "#if x", ".", "^"))
		case 4:
			b.WriteString(g.pick(" (glob)", " (re)", " (esc)", " (no-eol)", " (?)", " (*)", " (re*)", " (linux !)"))
		default:
			b.WriteString(g.pick("a", "b", "foo", "bar", "a b", "1", "42", " "))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", "")
}

// plainReport is text that a here-document and a quoted word take as it is.
func (g generator) plain() string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r == '\'' || r == '\\' || r == '\r' || r == 0xfffd {
			return -1
		}
		return r
	}, g.text())
}

// octal writes text for the format of printf.
func octal(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; 'a' <= c && c <= 'z' || c == ' ' || '0' <= c && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return b.String()
}

// transcript returns the commands of a file, without any output.
func (g generator) transcript() string {
	var b strings.Builder
	for range 1 + g.IntN(6) {
		switch g.IntN(12) {
		case 0:
			b.WriteString(g.pick("Comment.\n", "\n", "a (glob)\n", "# Title\n", " $ no\n"))
		case 1:
			fmt.Fprintf(&b, "  $ (exit %d)\n", g.IntN(6))
		case 2:
			b.WriteString("  $ cat <<'EOF'\n")
			for range g.IntN(4) {
				b.WriteString("  > " + g.plain() + "\n")
			}
			b.WriteString("  > EOF\n")
		case 3:
			fmt.Fprintf(&b, "  $ for i in 1 2 3\n  > do printf '%s\\n'; done; (exit %d)\n", octal(g.text()), g.IntN(2))
		case 4:
			fmt.Fprintf(&b, "  $ printf '%s'\n", octal(g.text()))
		case 5:
			b.WriteString(g.pick("  $ seq 5\n", "  $ echo; echo\n", "  $ false\n", "  $ true\n", "  $ cd ..\n", "  $ echo $x; x=1\n"))
		case 6, 7:
			fmt.Fprintf(&b, "  $ echo '%s'\n", g.plain())
		default:
			var lines []string
			for range 1 + g.IntN(4) {
				lines = append(lines, octal(g.text()))
			}
			fmt.Fprintf(&b, "  $ printf '%s\\n'\n", strings.Join(lines, `\n`))
		}
	}
	return b.String()
}

// mutated returns the file with some expected lines changed.
func (g generator) mutated(text string) string {
	lines := slices.Collect(strings.Lines(text))
	for range 1 + g.IntN(3) {
		i := g.IntN(len(lines))
		body, ok := strings.CutPrefix(strings.TrimSuffix(lines[i], "\n"), "  ")
		if !ok || strings.HasPrefix(body, "$ ") || strings.HasPrefix(body, "> ") {
			continue
		}
		switch g.IntN(8) {
		case 0:
			lines[i] = ""
		case 1:
			lines[i] += "\n" + lines[i]
			lines[i] = strings.ReplaceAll(lines[i], "\n\n", "\n")
		case 2:
			lines[i] = "  " + strings.NewReplacer("\r", "", "$ ", "", "> ", "", ">", "").Replace(g.text()) + "\n"
		case 3:
			if j := g.IntN(len(lines)); strings.HasPrefix(lines[j], "  ") && !strings.HasPrefix(lines[j], "  $ ") && !strings.HasPrefix(lines[j], "  > ") {
				lines[i], lines[j] = lines[j], lines[i]
			}
		case 4:
			lines[i] = "  " + g.globbed(body) + " (glob)\n"
		case 5:
			lines[i] = "  " + g.matching(body) + " (re)\n"
		case 6:
			body = strings.TrimSuffix(body, " (esc)") // decoded twice, cram has its own idea
			lines[i] = "  " + strings.ReplaceAll(body, `\`, `\\`) + g.pick(" (esc)", " (no-eol)", " (glob)", " (re)") + "\n"
		case 7:
			lines[i] = "  " + g.pick("x", "[1]", "foo", "", "* (glob)", ".* (re)") + g.pick("", " (glob)", " (re)", " (esc)", " (no-eol)") + "\n"
		}
	}
	return strings.Join(lines, "")
}

// globbed returns a glob for a line, with or without stars.
func (g generator) globbed(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`).Replace(s)
	switch g.IntN(3) {
	case 0:
		return s
	case 1:
		return s + "*"
	}
	return strings.NewReplacer("foo", "f?o", "a", "?", "1", "*").Replace(s)
}

// matching returns a regular expression for a line.
func (g generator) matching(s string) string {
	s = regexp.QuoteMeta(s)
	switch g.IntN(3) {
	case 0:
		return s
	case 1:
		return s + ".*"
	}
	return strings.NewReplacer("foo", "fo+", "a", "[a-c]", "b", "(b|c)", "42", `\d+`).Replace(s)
}

// dottSuffix finds expected lines that may match no line, or many.
var dottSuffix = regexp.MustCompile(`(?m)^  .* \(((re|glob)?[?*+]|.* !)\)( \((no-eol|esc|glob|re)\))?$`)

var codeLine = regexp.MustCompile(`(?m)^  [$>] `)

// TestCramRandom makes random transcripts, lets cram write down their output,
// changes that, and compares verdicts. What dott rewrites must pass under both.
func TestCramRandom(t *testing.T) {
	t.Parallel()
	needCram(t)
	f := newFolder(t)
	const files = 250
	texts := map[string]string{}
	random := map[string]generator{}
	for seed := range uint64(files) {
		name := fmt.Sprintf("%03d.t", seed)
		random[name] = generator{rand.New(rand.NewPCG(seed, 7))}
		texts[name] = random[name].transcript()
	}
	write := func() (names []string) {
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			f.write(name, texts[name])
			names = append(names, name)
		}
		return names
	}
	bad := 0
	disagree := func(what, name string, dott, cram fileReport) {
		if bad++; bad > 10 {
			t.Fatal("and more")
		}
		t.Errorf("%s, %s: dott: %s, cram: %s\n%q\ndott says:\n%q\ncram says:\n%q", what, name, dott.verdict, cram.verdict, texts[name], dott.text, cram.text)
	}

	names := write()
	dott, cram := f.reports(f.dott, names...), f.reports(f.cram, names...)
	for _, name := range names {
		switch d, m := dott[name], cram[name]; {
		case strings.Contains(m.err, "\n  >>> "):
			delete(texts, name) // inline code, on purpose
		case len(codeLine.FindAllString(m.err, -1)) > len(codeLine.FindAllString(texts[name], -1)):
			texts[name] = d.err // cram wrote output that it would run
		case m.err != "":
			texts[name] = m.err
		}
	}
	if len(texts) < files/2 {
		t.Errorf("only %d of %d files are left", len(texts), files)
	}
	for round := range 4 {
		if round > 0 {
			for name := range texts {
				texts[name] = random[name].mutated(texts[name])
			}
		}
		names = write()
		dott, cram = f.reports(f.dott, names...), f.reports(f.cram, names...)
		rewritten := map[string]string{}
		for _, name := range names {
			d, m := dott[name], cram[name]
			if round > 0 && dottSuffix.MatchString(texts[name]) {
				continue
			}
			runsNothing := d.verdict == "skip" && m.verdict == "pass" && !strings.Contains(texts[name], "  $ ")
			if d.verdict != m.verdict && !runsNothing {
				disagree(fmt.Sprint("round ", round), name, d, m)
			}
			if d.err != "" {
				rewritten[name] = d.err
			}
		}
		if len(rewritten) == 0 {
			continue
		}
		before := texts
		texts = rewritten
		names = write()
		dott, cram = f.reports(f.dott, names...), f.reports(f.cram, names...)
		for _, name := range names {
			if d, m := dott[name], cram[name]; d.verdict != "pass" || m.verdict != "pass" {
				disagree(fmt.Sprintf("rewritten from %q", before[name]), name, d, m)
			}
		}
		texts = before
	}
}
