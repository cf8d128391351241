// Package jsonvalue compares JSON texts as values, and writes a value as another one is
// written.
//
// [Parse] makes a [Value] of a text, in which each part knows where it stands. [Rules]
// say what is equal: keys come in any order, white space does not count, numbers are
// equal by value or within a tolerance, and a string of the expectation may be a pattern.
// [Rules.Merge] makes the text of an expectation describe another value: parts that still
// match keep their text, and the others are written in the expectation's style.
//
// Costs: linear in the texts, but for arrays of different lengths, whose elements are
// compared with each other as long as these are not too many.
package jsonvalue

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// Kind is what sort of value it is.
type Kind uint8

// The kinds of values.
const (
	Word   Kind = iota // true, false or null
	Number             //
	String             //
	Array              //
	Object             //
)

// A Value is a value, or a part of one.
type Value struct {
	Kind       Kind
	Start, End int      // of its text
	Text       string   // of a string what it says, of a word or a number how it is written
	Keys       []Key    // of an object, in order; of several that are equal only the last is there
	Items      []*Value // the elements of an array, or the values of the keys

	byKey map[string]int
}

// A Key is a key of an object.
type Key struct {
	Start, End int
	Text       string // what it says
}

// Of returns the value of a key, or nil.
func (v *Value) Of(key string) *Value {
	if i, ok := v.byKey[key]; ok {
		return v.Items[i]
	}
	return nil
}

var errNotUTF8 = errors.New("it has bytes that are not UTF-8")

// Parse reads a text that is one value, with white space around it.
func Parse(text string) (*Value, error) {
	if !utf8.ValidString(text) {
		return nil, errNotUTF8
	}
	var raw json.RawMessage
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return nil, err
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	p := parser{text: text, d: d}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	return p.value(token)
}

type parser struct {
	text string
	d    *json.Decoder
	end  int // of the token before
}

// start notes where a token stood that was just read, and returns where it began.
func (p *parser) start() int {
	at := p.end
	for at < len(p.text) && strings.IndexByte(" \t\r\n,:", p.text[at]) >= 0 {
		at++
	}
	p.end = int(p.d.InputOffset())
	return at
}

func (p *parser) value(token json.Token) (*Value, error) {
	v := &Value{Start: p.start()}
	switch t := token.(type) {
	case json.Delim:
		if err := p.parts(v, t); err != nil {
			return nil, err
		}
	case string:
		v.Kind, v.Text = String, t
	case json.Number:
		v.Kind, v.Text = Number, t.String()
	default:
		v.Text = p.text[v.Start:p.end]
	}
	v.End = p.end
	return v, nil
}

// parts reads the parts of an array or an object, and its end.
func (p *parser) parts(v *Value, open json.Delim) error {
	v.Kind = Array
	if open == '{' {
		v.Kind, v.byKey = Object, map[string]int{}
	}
	for {
		token, err := p.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		if end, ok := token.(json.Delim); ok && (end == '}' || end == ']') {
			p.start()
			return nil
		}
		var key Key
		if v.Kind == Object {
			key.Text, _ = token.(string)
			key.Start = p.start()
			key.End = p.end
			if token, err = p.d.Token(); err != nil {
				return err
			}
		}
		item, err := p.value(token)
		if err != nil {
			return err
		}
		if v.Kind == Object {
			if i, ok := v.byKey[key.Text]; ok {
				v.Keys[i], v.Items[i] = key, item
				continue
			}
			v.byKey[key.Text] = len(v.Keys)
			v.Keys = append(v.Keys, key)
		}
		v.Items = append(v.Items, item)
	}
}

// Quote returns a string as JSON writes it.
func Quote(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // a string is always written
	return strings.TrimSuffix(b.String(), "\n")
}

// An Extent finds where a value that goes over several lines ends. It looks at brackets
// and quotes only: whether what it finds is a value, Parse says.
type Extent struct {
	depth   int
	quoted  bool
	escaped bool
	begun   bool
}

// Line takes the next line, and reports whether the value ends in it.
func (e *Extent) Line(line string) (ends bool) {
	for i := range len(line) {
		c := line[i]
		switch {
		case e.escaped:
			e.escaped = false
		case e.quoted && c == '\\':
			e.escaped = true
		case c == '"':
			e.quoted, e.begun = !e.quoted, true
		case e.quoted:
		case c == '{' || c == '[':
			e.depth++
			e.begun = true
		case c == '}' || c == ']':
			e.depth--
		case c != ' ' && c != '\t' && c != '\r':
			e.begun = true
		}
	}
	return e.quoted || e.begun && e.depth <= 0 // no string goes over a line end
}
