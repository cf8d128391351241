package convert

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// Bats converts a file of bats, the Bash Automated Testing System.
func Bats(text string) Result {
	w := &writer{}
	w.directive("#shell bash")
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBats), syntax.KeepComments(true)).Parse(strings.NewReader(text), "")
	if err != nil {
		w.leave("the file, since " + err.Error())
		return w.result()
	}
	b := &bats{writer: w, source: text}
	for _, s := range file.Stmts {
		b.top(s)
	}
	return w.result()
}

// bats is a file of bats while it is converted.
type bats struct {
	*writer
	source                     string
	hasSetup, hasTeardown      bool
	hasFileSetup, askedForFile bool
}

// of returns the source of a node.
func (b *bats) of(n syntax.Node) string {
	from, to := int(n.Pos().Offset()), int(n.End().Offset())
	syntax.Walk(n, func(n syntax.Node) bool {
		if r, ok := n.(*syntax.Redirect); ok && r.Hdoc != nil { // with the line that ends it
			end := "\n" + strings.Trim(b.source[r.Word.Pos().Offset():r.Word.End().Offset()], `'"\`)
			if at := strings.Index(b.source[r.Word.End().Offset():], end); at >= 0 {
				to = max(to, int(r.Word.End().Offset())+at+len(end))
			}
		}
		return true
	})
	return b.source[from:min(to, len(b.source))]
}

// top converts what stands outside of tests.
func (b *bats) top(s *syntax.Stmt) {
	for _, c := range s.Comments {
		if c.Pos().After(s.Pos()) || strings.HasPrefix(c.Text, "!") {
			continue
		}
		b.text(c.Text)
	}
	switch c := s.Cmd.(type) {
	case *syntax.TestDecl:
		b.test(c)
		return
	case *syntax.FuncDecl:
		name := ""
		if c.Name != nil {
			name = c.Name.Value
		}
		switch name {
		case "setup":
			b.hasSetup = true
		case "teardown":
			b.hasTeardown = true
		case "setup_file":
			b.hasFileSetup = true
		}
	case *syntax.CallExpr:
		if len(c.Args) > 0 && (c.Args[0].Lit() == "load" || c.Args[0].Lit() == "bats_require_minimum_version") {
			b.leave(b.of(s))
			return
		}
	}
	b.command(b.of(s))
}

// test converts a test.
func (b *bats) test(t *syntax.TestDecl) {
	name, ok := plainWord(t.Description)
	if !ok {
		name = b.of(t.Description)
	}
	b.text("\n" + name)
	if b.hasFileSetup && !b.askedForFile {
		b.askedForFile = true
		b.command("setup_file")
	}
	if b.hasSetup {
		b.command("setup")
		b.expect(anything)
	}
	body := []*syntax.Stmt{t.Body}
	if block, ok := t.Body.Cmd.(*syntax.Block); ok {
		body = block.Stmts
	}
	b.body(body)
	if b.hasTeardown {
		b.command("teardown")
		b.expect(anything)
	}
}

// body converts the commands of a test: a run with all that is asserted of it, or a
// command that has to succeed.
func (b *bats) body(stmts []*syntax.Stmt) {
	for i := 0; i < len(stmts); {
		s := stmts[i]
		i++
		call, args := words(s)
		if call == "skip" {
			b.leave(b.of(s))
			continue
		}
		if call != "run" && isAbout(b.of(s)) { // of a run that is further up
			b.leave(b.of(s))
			continue
		}
		if call != "run" {
			b.command(b.of(s))
			if !quiet(s) {
				b.expect(anything)
			}
			continue
		}
		r := &ran{status: -1, lines: map[int]string{}}
		if !r.options(b, args) {
			b.leave(b.of(s))
			continue
		}
		for ; i < len(stmts) && r.asserts(b, stmts[i]); i++ {
		}
		r.write(b, s)
	}
}

// quiet reports whether a command surely prints nothing.
func quiet(s *syntax.Stmt) bool {
	switch c := s.Cmd.(type) {
	case *syntax.TestClause, *syntax.ArithmCmd, *syntax.FuncDecl, *syntax.DeclClause:
		return true
	case *syntax.CallExpr:
		return len(c.Args) == 0 || slices.Contains([]string{"[", "test", "export", "mkdir", "rm", "touch", "true", "unset", "cp", "mv", "local"}, c.Args[0].Lit())
	}
	return false
}

// ran is what a test asserts of a command that it runs.
type ran struct {
	args    []*syntax.Word
	status  int  // -1: any
	fails   bool // any but 0
	only    bool // standard error is no part of it
	output  *string
	lines   map[int]string
	count   int
	partial []string // texts that stand in the output
	res     []string // expressions that match in it
	left    []string
}

// options reads what stands between run and its command.
func (r *ran) options(b *bats, args []*syntax.Word) bool {
	for len(args) > 0 {
		switch o := args[0].Lit(); {
		case o == "--":
			r.args = args[1:]
			return len(r.args) > 0
		case o == "!":
			r.fails = true
		case o == "--separate-stderr":
			r.only = true
		case o == "--keep-empty-lines":
		case strings.HasPrefix(o, "-"):
			n, err := strconv.Atoi(o[1:])
			if err != nil {
				return false
			}
			r.status = n
		default:
			r.args = args
			return true
		}
		args = args[1:]
	}
	return false
}

// asserts takes an assertion about the command, if a command is one.
func (r *ran) asserts(b *bats, s *syntax.Stmt) bool {
	if _, ok := s.Cmd.(*syntax.CallExpr); ok && !s.Negated {
		name, args := words(s)
		switch name {
		case "[":
			if len(args) == 4 && args[3].Lit() == "]" {
				op := args[1].Lit()
				return r.compare(b, s, b.of(args[0]), op, args[2], false)
			}
			return r.about(b, s)
		case "assert_success":
			r.status = 0
			if len(args) > 0 {
				return r.about(b, s)
			}
			return true
		case "assert_failure":
			r.fails = len(args) == 0
			if len(args) == 1 {
				n, err := strconv.Atoi(args[0].Lit())
				if err != nil {
					r.fails = true
					return r.about(b, s)
				}
				r.status = n
			}
			return true
		case "assert_output":
			switch {
			case len(args) == 1:
				return r.compare(b, s, "$output", "=", args[0], false)
			case len(args) == 2 && (args[0].Lit() == "--partial" || args[0].Lit() == "-p"):
				if text, ok := plainWord(args[1]); ok && !strings.Contains(text, "\n") {
					r.partial = append(r.partial, text)
					return true
				}
			case len(args) == 2 && (args[0].Lit() == "--regexp" || args[0].Lit() == "-e"):
				return r.compare(b, s, "$output", "=~", args[1], true)
			}
			return r.about(b, s)
		case "refute_output", "assert_line", "refute_line", "assert_equal":
			return r.about(b, s)
		}
		return false
	}
	if t, ok := s.Cmd.(*syntax.TestClause); ok && !s.Negated {
		if x, ok := t.X.(*syntax.BinaryTest); ok {
			left, ok1 := x.X.(*syntax.Word)
			right, ok2 := x.Y.(*syntax.Word)
			if ok1 && ok2 {
				return r.compare(b, s, b.of(left), x.Op.String(), right, true)
			}
		}
	}
	return r.about(b, s)
}

// about takes what is about the command, and cannot be said in a transcript.
func (r *ran) about(b *bats, s *syntax.Stmt) bool {
	text := b.of(s)
	if isAbout(text) {
		r.left = append(r.left, text)
		return true
	}
	return false
}

// compare takes a comparison.
func (r *ran) compare(b *bats, s *syntax.Stmt, what, op string, with *syntax.Word, extended bool) bool {
	what = strings.NewReplacer(`"`, "", "{", "", "}", "").Replace(what)
	value, plain := plainWord(with)
	equal := op == "=" || op == "==" || op == "-eq"
	n, err := strconv.Atoi(value)
	switch {
	case !plain:
	case what == "$status" && equal && err == nil:
		r.status = n
		return true
	case what == "$status" && (op == "-ne" || op == "!=") && value == "0":
		r.fails = true
		return true
	case what == "$#lines[@]" && equal && err == nil:
		r.count = n
		return true
	case what == "$output" && equal && (!extended || !strings.ContainsAny(b.of(with), "*?[") || quoted(b.of(with))):
		r.output = &value
		return true
	case what == "$output" && equal && strings.HasPrefix(value, "*") && strings.HasSuffix(value, "*") && len(value) > 2:
		if text := value[1 : len(value)-1]; !strings.ContainsAny(text, "*?[\n\\") {
			r.partial = append(r.partial, text)
			return true
		}
	case what == "$output" && op == "=~" && !strings.Contains(value, "\n"):
		re := value
		if quoted(b.of(with)) && extended && op == "=~" {
			r.partial = append(r.partial, value)
			return true
		}
		r.res = append(r.res, re)
		return true
	case strings.HasPrefix(what, "$lines[") && strings.HasSuffix(what, "]") && equal && !strings.Contains(value, "\n"):
		if at, err := strconv.Atoi(what[len("$lines[") : len(what)-1]); err == nil && at >= 0 && (!extended || !strings.ContainsAny(b.of(with), "*?[") || quoted(b.of(with))) {
			r.lines[at] = value
			return true
		}
	}
	return r.about(b, s)
}

func quoted(source string) bool {
	return len(source) > 1 && (source[0] == '"' || source[0] == '\'') && source[len(source)-1] == source[0]
}

// write writes the command and what is expected of it.
func (r *ran) write(b *bats, s *syntax.Stmt) {
	for _, what := range r.left {
		b.leave(what)
	}
	command := ""
	for _, a := range s.Cmd.(*syntax.CallExpr).Assigns {
		command += b.of(a) + " "
	}
	command += b.source[r.args[0].Pos().Offset():r.args[len(r.args)-1].End().Offset()]
	for _, redirect := range s.Redirs {
		command += " " + b.of(redirect)
	}
	if r.only {
		command += " 2>/dev/null"
	}
	b.command(command)
	switch {
	case r.output != nil && (*r.output != "" || len(r.lines) == 0):
		if *r.output != "" {
			// $( ) takes away the end of the last line, and so does run.
			b.lines(strings.TrimRight(*r.output, "\n")+"\n", "")
		}
	case len(r.lines) > 0:
		next := 0
		for _, at := range slices.Sorted(maps.Keys(r.lines)) {
			for ; next < at; next++ {
				b.expect("* (glob)")
			}
			b.expect(literal(r.lines[at], ""))
			next++
		}
		if r.count == 0 || r.count > next {
			b.expect(anything)
		}
	case len(r.partial)+len(r.res) == 0:
		b.expect(anything)
	case len(r.partial) == 1 && len(r.res) == 0:
		b.expect(anything)
		b.expect("*" + globbed(r.partial[0]) + "* (glob)")
		b.expect(anything)
	case len(r.res) == 1 && len(r.partial) == 0:
		b.holding(r.res[0], "")
	default: // in whatever order
		b.expect(anything)
		var what bytes.Buffer
		for _, p := range append(r.partial, r.res...) {
			fmt.Fprintf(&what, "%s\n", p)
		}
		b.leave("the output holds all of these:\n" + what.String())
	}
	switch {
	case r.status > 0:
		b.ends(r.status)
	case r.fails:
		b.expect(failed)
	case r.status < 0:
		b.expect(`\[[0-9]+\] (re) (?)`)
	}
}
