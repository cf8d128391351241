package accept

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dott/matcher"
	"dott/matcher/generalize"
	"dott/matcher/transcript"
	"dott/runner/review/change"
	"dott/runner/review/prompt"
)

// Forms are the forms in which a change can be written, besides as it is.
var Forms = []string{"glob", "re", "name", "optional"}

// formed returns edits in a form.
func formed(c change.Change, edits []matcher.Edit, form string) ([]matcher.Edit, error) {
	if form == "" {
		return edits, nil
	}
	if c.Event.Target != "" {
		return nil, fmt.Errorf("there are no patterns in what a test expects that is no transcript")
	}
	var out []matcher.Edit
	found := false
	switch form {
	case "optional":
		for _, e := range edits {
			out = append(out, optional(c.Transcript, e))
		}
		return out, nil
	case "name":
		named, ok := prompt.Patterns(c, edits)
		for _, e := range named {
			found = found || slices.ContainsFunc(e.New, func(l string) bool { return strings.Contains(l, "{{") })
		}
		if !ok || !found {
			return nil, fmt.Errorf("there is nothing to give a name: no value comes more than once in the changes of the file")
		}
		return named, nil
	}
	for _, e := range edits {
		g := matcher.Edit{Start: e.Start, End: e.End, New: slices.Clone(e.New)}
		for k := range min(len(e.New), e.End-e.Start) {
			if line, ok := patterned(c.Transcript, e.Start+k, e.New[k], form); ok {
				g.New[k], found = line, true
			}
		}
		out = append(out, g)
	}
	if !found {
		return nil, fmt.Errorf("there is no (%s) to make: no old and new line here have anything in common", form)
	}
	return out, nil
}

// optional makes all lines of an edit such as may be absent: those that were expected, and
// those that came.
func optional(t *transcript.Transcript, e matcher.Edit) matcher.Edit {
	o := matcher.Edit{Start: e.Start, End: e.End}
	add := func(text string) {
		if p := matcher.Parse(text); !p.Optional && !matcher.TakesStatus(&p) {
			text += " (?)"
		}
		o.New = append(o.New, t.WriteOutput(e.Start, text))
	}
	for n := e.Start; n < e.End; n++ {
		if t.Lines[n].Kind == transcript.Output {
			add(t.Lines[n].Text)
		}
	}
	for _, line := range e.New {
		if text, ok := t.ReadOutput(e.Start, line); ok {
			add(text)
		} else {
			o.New = append(o.New, line)
		}
	}
	return o
}

// patterned returns a pattern for the old and the new form of line n.
func patterned(t *transcript.Transcript, n int, line, form string) (string, bool) {
	text, ok := t.ReadOutput(n, line)
	if !ok || t.Lines[n].Kind != transcript.Output {
		return "", false
	}
	was, is := matcher.Parse(t.Lines[n].Text), matcher.Parse(text)
	p, ok := generalize.Lines([]string{was.Plain, is.Plain})
	if !ok {
		return "", false
	}
	switch glob, isGlob := strings.CutSuffix(p, " (glob)"); {
	case form == "glob" && !isGlob:
		return "", false
	case form == "re" && isGlob:
		p = expressionFor(glob, was.Body(), is.Body()) + " (re)"
	}
	return t.WriteOutput(n, t.Guard(n, p)+text[len(is.Plain):]), true
}

// expressionFor returns an expression for what a glob matches, no wider than the forms
// need it.
func expressionFor(glob string, forms ...string) string {
	pieces := strings.Split(strings.ReplaceAll(glob, `\*`, "\x00"), "*")
	source := ""
	for i, piece := range pieces {
		if i > 0 {
			source += "(.*?)"
		}
		pieces[i] = strings.NewReplacer("\x00", "*", `\?`, "?", `\\`, `\`).Replace(piece)
		source += regexp.QuoteMeta(pieces[i])
	}
	re, err := regexp.Compile("^" + source + "$")
	classes := []string{`\d+`, `[0-9a-f]+`, `\w+`, `\S+`}
	var b strings.Builder
	for i, piece := range pieces {
		if i > 0 {
			class := ".*"
			for _, c := range slices.Backward(classes) {
				if err == nil && !slices.ContainsFunc(forms, func(f string) bool {
					m := re.FindStringSubmatch(f)
					return m == nil || !regexp.MustCompile("^"+c+"$").MatchString(m[i])
				}) {
					class = c
				}
			}
			b.WriteString(class)
		}
		b.WriteString(regexp.QuoteMeta(piece))
	}
	return b.String()
}
