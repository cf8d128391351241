package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

const index = "docs/index.md"

// raw are the ends of files that are copied as they are.
var raw = []string{".svg", ".png", ".json"}

// page is a file of the checkout, or a folder.
type page struct {
	source   string // its path in the checkout, with slashes
	target   string // its path in the site
	title    string
	markdown ast.Node // nil if it is another file
	text     []byte
	entries  []string // of a folder
	folder   bool
	ids      map[string]bool
	headings []heading // of the second level
}

type heading struct{ id, text string }

// part is one of the menu's lists.
type part struct {
	title string
	pages []string // sources
}

type site struct {
	root     string
	pages    map[string]*page // by source
	parts    []part
	problems []string
	engine   goldmark.Markdown
}

func newSite(root string) *site {
	return &site{root: root, pages: map[string]*page{}, engine: goldmark.New(
		goldmark.WithExtensions(extension.GFM),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(html.WithUnsafe()),
	)}
}

// load reads all pages of docs/ and what they link to.
func (s *site) load() error {
	sources, err := filepath.Glob(filepath.Join(s.root, "docs", "*.md"))
	if err != nil {
		return err
	}
	todo := []string{}
	for _, source := range sources {
		todo = append(todo, "docs/"+filepath.Base(source))
	}
	if !slices.Contains(todo, index) {
		return fmt.Errorf("there is no %s in %s", index, s.root)
	}
	for len(todo) > 0 {
		source := todo[0]
		todo = todo[1:]
		if s.pages[source] != nil {
			continue
		}
		p, err := s.read(source)
		if err != nil {
			return err
		}
		s.pages[source] = p
		// From elsewhere the links are followed, too: all that they lead to is in the site.
		for _, link := range links(p) {
			if to, _, ok := resolve(source, link.destination()); ok && to != source {
				if _, err := os.Stat(filepath.Join(s.root, filepath.FromSlash(to))); err == nil {
					todo = append(todo, to)
				}
			}
		}
		for _, name := range p.entries {
			todo = append(todo, path.Join(source, name))
		}
	}
	s.readMenu()
	return nil
}

func (s *site) read(source string) (*page, error) {
	p := &page{source: source, title: source, ids: map[string]bool{}}
	file := filepath.Join(s.root, filepath.FromSlash(source))
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		p.folder, p.target = true, path.Join("source", source, "index.html")
		entries, err := os.ReadDir(file)
		for _, entry := range entries {
			if !left(entry) {
				p.entries = append(p.entries, entry.Name())
			}
		}
		return p, err
	}
	if p.text, err = os.ReadFile(file); err != nil {
		return nil, err
	}
	inDocs, isDoc := strings.CutPrefix(source, "docs/")
	switch {
	case slices.Contains(raw, path.Ext(source)) && isDoc:
		p.target = inDocs
	case slices.Contains(raw, path.Ext(source)):
		p.target = path.Join("source", source)
	case path.Ext(source) == ".md":
		p.target = path.Join("source", source+".html")
		if isDoc {
			p.target = strings.TrimSuffix(inDocs, ".md") + ".html"
		}
		s.parse(p)
	default:
		p.target = path.Join("source", source+".html")
	}
	return p, nil
}

// left says whether the site leaves an entry of a folder out: what a run of the tests
// has left there, and what is hidden.
func left(entry fs.DirEntry) bool {
	name := entry.Name()
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".err") ||
		name == "__pycache__" || name == "node_modules"
}

func (s *site) parse(p *page) {
	context := parser.NewContext(parser.WithIDs(&headingIDs{seen: map[string]int{}}))
	p.markdown = s.engine.Parser().Parse(text.NewReader(p.text), parser.WithContext(context))
	titled := false
	for node := range nodes(p.markdown) {
		h, ok := node.(*ast.Heading)
		if !ok {
			continue
		}
		words := plain(h, p.text)
		if !titled {
			p.title, titled = words, true
		}
		id, _ := h.AttributeString("id")
		name, _ := id.([]byte)
		p.ids[string(name)] = true
		if h.Level == 2 {
			p.headings = append(p.headings, heading{string(name), words})
		}
	}
}

// readMenu takes the menu from the front page: a part for each heading, with the pages
// that the list below it links to.
func (s *site) readMenu() {
	front := s.pages[index]
	times := map[string]int{}
	for node := range nodes(front.markdown) {
		switch node := node.(type) {
		case *ast.Heading:
			if node.Level == 2 {
				s.parts = append(s.parts, part{title: plain(node, front.text)})
			}
		case *ast.Link:
			to, _, ok := resolve(index, string(node.Destination))
			if ok && len(s.parts) > 0 && strings.HasPrefix(to, "docs/") && strings.HasSuffix(to, ".md") {
				last := &s.parts[len(s.parts)-1]
				last.pages = append(last.pages, to)
				times[to]++
			}
		}
	}
	for source := range s.pages {
		if path.Dir(source) == "docs" && path.Ext(source) == ".md" && source != index && times[source] != 1 {
			s.problem(index, 1, "%s is in it %d times; each page belongs into one list", path.Base(source), times[source])
		}
	}
}

func (s *site) problem(source string, line int, format string, args ...any) {
	s.problems = append(s.problems, fmt.Sprintf("%s:%d: %s", source, line, fmt.Sprintf(format, args...)))
}

// rewrite points each link to where the site has the file, and finds the dead ones.
func (s *site) rewrite() {
	for _, p := range s.pages {
		for _, link := range links(p) {
			destination := link.destination()
			to, anchor, ok := resolve(p.source, destination)
			if !ok {
				continue
			}
			target := s.pages[to]
			switch {
			case target == nil:
				s.problem(p.source, link.line(p), "%s: there is no such file", destination)
				continue
			case anchor != "" && target.markdown != nil && !target.ids[anchor]:
				s.problem(p.source, link.line(p), "%s: %s has no heading #%s", destination, to, anchor)
			}
			there := relative(p.target, target.target)
			if to == p.source && anchor != "" {
				there = ""
			}
			if anchor != "" {
				there += "#" + anchor
			}
			link.set(there)
		}
	}
}

// resolve says which file of the checkout a link in source leads to. A link to another
// site leads to none.
func resolve(source, destination string) (to, anchor string, ok bool) {
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return "", "", false
	}
	if u.Path == "" {
		return source, u.Fragment, true
	}
	return path.Join(path.Dir(source), u.Path), u.Fragment, true
}

// relative is the way from one of the site's files to another.
func relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + to
}

// write renders all pages below the folder out, which is new or has an older site.
func (s *site) write(out string) error {
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(out, "style.css")); err != nil {
			return fmt.Errorf("%s: the folder has other files in it; name a new one with -o", out)
		}
		if err := os.RemoveAll(out); err != nil {
			return err
		}
	}
	for _, p := range s.pages {
		var body bytes.Buffer
		switch {
		case p.markdown != nil:
			if err := s.engine.Renderer().Render(&body, p.text, p.markdown); err != nil {
				return fmt.Errorf("%s: %w", p.source, err)
			}
		case p.folder:
			writeFolder(&body, s, p)
		case slices.Contains(raw, path.Ext(p.source)):
			if err := save(out, p.target, p.text); err != nil {
				return err
			}
			continue
		default:
			writeFile(&body, p)
		}
		var whole bytes.Buffer
		if err := layout.Execute(&whole, s.view(p, body.String())); err != nil {
			return fmt.Errorf("%s: %w", p.source, err)
		}
		if err := save(out, p.target, whole.Bytes()); err != nil {
			return err
		}
	}
	return save(out, "style.css", style)
}

func save(out, target string, text []byte) error {
	file := filepath.Join(out, filepath.FromSlash(target))
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o666)
}
