package matcher

import (
	"strings"

	"dott/matcher/feature"
)

// Parse reads one expected line, given without its indent and line end. Every
// text is a pattern; what is not a suffix is literal. Suffixes of modifiers may
// be combined in any order around at most one kind: `foo* (glob) (?)`.
func Parse(text string) Pattern {
	p := Pattern{Text: text, body: text}
	p.unmarked, p.mark = Unmarked(text)
	others, own := "", "" // modifiers that are no conditions, and those that are about the line alone
	for strings.HasSuffix(p.body, ")") {
		i := strings.LastIndex(p.body, " (")
		if i < 0 {
			break
		}
		rest, suffix := p.body[:i], p.body[i+2:len(p.body)-1]
		conditions := len(p.Conditions)
		if !modifier(&p, suffix) {
			p.Plain, p.own = p.body+others, p.body+own
			setKind(&p, rest, suffix)
			return p
		}
		if len(p.Conditions) == conditions {
			others = p.body[i:] + others
			if suffix != anyOrder {
				own = p.body[i:] + own
			}
		}
		p.body = rest
	}
	p.Plain, p.own = p.body+others, p.body+own
	return p
}

// ParseCram is Parse for a file of cram's, which knows no values, no JSON and no lines in
// any order.
func ParseCram(text string) Pattern {
	p := Parse(text)
	if p.AnyOrder || p.Kind == JSON {
		return Exactly(text)
	}
	p.value, p.cram = nil, true
	return p
}

// modifier takes a suffix that may stand with any kind and reports whether it
// was one.
func modifier(p *Pattern, suffix string) bool {
	switch suffix {
	case "?":
		p.Optional = true
	case "*":
		p.Optional, p.Repeated = true, true
	case "+":
		p.Repeated = true
	case "no-eol":
		p.NoEOL = true
	case anyOrder:
		p.AnyOrder = true
	default:
		cond, ok := strings.CutSuffix(suffix, " !")
		if !ok {
			return false
		}
		terms, err := feature.Parse(cond)
		if err != nil {
			return false
		}
		p.Conditions = append(terms, p.Conditions...)
	}
	return true
}

func setKind(p *Pattern, rest, suffix string) {
	switch name := strings.TrimRight(suffix, "*+?"); {
	case suffix == "esc":
		decoded, ok := Unescape(rest)
		if !ok {
			return
		}
		p.Kind, p.body = Escaped, decoded
		return
	case suffix == "json" || strings.HasPrefix(suffix, "json ~"):
		if j, ok := newJSONPattern(suffix); ok {
			p.Kind, p.body, p.json = JSON, rest, j
		}
		return
	case name == "re":
		p.Kind = Regexp
	case name == "glob":
		p.Kind = Glob
	default:
		return
	}
	switch suffix[strings.IndexAny(suffix+"*", "*+?"):] {
	case "":
	case "?":
		p.Optional = true
	case "*":
		p.Optional, p.Repeated = true, true
	case "+":
		p.Repeated = true
	default:
		p.Kind = Literal
		return
	}
	p.body = rest
	p.value = newValuePattern(p.Kind, p.body)
}

// AsCram returns the pattern as [ParseCram] reads its line.
func AsCram(p *Pattern) Pattern {
	if p.Kind == Blank {
		return *p
	}
	q := ParseCram(p.Plain)
	q.Text, q.Conditions, q.Absent = p.Text, p.Conditions, p.Absent
	q.Optional = q.Optional || p.Absent
	return q
}

// BlankLine is the pattern of an empty line between two expected lines of a
// block: editors strip trailing blanks, so it also matches an empty line of
// output, and need not.
func BlankLine() Pattern {
	return Pattern{Kind: Blank, Optional: true}
}

// Exactly is the pattern of one line, byte for byte.
func Exactly(text string) Pattern { return Pattern{Text: text, Plain: text, own: text, body: text} }

// anyOrder is the suffix of the last of a run of lines that match in every order.
const anyOrder = "any-order"

// InAnyOrder is the suffix of the last line of a run, with the blank in front of it.
const InAnyOrder = " (" + anyOrder + ")"
