package main

import (
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/net/html"
)

// checkOutput looks at what was written: it finds also links that stand in a page as
// HTML, and what the layout itself gets wrong.
func checkOutput(out string) ([]string, error) {
	tree := os.DirFS(out)
	ids := map[string]map[string]bool{}
	type reference struct{ from, to string }
	var references []reference
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		ids[name] = map[string]bool{}
		if path.Ext(name) != ".html" {
			return nil
		}
		file, err := tree.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		document, err := html.Parse(file)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for node := range document.Descendants() {
			for _, attribute := range node.Attr {
				switch attribute.Key {
				case "id":
					ids[name][attribute.Val] = true
				case "href", "src":
					references = append(references, reference{name, attribute.Val})
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, r := range references {
		u, err := url.Parse(r.to)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %s: %v", filepath.Join(out, r.from), r.to, err))
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			continue
		}
		to := r.from
		if u.Path != "" {
			to = path.Join(path.Dir(r.from), u.Path)
		}
		switch there, ok := ids[to]; {
		case !ok:
			problems = append(problems, fmt.Sprintf("%s: %s: there is no such file", filepath.Join(out, r.from), r.to))
		case u.Fragment != "" && path.Ext(to) == ".html" && !there[u.Fragment]:
			problems = append(problems, fmt.Sprintf("%s: %s: there is no such anchor", filepath.Join(out, r.from), r.to))
		}
	}
	return problems, nil
}
