package main

import (
	"bytes"
	"fmt"
	"iter"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
)

// headingIDs names headings as GitHub does, so that an anchor is good on both.
type headingIDs struct{ seen map[string]int }

func (ids *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	id := strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, strings.TrimSpace(string(value)))
	n := ids.seen[id]
	ids.seen[id]++
	if n > 0 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return []byte(id)
}

func (ids *headingIDs) Put(value []byte) { ids.seen[string(value)]++ }

// nodes are all nodes of a document, in the order of the text.
func nodes(root ast.Node) iter.Seq[ast.Node] {
	return func(yield func(ast.Node) bool) {
		if root == nil {
			return
		}
		_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
			if entering && !yield(node) {
				return ast.WalkStop, nil
			}
			return ast.WalkContinue, nil
		})
	}
}

// plain is a node's text without its marks.
func plain(root ast.Node, source []byte) string {
	var words strings.Builder
	for node := range nodes(root) {
		switch node := node.(type) {
		case *ast.Text:
			words.Write(node.Segment.Value(source))
			if node.SoftLineBreak() {
				words.WriteByte(' ')
			}
		case *ast.String:
			words.Write(node.Value)
		}
	}
	return words.String()
}

// link is a link or an image of a page.
type link struct {
	node ast.Node
	to   *[]byte
}

func links(p *page) []link {
	var found []link
	for node := range nodes(p.markdown) {
		switch node := node.(type) {
		case *ast.Link:
			found = append(found, link{node, &node.Destination})
		case *ast.Image:
			found = append(found, link{node, &node.Destination})
		}
	}
	return found
}

func (l link) destination() string    { return string(*l.to) }
func (l link) set(destination string) { *l.to = []byte(destination) }

// line is where the page has the link: the syntax tree knows its paragraph only.
func (l link) line(p *page) int {
	start := 0
	for node := l.node; node != nil; node = node.Parent() {
		if node.Type() == ast.TypeBlock && node.Lines().Len() > 0 {
			start = node.Lines().At(0).Start
			break
		}
	}
	if at := bytes.Index(p.text[start:], *l.to); at >= 0 {
		start += at
	}
	return 1 + bytes.Count(p.text[:start], []byte("\n"))
}
