package step

import (
	"path/filepath"
	"regexp"
	"strings"

	"dott/runner/words"
)

// A kind is how a shell begins to read from a terminal with a file that it reads first,
// and what of that would not be so in a test.
type kind struct {
	args    []string // to read from the terminal
	rc      string   // the name of the file that it reads first, where args name its folder or it
	env     string   // the variable that names the file, or its folder
	before  string   // makes it, for the test's commands, what it is in a script
	after   string   // and then what a person expects
	history string   // adds a command to what the arrow keys bring; "" is that there are none
	prompt  func(mark, text string) string
}

// kindOf returns how a shell is handed over, by its real name.
func kindOf(name string) (k kind, known bool) {
	plain := func(mark, text string) string { return mark + text }
	k = kind{
		args: []string{"-i"}, env: "ENV", rc: "rc", before: "set +m", after: "set -m", prompt: plain,
	}
	switch strings.TrimSuffix(filepath.Base(name), ".exe") {
	case "bash":
		return kind{
			args: []string{"-i"}, before: "set +mH; shopt -u expand_aliases", after: "set -mH; shopt -s expand_aliases", history: "history -s --",
			prompt: func(mark, text string) string { return `\[` + mark + `\]` + text },
		}, true
	case "zsh":
		return kind{
			args: []string{"-d", "-i"}, env: "ZDOTDIR", rc: ".zshrc", before: "unsetopt monitor banghist promptsp; setopt cdsilent; HISTSIZE=1000 SAVEHIST=0",
			after: "setopt monitor banghist interactivecomments", history: "print -s --",
			prompt: func(mark, text string) string { return "%{" + mark + "%}" + text },
		}, true
	case "mksh", "lksh", "oksh", "ksh", "ksh93":
		k.history = "print -s --"
		return k, true
	case "dash", "sh", "ash", "busybox", "posh", "yash":
		return k, true
	}
	return kind{}, false
}

// startup is the text of the file that the shell reads first: it runs a script, with its
// output in files, and says at the end, or where it prompts before that, that a person
// may type now.
func (k kind) startup(s startup) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	if k.env != "" {
		line("unset ", k.env)
		if s.had != "" {
			line("export ", k.env, "=", words.Quote(s.had))
		}
	}
	line(k.before)
	line("PS1=", words.Quote(k.prompt(s.mark+atPrompt+"\a", s.prompt)))
	line(". ", words.Quote(s.script), " </dev/null", s.redirect)
	line("set +e")
	line(k.after)
	line("PS1=", words.Quote(s.prompt))
	if k.history != "" {
		line("unset HISTFILE")
		for i := len(s.rest) - 1; i >= 0; i-- { // the arrow brings the last one first
			line(k.history, " ", words.Quote(s.rest[i]))
		}
	}
	line("printf %s ", words.Quote(s.mark+atEnd+"\a"))
	return b.String()
}

// How a mark ends in a prompt, and behind the test's commands.
const atPrompt, atEnd = ";prompt", ";end"

// A startup is what the file that a shell reads first is made of.
type startup struct {
	script   string // the path of the commands
	redirect string // where they print
	mark     string // begins an escape sequence that says that the shell is ready
	prompt   string
	rest     []string // the commands that are left
	had      string   // what the test gives the variable that names the file
}

// unsafe are characters that mean something in the prompt of some shell.
var unsafe = regexp.MustCompile(`[^A-Za-z0-9._/#:=,\[\]-]`)

// promptFor is the prompt of a test's shell.
func promptFor(address string) string {
	return unsafe.ReplaceAllString(filepath.Base(address), "?") + "$ "
}
