package project

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// beginning is how much of a file is looked at.
const beginning = 64 << 10

// isTranscript reports whether a file has a command: Perl's tests end in .t too.
func isTranscript(dir, name string) bool {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, beginning))
	return err == nil && command.Match(data)
}

var command = regexp.MustCompile(`(?m)^ +\$ `)

// Existing returns the folders below dir, relative to it and with slashes, in which
// tests are already: the topmost ones, so that no folder is inside another. Hidden
// folders, and those with what others wrote, are passed over.
func Existing(dir string) (folders []string, err error) {
	if dir == "" {
		dir = "."
	}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrPermission):
			return nil
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || slices.Contains(foreign, d.Name())):
			return fs.SkipDir
		case !d.IsDir() && strings.HasSuffix(name, ".t") && isTranscript(dir, name):
			top, _, below := strings.Cut(name, "/")
			if !below {
				top = path.Dir(name)
			}
			if !slices.Contains(folders, top) {
				folders = append(folders, top)
			}
		}
		return nil
	})
	if slices.Contains(folders, ".") {
		return []string{"."}, err
	}
	return folders, err
}

// foreign are folders in which other people's files are.
var foreign = []string{"node_modules", "vendor", "third_party"}

// IgnoresErr reports whether a .gitignore of the folder or of its repository has a
// line for .err files; ok is false where git is not used.
func IgnoresErr(dir string) (ignored, ok bool) {
	root, vcs := Repository(dir)
	if vcs != "git" {
		return false, false
	}
	for _, folder := range []string{dir, root} {
		data, err := os.ReadFile(filepath.Join(folder, ".gitignore"))
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(data)) {
			if strings.Contains(line, ".err") && !strings.HasPrefix(line, "#") {
				return true, true
			}
		}
	}
	return false, true
}

// IgnoreErr adds such a line to the .gitignore of a folder.
func IgnoreErr(dir string) error {
	path := filepath.Join(dir, ".gitignore")
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	line := "*.err\n"
	if len(data) > 0 && data[len(data)-1] != '\n' {
		line = "\n" + line
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Close())
}
