package words

import "strings"

// Fill puts texts into a command for placeholders such as {dir}, each so that it
// is a part of one word, wherever it stands: unquoted, or in quotes of either
// kind. ${dir} is the shell's and {{.}} some template's; both stay.
func Fill(command string, placeholders ...[2]string) string {
	return expand(command, placeholders, quoted)
}

// Expand puts texts for placeholders into what no shell reads, a path say.
func Expand(text string, placeholders ...[2]string) string {
	return expand(text, placeholders, func(s string, _ byte) string { return s })
}

// expand replaces the placeholders of a text by what put makes of their texts and
// of the quotes they stand in: ' or ", or 0.
func expand(text string, placeholders [][2]string, put func(s string, quotes byte) string) string {
	var b strings.Builder
	var quotes byte
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quotes != '\'' && i+1 < len(text):
			b.WriteByte(c)
			i++
		case (c == '\'' || c == '"') && quotes == 0:
			quotes = c
		case c == quotes && quotes != 0:
			quotes = 0
		case c == '{' && (i == 0 || text[i-1] != '$' && text[i-1] != '{'):
			if s, length := at(text[i:], placeholders); length > 0 {
				b.WriteString(put(s, quotes))
				i += length - 1
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}

// at returns what stands for the placeholder that a text begins with, and the
// length of that.
func at(text string, placeholders [][2]string) (string, int) {
	for _, p := range placeholders {
		if strings.HasPrefix(text, p[0]) && !strings.HasPrefix(text[len(p[0]):], "}") {
			return p[1], len(p[0])
		}
	}
	return "", 0
}

// quoted writes a text for a shell, inside of quotes or with its own where it
// needs them.
func quoted(s string, quotes byte) string {
	switch quotes {
	case '\'':
		return strings.ReplaceAll(s, "'", `'\''`)
	case '"':
		return strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`, "`", "\\`").Replace(s)
	}
	return Quote(s)
}
