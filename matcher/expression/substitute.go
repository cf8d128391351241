package expression

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/dlclark/regexp2/v2"
)

// A Substitution replaces what a regular expression matches in a line of output.
// It may be used by many at the same time.
type Substitution struct {
	pattern string
	std     *regexp.Regexp
	perl    *regexp2.Regexp // with what std has not: look-around, back-references
	with    []part
	bytes   func() *Substitution // the same for text that went through MapInvalid
}

// String returns the pattern and what takes its place: those of two that do the same
// are the same.
func (s *Substitution) String() string {
	text := s.pattern + "\x00"
	for _, p := range s.with {
		text += fmt.Sprintf("%q%d", p.text, p.group)
	}
	return text
}

// A part of a replacement is text, or a group if text is empty.
type part struct {
	text  string
	group int
}

// NewSubstitution compiles a pattern, of the same syntax as (re) lines have, and
// what replaces its matches: text in which \1 … \99 and \g<name> stand for groups,
// \g<0> for the whole match and \\ for a backslash, as in Python's re.sub.
func NewSubstitution(pattern, with string) (*Substitution, error) {
	s, err := newSubstitution(pattern, with)
	if err != nil {
		return nil, err
	}
	s.bytes = sync.OnceValue(func() *Substitution {
		b, err := newSubstitution(mapInvalidPattern(pattern), with)
		if err != nil {
			return nil // it has no form for bytes
		}
		return b
	})
	return s, nil
}

func newSubstitution(pattern, with string) (*Substitution, error) {
	s := &Substitution{pattern: pattern}
	source := fromPython(pattern)
	var names []string // of the groups, by number
	var err error
	if s.std, err = regexp.Compile(source); err == nil {
		names = s.std.SubexpNames()
	} else {
		var perlErr error
		if s.perl, perlErr = regexp2.Compile(namedGroups(source)); perlErr != nil {
			return nil, Invalid(pattern, reason(pattern, err))
		}
		s.perl.MatchTimeout = time.Second
		for _, n := range s.perl.GetGroupNumbers() {
			for len(names) <= n {
				names = append(names, "")
			}
			names[n] = s.perl.GroupNameFromNumber(n)
		}
	}
	if s.with, err = parseReplacement(with, names); err != nil {
		return nil, fmt.Errorf("the replacement `%s`: %w", with, err)
	}
	return s, nil
}

func parseReplacement(s string, names []string) ([]part, error) {
	var parts []part
	text := ""
	group := func(name string) error {
		n, err := strconv.Atoi(name)
		if err != nil {
			n = slices.Index(names, name)
		}
		if n < 0 || n >= len(names) {
			return fmt.Errorf("the pattern has no group %s", name)
		}
		if text != "" {
			parts = append(parts, part{text: text})
			text = ""
		}
		parts = append(parts, part{group: n})
		return nil
	}
	for s != "" {
		i := strings.IndexByte(s, '\\')
		if i < 0 {
			text += s
			break
		}
		text += s[:i]
		s = s[i+1:]
		digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
		var err error
		switch {
		case s == "":
			return nil, fmt.Errorf("it ends in a single backslash")
		case s[0] == '\\':
			text, s = text+`\`, s[1:]
		case s[0] == '0' || digits > 2:
			return nil, fmt.Errorf(`\%s is no group; \g<0> is the whole match`, s[:max(1, digits)])
		case digits > 0:
			err, s = group(s[:digits]), s[digits:]
		case strings.HasPrefix(s, "g<") && strings.Contains(s, ">"):
			end := strings.IndexByte(s, '>')
			err, s = group(s[2:end]), s[end+1:]
		case 'a' <= s[0]|0x20 && s[0]|0x20 <= 'z':
			return nil, fmt.Errorf(`\%c is neither a group nor a backslash (\\)`, s[0])
		default:
			text += `\`
		}
		if err != nil {
			return nil, err
		}
	}
	if text != "" {
		parts = append(parts, part{text: text})
	}
	return parts, nil
}

// Found reports whether there may be something to replace in a text of many
// lines, which costs less than to look at each of them. It may err on that side.
func (s *Substitution) Found(text string) bool {
	if s.std == nil || !utf8.ValidString(text) || strings.ContainsAny(s.pattern, `^$`) || strings.Contains(s.pattern, `\A`) || strings.Contains(s.pattern, `\z`) {
		return true
	}
	return s.std.MatchString(text)
}

// Replace returns a line with all matches replaced. Where a pattern that
// backtracks runs for too long, that is the line as it is.
func (s *Substitution) Replace(line string) string {
	if utf8.ValidString(line) {
		return s.replace(line)
	}
	if s = s.bytes(); s == nil {
		return line
	}
	return unmapInvalid(s.replace(MapInvalid(line)))
}

func (s *Substitution) replace(line string) string {
	if s.std != nil {
		return s.replaceStd(line)
	}
	out, err := s.perl.ReplaceFunc(line, func(m regexp2.Match) string {
		var b strings.Builder
		for _, p := range s.with {
			if p.text != "" {
				b.WriteString(p.text)
			} else {
				b.WriteString(m.GroupByNumber(p.group).String())
			}
		}
		return b.String()
	}, -1, -1)
	if err != nil {
		return line
	}
	return out
}

func (s *Substitution) replaceStd(line string) string {
	matches := s.std.FindAllStringSubmatchIndex(line, -1)
	if matches == nil {
		return line
	}
	var b strings.Builder
	at := 0
	for _, m := range matches {
		b.WriteString(line[at:m[0]])
		for _, p := range s.with {
			if p.text != "" {
				b.WriteString(p.text)
			} else if start, end := m[2*p.group], m[2*p.group+1]; start >= 0 {
				b.WriteString(line[start:end])
			}
		}
		at = m[1]
	}
	b.WriteString(line[at:])
	return b.String()
}

// unmapInvalid turns what MapInvalid made back into bytes.
func unmapInvalid(s string) string {
	var b strings.Builder
	for _, r := range s {
		if invalidBase <= r && r <= invalidBase+0xff {
			b.WriteByte(byte(r - invalidBase))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
