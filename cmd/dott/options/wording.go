package options

import "regexp"

// wordings are what pflag says, and what the documentation calls it.
var wordings = []struct {
	theirs *regexp.Regexp
	ours   string
}{
	{regexp.MustCompile(`unknown flag: (--\S*[^\s;])`), "unknown option: $1"},
	{regexp.MustCompile(`unknown shorthand flag: '(.)' in \S+`), "unknown option: -$1"},
	{regexp.MustCompile(`flag needs an argument: '(.)' in \S+`), "option -$1 needs a value"},
	{regexp.MustCompile(`flag needs an argument: (--\S+)`), "option $1 needs a value"},
	{regexp.MustCompile(`invalid argument (".*") for "([^"]+)" flag: `), "invalid value $1 for $2: "},
}

// worded returns a message about options in our words.
func worded(text string) string {
	for _, w := range wordings {
		text = w.theirs.ReplaceAllString(text, w.ours)
	}
	return text
}
