// Site makes a static site of docs/, and checks its links.
//
//	go run ./integrations/site [-o FOLDER]
//
// docs/index.md is the front page, and its lists are the menu: each page of docs/ is in
// it once. Files outside of docs/ that a page links to get a page of their own. A link to
// a file or a heading that is not there is an error, as is a page that the menu lacks.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	out := flag.String("o", "public", "the `folder` that the site is written to")
	root := flag.String("root", ".", "the checkout's `folder`")
	flag.Parse()
	if flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	problems, pages, err := run(*root, *out)
	if err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(problems) > 0 {
		fmt.Fprintf(os.Stderr, "site: %d dead links or pages without a place\n", len(problems))
		os.Exit(1)
	}
	fmt.Printf("%s: %d pages, every link and anchor is there\n", filepath.Join(*out, "index.html"), pages)
}

// run writes the site of the checkout root to out, and returns what is wrong with it.
func run(root, out string) (problems []string, pages int, err error) {
	site := newSite(root)
	if err := site.load(); err != nil {
		return nil, 0, err
	}
	site.rewrite()
	if err := site.write(out); err != nil {
		return nil, 0, err
	}
	broken, err := checkOutput(out)
	if err != nil {
		return nil, 0, err
	}
	if len(site.problems) == 0 {
		site.problems = broken
	}
	slices.Sort(site.problems)
	return slices.Compact(site.problems), len(site.pages), nil
}
