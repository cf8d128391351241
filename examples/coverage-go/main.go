// Command roman writes numbers as the Romans did, and reads them.
package main

import (
	"fmt"
	"os"
	"strconv"

	"example.org/roman/numeral"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: roman NUMBER...")
		os.Exit(2)
	}
	status := 0
	for _, arg := range os.Args[1:] {
		text, err := convert(arg)
		if err != nil {
			fmt.Fprintf(os.Stderr, "roman: %v\n", err)
			status = 1
			continue
		}
		fmt.Println(text)
	}
	os.Exit(status)
}

// convert turns 14 into XIV, and XIV into 14.
func convert(arg string) (string, error) {
	if n, err := strconv.Atoi(arg); err == nil {
		return numeral.Format(n)
	}
	n, err := numeral.Parse(arg)
	return strconv.Itoa(n), err
}
