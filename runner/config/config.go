// Package config reads dott.toml. It has one section so far, [resources].
package config

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// Read reads a configuration. What is wrong with it is said with file and line.
func Read(path string) (Config, error) {
	var c Config
	f, err := os.Open(path)
	if err != nil {
		return c, fmt.Errorf("reading the configuration: %w", err)
	}
	defer f.Close()
	d := toml.NewDecoder(f)
	d.DisallowUnknownFields()
	err = d.Decode(&c)
	if err == nil {
		return c, c.check(path)
	}
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		var all []error
		for _, e := range strict.Errors {
			line, _ := e.Position()
			all = append(all, fmt.Errorf("%s:%d: unknown key %q; only [resources] is supported so far", path, line, strings.Join(e.Key(), ".")))
		}
		return c, errors.Join(all...)
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, _ := e.Position()
		return c, fmt.Errorf("%s:%d: %s", path, line, strings.TrimPrefix(e.Error(), "toml: "))
	}
	return c, fmt.Errorf("%s: %w", path, err)
}

// check looks for what the types of the fields let pass.
func (c Config) check(path string) error {
	var all []error
	for _, name := range slices.Sorted(maps.Keys(c.Resources)) {
		if n := c.Resources[name]; n < 0 {
			all = append(all, fmt.Errorf("%s: [resources] %s = %d: must not be less than 0", path, name, n))
		}
	}
	return errors.Join(all...)
}

// An Amount is a quantity of a resource: a number, or a size such as "2GiB".
type Amount int64

// UnmarshalText reads an amount.
func (a *Amount) UnmarshalText(text []byte) error {
	n, err := ParseAmount(string(text))
	*a = Amount(n)
	return err
}

var units = []struct {
	suffix string
	factor int64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1},
}

// ParseAmount reads a whole number, with or without the unit of a size.
func ParseAmount(s string) (int64, error) {
	number, factor := s, int64(1)
	for _, u := range units {
		if rest, ok := strings.CutSuffix(s, u.suffix); ok {
			number, factor = strings.TrimSpace(rest), u.factor
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || factor > 1 && n > (1<<62)/factor {
		return 0, fmt.Errorf("%q is not an amount such as 4 or 2GiB", s)
	}
	return n * factor, nil
}
