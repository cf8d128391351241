package feature

import "strings"

// Version finds the version in what a program prints about itself:
// "git version 2.39.5 (Apple Git-154)" has 2.39.5. It is false when there is none.
//
// The first line that has one decides, since licences and libraries follow. Of a
// line, a number with a dot outside of parentheses is taken first (GCC puts its
// distributor's in them), then one within (as Mercurial's), then a plain number
// (as of less). A text of one single word is a version whatever it is, so that
// tip is one.
func Version(printed string) (string, bool) {
	if words := strings.Fields(printed); len(words) == 1 && isLetter(words[0][0]) && !strings.ContainsAny(words[0], "0123456789=!<>,()") {
		return words[0], true
	}
	for line := range strings.Lines(printed) {
		var within, plain string
		depth := 0
		for word := range strings.FieldsSeq(line) {
			inside := depth > 0 || word[0] == '('
			depth = max(0, depth+strings.Count(word, "(")-strings.Count(word, ")"))
			v, dotted := inWord(word)
			switch {
			case v == "":
			case dotted && !inside:
				return v, true
			case dotted && within == "":
				within = v
			case !dotted && !inside && plain == "":
				plain = v
			}
		}
		if within != "" {
			return within, true
		}
		if plain != "" {
			return plain, true
		}
	}
	return "", false
}

// inWord returns the version in a word: v20.11.0, go1.26.8, jq-1.6, libcurl/7.88.1.
// A number without a dot must be the whole word, up to a v and to punctuation.
func inWord(word string) (v string, dotted bool) {
	word = strings.Trim(word, "()[]{}\"'`,;:!.?<>=*")
	for i := 0; i < len(word); i++ {
		if !isDigit(word[i]) || i > 0 && isVersionByte(word[i-1]) && !isLetter(word[i-1]) && strings.IndexByte("-_", word[i-1]) < 0 {
			continue
		}
		n := span(word[i:], isVersionByte)
		v := strings.TrimRight(word[i:i+n], "-._~+")
		first := span(v, isDigit)
		if len(v) > first+1 && v[first] == '.' && isDigit(v[first+1]) {
			return v, true
		}
		if lead := strings.ToLower(word[:i]); v == word[i:] && (lead == "" || lead == "v") {
			return v, false
		}
		i += first
	}
	return "", false
}

func isVersionByte(c byte) bool {
	return isDigit(c) || isLetter(c) || strings.IndexByte("-._~+", c) >= 0
}
