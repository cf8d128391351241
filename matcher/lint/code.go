package lint

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"

	"dott/matcher"
	"dott/matcher/transcript"
)

// commands are what the code of a file runs.
type commands struct {
	text  string // all code, line by line
	calls []call
	owns  map[string]bool // functions and aliases that it defines
}

// A call is a simple command with a literal name.
type call struct {
	name       string
	args       []string
	line       int  // index of its line
	start, end int  // of the name in what the line says
	waits      bool // it is part of a loop that waits, or runs beside the others
}

// Script returns the commands of a file as a script whose lines are those of the file;
// all others are empty. What is typed, and inline code, is left out.
func Script(t *transcript.Transcript) string {
	var b strings.Builder
	for _, l := range t.Lines {
		if l.Kind == transcript.Command || l.Kind == transcript.Continuation {
			b.WriteString(l.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// code returns the commands of the file, parsed once.
func (p *pass) code() *commands {
	if p.commands != nil {
		return p.commands
	}
	c := &commands{text: Script(p.Transcript), owns: map[string]bool{}}
	p.commands = c
	f, _ := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(c.text), "")
	if f == nil { // what comes before a fault is there all the same
		return c
	}
	var stack []syntax.Node
	syntax.Walk(f, func(n syntax.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		switch n := n.(type) {
		case *syntax.FuncDecl:
			c.owns[n.Name.Value] = true
		case *syntax.CallExpr:
			c.call(n, slices.ContainsFunc(stack, isWaiting))
		}
		stack = append(stack, n)
		return true
	})
	return c
}

func isWaiting(n syntax.Node) bool {
	if s, ok := n.(*syntax.Stmt); ok {
		return s.Background
	}
	_, loop := n.(*syntax.WhileClause)
	return loop
}

func (c *commands) call(n *syntax.CallExpr, waits bool) {
	if len(n.Args) == 0 || n.Args[0].Lit() == "" {
		return
	}
	at := n.Args[0].Pos()
	name := n.Args[0].Lit()
	new := call{name: name, line: int(at.Line()) - 1, start: int(at.Col()) - 1, waits: waits}
	new.end = new.start + len(name)
	for _, a := range n.Args[1:] {
		new.args = append(new.args, a.Lit())
	}
	if name == "alias" {
		for _, a := range n.Args[1:] {
			if lit, ok := a.Parts[0].(*syntax.Lit); ok {
				own, _, _ := strings.Cut(lit.Value, "=")
				c.owns[own] = true
			}
		}
	}
	c.calls = append(c.calls, new)
}

// inCode reports whether the commands of the file have a text in them.
func (p *pass) inCode(text string) bool {
	if strings.Contains(p.code().text, text) {
		return true
	}
	for _, d := range p.Directives {
		if strings.Contains(d.Args, text) {
			return true
		}
	}
	return false
}

// sleeps finds commands that wait for some time. Those in a loop that waits for
// something, and those that run beside the others, are right.
func sleeps(p *pass) {
	if !strings.Contains(p.code().text, "sleep") {
		return
	}
	for _, c := range p.code().calls {
		if c.name == "sleep" && !c.waits {
			p.addAt(c.line, c.start, c.end, "sleep is too long on a fast machine and too short on a busy one; `#eventually 5s` repeats a command until its block matches")
		}
	}
}

// optional are tools that many tests use and not every machine has.
var optional = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(`ansible aws az bzr bun cargo clang clang++ cmake composer convert cvs darcs deno docker dotnet
		emacs erl ffmpeg fossil gcc g++ gcloud gdb gem gh ghc git go gpg gradle helm hg irb java javac jj jq julia kubectl latex
		lua make mariadb meson minikube mongo mvn mysql nginx ninja node nodejs npm npx nvim perl php pip pip3 pnpm podman pdflatex
		psql pytest python python2 python3 R rake redis-cli redis-server rg ruby rustc rsync ruff sbt scala socat sqlite3 ssh strace svn
		swift systemctl terraform tmux unzip valgrind vim virtualenv wget curl xmllint xz yarn yq zig zip zsh zstd`) {
		all[name] = true
	}
	return all
})

// missingRequires finds tools that are used and not asked for.
func missingRequires(p *pass) {
	var said map[string]bool
	for _, c := range p.code().calls {
		if !optional()[c.name] || said[c.name] || p.code().owns[c.name] || p.asksFor(c.name) {
			continue
		}
		if said == nil {
			said = map[string]bool{}
		}
		said[c.name] = true
		p.addAt(c.line, c.start, c.end, fmt.Sprintf("not every machine has %s; `#require command:%s` at the top of the file skips it there", c.name, c.name)).Fix =
			p.requireFix(c.name)
	}
}

// requireFix puts #require into the first line. In Markdown there is no such place.
func (p *pass) requireFix(name string) *Fix {
	if p.Transcript.WriteOutput(0, "") == "" {
		return nil
	}
	return &Fix{Title: "Add #require command:" + name, Edits: []matcher.Edit{{New: []string{"#require command:" + name}}}}
}

// asksFor reports whether a file looks itself whether a tool is there, or something
// around it puts the tool there.
func (p *pass) asksFor(name string) bool {
	for _, d := range p.Directives {
		for _, t := range d.Terms {
			if t.Name == "command:"+name || t.Name == name || strings.HasPrefix(t.Name, name) || strings.HasPrefix(name, t.Name) {
				return true
			}
		}
	}
	for _, c := range p.code().calls {
		if (c.name == "command" || c.name == "type" || c.name == "which" || c.name == "hash") && slices.Contains(c.args, name) {
			return true
		}
	}
	return p.facts.Feature != nil && len(p.facts.Feature(name).Versions) > 0
}
