// Command greet greets people. Its transcripts are run by go test.
package main

import (
	"fmt"
	"os"
	"strings"
)

func main() { os.Exit(run()) }

func run() int {
	names := os.Args[1:]
	if len(names) == 0 {
		fmt.Fprintln(os.Stderr, "usage: greet NAME...")
		return 2
	}
	fmt.Printf("Hello, %s!\n", strings.Join(names, " and "))
	return 0
}
