package shell

import (
	"crypto/rand"
	"fmt"
	"strings"

	"dott/matcher/transcript"
	"dott/runner/config"
)

// heredoctest is the interpreter that is built in. It runs a run of lines with
// one set of variables, prints the value of an expression and the error of an
// exception, and each mark as it is.
const heredoctest = `import sys
def show():
    sys.stdout.flush()
    sys.stderr.flush()
code, space = [], {}
def run():
    if code:
        try:
            exec(compile("".join(code), "<inline>", "single"), space)
        except Exception as e:
            show()
            print(repr(e))
        show()
        del code[:]
for line in sys.stdin.readlines():
    if not line.startswith("... "):
        run()
    if line.startswith("SALT"):
        (sys.stderr if line.endswith("-\n") else sys.stdout).write(line)
        show()
    elif line[:4] in (">>> ", "... "):
        code.append(line[4:])
run()
`

// builtInPython runs it: the program is one argument and one line of the script.
var builtInPython = config.Interpreter{
	Command: `"${PYTHON:-python3}" -c 'exec("` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(heredoctest) + `")'`,
}

// Interpreter returns the one that runs inline code: the one named, or else the
// only one there is, or python.
func Interpreter(c config.Inline, use string) (config.Interpreter, error) {
	if use == "" {
		use = "python"
		for name := range c.Named {
			if len(c.Named) == 1 {
				use = name
			}
		}
	}
	if i, ok := c.Named[use]; ok {
		return i, nil
	}
	if use == "python" {
		return builtInPython, nil
	}
	return config.Interpreter{}, fmt.Errorf("[inline] has no interpreter %q", use)
}

// An inline writes the inline code of a script: a here-document for each run of
// blocks with only their output between them, as Mercurial's test runner does,
// so that the shell expands variables in it.
type inline struct {
	config.Interpreter
	transcript *transcript.Transcript
	salt       string
	word       string // see end
	open       bool
	last       int  // the block written last
	apart      bool // standard error has marks of its own
}

// follows reports whether block b goes on with the code of the one before.
func (w *inline) follows(b int) bool {
	if !w.open || w.last != b-1 {
		return false
	}
	blocks := w.transcript.Blocks
	for n := blocks[b-1].Code[0]; n < blocks[b].Code[0]; n++ {
		switch w.transcript.Lines[n].Kind {
		case transcript.Inline, transcript.InlineMore, transcript.Output, transcript.Directed, transcript.Off:
		default:
			return false
		}
	}
	return true
}

// begin starts the here-document.
func (w *inline) begin(b *strings.Builder) {
	w.open = true
	fmt.Fprintf(b, "%s <<%s\n", w.Command, w.end())
}

// inlineBreak breaks the salt in a here-document, where quotes would be printed:
// a variable that nobody sets.
const inlineBreak = "${__dott_break-}"

// end is the word that ends the here-document. It is no part of the salt, since
// `set -v` prints it.
func (w *inline) end() string {
	if w.word == "" {
		w.word = "END_" + rand.Text()[:8]
	}
	return w.word
}

// mark writes what makes the interpreter print a marker. The shell, which expands
// variables in it, puts the salt together.
func (w *inline) mark(b *strings.Builder, line int) {
	text := fmt.Sprintf("%s%s%s %d ", w.salt[:saltHead], inlineBreak, w.salt[saltHead:], line)
	if w.apart && w.Interpreter == builtInPython { // others know of one stream only
		b.WriteString(text + errorSign + "\n")
	}
	if text += "0"; w.Mark != "" {
		text = strings.ReplaceAll(w.Mark, "{mark}", text)
	}
	b.WriteString(text + "\n")
}

// code writes the code of a block.
func (w *inline) code(b *strings.Builder, block int) {
	for _, n := range w.transcript.Blocks[block].Code {
		l := &w.transcript.Lines[n]
		switch {
		case w.Mark != "":
		case l.Kind == transcript.Inline:
			b.WriteString(">>> ")
		default:
			b.WriteString("... ")
		}
		b.WriteString(l.Text + "\n")
	}
	w.last = block
}

// close ends the here-document, if there is one.
func (w *inline) close(b *strings.Builder) {
	if w.open {
		b.WriteString(w.end() + "\n")
		w.open = false
	}
}
