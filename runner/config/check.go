package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"dott/matcher/feature"
	"dott/runner/words"
)

// checker looks for what the types of the fields let pass.
type checker struct {
	*faults
	c *Config
}

func check(c *Config, f *faults) {
	k := checker{f, c}
	k.run()
	checkEnv(k)
	k.files()
	k.features()
	for i, s := range c.Substitute {
		checkSubstitution(k, s, place{}.key("substitute").item(i))
	}
	if c.SubstituteFrom != nil {
		k.need(c.SubstituteFrom.Command, place{}.key("substitute-from"), "command", "a shell command that prints substitutions")
	}
	k.inline()
	k.markdown()
	k.ports()
	k.resources(c.Resources, place{}.key("resources"))
	for i, f := range c.Foreign {
		k.foreign(f, place{}.key("foreign").item(i))
	}
	k.oneOf(c.Compat.Script, place{}.key("compat").key("script"), "file", "stdin")
	k.oneOf(c.Compat.Escape, place{}.key("compat").key("escape"), "utf-8", "ascii")
	checkAxes(k)
	checkCoverage(k)
	for i, f := range c.KnownFailure {
		checkKnownFailure(k, f, place{}.key("known-failure").item(i))
	}
	checkServices(k)
	checkTargets(k)
	checkLint(k)
	checkSandbox(k, c.Sandbox, place{}.key("sandbox"))
	checkNotify(k, c.Notify, place{}.key("notify"))
	for i, o := range c.Override {
		k.override(o, place{}.key("override").item(i))
	}
}

// need reports a string that a table must have.
func (k checker) need(value string, table place, key, what string) {
	p := table.key(key)
	switch _, given := k.lines[p.id]; {
	case value != "" || k.bad[p.id] || k.bad[table.id]:
	case given:
		k.wrong(p, value, "must be %s", what)
	default:
		k.missing(table, "has no %s: %s", key, what)
	}
}

func (k checker) oneOf(value string, p place, allowed ...string) {
	if _, given := k.lines[p.id]; given && !k.bad[p.id] && !slices.Contains(allowed, value) {
		last := len(allowed) - 1
		k.wrong(p, value, "must be %s or %s", strings.Join(allowed[:last], ", "), allowed[last])
	}
}

// path checks the name of a file that may be left out.
func (k checker) path(value *string, p place) {
	if value != nil && !k.bad[p.id] && (*value == "" || strings.Contains(*value, "\x00")) {
		k.wrong(p, *value, "must be the name of a file")
	}
}

func (k checker) run() {
	p := place{}.key("run")
	for i, path := range k.c.Run.Paths {
		k.path(&path, p.key("paths").item(i))
	}
	if k.c.Run.Paths != nil && len(k.c.Run.Paths) == 0 {
		k.wrong(p.key("paths"), k.c.Run.Paths, "must name a file or a folder, or be left out")
	}
	for i, glob := range k.c.Run.Markdown {
		if at := p.key("markdown").item(i); !k.bad[at.id] && (glob == "" || !doublestar.ValidatePattern(glob) || !markdownName(glob)) {
			k.wrong(at, glob, "must be a path or a glob of Markdown files such as docs/**/*.md")
		}
	}
	k.path(k.c.Run.Setup, p.key("setup"))
	k.path(k.c.Run.Teardown, p.key("teardown"))
	k.oneOf(k.c.Run.Stderr, p.key("stderr"), "together", "apart")
}

// markdownName reports whether a path or a glob is one of Markdown files alone.
func markdownName(glob string) bool {
	return strings.HasSuffix(glob, ".md") || strings.HasSuffix(glob, ".markdown") || strings.HasSuffix(glob, ".scrut")
}

// markdown checks the words of fences.
func (k checker) markdown() {
	p := place{}.key("markdown").key("fences")
	if k.c.Markdown.Fences != nil && len(k.c.Markdown.Fences) == 0 {
		k.wrong(p, k.c.Markdown.Fences, "must have a word, or be left out")
	}
	for i, word := range k.c.Markdown.Fences {
		if at := p.item(i); !k.bad[at.id] && (word == "" || strings.ContainsAny(word, " \t\r\n`")) {
			k.wrong(at, word, "must be the word behind the marks of a fence, such as console")
		}
	}
}

// sandboxed are the variables below which a file of a sandbox may be, besides
// those that are set, whose values are not known here.
var sandboxed = []string{"HOME", "TESTTMP", "CRAMTMP", "TMPDIR"}

func (k checker) files() {
	for _, name := range slices.Sorted(maps.Keys(k.c.Files)) {
		p := place{}.key("files").key(name)
		rest, variable := strings.CutPrefix(name, "$")
		first, rest, inFolder := strings.Cut(rest, "/")
		first = strings.TrimSuffix(strings.TrimPrefix(first, "{"), "}")
		_, set := k.c.Env.Set[first]
		switch {
		case name == "" || strings.HasSuffix(name, "/") || variable && !inFolder || strings.Contains(name, "\x00"):
			k.add(p, "%s: not the name of a file", p)
		case strings.HasPrefix(name, "/") || slices.Contains(strings.Split(rest, "/"), "..") || first == "..":
			k.add(p, "%s: leads out of the sandbox; begin with $HOME/ or with a name in the test's working directory", p)
		case variable && !set && !slices.Contains(sandboxed, first):
			k.add(p, "%s: a file in a sandbox is below $HOME, $TESTTMP, $CRAMTMP or $TMPDIR", p)
		}
	}
}

func (k checker) features() {
	for _, name := range slices.Sorted(maps.Keys(k.c.Features.Named)) {
		f, p := k.c.Features.Named[name], place{}.key("features").key(name)
		terms, err := feature.Parse(name)
		switch {
		case err != nil || len(terms) != 1 || terms[0].Op != "":
			k.add(p, "%s: not a feature name (letters, digits and _ . : + / -)", p)
		case terms[0].Negated:
			k.add(p, "%s: %q in a condition means that %q does not hold", p, name, terms[0].Name)
		case k.bad[p.id] || k.bad[p.key("check").id] || k.bad[p.key("version").id]:
		case f.Check != "" && f.Version != "":
			k.add(p, "%s: has both check and version; which is it?", p)
		case f.Check == "" && f.Version == "":
			k.add(p, "%s: has no command: %s = \"COMMAND\", or { version = \"COMMAND\" }", p, name)
		}
	}
}

func (k checker) inline() {
	c, p := k.c.Inline, place{}.key("inline")
	for _, name := range slices.Sorted(maps.Keys(c.Named)) {
		k.need(c.Named[name].Command, p.key(name), "command", "a shell command that runs the code on its standard input")
		if mark := c.Named[name].Mark; mark != "" && !strings.Contains(mark, "{mark}") {
			k.wrong(p.key(name).key("mark"), mark, "must have {mark} in it")
		}
	}
	k.interpreter(c.Use, p.key("use"))
}

func (k checker) interpreter(name string, p place) {
	if _, ok := k.c.Inline.Named[name]; ok || name == "" || name == "python" {
		return
	}
	k.wrong(p, name, "[inline] has no such interpreter")
}

func (k checker) ports() {
	c, p := k.c.Ports, place{}.key("ports")
	if c.Prefix != "" && !isName(c.Prefix) {
		k.wrong(p.key("prefix"), c.Prefix, "must begin the name of a variable: letters, digits and _")
	}
	if c.Count != nil && (*c.Count < 0 || *c.Count > 1000) {
		k.wrong(p.key("count"), *c.Count, "must be 0 to 1000")
	}
}

func (k checker) resources(amounts map[string]Amount, p place) {
	for _, name := range slices.Sorted(maps.Keys(amounts)) {
		if name == "" || strings.ContainsAny(name, " \t\r\n=") {
			k.add(p.key(name), "%s: no test can ask for it: a name has no blanks and no =", p.key(name))
		}
	}
}

func (k checker) foreign(f Foreign, p place) {
	k.need(f.Files, p, "files", "a glob of base names such as test-*.py")
	if f.Files != "" && (!doublestar.ValidatePattern(f.Files) || strings.Contains(f.Files, "/")) {
		k.wrong(p.key("files"), f.Files, "must be a glob of base names such as test-*.py")
	}
	k.need(f.Command, p, "command", "a shell command that runs $TESTDIR/$TESTFILE")
	k.oneOf(f.Verdict, p.key("verdict"), "status", "output", "tap")
	if f.Expected != "" && f.Verdict != "output" {
		k.wrong(p.key("expected"), f.Expected, "is for verdict = \"output\" only")
	}
}

func (k checker) override(o Override, p place) {
	at := p.key("paths")
	switch _, given := k.lines[at.id]; {
	case k.bad[at.id] || k.bad[p.id]:
	case len(o.Paths) == 0 && given:
		k.wrong(at, o.Paths, "must name a file or a glob; ** is any folders")
	case len(o.Paths) == 0:
		k.missing(p, "needs paths: the tests that it applies to")
	}
	for i, glob := range o.Paths {
		if at := at.item(i); !k.bad[at.id] && (glob == "" || !doublestar.ValidatePattern(glob)) {
			k.wrong(at, glob, "must be a path or a glob such as tests/slow/**")
		}
	}
	if o.Retry != nil && *o.Retry < 0 {
		k.wrong(p.key("retry"), *o.Retry, "must not be less than 0")
	}
	if at := p.key("max-output"); o.MaxOutput != nil && *o.MaxOutput == 0 && !k.bad[at.id] {
		k.wrong(at, *o.MaxOutput, "must be more than 0")
	}
	if at := p.key("shell"); o.Shell != nil && *o.Shell == "" && !k.bad[at.id] {
		k.wrong(at, *o.Shell, "must be a path, or a name on PATH")
	}
	if o.ShellOpts != nil {
		if _, err := words.Split(*o.ShellOpts); err != nil {
			k.wrong(p.key("shell-opts"), *o.ShellOpts, "%v", err)
		}
	}
	k.path(o.Setup, p.key("setup"))
	k.path(o.Teardown, p.key("teardown"))
	k.oneOf(o.Stderr, p.key("stderr"), "together", "apart")
	k.set(o.Env, p.key("env"))
	k.resources(o.Resources, p.key("resources"))
	checkSandbox(k, o.Sandbox, p.key("sandbox"))
	checkServiceNames(k, o.Service, p.key("service"))
	if at := p.key("target"); o.Target != nil && !k.bad[at.id] {
		if why := UnknownTarget(k.c.Target, *o.Target); why != "" {
			k.add(at, "%s: %s", at, why)
		}
	}
	if o.Inline != nil {
		k.interpreter(*o.Inline, p.key("inline"))
	}
}
