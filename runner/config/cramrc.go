package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// FindCramrc returns the file that cram reads in a directory: $CRAMRC, or
// .cramrc there.
func FindCramrc(dir string, lookup func(name string) (string, bool)) string {
	path, ok := lookup("CRAMRC")
	switch {
	case !ok:
		path = ".cramrc"
	case path == "":
		return ""
	}
	get := func(name string) string { value, _ := lookup(name); return value }
	path = os.Expand(path, get)
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		path = filepath.Join(get("HOME"), rest)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(dir, path)
	}
	return path
}

// cramOptions are the options that cram reads from its file.
var cramOptions = []string{
	"quiet", "verbose", "interactive", "debug", "yes", "no", "preserve-env", "keep-tmpdir", "shell", "shell-opts", "indent", "xunit-file",
}

// ReadCramrc reads cram's configuration: options of the command line, below the
// line [cram]. Other sections are passed over as cram does, other keys are
// not. A file that does not exist says nothing, as for cram. Paths in it are
// relative to dir, the working directory.
func ReadCramrc(path, name, dir string, options Options) (Config, error) {
	doc, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, nil
	}
	if err != nil {
		return Config{}, fmt.Errorf("reading cram's configuration: %w", err)
	}
	c := Config{Path: path, Dir: dir, name: name}
	f := &faults{name: name, lines: map[string]int{}}
	sections := readINI(string(doc), f)
	if err := f.err(); err != nil {
		return Config{}, err
	}
	cram, ok := sections["cram"]
	if !ok {
		return c, nil
	}
	for key := range cram {
		if !slices.Contains(cramOptions, key) {
			p := place{}.key("cram").key(key)
			f.add(p, "unknown key %q in [cram]%s", key, didYouMean(Nearest(key, slices.Values(cramOptions)), "%q"))
		}
	}
	c.Run.Options = map[string]any{}
	for _, key := range cramOptions {
		text, ok := cram[key]
		p := place{}.key("cram").key(key)
		if !ok {
			if text, ok = sections["DEFAULT"][key]; !ok {
				continue
			}
			p = place{}.key("DEFAULT").key(key)
		}
		o, ok := options[key]
		if !ok {
			f.add(p, "%s: is not supported yet", p)
			continue
		}
		value, err := o.Kind.fromINI(text)
		if err == nil {
			err = o.Check(Text(value))
		}
		if err != nil {
			f.wrong(p, text, "%v", err)
			continue
		}
		c.Run.Options[key] = value
	}
	c.lines = f.lines
	return c, f.err()
}

// fromINI reads a value as Python's configparser does.
func (k Kind) fromINI(text string) (any, error) {
	switch k {
	case Switch:
		switch strings.ToLower(text) {
		case "1", "yes", "true", "on":
			return true, nil
		case "0", "no", "false", "off":
			return false, nil
		}
		return nil, fmt.Errorf("must be yes or no")
	case Number:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("must be a whole number")
		}
		return n, nil
	}
	return text, nil
}

// readINI reads the lines of Python's configparser, in its default settings: no
// comments behind values, and a value goes on in lines that are indented deeper.
func readINI(doc string, f *faults) map[string]map[string]string {
	sections := map[string]map[string]string{}
	section, key, depth := "", "", 0
	number := 0
	for line := range strings.Lines(doc) {
		number++
		text := strings.TrimSpace(line)
		indent := len(line) - len(strings.TrimLeft(line, " \t"))
		header, isHeader := strings.CutPrefix(text, "[")
		end := strings.LastIndex(header, "]")
		i := strings.IndexAny(text, "=:")
		switch {
		case strings.HasPrefix(text, "#"), strings.HasPrefix(text, ";"):
		case text == "":
			if key != "" {
				sections[section][key] += "\n"
			}
		case key != "" && indent > depth:
			sections[section][key] += "\n" + text
		case isHeader && end > 0:
			section, key, depth = header[:end], "", indent
			if sections[section] == nil {
				sections[section] = map[string]string{}
			}
		case section == "":
			f.all = append(f.all, fault{number, "this line is before any section; put a line such as [cram] above it"})
		case i < 1:
			f.all = append(f.all, fault{number, fmt.Sprintf("%q is neither [SECTION] nor KEY = VALUE", text)})
		default:
			depth, key = indent, strings.ToLower(strings.TrimSpace(text[:i]))
			id := place{}.key(section).key(key).id
			if f.lines[id] > 0 {
				f.all = append(f.all, fault{number, fmt.Sprintf("%s stands in [%s] twice; first in line %d", key, section, f.lines[id])})
			}
			f.lines[id] = number
			sections[section][key] = strings.TrimSpace(text[i+1:])
		}
	}
	for _, s := range sections {
		for key := range maps.Keys(s) {
			s[key] = strings.TrimRight(s[key], " \t\r\n")
		}
	}
	return sections
}
