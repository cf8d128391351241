// Wordcount prints the words of its input and how often each occurs, the most
// frequent first. It is an example of a program that is tested by a transcript;
// see wordcount.t.
package main

import (
	"bufio"
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program; it returns the exit status: 1 when a file could not be
// read, 2 for wrong usage.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("wordcount", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	top := flags.Int("n", 0, "print only the first N words")
	if err := flags.Parse(args); err != nil {
		fmt.Fprintf(stderr, "wordcount: %v\nusage: wordcount [-n N] [FILE...]\n", err)
		return 2
	}
	counts := map[string]int{}
	status := 0
	for _, name := range flags.Args() {
		if err := countFile(counts, name); err != nil {
			fmt.Fprintf(stderr, "wordcount: %v\n", err)
			status = 1
		}
	}
	if flags.NArg() == 0 {
		if err := count(counts, stdin); err != nil {
			fmt.Fprintf(stderr, "wordcount: reading the input: %v\n", err)
			status = 1
		}
	}
	words := ranked(counts)
	if *top > 0 && *top < len(words) {
		words = words[:*top]
	}
	for _, w := range words {
		fmt.Fprintf(stdout, "%d\t%s\n", counts[w], w)
	}
	return status
}

func countFile(counts map[string]int, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return count(counts, f)
}

// count adds the words of r, in lower case. A word is a run of letters, digits
// and apostrophes.
func count(counts map[string]int, r io.Reader) error {
	in := bufio.NewReader(r)
	for {
		line, err := in.ReadString('\n')
		for word := range strings.FieldsFuncSeq(line, isGap) {
			counts[strings.ToLower(word)]++
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func isGap(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
}

// ranked returns the words, the most frequent first, equals in the order of the
// alphabet.
func ranked(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(counts[b]-counts[a], cmp.Compare(a, b))
	})
}
