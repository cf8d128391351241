package lint

import (
	"fmt"
	"strings"

	"dott/matcher"
)

// Literals that change from machine to machine, or from run to run, are found by hand,
// for every line of every file is looked at. What the commands of the file have in them
// is no chance: the test put it there.

// localRoots are beginnings of paths that another machine does not have.
var localRoots = []string{"/home/", "/Users/", "/root/", "/tmp/", "/private/tmp/", "/var/folders/", "/private/var/folders/", `C:\`, `C:/`}

// absolutePaths finds paths of one machine, in commands and in what is expected.
func absolutePaths(p *pass) {
	for b := range p.Blocks {
		for _, list := range [][]int{p.Blocks[b].Code, p.Blocks[b].Output} {
			for _, n := range list {
				text := p.Lines[n].Text
				if !strings.Contains(text, "/") && !strings.Contains(text, `:\`) {
					continue
				}
				for _, root := range localRoots {
					if at := rootAt(text, root); at >= 0 {
						end := at + pathLength(text[at:])
						p.addAt(n, at, end, fmt.Sprintf("%s need not be there on another machine, or is shared by tests that run at the same time; use $TESTTMP, $HOME or $TMPDIR", text[at:end]))
						break
					}
				}
			}
		}
	}
}

// rootAt returns where a path begins with a root, or -1.
func rootAt(text, root string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], root)
		if at < 0 {
			return -1
		}
		at += from
		// Not as part of a longer path, a URL or a variable, and not alone.
		if (at == 0 || !isWordByte(text[at-1]) && strings.IndexByte("}_.$*/-)`", text[at-1]) < 0) && len(text) > at+len(root) && isNameByte(text[at+len(root)]) {
			return at
		}
		from = at + 1
	}
}

func isNameByte(c byte) bool { return isWordByte(c) || c == '_' || c == '.' || c == '-' }

// pathLength is how far a path goes on.
func pathLength(text string) int {
	n := strings.IndexFunc(text, func(r rune) bool { return strings.ContainsRune(" \t'\"`;&|<>()*?,", r) })
	if n < 0 {
		return len(text)
	}
	return n
}

// dateLiterals finds days and times that a program printed once.
func dateLiterals(p *pass) {
	p.each(func(pat *matcher.Pattern, body string) {
		at, end := dateAt(body)
		if end == 0 || p.inCode(body[at:end]) {
			return
		}
		p.addAt(pat.Line, at, end, fmt.Sprintf("%s looks like the time at which the test was written; write what changes as a pattern, or set it in the test", body[at:end]))
	}, matcher.Literal, matcher.Escaped, matcher.Glob)
}

// dateAt returns the first day (2026-11-28) or time of a day (07:30:00) in a text.
func dateAt(text string) (at, end int) {
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) || i > 0 && (isWordByte(text[i-1]) || text[i-1] == '.' || text[i-1] == '-' || text[i-1] == ':') {
			continue
		}
		switch {
		case shaped(text[i:], "dddd-dd-dd") && (text[i:i+2] == "19" || text[i:i+2] == "20") && text[i:i+4] != "1970" &&
			text[i+5:i+7] <= "12" && text[i+8:i+10] <= "31" && !follows(text, i+10, "-."):
			return i, i + 10
		case shaped(text[i:], "dd:dd:dd") && text[i:i+2] <= "23" && text[i:i+8] != "00:00:00" && !follows(text, i+8, ":"):
			return i, i + 8
		}
	}
	return 0, 0
}

// shaped reports whether a text begins as a shape, in which d is a digit.
func shaped(text, shape string) bool {
	if len(text) < len(shape) {
		return false
	}
	for i := range len(shape) {
		if shape[i] == 'd' && !isDigit(text[i]) || shape[i] != 'd' && shape[i] != text[i] {
			return false
		}
	}
	return true
}

// follows reports whether a text goes on, at a place, with a digit or one of some
// characters.
func follows(text string, at int, chars string) bool {
	return at < len(text) && (isDigit(text[at]) || strings.IndexByte(chars, text[at]) >= 0)
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHex(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' }

// hashLiterals finds hashes and UUIDs.
func hashLiterals(p *pass) {
	p.each(func(pat *matcher.Pattern, body string) {
		at, end := hashAt(body)
		if end == 0 || p.inCode(body[at:end]) {
			return
		}
		what := "a hash"
		if body[at+8] == '-' {
			what = "an identifier"
		}
		p.addAt(pat.Line, at, end, fmt.Sprintf("%s looks like %s that is another one the next time; write it as a pattern, as in `{{commit}} (glob)`, or as [[substitute]] in dott.toml", body[at:end], what))
	}, matcher.Literal, matcher.Glob)
}

// hashAt returns the first hash or UUID in a text: a run of hexadecimal digits as long
// as MD5's, SHA-1's or one of SHA-2's, with letters among them.
func hashAt(text string) (at, end int) {
	for i := 0; i+32 <= len(text); i++ {
		if i > 0 && (isWordByte(text[i-1]) || text[i-1] == '-') {
			continue
		}
		n := 0
		letters, digits := false, false
		for i+n < len(text) && isHex(text[i+n]) {
			letters = letters || !isDigit(text[i+n])
			digits = digits || isDigit(text[i+n])
			n++
		}
		whole := i+n == len(text) || !isWordByte(text[i+n])
		switch {
		case n == 8 && i+36 <= len(text) && isUUID(text[i:i+36]):
			return i, i + 36
		case whole && letters && digits && (n == 32 || n == 40 || n == 56 || n == 64 || n == 96 || n == 128):
			return i, i + n
		}
		i += n
	}
	return 0, 0
}

func isUUID(s string) bool {
	for i := range len(s) {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (s[i] == '-') || !dash && !isHex(s[i]) {
			return false
		}
	}
	return true
}
