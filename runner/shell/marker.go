package shell

import (
	"bytes"
	"strconv"
	"strings"
)

// token is what stands where a salt was found.
type token int

const (
	ordinary  token = iota // only looks like the beginning of a salt
	undecided              // more of the output must come to tell
	marker
	traced // a marker as `set -x` shows it, before the marker itself
	source // the source of a marker as `set -v` shows it
	stray  // the salt in any other form: something changed how the shell prints
)

// A find is a token, and the bytes [from,to) of the output around a salt that
// belong to it.
type find struct {
	token        token
	from, to     int
	line, status int // of a marker
}

// longest is how many bytes a marker or its source can take from the salt on.
func (s *Script) longest() int { return 256 + 4*len(s.errors) }

// find tells what stands at buf[i:], which begins with the first bytes of the
// salt, in the one stream or, where errs is set, in that of standard error. behind is what came before buf. At the end of the output nothing is left
// undecided.
func (s *Script) find(behind, buf []byte, i int, end, errs bool) find {
	rest := buf[i:]
	broken, whole := s.source(), s.salt
	switch {
	case bytes.HasPrefix(rest, []byte(whole)):
	case bytes.HasPrefix(rest, []byte(broken)), bytes.HasPrefix(rest, []byte(s.inlineSource())):
		return s.findSource(behind, buf, i, end)
	case !end && (isPrefix(rest, whole) || isPrefix(rest, broken) || isPrefix(rest, s.inlineSource())):
		return find{token: undecided}
	case end && isPrefix(rest, whole): // the output was cut off here
		return find{token: marker, from: i, to: len(buf), line: noLine}
	default:
		return find{token: ordinary, from: i, to: i + 1}
	}
	longest := s.longest()
	lineEnd := bytes.IndexByte(rest[:min(len(rest), longest)], '\n')
	if lineEnd < 0 {
		switch {
		case len(rest) >= longest:
			return find{token: stray, from: i, to: i + len(whole)}
		case end:
			return find{token: marker, from: i, to: len(buf), line: noLine}
		}
		return find{token: undecided}
	}
	text := s.asWritten(rest[len(whole):lineEnd])
	if errs {
		var mine bool
		if text, mine = strings.CutSuffix(text, " "+errorSign); !mine {
			// The trace of a marker for the other stream, which comes there.
			return find{token: traced, from: i, to: i + lineEnd + 1}
		}
		text += " 0"
	}
	line, status, ok := s.readMarker(text)
	if !ok {
		return find{token: stray, from: i, to: i + lineEnd}
	}
	f := find{token: marker, from: i, to: i + lineEnd + 1, line: line, status: status}
	if !endsIn(behind, buf[:i], "echo ") {
		return f
	}
	// It may be the trace of the marker, which comes right behind it.
	printed, next := rest[:lineEnd+1], rest[lineEnd+1:]
	switch {
	case bytes.HasPrefix(next, printed):
		f.token = traced
	case !end && len(next) < len(printed) && bytes.HasPrefix(printed, next):
		f.token = undecided
	}
	return f
}

// asWritten is a line without what a terminal puts in front of its end.
func (s *Script) asWritten(line []byte) string {
	if s.terminal {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	return string(line)
}

// noLine is the line of a marker that was cut off.
const noLine = -2

// findSource tells whether a broken salt is part of a marker's source, whole and
// in its line, as `set -v` prints it.
func (s *Script) findSource(behind, buf []byte, i int, end bool) find {
	rest := buf[i:]
	longest := s.longest()
	lineEnd := bytes.IndexByte(rest[:min(len(rest), longest)], '\n')
	if lineEnd < 0 && len(rest) < longest && !end {
		return find{token: undecided}
	}
	if lineEnd < 0 {
		length := len(s.source())
		if !bytes.HasPrefix(rest, []byte(s.source())) {
			length = len(s.inlineSource())
		}
		return find{token: stray, from: i, to: i + length}
	}
	text := s.asWritten(rest[:lineEnd])
	if after, ok := strings.CutPrefix(text, s.source()+" "); ok {
		number, _, _ := strings.Cut(after, " ")
		n, _ := strconv.Atoi(number)
		own := s.lines[n]
		head, tail, _ := strings.Cut(s.Text[own[0]:own[1]], s.source())
		if tail != "" && strings.HasSuffix(text, tail) && endsIn(behind, buf[:i], head) {
			return find{token: source, from: i - len(head), to: i + lineEnd + 1}
		}
	}
	if after, ok := strings.CutPrefix(text, s.inlineSource()+" "); ok {
		if _, _, ok := strings.Cut(after, " 0"); ok {
			return find{token: source, from: i, to: i + lineEnd + 1}
		}
	}
	return find{token: stray, from: i, to: i + lineEnd}
}

// inlineSource is the salt as it stands in a here-document of inline code.
func (s *Script) inlineSource() string { return s.salt[:saltHead] + inlineBreak + s.salt[saltHead:] }

// readMarker reads what follows the salt: ` LINE STATUS`.
func (s *Script) readMarker(text string) (line, status int, ok bool) {
	text, ok = strings.CutPrefix(text, " ")
	l, st, ok2 := strings.Cut(text, " ")
	line, err1 := strconv.Atoi(l)
	status, err2 := strconv.Atoi(st)
	_, known := s.block[line]
	known = known || line == afterSetup && s.setups > 0 || line == afterTeardown && s.ends > 0
	return line, status, ok && ok2 && err1 == nil && err2 == nil && status >= 0 && known
}

// isPrefix reports whether rest is a beginning of text, and shorter.
func isPrefix(rest []byte, text string) bool {
	return len(rest) < len(text) && strings.HasPrefix(text, string(rest))
}

// endsIn reports whether a + b ends in suffix.
func endsIn(a, b []byte, suffix string) bool {
	if len(b) >= len(suffix) {
		return bytes.HasSuffix(b, []byte(suffix))
	}
	n := len(suffix) - len(b)
	return string(b) == suffix[n:] && bytes.HasSuffix(a, []byte(suffix[:n]))
}

// dropTrace takes what `set -x` prints before the builtin's name off the end of
// text: `+ ` in most shells, `+name:3> ` in zsh, or else the whole line, for a
// prompt of the test's own.
func dropTrace(text string) string {
	text = strings.TrimSuffix(text, "echo ")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "command "), "builtin ")
	start := strings.LastIndexByte(text, '\n') + 1
	line := text[start:]
	if before, ok := strings.CutSuffix(line, "+ "); ok {
		return text[:start] + before
	}
	if i := strings.LastIndexByte(line, '+'); i >= 0 && strings.HasSuffix(line, "> ") {
		return text[:start+i]
	}
	return text[:start]
}
