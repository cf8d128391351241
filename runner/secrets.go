package runner

import (
	"cmp"
	"fmt"
	"io"
	"reflect"

	"dott/matcher/transcript"
	"dott/runner/discover"
	"dott/runner/environment"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/secret"
	"dott/runner/shell"
)

// addSecrets notes the secret values that the caller's environment has, for the run and
// for each of its scopes, and refuses tests whose paths have one: nobody could be told of
// them.
func addSecrets(r *run) error {
	add := func(s *run, _ []discover.Test) error {
		env := s.o.Config.Env
		return cmp.Or(r.secrets.Add(env.Secret, s.o.Place.Env), r.secrets.Add(env.Secret, environment.With(s.o.Place.Env, env.Set)))
	}
	if err := cmp.Or(add(r, nil), eachScope(r, add)); err != nil {
		return err
	}
	m := r.secrets.Masker()
	for i := range r.tests {
		if name := m.Found(r.tests[i].Path); name != "" {
			return fmt.Errorf("%s: the path contains the value of %s, which [env] secret hides; rename the file or the folder", r.tests[i].Path, name)
		}
	}
	return nil
}

// mask returns an event without secret values. What tells where a file is stays as it is:
// addSecrets has seen to that.
func mask(s *secret.Store, e event.Event) event.Event {
	m := s.Masker()
	if m == nil {
		return e
	}
	file, target, whole := e.File, e.Target, e.Whole
	e.Whole = nil
	e = masked(m, reflect.ValueOf(e)).Interface().(event.Event)
	e.File, e.Target, e.Whole = file, target, whole
	return e
}

// masked returns a value in which no text has a secret one. It shares what had none.
func masked(m *secret.Masker, v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if text := v.String(); m.Found(text) != "" {
			hidden := reflect.New(v.Type()).Elem()
			hidden.SetString(m.Mask(text))
			return hidden
		}
	case reflect.Struct:
		copied := reflect.New(v.Type()).Elem()
		copied.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				copied.Field(i).Set(masked(m, v.Field(i)))
			}
		}
		return copied
	case reflect.Slice:
		if v.Len() == 0 {
			return v
		}
		if text, ok := v.Interface().([]byte); ok {
			return reflect.ValueOf([]byte(m.Mask(string(text))))
		}
		copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			copied.Index(i).Set(masked(m, v.Index(i)))
		}
		return copied
	case reflect.Map:
		copied := reflect.MakeMap(v.Type())
		for it := v.MapRange(); it.Next(); {
			copied.SetMapIndex(masked(m, it.Key()), masked(m, it.Value()))
		}
		return copied
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Type().Elem())
			copied.Elem().Set(masked(m, v.Elem()))
			return copied
		}
	}
	return v
}

// hide has secret values hidden in what a command prints, before anything else sees it.
// When the command has ended, flush is to be called.
func hide(t *trial, c *place.Command) (flush func(), err error) {
	store := t.run.secrets
	if err := store.Add(t.run.o.Config.Env.Secret, c.Env); err != nil || store.Masker() == nil {
		return func() {}, err
	}
	var writers []*secret.Writer
	through := func(to io.Writer) io.Writer {
		w := secret.NewWriter(to, store.Masker)
		w.Found = func(name string) { printed(t, name) }
		writers = append(writers, w)
		return w
	}
	c.Output = through(c.Output)
	if c.Errors != nil {
		c.Errors = through(c.Errors)
	} else if c.Stderr != nil {
		c.Errors, c.Stderr = through(c.Stderr), nil
	}
	return func() {
		for _, w := range writers {
			_ = w.Close()
		}
	}, nil
}

// follow notes which block runs, for what is told of it.
func follow(t *trial, s *shell.Splitter) {
	before := s.OnBlock
	s.OnBlock = func(block int) {
		t.block = block
		if before != nil {
			before(block)
		}
	}
}

// lineOf returns the line of the command that runs, from 0; and its text.
func lineOf(t *trial) (line int, command string) {
	if t.prepared.Transcript == nil {
		return 0, ""
	}
	blocks := t.prepared.Transcript.Blocks
	if code := blocks[min(t.block, len(blocks)-1)].Code; len(code) > 0 {
		return code[0], t.prepared.Transcript.Lines[code[0]].Text
	}
	return 0, ""
}

// printed warns of a secret that the test prints, once for each command.
func printed(t *trial, name string) {
	line, _ := lineOf(t)
	warnSecret(t, line, "prints the value of "+name+", which is hidden; keep it out of the output")
}

func warnSecret(t *trial, line int, reason string) {
	w := event.Event{Action: event.Warning, Test: t.end.Test, File: t.end.File, Line: line + 1, Reason: judge.At(t.end, line) + reason}
	for _, other := range t.warnings {
		if other.Reason == w.Reason {
			return
		}
	}
	t.warnings = append(t.warnings, w)
}

// written returns a fault for each line of a file that has a secret value: what is made of
// the file would have it too.
func written(t *trial, of *transcript.Transcript) (faults []transcript.Fault) {
	m := t.run.secrets.Masker()
	if m == nil {
		return nil
	}
	for n, l := range of.Lines {
		if name := m.Found(l.Text); name != "" {
			faults = append(faults, transcript.Fault{Line: n, Reason: fmt.Sprintf("this line contains the value of %s, which [env] secret hides; write %s instead", name, name)})
		}
	}
	return faults
}
