package config

import (
	"embed"
	"fmt"
	"iter"
	"reflect"
	"slices"
)

//go:embed presets/*.toml
var presets embed.FS

// Presets returns the names of the programs that --compat knows.
func Presets() iter.Seq[string] { return slices.Values([]string{"cram", "mercurial", "scrut"}) }

// Preset returns the configuration that makes dott like another program.
func Preset(name string, options Options) (Config, error) {
	doc, err := presets.ReadFile("presets/" + name + ".toml")
	if err != nil {
		return Config{}, fmt.Errorf("no preset %q", name)
	}
	return parse(name+".toml", doc, options)
}

// Merge puts one layer over another. What over says holds, key by key; lists of
// tables follow one another, under first; a list of strings that over has takes
// the place of under's.
func Merge(under, over Config) Config {
	merged := over
	mergeInto(reflect.ValueOf(&merged).Elem(), reflect.ValueOf(under))
	return merged
}

// mergeInto fills in what over does not say. It changes nothing that over and
// under share.
func mergeInto(over, under reflect.Value) {
	switch over.Kind() {
	case reflect.Struct:
		for i := range over.NumField() {
			if over.Type().Field(i).IsExported() {
				mergeInto(over.Field(i), under.Field(i))
			}
		}
		return
	case reflect.Map:
		both := reflect.MakeMap(over.Type())
		for _, from := range []reflect.Value{under, over} {
			for it := from.MapRange(); it.Next(); {
				both.SetMapIndex(it.Key(), it.Value())
			}
		}
		if both.Len() > 0 {
			over.Set(both)
		}
		return
	case reflect.Slice:
		if over.Type().Elem().Kind() == reflect.Struct {
			over.Set(reflect.AppendSlice(under.Slice3(0, under.Len(), under.Len()), over))
			return
		}
	}
	if over.IsZero() {
		over.Set(under)
	}
}
