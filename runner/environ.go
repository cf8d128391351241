package runner

import (
	"context"
	"errors"

	"dott/runner/discover"
	"dott/runner/process"
)

// Environ returns the environment that tests would have, but for what tells a test
// about itself. It is for what is run beside them by hand.
func Environ(ctx context.Context, o Options) (env []string, err error) {
	o.setDefaults()
	if o.Supervisor == nil {
		o.Supervisor = process.NewSupervisor()
		defer o.Supervisor.Close()
	}
	where, err := o.openPlace()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, where.Close()) }()
	return newRun(o, where, nil).preparer.Env(ctx, &discover.Test{})
}
