package main

import (
	_ "embed"
	"fmt"
	"html"
	"html/template"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

//go:embed layout.html
var layoutText string

//go:embed style.css
var style []byte

var layout = template.Must(template.New("page").Parse(layoutText))

type view struct {
	Title, Root    string
	Front          bool
	Parts          []viewPart
	Headings       []viewLink
	Previous, Next *viewLink
	Body           template.HTML
}

type viewPart struct {
	Title string
	Links []viewLink
}

type viewLink struct {
	Title, To string
	Here      bool
}

func (s *site) view(p *page, body string) view {
	v := view{
		Title: p.title,
		Root:  strings.Repeat("../", strings.Count(p.target, "/")),
		Front: p.source == index,
		Body:  template.HTML(body),
	}
	var order []viewLink
	here := -1
	for _, part := range s.parts {
		one := viewPart{Title: part.title}
		for _, source := range part.pages {
			target := s.pages[source]
			if target == nil {
				continue
			}
			link := viewLink{Title: target.title, To: relative(p.target, target.target), Here: source == p.source}
			if link.Here {
				here = len(order)
			}
			order = append(order, link)
			one.Links = append(one.Links, link)
		}
		v.Parts = append(v.Parts, one)
	}
	if here > 0 {
		v.Previous = &order[here-1]
	}
	if here >= 0 && here+1 < len(order) {
		v.Next = &order[here+1]
	}
	if len(p.headings) > 3 && !v.Front {
		for _, h := range p.headings {
			v.Headings = append(v.Headings, viewLink{Title: h.text, To: "#" + h.id})
		}
	}
	return v
}

func writeFolder(w io.Writer, s *site, p *page) {
	fmt.Fprintf(w, "<h1>%s</h1>\n<ul>\n", html.EscapeString(p.source))
	for _, name := range p.entries {
		target := s.pages[path.Join(p.source, name)]
		if target.folder {
			name += "/"
		}
		fmt.Fprintf(w, "<li><a href=\"%s\">%s</a></li>\n",
			html.EscapeString(relative(p.target, target.target)), html.EscapeString(name))
	}
	fmt.Fprintln(w, "</ul>")
}

func writeFile(w io.Writer, p *page) {
	fmt.Fprintf(w, "<h1>%s</h1>\n", html.EscapeString(p.source))
	if !utf8.Valid(p.text) {
		fmt.Fprintln(w, "<p>This file is not text.</p>")
		return
	}
	fmt.Fprintf(w, "<pre><code>%s</code></pre>\n", html.EscapeString(string(p.text)))
}
