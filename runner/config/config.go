// Package config reads what a project says about its tests: dott.toml, cram's
// .cramrc, and the presets that make dott behave like another program.
//
// A file is parsed by go-toml into plain maps, which finds what is no TOML. From
// there it is decoded into a [Config] field by field, and then checked for what
// types cannot say. Both go on behind a fault: all that is wrong with a file is
// reported at once, in the order of its lines. A [Config] is a layer: [Merge]
// puts one over another. It costs some ten microseconds, most of it in go-toml.
package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Find returns the nearest dott.toml upward from dir, or "".
func Find(dir string) string {
	for {
		path := filepath.Join(dir, "dott.toml")
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
			return path
		}
		if dir == filepath.Dir(dir) {
			return ""
		}
		dir = filepath.Dir(dir)
	}
}

// Read reads a dott.toml, whose [run] may have the options given. What is wrong
// with it is said with the path as it is given and the line, a line of the error
// for each fault.
func Read(path string, options Options) (Config, error) {
	doc, err := os.ReadFile(path)
	if err != nil {
		return Config{}, fmt.Errorf("reading the configuration: %w", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return Config{}, fmt.Errorf("reading the configuration: %w", err)
	}
	c, err := parse(path, doc, options)
	if err != nil {
		return Config{}, err
	}
	c.Path, c.Dir = abs, filepath.Dir(abs)
	return c, nil
}

func parse(name string, doc []byte, options Options) (Config, error) {
	var tree map[string]any
	if err := toml.Unmarshal(doc, &tree); err != nil {
		line := 0
		if e, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, _ = e.Position()
		}
		return Config{}, fmt.Errorf("%s: %s", at(name, line), strings.TrimPrefix(err.Error(), "toml: "))
	}
	c := Config{name: name, lines: index(doc)}
	d := &decoder{options: options, faults: faults{name: name, lines: c.lines}}
	d.config(tree, &c)
	check(&c, &d.faults)
	return c, d.err()
}

// Where names the place of a value for messages, "dott.toml:14", or only its
// file. A value in a list of tables has its number between the keys, from 0 on.
func (c Config) Where(section string, keys ...string) string {
	id := idSep + section
	for _, k := range keys {
		id += idSep + k
	}
	return at(c.name, c.lines[id])
}
