package options

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"dott/runner/config"
	"dott/runner/environment"
	"dott/runner/report"
	"dott/runner/words"
)

// SettleLayers sets the options of one layer after the other, each where no layer
// above it did. What is not said on the command line is said by $DOTT_OPTS; what is
// not said there, by the project's file; then by the preset that --compat names.
// Under the name cram, $CRAM stands on the command line already, and the file is
// cram's. The configuration is that of the file, over the preset's.
func (l *Line) SettleLayers(env []string) (config.Config, error) {
	layer := &layers{l.Flags}
	if err := layer.consistent(); err != nil {
		return config.Config{}, Errorf("%v", err)
	}
	denied := l.Flags.Lookup("update") != nil && layer.on("deny")
	if !l.asCram {
		if err := layer.fromEnv(Getenv(env, "DOTT_OPTS")); err != nil {
			return config.Config{}, Errorf("$DOTT_OPTS: %v", err)
		}
	}
	if denied && !layer.on("update") && !layer.on("interactive") {
		return config.Config{}, Errorf("--deny %s is about what -u and -i write; to judge a change: dott lint --against REV --deny weakened", l.Values.deny.value)
	}
	file, err := ReadConfig(env, l.Values.config, l.asCram)
	if err != nil {
		return config.Config{}, err
	}
	if err := layer.fromFile(file); err != nil {
		return config.Config{}, err
	}
	if l.asCram && l.Values.compat.value == "" {
		l.Values.compat.value = "cram"
	}
	if l.Values.compat.value == "" {
		return file, nil
	}
	preset, err := config.Preset(l.Values.compat.value, FileOptions())
	if err != nil {
		return config.Config{}, err
	}
	return config.Merge(preset, file), layer.fromFile(preset)
}

// layers is the flags between two layers.
type layers struct{ flags *pflag.FlagSet }

// exclusive are pairs of options that do not go together. Nothing is compared under
// --debug, so there is nothing for a report.
var exclusive = append([][2]string{
	{"yes", "no"}, {"quiet", "interactive"}, {"update", "no"}, {"debug", "quiet"}, {"debug", "interactive"},
	{"debug", "update"}, {"debug", "verbose"},
	{"debug", "time"}, {"debug", "trace"}, {"debug", "cached"}, {"cover", "cached"}, {"cover-diff", "cached"}, {"until-fail", "cached"}, {"repeat", "cached"}, {"bisect", "cached"}, {"watch", "shard"},
	{"cover", "debug"}, {"cover", "watch"}, {"cover", "bisect"}, {"cover-diff", "debug"}, {"cover-diff", "watch"}, {"cover-diff", "bisect"}, {"covers", "cover-diff"},
	{"every", "interactive"}, {"every", "update"}, {"every", "watch"}, {"every", "bisect"}, {"every", "list"}, {"every", "debug"}, {"every", "covers"}, {"every", "until-fail"},
	{"every", "monitor"}, {"every", "retest"}, {"notify", "watch"}, {"notify", "bisect"}, {"notify", "list"}, {"notify", "debug"}, {"notify", "covers"}, {"notify", "interactive"}, {"notify", "update"},
	{"monitor", "interactive"}, {"monitor", "update"}, {"monitor", "watch"}, {"monitor", "bisect"}, {"monitor", "list"}, {"monitor", "debug"}, {"monitor", "covers"}, {"monitor", "until-fail"},
	{"monitor", "verbose"},
	{"affected", "bisect"}, {"covers", "cover"}, {"covers", "affected"}, {"covers", "list"}, {"covers", "watch"}, {"covers", "bisect"},
}, reportsUnder("debug")...)

func reportsUnder(option string) (pairs [][2]string) {
	for _, k := range report.Kinds {
		pairs = append(pairs, [2]string{option, k.Name})
	}
	return pairs
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
	flags, _ := NewFlags(NewValues())
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("%w%s", err, Suggestion(flags, err))
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not an option; name tests on the command line", flags.Arg(0))
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
		switch Metavar(f) {
		case "FILE", "DIR":
			text = FromHere(c.Dir, text)
		case "PATH":
			if strings.ContainsRune(text, filepath.Separator) {
				text = FromHere(c.Dir, text)
			}
		}
		values[name] = text
	}
	if err := l.add(values); err != nil {
		return fmt.Errorf("%s: %w", c.Where("run"), err)
	}
	return nil
}

// ReadConfig reads the configuration: path, or the nearest dott.toml upward, or
// where there is none, cram's.
func ReadConfig(env []string, path string, asCram bool) (config.Config, error) {
	dir, err := os.Getwd()
	if err != nil {
		return config.Config{}, fmt.Errorf("the working directory: %w", err)
	}
	if _, err := os.Stat(path); path != "" && errors.Is(err, fs.ErrNotExist) {
		return config.Config{}, Errorf("--config: no such file: %s", path)
	}
	if path == "" && !asCram {
		path = config.Find(dir)
	}
	if path != "" {
		return config.Read(Below(dir, path), FileOptions())
	}
	path = config.FindCramrc(dir, func(name string) (string, bool) { return environment.Lookup(env, name) })
	if path == "" {
		return config.Config{}, nil
	}
	return config.ReadCramrc(path, Below(dir, path), dir, FileOptions())
}

// FromHere returns a path that begins in dir as one that begins in the working
// directory. A - is no path but stdout.
func FromHere(dir, path string) string {
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

// Below shortens an absolute path below dir.
func Below(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsAbs(path) && filepath.IsLocal(rel) {
		return rel
	}
	return path
}
