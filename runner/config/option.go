package config

import (
	"fmt"
	"iter"
	"maps"
	"reflect"
	"strconv"
)

// Options are the options that [run] may have, by their long names.
type Options map[string]Option

// An Option tells what its value in a file may be.
type Option struct {
	Kind   Kind
	Check  func(text string) error // the option's own parser
	Refuse string                  // why it cannot stand in a file; "" is that it can
}

// Kind is the type of an option's value in a file.
type Kind int

// The types of options.
const (
	String   Kind = iota
	Number        // a whole number
	Switch        // true or false
	Duration      // a string, or a number of seconds
	Size          // a string, or a number of bytes
)

func (k Kind) fits(v any) bool {
	switch v.(type) {
	case string:
		return k == String || k == Duration || k == Size
	case int64:
		return k == Number || k == Duration || k == Size
	case float64:
		return k == Duration
	case bool:
		return k == Switch
	}
	return false
}

func (k Kind) String() string {
	return [...]string{
		"a string", "a whole number", "true or false", "a duration such as \"90s\" or a number of seconds", "an amount such as 4 or \"2GiB\"",
	}[k]
}

// Text is the value of an option as the command line would have it.
func Text(v any) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

// option decodes a key of [run] that is no field of its own.
func (d *decoder) option(name string, v any, into reflect.Value, p place) {
	o, ok := d.options[name]
	switch {
	case !ok:
		d.unknownKey(name, d.runKeys(), p, place{section: "run"})
	case o.Refuse != "":
		d.add(p, "%s: %s", p, o.Refuse)
	case !o.Kind.fits(v):
		d.mismatch(p, o.Kind.String(), v)
	default:
		if err := o.Check(Text(v)); err != nil {
			d.wrong(p, v, "%v", err)
			return
		}
		if into.IsNil() {
			into.Set(reflect.ValueOf(map[string]any{}))
		}
		into.SetMapIndex(reflect.ValueOf(name), reflect.ValueOf(v))
	}
}

// runKeys are all names that [run] may have.
func (d *decoder) runKeys() iter.Seq[string] {
	return func(yield func(string) bool) {
		for name, o := range d.options {
			if o.Refuse == "" && !yield(name) {
				return
			}
		}
		for name := range maps.Keys(fieldsOf(reflect.TypeFor[Run]()).named) {
			if !yield(name) {
				return
			}
		}
	}
}
