package feature

import (
	"cmp"
	"slices"
	"strings"
)

// Compare orders two versions: below 0 when a is older than b, 0 when they are
// the same, above 0 when a is newer. Any text is a version.
//
// The leading numbers decide, and trailing zeros do not: 2.40 is 2.40.0, v1.2 is
// 1.2. With the same numbers, a pre-release (1.2-rc1, 1.2.0.rc1, 1.2b3, 1.2-foo)
// is older than its release, and a letter or a patch behind the numbers (1.1.1w,
// 9.2p1, 1.2.post1) is newer. Whatever else a vendor adds (.windows.1, -1+deb12,
// +build) says nothing. A text that does not begin with a number, tip say, is a
// name: newer than every number, and in the natural order among other names.
//
// This is code of our own since semantic versions are a small part of what tools
// print: hashicorp/go-version takes neither 2.43.0.windows.1, 2.43.0.rc1 (what
// git calls its own pre-release) nor tip, sorts rc10 before rc9, and 1.1.1w
// and 3.3a, which are patches, before the releases they mend.
func Compare(a, b string) int {
	x, y := parseVersion(a), parseVersion(b)
	return cmp.Or(
		cmp.Compare(len(x.name), 0)-cmp.Compare(len(y.name), 0),
		compareItems(x.numbers, y.numbers),
		cmp.Compare(x.stage, y.stage),
		compareItems(x.rest, y.rest),
		strings.Compare(x.name, y.name),
	)
}

// stage tells where a version stands relative to the release of its numbers.
type stage int

const (
	preRelease stage = iota - 1
	release
	patch
)

// version is a text taken apart.
type version struct {
	name    string   // the text itself, where it does not begin with a number
	numbers []string // without leading zeros; trailing ones are dropped
	said    int      // how many numbers there were, with the trailing zeros
	stage   stage
	rest    []string // what orders versions of one stage, or names; see items
}

func parseVersion(s string) version {
	text := s
	if len(s) > 1 && (s[0] == 'v' || s[0] == 'V') && isDigit(s[1]) {
		text = s[1:]
	}
	if text == "" || !isDigit(text[0]) {
		// A name is never empty, so that its length tells it from a number.
		return version{name: "name " + s, rest: items(s)}
	}
	var v version
	for {
		n := span(text, isDigit)
		v.numbers = append(v.numbers, strings.TrimLeft(text[:n], "0"))
		text = text[n:]
		if len(text) < 2 || text[0] != '.' || !isDigit(text[1]) {
			break
		}
		text = text[1:]
	}
	v.said = len(v.numbers)
	for len(v.numbers) > 0 && v.numbers[len(v.numbers)-1] == "" {
		v.numbers = v.numbers[:len(v.numbers)-1]
	}
	if v.stage = stageOf(text); v.stage != release {
		v.rest = items(text)
	}
	return v
}

// stageOf judges what stands behind the numbers of a version.
func stageOf(rest string) stage {
	sep := byte(0)
	if rest != "" && strings.IndexByte("-._~", rest[0]) >= 0 {
		sep, rest = rest[0], rest[1:]
	}
	n := span(rest, isLetter)
	word := strings.ToLower(rest[:n])
	switch word {
	case "":
		if sep == '-' && isPseudo(rest) {
			return preRelease
		}
		return release
	case "a", "b", "c": // as Python counts them; without a number, a letter is a patch
		if n < len(rest) && isDigit(rest[n]) {
			return preRelease
		}
	case "alpha", "beta", "rc", "cr", "pre", "preview", "dev", "devel", "snapshot", "nightly", "m", "milestone":
		return preRelease
	case "p", "pl", "patch", "post", "sp":
		return patch
	case "release", "final", "ga", "stable", "lts", "esr", "windows", "win", "linux", "darwin", "macos", "deb", "ubuntu", "el", "fc":
		return release
	}
	switch sep {
	case 0:
		return patch
	case '-': // of semantic versions: any word is a pre-release
		return preRelease
	}
	return release
}

// isPseudo reports whether this is the rest of one of Go's versions of a commit,
// 20060102150405-abcdef012345 with or without "0." before it.
func isPseudo(s string) bool {
	s = strings.TrimPrefix(s, "0.")
	n := span(s, isDigit)
	return n == 14 && len(s) > n && s[n] == '-'
}

// items cuts a text into its words and numbers, in one spelling: rc1, -rc.1 and
// .RC01 are the same. What stands behind a + is left out.
func items(s string) []string {
	s, _, _ = strings.Cut(strings.ToLower(s), "+")
	var list []string
	for s != "" {
		if n := span(s, isDigit); n > 0 {
			list = append(list, strings.TrimLeft(s[:n], "0"))
			s = s[n:]
			continue
		}
		n := max(1, span(s, isLetter))
		switch word := s[:n]; word {
		case "-", ".", "_", "~", " ":
		case "a":
			list = append(list, "alpha")
		case "b":
			list = append(list, "beta")
		case "c", "cr":
			list = append(list, "rc")
		case "dev", "devel", "snapshot", "nightly":
			list = append(list, " "+word) // before the others
		default:
			list = append(list, word)
		}
		s = s[n:]
	}
	return list
}

// compareItems orders lists of words and numbers: a number before a word, a list
// before one that goes on.
func compareItems(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int {
		switch xn, yn := x == "" || isDigit(x[0]), y == "" || isDigit(y[0]); {
		case xn && yn: // as text, since no type holds every number
			return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
		case xn:
			return -1
		case yn:
			return 1
		}
		return strings.Compare(x, y)
	})
}

// Within reports whether a version is what a shorter one stands for: 2.40.1 is a
// 2.40, and 2.40-rc1 is none. A name stands for whatever it may be.
func Within(version, series string) bool {
	v, s := parseVersion(version), parseVersion(series)
	if s.name != "" || Compare(version, series) == 0 {
		return true
	}
	if v.name != "" || v.stage == preRelease || s.stage != release {
		return false
	}
	// Of 2.40.0, which has the numbers of 2.40, 2.40.1 is none.
	zeros := make([]string, s.said)
	return compareItems(append(v.numbers, zeros...)[:s.said], append(s.numbers, zeros...)[:s.said]) == 0
}

// isNamed reports whether a version is a name, such as tip.
func isNamed(s string) bool { return parseVersion(s).name != "" }

// isPreRelease reports whether a version comes before the release of its numbers.
func isPreRelease(s string) bool { return parseVersion(s).stage == preRelease }

// span returns how many bytes at the beginning of s are of a kind.
func span(s string, is func(byte) bool) int {
	n := 0
	for n < len(s) && is(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
