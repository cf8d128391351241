package terminal

import (
	"fmt"
	"strconv"
	"strings"
)

// Usual is the size of a terminal of which nobody says another.
var Usual = Size{80, 24}

// largest is how many columns, or rows, a terminal may have.
const largest = 1000

// ParseSize reads a size such as 100x30.
func ParseSize(text string) (Size, error) {
	columns, rows, _ := strings.Cut(text, "x")
	c, cerr := strconv.Atoi(columns)
	r, rerr := strconv.Atoi(rows)
	if cerr != nil || rerr != nil || c < 1 || r < 1 || c > largest || r > largest {
		return Size{}, fmt.Errorf("%q is not the size of a terminal, columns and rows from 1 to %d, such as 100x30", text, largest)
	}
	return Size{c, r}, nil
}
