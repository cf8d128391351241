// Package numeral knows Roman numbers.
package numeral

import "fmt"

var signs = []struct {
	value int
	text  string
}{
	{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
	{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
}

// Format writes a number from 1 to 3999.
func Format(n int) (string, error) {
	if n < 1 || n > 3999 {
		return "", fmt.Errorf("the Romans had no number %d", n)
	}
	text := ""
	for _, s := range signs {
		for n >= s.value {
			text += s.text
			n -= s.value
		}
	}
	return text, nil
}
