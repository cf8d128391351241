// Package man makes manual pages of help texts, which stay the only source.
package man

import (
	"fmt"
	"io"
	"strings"
)

// Page writes the page of a command from its help: lines of usage, and then paragraphs,
// headings that end in a colon, options, and examples that are set in.
func Page(w io.Writer, name, summary, version, help string) {
	fmt.Fprintf(w, ".TH %s 1 \"%s\" \"dott %s\" \"dott manual\"\n.SH NAME\n%s \\- %s\n", strings.ToUpper(name), date, escape(version), escape(name), escape(summary))
	lines := strings.Split(strings.TrimRight(help, "\n"), "\n")
	fmt.Fprint(w, ".SH SYNOPSIS\n.nf\n")
	n := 0
	for ; n < len(lines) && lines[n] != ""; n++ {
		fmt.Fprintln(w, text(strings.TrimPrefix(strings.TrimPrefix(lines[n], "Usage: "), "       ")))
	}
	fmt.Fprint(w, ".fi\n.SH DESCRIPTION\n")
	p := &page{Writer: w, first: true}
	for n++; n < len(lines); n++ {
		p.line(lines[n])
	}
	p.close()
}

// date is that of the manual.
const date = "2026-11-28"

// A page is what was written of one.
type page struct {
	io.Writer
	first   bool // no paragraph stands in this section yet
	example bool // the lines stand as they are
	option  bool // the lines are about an option
	blank   bool // an empty line came before
}

func (p *page) close() {
	if p.example {
		fmt.Fprint(p, ".fi\n.RE\n")
	}
	p.example = false
}

func (p *page) line(line string) {
	body := strings.TrimLeft(line, " ")
	indent := len(line) - len(body)
	switch {
	case body == "":
		p.blank = true
		return
	case indent == 0 && heading(line):
		p.close()
		fmt.Fprintf(p, ".SH %s\n", strings.ToUpper(escape(strings.TrimSuffix(line, ":"))))
		p.first, p.option, p.blank = true, false, false
		return
	case strings.HasPrefix(body, "-") && indent <= 6 && indent > 0:
		p.close()
		name, usage, _ := strings.Cut(body, "  ")
		fmt.Fprintf(p, ".TP\n\\fB%s\\fR\n", escape(name))
		if usage = strings.TrimSpace(usage); usage != "" {
			fmt.Fprintln(p, filled(usage))
		}
		p.first, p.option = false, true
	case p.option && indent > 6:
		fmt.Fprintln(p, filled(body))
	case indent > 0:
		if !p.example {
			fmt.Fprint(p, ".RS 4\n.nf\n")
		} else if p.blank {
			fmt.Fprintln(p, "\\&")
		}
		p.example, p.option = true, false
		fmt.Fprintln(p, text(line[min(indent, 4):]))
	default:
		p.close()
		if (p.blank || p.option) && !p.first {
			fmt.Fprintln(p, ".PP")
		}
		p.first, p.option = false, false
		fmt.Fprintln(p, filled(line))
	}
	p.blank = false
}

// heading reports whether a line is one of the titles over options.
func heading(line string) bool {
	title, ok := strings.CutSuffix(line, ":")
	return ok && !strings.Contains(title, " ") && title != ""
}

// filled is a line of a paragraph, in two where escapes make it long.
func filled(line string) string {
	const most = 80
	long := text(line)
	if len(long) <= most {
		return long
	}
	middle := strings.LastIndexByte(line[:len(line)*2/3], ' ')
	if middle < 0 {
		return long
	}
	return filled(line[:middle]) + "\n" + filled(line[middle+1:])
}

// text is a line that roff takes for one.
func text(line string) string {
	line = escape(line)
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		line = `\&` + line
	}
	return line
}

var escaper = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`)

func escape(s string) string { return escaper.Replace(s) }
