package review

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/matcher"
)

// Output may depend on when it was printed, and be the same in the run that checks
// it because that was in the same second: the time itself, and what is made of it,
// such as the hash of a commit. So that run waits for another second where what was
// written looks like that. A date, or a time in minutes, is the same all the same,
// and so may be a hash that depends on the day or the user; these are named.

// lazily returns an expression that is compiled when it is first needed: most runs
// need none.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// changing finds what may be another in another second.
var changing = lazily(`\d{6}|\d:\d\d:\d\d|\b(?:[0-9a-f]{7,}|[0-9A-F]{7,}|\w{16,})\b`)

// changes reports whether lines that are to be written may be others in another
// second.
func changes(edits []matcher.Edit) bool {
	for _, e := range edits {
		for _, line := range e.New {
			for _, found := range changing().FindAllString(line, -1) {
				if strings.ContainsAny(found, "0123456789") {
					return true
				}
			}
		}
	}
	return false
}

// An instant is the time of a run, for those who look for it in what was printed.
type instant struct{ from, to time.Time }

// How long before its check a test may have printed something.
const earlier = 10 * time.Minute

func instantOf(t time.Time) instant { return instant{t.Add(-earlier), t} }

// dates are what the date of a run may look like.
var dates = []string{
	"2006-01-02", "2006/01/02", "20060102", "02.01.2006", "2.1.2006", "01/02/2006", "1/2/2006", "02/01/2006", "2/1/2006",
	"Jan _2", "Jan 2", "January 2", "2 Jan", "2 January", "02 Jan", "_2 Jan",
}

var (
	clock = lazily(`\b(\d\d?):(\d\d)(?::\d\d)?\b`)
	epoch = lazily(`\b\d{10}(?:\d{3}){0,3}\b`)
	// A hash is written in hexadecimal, in a length that is in use.
	hash = lazily(`\b(?:[0-9a-f]{7,12}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})\b`)
)

// looks returns what a line of output has in it that was perhaps made of the
// moment: "a time", "a date", "a hash", or nothing.
func (n instant) looks(line string) string {
	for _, zone := range []*time.Location{time.UTC, time.Local} {
		for _, t := range []time.Time{n.from.In(zone), n.to.In(zone)} {
			for _, layout := range dates {
				if within(line, t.Format(layout)) {
					return "a date"
				}
			}
		}
		for _, m := range clock().FindAllStringSubmatch(line, -1) {
			if t, err := time.ParseInLocation("15:4", m[1]+":"+m[2], zone); err == nil {
				ago := time.Duration(n.to.In(zone).Hour()*60+n.to.In(zone).Minute()-t.Hour()*60-t.Minute()) * time.Minute
				if ago = (ago + 24*time.Hour) % (24 * time.Hour); ago <= earlier {
					return "a time"
				}
			}
		}
	}
	for _, digits := range epoch().FindAllString(line, -1) {
		var seconds int64
		if _, err := fmt.Sscan(digits[:10], &seconds); err == nil && n.from.Unix() <= seconds && seconds <= n.to.Unix() {
			return "a time"
		}
	}
	for _, word := range hash().FindAllString(line, -1) {
		if strings.ContainsAny(word, "0123456789") && strings.ContainsAny(word, "abcdef") {
			return "a hash"
		}
	}
	return ""
}

// within reports whether a line has a text in it that is no part of a number or a
// longer word.
func within(line, text string) bool {
	for at := 0; ; at++ {
		i := strings.Index(line[at:], text)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(text)
		if (at == 0 || !isDigit(line[at-1])) && (end == len(line) || !isDigit(line[end])) {
			return true
		}
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// remark says which of the lines that were written look like times, dates or
// hashes; empty where none does. The lines of but are spoken of already.
func (n instant) remark(test string, written []matcher.Edit, but map[int]bool) string {
	found := map[int]bool{}
	var kinds []string
	shift := 0
	for _, e := range written {
		for k, line := range e.New {
			at := e.Start + shift + k
			p := matcher.Parse(strings.TrimRight(line, "\r\n"))
			if but[at] || p.Kind == matcher.Glob || p.Kind == matcher.Regexp {
				continue
			}
			if kind := n.looks(line); kind != "" {
				found[at] = true
				if !slices.Contains(kinds, kind) {
					kinds = append(kinds, kind)
				}
			}
		}
		shift += len(e.New) - (e.End - e.Start)
	}
	if len(found) == 0 {
		return ""
	}
	v := variation{lines: found}
	slices.Sort(kinds)
	what := strings.Join(kinds, " or ")
	if len(found) == 1 {
		return fmt.Sprintf("%s:%d: this looks like %s; if it changes from run to run, write it as a pattern", test, v.first(), what)
	}
	return fmt.Sprintf("%s:%d: %s look like %s; if they change from run to run, write them as patterns", test, v.first(), numbered(found), what)
}
