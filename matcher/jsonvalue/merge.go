package jsonvalue

import (
	"slices"
	"strings"
)

// Merge returns the text of an expectation that describes a value. wantText and gotText are
// what the two were parsed from. Parts that match keep their text, and all others are
// written as the expectation writes them. The error is that of a pattern.
func (r *Rules) Merge(want *Value, wantText string, got *Value, gotText string) (string, error) {
	if want.Kind != got.Kind || want.Kind < Array {
		if ok, err := r.Equal(want, got); ok || err != nil {
			return wantText[want.Start:want.End], err
		}
		return gotText[got.Start:got.End], nil // there is no style to follow
	}
	m := merger{Rules: r, want: wantText, got: gotText}
	m.findStyle(want)
	text := m.value(want, got, "")
	return text, m.err
}

// A merger makes one text.
type merger struct {
	*Rules
	want, got string
	unit      string // by which each level is indented
	colon     string // between a key and its value
	comma     string // between two parts in one line
	pad       string // inside of the brackets, in one line
	err       error
}

// findStyle finds out how the expectation is written: by the first of its parts that shows
// it.
func (m *merger) findStyle(root *Value) {
	m.unit, m.colon, m.comma = "  ", ": ", ", "
	var colon, comma, unit, pad bool
	var look func(v *Value, indent string)
	look = func(v *Value, indent string) {
		if v.Kind < Array || len(v.Items) == 0 {
			return
		}
		inner := indent
		if open := m.want[v.Start+1 : m.first(v)]; strings.Contains(open, "\n") {
			inner = lastLine(open)
			if deeper, ok := strings.CutPrefix(inner, indent); ok && deeper != "" && !unit {
				m.unit, unit = deeper, true
			}
		} else if v.Kind == Object && !pad {
			m.pad, pad = open, true
		}
		if len(v.Items) > 1 && !comma {
			if between := m.want[v.Items[0].End:m.partStart(v, 1)]; !strings.Contains(between, "\n") {
				m.comma, comma = between, true
			}
		}
		for i, item := range v.Items {
			if v.Kind == Object && !colon {
				m.colon, colon = m.want[v.Keys[i].End:item.Start], true
			}
			look(item, inner)
		}
	}
	look(root, lastLine(m.want[:root.Start]))
	if !comma && colon && !strings.HasSuffix(m.colon, " ") {
		m.comma = ","
	}
}

// lastLine returns what stands behind the last line end.
func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }

// first is where the first part of an array or an object begins.
func (m *merger) first(v *Value) int {
	if len(v.Items) == 0 {
		return v.End - 1
	}
	return m.partStart(v, 0)
}

func (m *merger) partStart(v *Value, i int) int {
	if v.Kind == Object {
		return v.Keys[i].Start
	}
	return v.Items[i].Start
}

// equal is Equal, which keeps the error.
func (m *merger) equal(want, got *Value) bool {
	ok, err := m.Equal(want, got)
	if m.err == nil {
		m.err = err
	}
	return ok
}

// value returns the text for a part of the value in the place of one of the expectation,
// in a line with this indent.
func (m *merger) value(want, got *Value, indent string) string {
	switch {
	case m.equal(want, got):
		return m.want[want.Start:want.End]
	case want.Kind == Object && got.Kind == Object:
		return m.brackets(want, m.members(want, got, indent), indent)
	case want.Kind == Array && got.Kind == Array:
		return m.brackets(want, m.elements(want, got, indent), indent)
	}
	return m.fresh(got, indent, strings.Contains(m.want[want.Start:want.End], "\n"))
}

// inner is the indent of the parts of an array or an object that stands in a line with
// this indent, and whether each has a line of its own.
func (m *merger) inner(v *Value, indent string) (string, bool) {
	open := m.want[v.Start+1 : m.first(v)]
	if !strings.Contains(open, "\n") {
		return indent, false
	}
	if len(v.Items) == 0 {
		return indent + m.unit, true
	}
	return lastLine(open), true
}

// brackets puts parts into the brackets of an array or an object of the expectation.
func (m *merger) brackets(v *Value, parts []string, indent string) string {
	left, right := m.want[v.Start:v.Start+1], m.want[v.End-1:v.End]
	if len(parts) == 0 {
		return left + right
	}
	if inner, lines := m.inner(v, indent); lines {
		ending := indent
		if len(v.Items) > 0 {
			if end := m.want[v.Items[len(v.Items)-1].End : v.End-1]; strings.Contains(end, "\n") {
				ending = lastLine(end)
			}
		}
		return left + "\n" + inner + strings.Join(parts, ",\n"+inner) + "\n" + ending + right
	}
	open, end, comma := "", "", m.comma
	if n := len(v.Items); n > 0 {
		open, end = m.want[v.Start+1:m.first(v)], m.want[v.Items[n-1].End:v.End-1]
		if n > 1 {
			comma = m.want[v.Items[0].End:m.partStart(v, 1)]
		}
	}
	return left + open + strings.Join(parts, comma) + end + right
}

// members returns the parts of an object: those that the expectation has first, in its
// order, and each new one behind the one that it was printed behind.
func (m *merger) members(want, got *Value, indent string) []string {
	inner, lines := m.inner(want, indent)
	type part struct{ key, text string }
	var parts []part
	for i, key := range want.Keys {
		if g := got.Of(key.Text); g != nil {
			before := m.want[key.Start:want.Items[i].Start]
			parts = append(parts, part{key.Text, before + m.value(want.Items[i], g, inner)})
		}
	}
	at := 0
	for i, key := range got.Keys {
		if want.Of(key.Text) == nil {
			text := m.got[key.Start:key.End] + m.colon + m.fresh(got.Items[i], inner, lines)
			parts = slices.Insert(parts, at, part{key.Text, text})
			at++
			continue
		}
		at = 1 + slices.IndexFunc(parts, func(p part) bool { return p.key == key.Text })
	}
	texts := make([]string, len(parts))
	for i := range parts {
		texts[i] = parts[i].text
	}
	return texts
}

// mostCompared is how many pairs of elements are compared to find those of an array that
// stay.
const mostCompared = 10_000

// elements returns the parts of an array. Of elements that do not match, the first are
// taken for each other.
func (m *merger) elements(want, got *Value, indent string) []string {
	inner, lines := m.inner(want, indent)
	w, g := want.Items, got.Items
	var texts []string
	take := func(n, k int) { // what stands before the next two that match
		for i := range k {
			if i < n {
				texts = append(texts, m.value(w[i], g[i], inner))
			} else {
				texts = append(texts, m.fresh(g[i], inner, lines))
			}
		}
		w, g = w[n:], g[k:]
	}
	for _, p := range m.common(w, g) {
		take(p[0]-(len(want.Items)-len(w)), p[1]-(len(got.Items)-len(g)))
		take(1, 1)
	}
	take(len(w), len(g))
	return texts
}

// common returns the indexes of elements that match, in order and as many as can be.
func (m *merger) common(w, g []*Value) (pairs [][2]int) {
	if len(w)*len(g) > mostCompared {
		return nil
	}
	equal := make([][]bool, len(w))
	best := make([][]int, len(w)+1)
	best[len(w)] = make([]int, len(g)+1)
	for i := len(w) - 1; i >= 0; i-- {
		equal[i], best[i] = make([]bool, len(g)), make([]int, len(g)+1)
		for j := len(g) - 1; j >= 0; j-- {
			equal[i][j] = m.equal(w[i], g[j])
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if equal[i][j] {
				best[i][j] = max(best[i][j], best[i+1][j+1]+1)
			}
		}
	}
	for i, j := 0, 0; i < len(w) && j < len(g); {
		switch {
		case equal[i][j] && best[i][j] == best[i+1][j+1]+1:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case best[i+1][j] >= best[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// fresh returns the text of a part that the expectation has nothing for.
func (m *merger) fresh(v *Value, indent string, lines bool) string {
	switch {
	case v.Kind == String && m.Write != nil:
		if pattern, ok := m.Write(v.Text); ok {
			return Quote(pattern)
		}
		fallthrough
	case v.Kind < Array:
		return m.got[v.Start:v.End]
	}
	left, right := "[", "]"
	if v.Kind == Object {
		left, right = "{", "}"
	}
	if len(v.Items) == 0 {
		return left + right
	}
	inner := indent
	if lines {
		inner += m.unit
	}
	parts := make([]string, len(v.Items))
	for i, item := range v.Items {
		if v.Kind == Object {
			parts[i] = m.got[v.Keys[i].Start:v.Keys[i].End] + m.colon
		}
		parts[i] += m.fresh(item, inner, lines)
	}
	if lines {
		return left + "\n" + inner + strings.Join(parts, ",\n"+inner) + "\n" + indent + right
	}
	pad := ""
	if v.Kind == Object {
		pad = m.pad
	}
	return left + pad + strings.Join(parts, m.comma) + pad + right
}
