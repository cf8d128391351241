package prompt

import (
	"errors"
	"io"
	"testing"
)

// TestPromptBroken: where nobody can be asked, the run ends.
func TestPromptBroken(t *testing.T) {
	broken := errors.New("the terminal is gone")
	p := Prompt{Out: io.Discard, Key: func(string) (string, error) { return "", broken }, Begin: func() {}}
	if _, err := p.Yes("", "?"); err != broken {
		t.Error(err)
	}
	answers := []string{"x", "q"}
	p.Key = func(string) (string, error) { a := answers[0]; answers = answers[1:]; return a, nil }
	if ok, err := p.Yes("", "?"); ok || err != nil || !p.stopped {
		t.Errorf("%v, %v", ok, err)
	}
}
