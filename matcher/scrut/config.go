package scrut

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Document is what stands in front of a test document.
type Document struct {
	Shell       string // "" is the usual one
	ShellLine   int
	Timeout     time.Duration // of the whole document; 0 is the usual one
	TimeoutLine int
	Defaults    Case     // of its test cases
	Languages   []string // the words that mark a test case; nil are the usual ones
}

// A Fault is something in a configuration that is not done, at a line of its text,
// counted from 0.
type Fault struct {
	Line   int
	Reason string
}

// Front reads the YAML at the beginning of a document.
func Front(text string) (Document, []Fault) {
	d := Document{Defaults: Default()}
	r := reader{}
	for key, value := range r.mapping(text) {
		at := key.Line - 1
		switch key.Value {
		case "shell":
			d.Shell, d.ShellLine = r.text(key, value), at
		case "total_timeout":
			d.Timeout, d.TimeoutLine = r.duration(key, value), at
		case "defaults":
			for key, value := range r.pairs(value) {
				r.set(&d.Defaults, key, value)
			}
		case "language_markers":
			for _, v := range value.Content {
				d.Languages = append(d.Languages, v.Value)
			}
		default:
			r.unsupported(key)
		}
	}
	return d, r.faults
}

// With returns a case with what YAML behind the word of a fence says.
func (c Case) With(text string) (Case, []Fault) {
	r := reader{}
	for key, value := range r.mapping(text) {
		r.set(&c, key, value)
	}
	return c, r.faults
}

// A reader reads YAML and collects what is wrong with it.
type reader struct{ faults []Fault }

func (r *reader) fault(n *yaml.Node, format string, a ...any) {
	r.faults = append(r.faults, Fault{max(0, n.Line-1), fmt.Sprintf(format, a...)})
}

func (r *reader) unsupported(key *yaml.Node) {
	r.fault(key, "scrut's key %q is not supported here; it is left out", key.Value)
}

// mapping yields the keys and values of a text.
func (r *reader) mapping(text string) func(yield func(key, value *yaml.Node) bool) {
	var doc yaml.Node
	if err := parse(text, &doc); err != nil {
		line := 0
		if m := errorLine.FindStringSubmatch(err.Error()); m != nil {
			line, _ = strconv.Atoi(m[1])
		}
		r.fault(&yaml.Node{Line: line}, "this is no YAML: %v", err)
		return func(func(key, value *yaml.Node) bool) {}
	}
	if len(doc.Content) == 0 {
		return func(func(key, value *yaml.Node) bool) {}
	}
	return r.pairs(doc.Content[0])
}

var errorLine = regexp.MustCompile(`line (\d+):`)

// parse reads YAML. The library panics about some of what is none.
func parse(text string, doc *yaml.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("it cannot be read")
		}
	}()
	return yaml.Unmarshal([]byte(text), doc)
}

func (r *reader) pairs(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		if n.Kind != yaml.MappingNode {
			if n.Tag != "!!null" {
				r.fault(n, "this is to be keys with values, as in {timeout: 10s}")
			}
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i], n.Content[i+1]) {
				return
			}
		}
	}
}

// set sets what one key of a test case says.
func (r *reader) set(c *Case, key, value *yaml.Node) {
	switch key.Value {
	case "output_stream":
		switch v := r.text(key, value); v {
		case "stdout", "stderr", "combined":
			c.Stream = v
		default:
			r.fault(key, "output_stream is stdout, stderr or combined, not %q", v)
		}
	case "environment":
		for name, value := range r.pairs(value) {
			if !isVariable(name.Value) || value.Kind != yaml.ScalarNode {
				r.fault(name, "environment: %q is not a variable with a value", name.Value)
				continue
			}
			// What is set later holds, and the array may be another case's too.
			c.Env = append(c.Env[:len(c.Env):len(c.Env)], Variable{name.Value, value.Value})
		}
	case "timeout":
		c.Timeout = r.duration(key, value)
	case "wait":
		r.wait(c, key, value)
	case "detached":
		c.Detached = r.yes(key, value)
	case "keep_crlf":
		c.KeepCRLF = r.yes(key, value)
	case "strip_ansi_escaping":
		c.StripANSI = r.yes(key, value)
	case "skip_document_code":
		n, err := strconv.Atoi(r.text(key, value))
		if err != nil || n < 1 || n > 255 {
			r.fault(key, "skip_document_code is an exit status, 1 to 255")
			return
		}
		c.SkipCode = n
	default:
		r.unsupported(key)
	}
}

func (r *reader) wait(c *Case, key, value *yaml.Node) {
	if value.Kind != yaml.MappingNode {
		c.Wait, c.WaitPath = r.duration(key, value), ""
		return
	}
	for key, value := range r.pairs(value) {
		switch key.Value {
		case "timeout":
			c.Wait = r.duration(key, value)
		case "path":
			c.WaitPath = r.text(key, value)
		default:
			r.unsupported(key)
		}
	}
}

func (r *reader) text(key, value *yaml.Node) string {
	if value.Kind != yaml.ScalarNode || strings.ContainsAny(value.Value, "\n\x00") {
		r.fault(key, "%s is to be a text on one line", key.Value)
		return ""
	}
	return value.Value
}

func (r *reader) yes(key, value *yaml.Node) bool {
	if value.Value != "true" && value.Value != "false" {
		r.fault(key, "%s is true or false", key.Value)
	}
	return value.Value == "true"
}

func (r *reader) duration(key, value *yaml.Node) time.Duration {
	d, ok := duration(value.Value)
	if !ok {
		r.fault(key, "%s is a duration such as 10s or 1m 30s", key.Value)
	}
	return d
}

// isVariable reports whether a shell can have a variable of that name.
func isVariable(name string) bool {
	return name != "" && strings.Trim(name, "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && (name[0] < '0' || name[0] > '9')
}
