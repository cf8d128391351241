// Package secret keeps values out of what is shown and written: each gives way to the
// name of its variable. [Masker.Writer] does that to a stream, as it comes, so that
// nothing behind it ever has the value; [Masker.Mask] does it to a text.
//
// A value is found as it is, as a URL and as JSON have it, in base64, wherever in the
// encoded text it begins, and by each of its lines. What else a program makes of it (its
// characters in another order, in hexadecimal, with colours in between) is not found.
package secret

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Shortest is how many bytes a value must have: a shorter one is found in texts that
// have nothing to do with it.
const Shortest = 6

// A Masker knows values and their names. It may be used at the same time. Nil knows none.
type Masker struct {
	values  map[string]string // names by value
	forms   [256][]form       // by their first byte, the longest first
	longest int
}

// A form is a text in which a value shows.
type form struct {
	text, name string
	wrapped    bool // line ends may be in it
	percent    bool // behind a %, hexadecimal digits may be small or large
}

// With returns a masker that knows one value more. An empty value is none. The error is
// that it is too short to be hidden.
func (m *Masker) With(name, value string) (*Masker, error) {
	value = strings.Trim(value, "\r\n") // a shell takes it off, and what prints it adds it
	switch {
	case value == "" || m != nil && m.values[value] != "":
		return m, nil
	case len(value) < Shortest:
		return m, fmt.Errorf("[env] secret: the value of %s is too short to be hidden: with fewer than %d characters it would be found everywhere; take %s off the list, or give it a longer value", name, Shortest, name)
	}
	more := &Masker{values: map[string]string{value: name}}
	if m != nil {
		maps.Copy(more.values, m.values)
	}
	seen := map[string]bool{}
	for _, value := range slices.SortedFunc(maps.Keys(more.values), longestFirst) {
		for _, f := range forms(value) {
			if !seen[f.text] && len(f.text) >= Shortest {
				seen[f.text] = true
				f.name = "$" + more.values[value]
				more.forms[f.text[0]] = append(more.forms[f.text[0]], f)
				more.longest = max(more.longest, len(f.text))
			}
		}
	}
	for _, some := range more.forms {
		slices.SortStableFunc(some, func(a, b form) int { return len(b.text) - len(a.text) })
	}
	return more, nil
}

func longestFirst(a, b string) int {
	if d := len(b) - len(a); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// forms returns the texts in which a value shows.
func forms(value string) (all []form) {
	texts := []string{value}
	if strings.ContainsAny(value, "\r\n") {
		texts = append(texts, strings.FieldsFunc(value, func(r rune) bool { return r == '\r' || r == '\n' })...)
	}
	for _, text := range texts {
		all = append(all, form{text: text})
		for _, encoded := range encodings(text) {
			all = append(all, form{text: encoded, percent: strings.Contains(encoded, "%")})
		}
		for _, encoded := range base64Forms(text) {
			all = append(all, form{text: encoded, wrapped: true})
		}
	}
	return all
}

// encodings returns a text as URLs and JSON have it.
func encodings(text string) (all []string) {
	query := url.QueryEscape(text)
	path := url.PathEscape(text)
	spaced := strings.ReplaceAll(query, "+", "%20")
	all = append(all, query, spaced, path, strings.ReplaceAll(path, "%2F", "/"), strings.ReplaceAll(spaced, "%2F", "/"))
	if quoted, err := json.Marshal(text); err == nil {
		plain := string(quoted[1 : len(quoted)-1])
		all = append(all, plain, strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(plain), strings.ReplaceAll(plain, "/", `\/`))
	}
	return all
}

// hex reports whether a character is one of two behind a %.
func hex(text string, at int) bool {
	return at > 0 && text[at-1] == '%' || at > 1 && text[at-2] == '%'
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c - 'A' + 'a'
	}
	return c
}

// base64Forms returns what a text is in base64, in both alphabets: alone, and in the
// midst of others. Three bytes become four characters, so there are three ways to begin;
// the characters that are made of a neighbour's bits as well belong to none of them.
func base64Forms(text string) (all []string) {
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding} {
		alone := encoding.EncodeToString([]byte(text))
		all = append(all, alone, strings.TrimRight(alone, "="))
		for before := range 3 {
			encoded := encoding.EncodeToString(append(make([]byte, before), text...))
			first := (before*8 + 5) / 6
			last := (before + len(text)) * 8 / 6
			all = append(all, encoded[first:last])
		}
	}
	return all
}

// Mask returns a text with names for the values in it.
func (m *Masker) Mask(text string) string {
	if m == nil || len(text) < Shortest {
		return text
	}
	var b strings.Builder
	done := 0
	for i := 0; i < len(text); {
		f, n, _ := m.at(text[i:])
		if n == 0 {
			i++
			continue
		}
		b.WriteString(text[done:i] + f.name)
		i += n
		done = i
	}
	if done == 0 {
		return text
	}
	return b.String() + text[done:]
}

// Found returns the name of the first value in a text, with its $; "" is that there is
// none.
func (m *Masker) Found(text string) string {
	if m == nil {
		return ""
	}
	for i := range len(text) {
		if f, n, _ := m.at(text[i:]); n > 0 {
			return f.name
		}
	}
	return ""
}

// at returns the form with which a text begins, and how many bytes that takes; 0 is none.
// more is that a longer text might begin with one that is longer.
func (m *Masker) at(text string) (found form, n int, more bool) {
	for _, f := range m.forms[text[0]] {
		n, cut := f.begins(text)
		more = more || cut
		if n > 0 {
			return f, n, more
		}
	}
	return form{}, 0, more
}

// begins returns how many bytes of a text the form takes with which that begins; 0 is that
// it does not, and cut that the text ends before one knows.
func (f *form) begins(text string) (n int, cut bool) {
	if f.percent {
		for j := range len(f.text) {
			if j == len(text) {
				return 0, true
			}
			if c, d := f.text[j], text[j]; c != d && !(hex(f.text, j) && lower(c) == lower(d)) {
				return 0, false
			}
		}
		return len(f.text), false
	}
	if !f.wrapped {
		if len(text) < len(f.text) {
			return 0, strings.HasPrefix(f.text, text)
		}
		if text[:len(f.text)] == f.text {
			return len(f.text), false
		}
		return 0, false
	}
	i := 0
	for j := 0; j < len(f.text); i++ {
		switch {
		case i == len(text):
			return 0, true
		case text[i] == f.text[j]:
			j++
		case text[i] == '\n' || text[i] == '\r':
		default:
			return 0, false
		}
	}
	return i, false
}
