package words

import "fmt"

// Count returns a number with what it counts: `1 test`, `2 tests`.
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
