// Package markdown finds the parts of a Markdown file that may hold a transcript:
// fenced blocks and HTML comments, wherever they stand. What is a fence, where it
// ends and which blanks in front of its lines are not its own is what CommonMark
// says; goldmark knows that. Inline text is not parsed, as nothing in it matters.
//
// [Parse] never fails and changes nothing. Cost: one pass of goldmark's block parser.
package markdown

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// A Part is a fenced block or an HTML comment. Lines are counted from 0.
type Part struct {
	Comment bool   // it is an HTML comment
	Info    string // what stands behind the opening fence, or behind <!--
	Open    int    // the line that opens it
	Close   int    // the line that closes it, or the one behind its last
	Closed  bool   // a line closes it; else it ends with the file, the list item or the quote
	// Lines are those between, with their line ends, and without what belongs to the
	// list or the quote around and to the indent of the part.
	Lines []string
	// Prefix is what a new line of the part has in front of it.
	Prefix  string
	Fence   string // the opening fence without what is around it: ``` or ~~~~
	Heading string // the heading above, "" if there is none
	// Splits tells that the part stands between two items of a list, which it cuts in
	// two; Indent is how many blanks in front of it make it part of the item above.
	Splits bool
	Indent int
}

// FrontMatter returns the YAML that a file begins with, between two lines of dashes,
// and how many lines that are with these; 0 is that it has none. CommonMark does not
// know it, but most who publish Markdown do. What is behind the dashes has to look like
// a key, as they may well be a rule.
func FrontMatter(data string) (yaml string, lines int) {
	first, rest, _ := strings.Cut(data, "\n")
	next, _, _ := strings.Cut(rest, "\n")
	if strings.TrimRight(first, "\r") != "---" || !key().MatchString(next) {
		return "", 0
	}
	lines, end := 1, 0
	for l := range strings.Lines(rest) {
		lines++
		if text := strings.TrimRight(l, " \r\n"); text == "---" || text == "..." {
			return rest[:end], lines
		}
		end += len(l)
	}
	return "", 0
}

var key = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:#|["']?[\w-]+["']?\s*:(?:\s|$))`) })

// Parse returns the fenced blocks and the HTML comments of a file, in order.
func Parse(data string) []Part {
	// Of front matter only the line ends stay, so that all lines keep their numbers.
	if _, n := FrontMatter(data); n > 0 {
		for range n {
			_, data, _ = strings.Cut(data, "\n")
		}
		data = strings.Repeat("\n", n) + data
	}
	source := []byte(data)
	f := finder{data: data}
	root := blocks().Parse(text.NewReader(source))
	for at := range len(data) {
		if at == 0 || data[at-1] == '\n' {
			f.starts = append(f.starts, at)
		}
	}
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			f.heading = f.text(n)
		case *ast.FencedCodeBlock:
			f.fence(n)
		case *ast.HTMLBlock:
			if n.HTMLBlockType == ast.HTMLBlockType2 {
				f.comment(n)
			}
		}
		return ast.WalkContinue, nil
	})
	return f.parts
}

// blocks is a parser of blocks alone. It notes where fences are closed.
var blocks = sync.OnceValue(func() parser.Parser {
	all := parser.DefaultBlockParsers()
	for i, p := range all {
		if p.Value == parser.NewFencedCodeBlockParser() {
			all[i] = util.Prioritized(fenceParser{parser.NewFencedCodeBlockParser()}, p.Priority)
		}
	}
	return parser.NewParser(parser.WithBlockParsers(all...), parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
})

// A fenceParser is goldmark's, but remembers the closing fence, of which goldmark
// keeps nothing.
type fenceParser struct{ parser.BlockParser }

const closedAt = "closed"

func (p fenceParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, line := reader.PeekLine()
	state := p.BlockParser.Continue(node, reader, pc)
	if state == parser.Close {
		node.SetAttributeString(closedAt, line.Start)
	}
	return state
}

// A finder collects the parts of a file.
type finder struct {
	data    string
	starts  []int // of each line
	heading string
	parts   []Part
}

// line returns the line that a byte is in.
func (f *finder) line(at int) int {
	n, found := slices.BinarySearch(f.starts, at)
	if !found {
		n--
	}
	return n
}

// raw returns a line, with its end.
func (f *finder) raw(n int) string {
	end := len(f.data)
	if n+1 < len(f.starts) {
		end = f.starts[n+1]
	}
	return f.data[f.starts[n]:end]
}

// text returns the text of a heading on one line.
func (f *finder) text(n ast.Node) string {
	var words []string
	for i := range n.Lines().Len() {
		words = append(words, strings.Fields(f.segment(n.Lines().At(i)))...)
	}
	return strings.Join(words, " ")
}

// segment returns the bytes of a segment; padding is what a tab leaves of itself.
func (f *finder) segment(s text.Segment) string {
	start := max(0, s.Start)
	return strings.Repeat(" ", max(0, s.Padding)) + f.data[start:max(start, s.Stop)]
}

func (f *finder) fence(n *ast.FencedCodeBlock) {
	p := Part{Open: f.line(n.Pos()), Heading: f.heading}
	raw := f.raw(p.Open)
	at := strings.IndexAny(raw, "`~")
	if at < 0 {
		return // goldmark would have to be wrong
	}
	run := len(raw[at:]) - len(strings.TrimLeft(raw[at:], raw[at:at+1]))
	p.Fence, p.Prefix = raw[at:at+run], behindMarkers(raw[:at])
	p.Info = strings.TrimSpace(raw[at+run:])
	for i := range n.Lines().Len() {
		p.Lines = append(p.Lines, f.segment(n.Lines().At(i)))
	}
	p.Close = p.Open + 1 + len(p.Lines)
	if _, p.Closed = n.AttributeString(closedAt); p.Closed && p.Close >= len(f.starts) {
		return
	}
	f.parts = append(f.parts, p)
}

func (f *finder) comment(n *ast.HTMLBlock) {
	p := Part{Comment: true, Open: f.line(n.Lines().At(0).Start), Heading: f.heading}
	raw := f.raw(p.Open)
	at := strings.Index(raw, "<!--")
	if at < 0 {
		return
	}
	p.Prefix = behindMarkers(raw[:at])
	first := f.segment(n.Lines().At(0))
	indent := len(first) - len(strings.TrimLeft(first, " "))
	p.Info = strings.TrimSpace(raw[at+len("<!--"):])
	if info, _, ok := strings.Cut(p.Info, "-->"); ok {
		p.Info, p.Closed, p.Close = strings.TrimSpace(info), true, p.Open
		f.parts = append(f.parts, p)
		return
	}
	for i := 1; i < n.Lines().Len(); i++ {
		line := f.segment(n.Lines().At(i))
		for range indent { // the indent of the comment is not its own, as in a fence
			line = strings.TrimPrefix(line, " ")
		}
		p.Lines = append(p.Lines, line)
	}
	p.Close, p.Closed = p.Open+1+len(p.Lines), n.HasClosure()
	p.Indent, p.Splits = f.splits(n)
	f.parts = append(f.parts, p)
}

// splits reports whether a block stands between two lists that would be one without
// it, and how far their items are indented.
func (f *finder) splits(n ast.Node) (indent int, ok bool) {
	above, _ := n.PreviousSibling().(*ast.List)
	next := n.NextSibling()
	below, _ := next.(*ast.List)
	if above == nil || below == nil || above.Marker != below.Marker {
		return 0, false
	}
	if above.IsOrdered() && below.Start != above.Start+above.ChildCount() {
		return 0, false
	}
	if item, ok := above.LastChild().(*ast.ListItem); ok {
		indent = item.Offset
	}
	return indent, true
}

// behindMarkers is what a line below has in front where the first line of a part has
// this: of the marks of the lists around only their width, of quotes the sign.
func behindMarkers(before string) string {
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' '
	}, before)
}
