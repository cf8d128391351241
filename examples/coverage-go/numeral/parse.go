package numeral

import (
	"fmt"
	"strings"
)

// Parse reads a number as Format writes it.
func Parse(text string) (int, error) {
	n, rest := 0, text
	for _, s := range signs {
		for strings.HasPrefix(rest, s.text) {
			n += s.value
			rest = rest[len(s.text):]
		}
	}
	if written, err := Format(n); err != nil || written != text {
		return 0, fmt.Errorf("%q is no Roman number", text)
	}
	return n, nil
}
