// Package against judges the changes of test files since a revision: whether they check
// less than they did.
package against

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/matcher/transcript"
	"dott/matcher/weakened"
	"dott/runner/project"
	"dott/runner/report/judged"
	"dott/runner/words"
)

// Options say what is compared.
type Options struct {
	Dir      string                              // in the repository
	Revision string                              // "" is the one that is checked out
	Format   func(file string) transcript.Format // of the files
	IsTest   func(path string) bool              // by its absolute path
}

// A File is a test file that changed.
type File struct {
	Path     string // absolute
	Name     string // from Dir
	Findings []weakened.Finding
}

// Compare returns the test files that changed so that they expect something else, by name.
// A file that has another name now is compared with what it was.
func Compare(ctx context.Context, o Options) ([]File, error) {
	h := project.NewHistory(o.Dir)
	since, err := h.Since(ctx, o.Revision)
	if err != nil {
		return nil, err
	}
	parse := func(path, text string) *transcript.Transcript {
		return transcript.For(path, o.Format(path)).Parse(text)
	}
	var files []File
	fresh := map[string]*transcript.Transcript{} // files that were not there
	add := func(path string, findings []weakened.Finding) {
		if len(findings) == 0 {
			return
		}
		name, err := filepath.Rel(o.Dir, path)
		if err != nil {
			name = path
		}
		files = append(files, File{path, filepath.ToSlash(name), findings})
	}
	for _, path := range since.Changed {
		if !o.IsTest(path) {
			continue
		}
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		is := parse(path, string(data))
		if was, ok := h.Was(ctx, o.Revision, path); ok {
			add(path, weakened.Compare(parse(path, was), is))
		} else {
			fresh[path] = is
		}
	}
	for _, path := range since.Gone {
		if !o.IsTest(path) {
			continue
		}
		text, ok := h.Was(ctx, o.Revision, path)
		if !ok {
			continue
		}
		was := parse(path, text)
		if now := successor(was, fresh); now != "" {
			add(now, weakened.Compare(was, fresh[now]))
			delete(fresh, now)
		} else {
			add(path, weakened.Gone(was))
		}
	}
	slices.SortStableFunc(files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return files, context.Cause(ctx)
}

// successor returns the new file that has the most commands of one that went, if these are
// half of them; "" is none.
func successor(was *transcript.Transcript, fresh map[string]*transcript.Transcript) (path string) {
	codes := commands(was)
	most := max(1, len(codes)/2+len(codes)%2) - 1
	for candidate, t := range fresh {
		has := commands(t)
		shared := 0
		for code := range codes {
			if has[code] {
				shared++
			}
		}
		if shared > most || shared == most && path != "" && candidate < path {
			path, most = candidate, shared
		}
	}
	return path
}

func commands(t *transcript.Transcript) map[string]bool {
	all := map[string]bool{}
	for _, b := range t.Blocks[1:] {
		var code []string
		for _, n := range b.Code {
			code = append(code, t.Lines[n].Text)
		}
		all[strings.Join(code, "\n")] = true
	}
	return all
}

// Weaker reports whether any file checks less.
func Weaker(files []File) bool {
	return slices.ContainsFunc(files, func(f File) bool { return weakened.Worst(f.Findings) == weakened.Weakened })
}

// WriteText writes what became weaker, in lines, and what else changed as a number.
func WriteText(w io.Writer, files []File) error {
	changed, weaker := 0, 0
	for _, f := range files {
		for _, found := range f.Findings {
			if found.Judgement != weakened.Weakened {
				changed++
				continue
			}
			weaker++
			if _, err := fmt.Fprintf(w, "%s:%d: %s\n", f.Name, max(1, found.Line), found); err != nil {
				return err
			}
		}
	}
	_, err := fmt.Fprintf(w, "# %d weakened, %d changed in %s\n", weaker, changed, words.Count(len(files), "file"))
	return err
}

// WriteJSON writes each finding as a line of JSON.
func WriteJSON(w io.Writer, files []File) error {
	out := json.NewEncoder(w)
	for _, f := range files {
		for _, found := range f.Findings {
			err := out.Encode(struct {
				File string `json:"file"`
				weakened.Finding
			}{f.Name, found})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// WriteGitHub writes what became weaker as annotations of GitHub Actions. The files are
// named from the workspace.
func WriteGitHub(w io.Writer, files []File, workspace string) error {
	for _, f := range files {
		name := f.Name
		if rel, err := filepath.Rel(workspace, f.Path); err == nil && workspace != "" && filepath.IsLocal(rel) {
			name = filepath.ToSlash(rel)
		}
		for _, found := range f.Findings {
			if found.Judgement != weakened.Weakened {
				continue
			}
			if _, err := io.WriteString(w, judged.Annotation(name, found)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Below returns what tells the tests among the files of a repository, as far as they are
// among some paths, seen from the directory here, or below them. markdown tells which
// Markdown files are tests.
func Below(here string, paths []string, markdown func(path string) bool) func(path string) bool {
	real := func(path string) string {
		if !filepath.IsAbs(path) {
			path = filepath.Join(here, path)
		}
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			return resolved
		}
		return filepath.Clean(path)
	}
	var roots []string
	for _, p := range paths {
		roots = append(roots, real(p))
	}
	return func(path string) bool {
		if slices.Contains(roots, path) {
			return true
		}
		if !strings.HasSuffix(path, ".t") && !markdown(path) {
			return false
		}
		return slices.ContainsFunc(roots, func(root string) bool {
			if info, err := os.Stat(root); err == nil && !info.IsDir() {
				return false
			}
			rel, err := filepath.Rel(root, path)
			return err == nil && filepath.IsLocal(rel)
		})
	}
}
