package coverage

import (
	"context"

	"dott/runner/around"
	"dott/runner/environment"
	"dott/runner/event"
)

// Layer returns the session as what is around tests: each has its variables, and
// the summary of the run has the total, which finish returns when no test runs any
// more; nil is that there is nothing to tell. about tells by what a test is known.
func (s *Session) Layer(about func(around.Test) Test, finish func(context.Context) *event.Coverage) around.Layer {
	return around.Layer{
		Run: func(context.Context, []string) ([]around.Warning, around.AfterRun, error) {
			return nil, func(ctx context.Context, summary *event.Event) error {
				summary.Coverage = finish(ctx)
				return nil
			}, nil
		},
		Test: func(ctx context.Context, t around.Test) (around.Part, error) {
			if t.Target != "" {
				return around.Part{}, nil // nothing of what is measured there comes here
			}
			values, end := s.Begin(ctx, about(t))
			after := func(_ context.Context, passed bool) error {
				end(passed)
				return nil
			}
			return around.Part{Environ: func(env []string) []string { return environment.With(env, values) }, Write: []string{s.Dir}, After: after}, nil
		},
	}
}
