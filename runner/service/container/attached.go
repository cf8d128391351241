package container

import "context"

// Runs reports whether a container of a name runs.
func Runs(ctx context.Context, e *Engine, name string) bool {
	state, err := e.cli.ask(ctx, "inspect", "--type", "container", "--format", "{{.State.Running}}", name)
	return err == nil && state == "true"
}

// Attached is the command line of a container that runs a command of its image with the
// command line's own standard input, and is removed when that has ended. Begin must have
// been called; what is left of it is removed as that of a service is.
func Attached(e *Engine, what, image string, command ...string) (argv []string, name string) {
	name = e.name(what)
	argv = []string{e.cli.path, "run", "--interactive", "--rm", "--pull=never", "--name", name}
	argv = append(argv, labels(e, "--label", what)...)
	return append(append(argv, image), command...), name
}

// Exec is the command line of a shell in a container that runs.
func Exec(e *Engine, name string) []string {
	return []string{e.cli.path, "exec", "--interactive", name, "sh"}
}
