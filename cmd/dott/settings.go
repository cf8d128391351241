package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"dott/runner/config"
	"dott/runner/words"
)

// What is not said on the command line is said by $DOTT_OPTS; what is not said
// there, by the project's file; then by the preset that --compat names. settle
// sets the flags of one layer after the other, each where no layer above it did.
// Under the name cram, $CRAM stands on the command line already, and the file is
// cram's.
func (o *options) settle(flags *pflag.FlagSet, env []string) error {
	if err := o.settleLayers(flags, env); err != nil {
		return err
	}
	o.githubSet = flags.Changed("github")
	return checkReports(o)
}

func (o *options) settleLayers(flags *pflag.FlagSet, env []string) error {
	layer := &layers{o: o, flags: flags}
	if err := layer.consistent(); err != nil {
		return usagef("%v", err)
	}
	if !o.asCram {
		if err := layer.fromEnv(getenv(env, "DOTT_OPTS")); err != nil {
			return usagef("$DOTT_OPTS: %v", err)
		}
	}
	file, err := o.readFile(env)
	if err != nil {
		return err
	}
	if err := layer.fromFile(file); err != nil {
		return err
	}
	if o.asCram && o.compat.value == "" {
		o.compat.value = "cram"
	}
	if o.compat.value == "" {
		o.settings = file
		return nil
	}
	preset, err := config.Preset(o.compat.value, fileOptions())
	if err != nil {
		return err
	}
	o.settings = config.Merge(preset, file)
	return layer.fromFile(preset)
}

// layers is the flags between two layers.
type layers struct {
	o     *options
	flags *pflag.FlagSet
}

// exclusive are pairs of options that do not go together.
var exclusive = [][2]string{
	{"yes", "no"}, {"quiet", "interactive"}, {"update", "no"}, {"debug", "quiet"}, {"debug", "interactive"},
	{"debug", "update"}, {"debug", "verbose"},
	{"debug", "json"}, {"debug", "junit"}, {"debug", "tap"}, {"debug", "html"}, {"debug", "time"}, {"watch", "shard"},
	{"cover", "debug"}, {"cover", "watch"}, {"cover", "bisect"},
	{"affected", "bisect"}, {"covers", "cover"}, {"covers", "affected"}, {"covers", "list"}, {"covers", "watch"}, {"covers", "bisect"},
}

func (l *layers) on(name string) bool {
	f := l.flags.Lookup(name)
	return f != nil && f.Changed && f.Value.String() != "false" && f.Value.String() != ""
}

func (l *layers) consistent() error {
	for _, pair := range exclusive {
		if l.on(pair[0]) && l.on(pair[1]) {
			return fmt.Errorf("options --%s and --%s are mutually exclusive", pair[0], pair[1])
		}
	}
	return nil
}

// add sets the flags that nothing above has set, and that do not exclude what is
// set there: dott -i holds against quiet = true. Flags that a verb does not have
// are passed over.
func (l *layers) add(values map[string]string) error {
	var above []string
	l.flags.Visit(func(f *pflag.Flag) {
		if f.Value.Type() != "bool" || f.Value.String() == "true" {
			above = append(above, f.Name)
		}
	})
	for _, name := range slices.Sorted(maps.Keys(values)) {
		f := l.flags.Lookup(name)
		if f == nil || f.Changed || slices.ContainsFunc(exclusive, func(pair [2]string) bool {
			return pair[0] == name && slices.Contains(above, pair[1]) || pair[1] == name && slices.Contains(above, pair[0])
		}) {
			continue
		}
		if err := l.flags.Set(name, values[name]); err != nil {
			return err
		}
	}
	return l.consistent()
}

// fromEnv adds the options of a variable.
func (l *layers) fromEnv(text string) error {
	args, err := words.Split(text)
	if err != nil || len(args) == 0 {
		return err
	}
	flags, _ := newFlags(&options{})
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%w%s", err, suggestion(flags, err))
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is no option; tests are named on the command line", flags.Arg(0))
	}
	values := map[string]string{}
	flags.Visit(func(f *pflag.Flag) { values[f.Name] = f.Value.String() })
	for _, name := range []string{"help", "version"} {
		if _, ok := values[name]; ok {
			return fmt.Errorf("--%s is for the command line", name)
		}
	}
	return l.add(values)
}

// fromFile adds the options of a configuration. Its paths begin in its folder.
func (l *layers) fromFile(c config.Config) error {
	values := map[string]string{}
	for name, v := range c.Run.Options {
		text := config.Text(v)
		f := l.flags.Lookup(name)
		if f == nil {
			continue
		}
		switch f.Annotations[metavar][0] {
		case "FILE", "DIR":
			text = fromHere(c.Dir, text)
		case "PATH":
			if strings.ContainsRune(text, filepath.Separator) {
				text = fromHere(c.Dir, text)
			}
		}
		values[name] = text
	}
	if err := l.add(values); err != nil {
		return fmt.Errorf("%s: %w", c.Where("run"), err)
	}
	return nil
}

// readFile reads the configuration: --config, or the nearest dott.toml upward,
// or where there is none, cram's.
func (o *options) readFile(env []string) (config.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return config.Config{}, fmt.Errorf("the working directory: %w", err)
	}
	path := o.config
	if path == "" && !o.asCram {
		path = config.Find(dir)
	}
	if path != "" {
		return config.Read(below(dir, path), fileOptions())
	}
	path = config.FindCramrc(dir, func(name string) (string, bool) { return lookupEnv(env, name) })
	if path == "" {
		return config.Config{}, nil
	}
	return config.ReadCramrc(path, below(dir, path), dir, fileOptions())
}

// paths returns what is run where the command line names nothing.
func (o *options) paths() []string {
	if len(o.settings.Run.Paths) == 0 {
		return []string{"."}
	}
	var paths []string
	for _, p := range o.settings.Run.Paths {
		paths = append(paths, fromHere(o.settings.Dir, p))
	}
	return paths
}

// fromHere returns a path that begins in dir as one that begins in the working
// directory. A - is no path but stdout.
func fromHere(dir, path string) string {
	if path == "" || path == "-" || filepath.IsAbs(path) {
		return path
	}
	path = filepath.Join(dir, path)
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil {
			return rel
		}
	}
	return path
}

// below shortens an absolute path below dir.
func below(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsAbs(path) && filepath.IsLocal(rel) {
		return rel
	}
	return path
}

// fileOptions are the options as a file may have them.
func fileOptions() config.Options {
	kinds := map[string]config.Kind{
		"bool": config.Switch, "count": config.Number, "number": config.Number, "duration": config.Duration, "size": config.Size,
	}
	once := []string{"list", "retest", "changed", "affected", "covers", "watch", "debug", "bisect"} // about one run, not about the project
	all := config.Options{}
	_, groups := newFlags(&options{})
	for _, g := range groups {
		g.flags.VisitAll(func(f *pflag.Flag) {
			option := config.Option{Kind: kinds[f.Value.Type()], Check: f.Value.Set}
			switch {
			case g.title == "Update" || slices.Contains(once, f.Name):
				option.Refuse = "is for the command line, run by run"
			case g.title == "Configuration" || g.title == "Help":
				option.Refuse = "is for the command line"
			}
			if f.Name == "shell-opts" {
				option.Check = func(text string) error { _, err := words.Split(text); return err }
			}
			all[f.Name] = option
		})
	}
	return all
}

func lookupEnv(env []string, name string) (string, bool) {
	prefix := name + "="
	ok := slices.ContainsFunc(env, func(kv string) bool { return strings.HasPrefix(kv, prefix) })
	return getenv(env, name), ok
}
