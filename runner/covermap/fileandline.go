package covermap

import (
	"strconv"
	"strings"
)

// FileAndLine cuts FILE:LINE. Without a line, or with one that there cannot be, the
// line is 0, and the text is all a file's name.
func FileAndLine(text string) (path string, line int) {
	if i := strings.LastIndexByte(text, ':'); i > 0 {
		if n, err := strconv.ParseUint(text[i+1:], 10, 30); err == nil && n > 0 {
			return text[:i], int(n)
		}
	}
	return text, 0
}
