package config

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Coverage tells how --cover measures what tests run.
type Coverage struct {
	Tool      string   `toml:"tool"`       // CoverageTools has those that there are
	Source    string   `toml:"source"`     // the folder whose files count; "" is the configuration's
	Exclude   []string `toml:"exclude"`    // globs of files that do not count, relative to the configuration's folder
	Binaries  []string `toml:"binaries"`   // globs of programs and libraries that LLVM instrumented, where they are not found
	FailUnder *float64 `toml:"fail-under"` // percent of the lines; less fails the run
	// FailUnderChanged is the same of the lines that changed, where --cover-diff asks for these.
	FailUnderChanged *float64 `toml:"fail-under-changed"`
	// AffectsAll has globs of files that select all tests for --affected when they
	// change, besides those that do so by themselves.
	AffectsAll  []string          `toml:"affects-all"`
	AffectsNone []string          `toml:"affects-none"` // and of files that no test depends on
	Env         map[string]string `toml:"env"`          // of each test; here and below {dir}, {test} and {cell} are the test's
	Before      string            `toml:"before"`       // a shell command that is run before each test
	After       string            `toml:"after"`        // and after it: it leaves LCOV in {dir}, as a file named *.info or *.lcov
}

// CoverageTools are what Coverage.Tool may be.
func CoverageTools() []string { return []string{"go", "python", "gcov", "llvm", "node", "custom"} }

// WantedOfChanged is FailUnderChanged, or 0.
func (c *Coverage) WantedOfChanged() float64 {
	if c.FailUnderChanged == nil {
		return 0
	}
	return *c.FailUnderChanged
}

func checkCoverage(k checker) {
	c, p := k.c.Coverage, place{}.key("coverage")
	k.oneOf(c.Tool, p.key("tool"), CoverageTools()...)
	for key, percent := range map[string]*float64{"fail-under": c.FailUnder, "fail-under-changed": c.FailUnderChanged} {
		if percent != nil && (*percent < 0 || *percent > 100) && !k.bad[p.key(key).id] {
			k.wrong(p.key(key), *percent, "must be a percentage, 0 to 100")
		}
	}
	for _, list := range []struct {
		key   string
		globs []string
	}{{"exclude", c.Exclude}, {"affects-all", c.AffectsAll}, {"affects-none", c.AffectsNone}, {"binaries", c.Binaries}} {
		for i, glob := range list.globs {
			if at := p.key(list.key).item(i); !k.bad[at.id] && (glob == "" || !doublestar.ValidatePattern(glob)) {
				k.wrong(at, glob, "must be a path or a glob such as generated/**")
			}
		}
	}
	for name := range c.Env {
		if name == "" || strings.ContainsAny(name, "=\x00") {
			k.add(p.key("env"), "[coverage] env: %q is not the name of a variable", name)
		}
	}
	if c.Binaries != nil && c.Tool != "llvm" && slices.Contains(CoverageTools(), c.Tool) {
		k.add(p.key("binaries"), "[coverage] binaries: is for tool = \"llvm\" only")
	}
	if c.Tool == "custom" || !slices.Contains(CoverageTools(), c.Tool) {
		return
	}
	for _, own := range []struct {
		key   string
		given bool
	}{{"env", c.Env != nil}, {"before", c.Before != ""}, {"after", c.After != ""}} {
		if own.given {
			k.add(p.key(own.key), "[coverage] %s: is for tool = \"custom\" only", own.key)
		}
	}
}
