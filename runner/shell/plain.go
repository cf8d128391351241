package shell

import (
	"crypto/rand"
	"fmt"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/words"
)

// Plain returns the commands alone, for watching the shell at work.
func Plain(t *transcript.Transcript, o Options) string {
	return plain(t, o, func(*strings.Builder, int) {})
}

// Shown returns the commands, each behind one that prints it as it stands in the file.
func Shown(t *transcript.Transcript, o Options) string {
	form := formFor(o.Shell, t)
	past, _, _ := strings.Cut(form.print, " ")
	if past = past + " printf"; strings.HasPrefix(form.print, `\echo`) || strings.HasPrefix(form.print, `\printf`) {
		past = `\printf`
	}
	return plain(t, o, func(b *strings.Builder, block int) {
		text := ""
		for _, n := range t.Blocks[block].Code {
			text += strings.TrimRight(t.Lines[n].Raw, "\r\n") + "\n"
		}
		if text != "" {
			// Its line stands in the place of a marker, so that the shell counts as in a test.
			fmt.Fprintf(b, "%s%s '%%b' %s%s\n", form.open, past, words.Quote(escaped.Replace(text)), form.end)
		}
	})
}

// escaped makes what printf prints as a text of one line.
var escaped = strings.NewReplacer(`\`, `\\`, "\n", `\n`)

func plain(t *transcript.Transcript, o Options, show func(b *strings.Builder, block int)) string {
	var b strings.Builder
	for _, path := range o.Setup {
		fmt.Fprintf(&b, ". %s\n", words.Quote(path))
	}
	code := inline{Interpreter: o.Interpreter, transcript: t, salt: "SALT" + rand.Text()}
	for i, block := range t.Blocks {
		switch {
		case i == 0:
			writeCommand(&b, t, i, o.StrictCd)
		case t.Lines[block.Code[0]].Kind == transcript.Inline:
			if !code.follows(i) {
				code.close(&b)
				show(&b, i)
				code.begin(&b)
			}
			code.code(&b, i)
		default:
			code.close(&b)
			show(&b, i)
			writeCommand(&b, t, i, o.StrictCd)
		}
	}
	code.close(&b)
	return b.String() + Source(o.Teardown)
}

// Source returns a script that sources files, up to the first that fails.
func Source(files []string) string {
	var b strings.Builder
	for _, path := range files {
		fmt.Fprintf(&b, ". %s || exit\n", words.Quote(path))
	}
	return b.String()
}
