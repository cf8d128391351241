// Package words knows the words of a shell: how a command is cut into them, and
// how a text is written so that a shell reads it as one.
package words

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-shellwords"
)

// Split cuts a command into its words, as a shell does that expands nothing. What
// only a shell could carry out, such as | or ; outside of quotes, is an error that
// names it.
func Split(command string) ([]string, error) {
	p := shellwords.NewParser()
	args, err := p.Parse(command)
	switch {
	case err != nil:
		return nil, errors.New("a quote is not closed, or there is a bracket outside quotes")
	case p.Position >= 0:
		return nil, fmt.Errorf("%q stands outside of quotes", command[p.Position:])
	}
	return args, nil
}

// Program cuts a command into its words where the first names a program: there
// must be one.
func Program(command string) ([]string, error) {
	args, err := Split(command)
	if err == nil && (len(args) == 0 || args[0] == "") {
		err = errors.New("it names no program")
	}
	return args, err
}

// Quote writes a text as one word, in quotes where it needs them. That is done by
// hand, for syntax.Quote of mvdan.cc/sh refuses bytes that sh takes in quotes: all
// that are not printable.
func Quote(s string) string {
	plain := s != "" && !strings.ContainsAny(s[:1], "#=") && strings.IndexFunc(s, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("_-+./:,@%=#", r))
	}) < 0
	if plain {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
