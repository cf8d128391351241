package around

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"dott/runner/event"
)

// recorder makes layers that note what is called, and fail where told.
type recorder struct{ calls []string }

func (r *recorder) layer(name, failing string) Layer {
	act := func(what string) error {
		r.calls = append(r.calls, name+"."+what)
		if what == failing {
			return errors.New(name + " fails")
		}
		return nil
	}
	return Layer{
		Run: func(_ context.Context, cells []string) ([]Warning, AfterRun, error) {
			return []Warning{{strings.Join(cells, " "), name}}, func(_ context.Context, e *event.Event) error { e.NotRun++; return act("after-run") }, act("run")
		},
		Cell: func(cell string) (Environ, error) {
			return func(env []string) []string { return append(env, name+"="+cell) }, act("cell")
		},
		Test: func(_ context.Context, t Test) (Part, error) {
			return Part{
				Environ: func(env []string) []string { return append(env, name+"="+t.Name) },
				Names:   []Name{{Text: name}}, Warnings: []string{name}, Ended: []<-chan struct{}{make(chan struct{})},
				Check: func() error { return act("check") },
				Logs:  func() []event.Log { return []event.Log{{Service: name}} },
				After: func(_ context.Context, passed bool) error {
					if passed {
						return act("passed")
					}
					return act("failed")
				},
			}, act("test")
		},
		Feature: func(_ context.Context, f Feature) (Answer, bool) { return Answer{true, name, nil}, f.Name == name },
	}
}

func TestLayers(t *testing.T) {
	r := &recorder{}
	l := Layers{r.layer("a", ""), {}, r.layer("b", "")}
	warnings, afterRun, err := l.Run(t.Context(), []string{"x", "y"})
	if err != nil || !slices.Equal(warnings, []Warning{{"x y", "a"}, {"x y", "b"}}) {
		t.Errorf("%v (%v)", warnings, err)
	}
	env, err := l.Cell("x")
	if got := env([]string{"e=1"}); err != nil || !slices.Equal(got, []string{"e=1", "a=x", "b=x"}) {
		t.Errorf("%v (%v)", got, err)
	}
	part, err := l.Test(t.Context(), Test{Name: "t"})
	if got := part.Environ(nil); err != nil || !slices.Equal(got, []string{"a=t", "b=t"}) {
		t.Errorf("%v (%v)", got, err)
	}
	if logs := part.Logs(); len(part.Names) != 2 || len(part.Warnings) != 2 || len(part.Ended) != 2 || len(logs) != 2 || logs[1].Service != "b" {
		t.Errorf("%+v, %v", part, logs)
	}
	for _, name := range []string{"a", "b", "c"} {
		if a, ok := l.Feature(t.Context(), Feature{Name: name}); ok != (name != "c") || a.Present != ok || ok && a.Why != name {
			t.Errorf("%s: %v, %v", name, a, ok)
		}
	}
	if err := errors.Join(part.Check(), part.After(t.Context(), true), afterRun(t.Context(), &event.Event{})); err != nil {
		t.Error(err)
	}
	want := "a.run b.run a.cell b.cell a.test b.test a.check b.check b.passed a.passed b.after-run a.after-run"
	if got := strings.Join(r.calls, " "); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestLayersFail: who was before a layer that fails still cleans up.
func TestLayersFail(t *testing.T) {
	for _, test := range []struct{ failing, want string }{
		{"run", "a.run b.run a.after-run"},
		{"cell", "a.run b.run c.run a.cell b.cell c.after-run b.after-run a.after-run"},
		{"test", "a.run b.run c.run a.cell b.cell c.cell a.test b.test a.failed c.after-run b.after-run a.after-run"},
		{"check", "a.run b.run c.run a.cell b.cell c.cell a.test b.test c.test a.check b.check c.check c.passed b.passed a.passed c.after-run b.after-run a.after-run"},
		{"passed", "a.run b.run c.run a.cell b.cell c.cell a.test b.test c.test a.check b.check c.check c.passed b.passed a.passed c.after-run b.after-run a.after-run"},
		{"after-run", "a.run b.run c.run a.cell b.cell c.cell a.test b.test c.test a.check b.check c.check c.passed b.passed a.passed c.after-run b.after-run a.after-run"},
	} {
		r := &recorder{}
		l := Layers{r.layer("a", ""), r.layer("b", test.failing), r.layer("c", "")}
		err := func() error {
			_, afterRun, err := l.Run(t.Context(), nil)
			if err != nil {
				return err
			}
			_, err = l.Cell("")
			if err == nil {
				var part Part
				if part, err = l.Test(t.Context(), Test{}); err == nil {
					err = errors.Join(part.Check(), part.After(t.Context(), true))
				}
			}
			return errors.Join(err, afterRun(t.Context(), &event.Event{}))
		}()
		if err == nil || err.Error() != "b fails" {
			t.Errorf("%s: %v", test.failing, err)
		}
		if got := strings.Join(r.calls, " "); got != test.want {
			t.Errorf("%s: %s, want %s", test.failing, got, test.want)
		}
	}
}

// TestLayersPanic: who was before a layer that panics still cleans up.
func TestLayersPanic(t *testing.T) {
	r := &recorder{}
	l := Layers{r.layer("a", ""), {Test: func(context.Context, Test) (Part, error) { panic("b") }}, r.layer("c", "")}
	func() {
		defer func() {
			if p := recover(); p != "b" {
				t.Errorf("%v", p)
			}
		}()
		_, err := l.Test(t.Context(), Test{})
		t.Error("no panic", err)
	}()
	if got := strings.Join(r.calls, " "); got != "a.test a.failed" {
		t.Error(got)
	}
}

// TestLayersNone: no layers, or such as do nothing, change nothing.
func TestLayersNone(t *testing.T) {
	for _, l := range []Layers{nil, {{}}, {{
		Run:  func(context.Context, []string) ([]Warning, AfterRun, error) { return nil, nil, nil },
		Cell: func(string) (Environ, error) { return nil, nil },
		Test: func(context.Context, Test) (Part, error) { return Part{}, nil },
	}}} {
		warnings, afterRun, err := l.Run(t.Context(), nil)
		cell, cerr := l.Cell("")
		part, terr := l.Test(t.Context(), Test{})
		if err := errors.Join(err, cerr, terr, part.Check(), part.After(t.Context(), true), afterRun(t.Context(), &event.Event{})); err != nil || warnings != nil || part.Logs() != nil {
			t.Error(warnings, err)
		}
		if env := part.Environ(cell([]string{"A=1"})); !slices.Equal(env, []string{"A=1"}) {
			t.Error(env)
		}
	}
}
