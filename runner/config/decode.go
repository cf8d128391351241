package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// decoder fills a Config from a document, strictly: a key that nobody knows and
// a value of another type than its field's are faults. It follows the types and
// their tags, so that types.go is the one list of what there is.
type decoder struct {
	faults
	options Options
}

func (d *decoder) config(tree map[string]any, c *Config) {
	d.value(tree, reflect.ValueOf(c).Elem(), place{})
}

// value decodes v, as go-toml has it, into a field.
func (d *decoder) value(v any, into reflect.Value, p place) {
	switch field := into.Addr().Interface().(type) {
	case *Globs:
		if s, ok := v.(string); ok {
			*field = Globs{s}
			return
		}
	case *Amount:
		d.amount(v, field, p)
		return
	case *ServicePorts:
		d.servicePorts(v, field, p)
		return
	case *time.Duration:
		d.duration(v, field, p)
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		into.Set(reflect.New(into.Type().Elem()))
		d.value(v, into.Elem(), p)
	case reflect.Struct:
		d.table(v, into, p)
	case reflect.Map:
		d.mapping(v, into, p)
	case reflect.Slice:
		d.list(v, into, p)
	case reflect.String:
		if s, ok := v.(string); ok {
			into.SetString(s)
			return
		}
		d.mismatch(p, "a string", v)
	case reflect.Bool:
		if b, ok := v.(bool); ok {
			into.SetBool(b)
			return
		}
		d.mismatch(p, "true or false", v)
	case reflect.Int:
		if n, ok := v.(int64); ok {
			into.SetInt(n)
			return
		}
		d.mismatch(p, "a whole number", v)
	case reflect.Float64:
		switch v := v.(type) {
		case int64:
			into.SetFloat(float64(v))
		case float64:
			into.SetFloat(v)
		default:
			d.mismatch(p, "a number", v)
		}
	}
}

func (d *decoder) amount(v any, into *Amount, p place) {
	switch v := v.(type) {
	case int64:
		if *into = Amount(v); v < 0 {
			d.wrong(p, v, "must not be less than 0")
		}
	case string:
		n, err := ParseAmount(v)
		if *into = Amount(n); err != nil {
			d.wrong(p, v, "not an amount such as 4 or 2GiB")
		}
	default:
		d.mismatch(p, "an amount such as 4 or \"2GiB\"", v)
	}
}

func (d *decoder) duration(v any, into *time.Duration, p place) {
	switch v.(type) {
	case int64, float64, string:
		var err error
		if *into, err = ParseDuration(Text(v)); err != nil {
			d.wrong(p, v, "not a duration such as 90s or 2m")
		}
	default:
		d.mismatch(p, "a duration such as \"90s\" or a number of seconds", v)
	}
}

// table decodes into a struct.
func (d *decoder) table(v any, into reflect.Value, p place) {
	fields := fieldsOf(into.Type())
	table, ok := v.(map[string]any)
	if text, is := v.(string); is && fields.text >= 0 {
		into.Field(fields.text).SetString(text)
		return
	}
	if !ok {
		want := "a table"
		if fields.text >= 0 {
			want = "a string or a table"
		}
		d.mismatch(p, want, v)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(table)) {
		at := p.key(key)
		i, known := fields.named[key]
		switch {
		case known:
			d.value(table[key], into.FieldByIndex(i), at)
		case into.Type() == reflect.TypeFor[Run]():
			d.option(key, table[key], into.Field(fields.rest), at)
		case fields.rest >= 0:
			d.element(key, table[key], into.Field(fields.rest), at)
		case p.section == "":
			d.unknownSection(key, table[key], at)
		default:
			d.unknownKey(key, maps.Keys(fields.named), at, p)
		}
	}
}

// mapping decodes into a map from names.
func (d *decoder) mapping(v any, into reflect.Value, p place) {
	table, ok := v.(map[string]any)
	if !ok {
		d.mismatch(p, "a table", v)
		return
	}
	into.Set(reflect.MakeMapWithSize(into.Type(), len(table)))
	for _, key := range slices.Sorted(maps.Keys(table)) {
		d.element(key, table[key], into, p.key(key))
	}
}

func (d *decoder) element(key string, v any, into reflect.Value, p place) {
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	elem := reflect.New(into.Type().Elem()).Elem()
	d.value(v, elem, p)
	into.SetMapIndex(reflect.ValueOf(key), elem)
}

func (d *decoder) list(v any, into reflect.Value, p place) {
	list, ok := v.([]any)
	kind := into.Type().Elem().Kind()
	tables := kind == reflect.Struct || kind == reflect.Map
	switch {
	case !ok && tables:
		d.mismatch(p, "tables, each headed by [["+p.section+"]]", v)
		return
	case !ok:
		d.mismatch(p, "a list of strings", v)
		return
	}
	into.Set(reflect.MakeSlice(into.Type(), len(list), len(list)))
	for i, v := range list {
		d.value(v, into.Index(i), p.item(i))
	}
}

func (d *decoder) mismatch(p place, want string, v any) {
	d.add(p, "%s: want %s, not %s", p, want, kindOf(v))
}

func kindOf(v any) string {
	switch v.(type) {
	case string:
		return "a string"
	case int64:
		return "a whole number"
	case float64:
		return "a number with a fraction"
	case bool:
		return "true or false"
	case map[string]any:
		return "a table"
	case []any:
		return "a list"
	}
	return "a date or a time"
}

// fields are the fields of a struct by their keys.
type fields struct {
	named map[string][]int // as reflect.Value.FieldByIndex takes it
	rest  int              // the field for all other keys, or -1
	text  int              // the field that a plain string is for, or -1
}

func fieldsOf(t reflect.Type) fields {
	f := fields{named: map[string][]int{}, rest: -1, text: -1}
	for i := range t.NumField() {
		key, option, _ := strings.Cut(t.Field(i).Tag.Get("toml"), ",")
		switch {
		case t.Field(i).Anonymous:
			for key, index := range fieldsOf(t.Field(i).Type).named {
				f.named[key] = append([]int{i}, index...)
			}
		case key == "" || key == "-":
			continue
		case key == "*":
			f.rest = i
		default:
			f.named[key] = []int{i}
		}
		if option == "text" {
			f.text = i
		}
	}
	return f
}
