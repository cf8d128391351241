package runner

import "strings"

// A replacement is a text of the sandbox and the variable that stands for it.
type replacement struct {
	text, variable string
	inNumber       bool // a digit before it makes it part of another number
}

// findReplacements notes which of the sandbox's paths and ports were printed.
func (t *trial) findReplacements() {
	all := []replacement{{text: t.box.Work, variable: "$TESTTMP"}, {text: t.box.Root, variable: "$CRAMTMP"}}
	for _, v := range t.ports.Variables(t.Config.Ports.Prefix) {
		all = append(all, replacement{v[1], "$" + v[0], true})
	}
	t.replacements = nil
	for _, r := range all {
		if len(t.text) > wholeLimit || strings.Contains(t.text, r.text) {
			t.replacements = append(t.replacements, r)
		}
	}
	t.active = nil
	if len(t.substitutions) == 0 {
		return
	}
	// Most texts hold nothing that most patterns match. A pattern may be for what
	// those before it make, so what they make is what it is tried on.
	if len(t.text) > wholeLimit {
		t.active = t.substitutions
		return
	}
	text := t.shown(t.text)
	for _, s := range t.substitutions {
		if s.Found(text) {
			t.active = append(t.active, s)
			text = eachLine(text, s.Replace)
		}
	}
}

// eachLine applies change to each line of a text, without its newline.
func eachLine(text string, change func(string) string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		bare, ended := strings.CutSuffix(line, "\n")
		b.WriteString(change(bare))
		if ended {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// shown replaces the sandbox's paths and ports in a line by their variables, and
// what the configuration substitutes.
func (t *trial) shown(line string) string {
	for _, r := range t.replacements {
		line = r.replace(line)
	}
	for _, s := range t.active {
		line = s.Replace(line)
	}
	return line
}

// replace replaces the text where it is not part of a longer name or number.
func (r replacement) replace(line string) string {
	i := strings.Index(line, r.text)
	if i < 0 {
		return line
	}
	var b strings.Builder
	for i >= 0 {
		end := i + len(r.text)
		longer := end < len(line) && isWord(line[end]) || r.inNumber && i > 0 && '0' <= line[i-1] && line[i-1] <= '9'
		if longer {
			b.WriteString(line[:end])
		} else {
			b.WriteString(line[:i] + r.variable)
		}
		line = line[end:]
		i = strings.Index(line, r.text)
	}
	b.WriteString(line)
	return b.String()
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
