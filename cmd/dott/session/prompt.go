package session

import (
	"context"
	"io"
	"os"
	"syscall"

	"github.com/mattn/go-isatty"

	"dott/cmd/dott/app"
	"dott/runner/accept"
	"dott/runner/report"
	"dott/runner/review/change"
	"dott/runner/review/editor"
	"dott/runner/review/keys"
	"dott/runner/review/prompt"
)

// NewPrompt asks about changes: by single keys where a person sits at a terminal,
// by lines from anywhere else.
func NewPrompt(ctx context.Context, a *app.App, color bool, makeRoom func(), stdout io.Writer) *prompt.Prompt {
	lines := prompt.Lines(a.Stdin, stdout)
	p := &prompt.Prompt{Out: stdout, Begin: makeRoom, Key: func(question string) (string, error) {
		return keys.Await(ctx, func() (string, error) { return lines(question) })
	}}
	if color {
		p.Color = report.Colors
	}
	if f, ok := a.Stdin.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		p.Key = keys.Reader(ctx, f, stdout, Interrupted{Signal: syscall.SIGINT})
	} else {
		p.Accept = func(about change.Change, line int) string {
			if about.Together != nil {
				return accept.Command(about.Event.FileName(), line) // in all cases and cells
			}
			return accept.Command(about.Event.Address(), line)
		}
		p.Listing = silent(a.Stdin)
	}
	p.Edit = func(text string) (string, error) { return editor.Edit(ctx, a.Getenv, a.Stdin, stdout, a.Stderr, text) }
	return p
}

// silent reports whether there is nothing to read.
func silent(in io.Reader) bool {
	f, ok := in.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && (info.Mode()&os.ModeCharDevice != 0 || info.Mode().IsRegular() && info.Size() == 0)
}
