// Package container runs containers by the command of docker or podman, for
// services. It pulls nothing unless it is asked to, and touches nothing that it did
// not make.
//
// The life of a container: Start has the engine make and start it, under a name and
// labels of ours, and comes back when it runs. A client of the engine follows its
// log. When that ends, the container has ended, and the engine is asked how. Stop
// sends a signal, and later another; what is in the container is still there then,
// and Commit makes an image of it. Remove removes it, with its volumes.
//
// A container is no child of ours: nothing ends it when we are killed. So all that
// is made carries the run's name as a label. [Engine.Begin] notes with the helper
// processes that what has this label is to be removed when we die, holds a lock for
// as long as the run lives, and removes what has the label of a run whose lock
// nobody holds. [Engine.End] removes what is left of its own.
package container

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Spec says what to start.
type Spec struct {
	Service string // what it is for; part of its name
	Image   string
	Command []string // instead of the image's; nil is that
	Env     []string // NAME=value, besides the image's
	Ports   []Port
	Network *Network // nil is the engine's default
	Aliases []string // what it is called in the network
	Memory  int64    // bytes; 0 is no limit
	CPUs    float64  // 0 is no limit
	Mounts  []Mount
	Log     io.Writer // takes what it prints; nil drops it
}

// A Port of a container is published on this machine's loopback address.
type Port struct{ Inside, Outside int }

// A Mount shows a file or folder of this machine inside of a container.
type Mount struct {
	From, To string
	ReadOnly bool
}

// Host is where published ports are. Docker's bridge has an address too, but one that
// only Linux can reach, and only where the engine has root's rights.
const Host = "127.0.0.1"

// A Container has been started.
type Container struct {
	Name   string
	engine *Engine
	spec   Spec
	image  *Image
	cancel context.CancelFunc // of what follows its log
	done   chan struct{}
	ended  End // once done is closed

	mu      sync.Mutex
	stopped bool // by us: nobody asks how it ended
}

// An End is how a container ended.
type End struct {
	Status      int
	OutOfMemory bool
	Err         error // it could not be found out
}

func (e End) String() string {
	const signalled = 128
	switch {
	case e.Err != nil:
		return "ended; how, the engine does not say: " + e.Err.Error()
	case e.OutOfMemory:
		return fmt.Sprintf("ended with status %d: it ran out of memory", e.Status)
	case e.Status == signalled+9:
		return "was ended by a signal (killed)"
	}
	return fmt.Sprintf("ended with status %d", e.Status)
}

// Start starts a container. When it comes back with one, that runs, or has run:
// Done tells. If there is an error, nothing is left of it.
func (e *Engine) Start(ctx context.Context, s Spec) (*Container, error) {
	image, err := e.Image(ctx, s.Image)
	if err != nil {
		return nil, err
	}
	c := &Container{Name: e.name(s.Service), engine: e, spec: s, image: image, done: make(chan struct{})}
	if err := e.cli.detach(ctx, c.arguments()...); err != nil {
		return nil, errors.Join(err, c.Remove(context.WithoutCancel(ctx)))
	}
	follow, cancel := context.WithCancel(context.WithoutCancel(ctx))
	c.cancel = cancel
	go c.follow(follow)
	return c, nil
}

// arguments are those of the engine's command that starts the container.
func (c *Container) arguments() []string {
	s := &c.spec
	args := []string{"run", "--detach", "--pull", "never", "--name", c.Name}
	if !c.engine.cli.podman {
		// Whatever the daemon's own is: its log can be read back.
		args = append(args, "--log-driver", "json-file")
	}
	args = append(args, labels(c.engine, "--label", s.Service)...)
	for _, kv := range s.Env {
		args = append(args, "--env", kv)
	}
	for _, p := range s.Ports {
		args = append(args, "--publish", fmt.Sprintf("%s:%d:%d", Host, p.Outside, p.Inside))
	}
	if s.Network != nil {
		args = append(args, "--network", s.Network.Name)
		for _, a := range s.Aliases {
			args = append(args, "--network-alias", a)
		}
	}
	if s.Memory > 0 {
		bytes := strconv.FormatInt(s.Memory, 10)
		args = append(args, "--memory", bytes, "--memory-swap", bytes)
	}
	if s.CPUs > 0 {
		args = append(args, "--cpus", strconv.FormatFloat(s.CPUs, 'f', -1, 64))
	}
	for _, m := range s.Mounts {
		text := "type=bind," + field("source", m.From) + "," + field("target", m.To)
		if m.ReadOnly {
			text += ",readonly"
		}
		args = append(args, "--mount", text)
	}
	args = append(args, c.volumes()...)
	return append(append(args, s.Image), s.Command...)
}

// volumes are those that the image wants, with labels, so that they are found if
// somebody removes the container alone.
func (c *Container) volumes() (args []string) {
	if c.engine.cli.podman { // it has no labels for them
		return nil
	}
	for _, dir := range c.image.Volumes {
		mounted := false
		for _, m := range c.spec.Mounts {
			mounted = mounted || m.To == dir
		}
		if mounted {
			continue
		}
		text := "type=volume," + field("target", dir)
		for _, l := range labels(c.engine, "volume-label", c.spec.Service) {
			if l != "volume-label" {
				text += "," + field("volume-label", l)
			}
		}
		args = append(args, "--mount", text)
	}
	return args
}

// field is a field of a --mount, which is a line of CSV.
func field(name, value string) string {
	text := name + "=" + value
	if strings.ContainsAny(text, ",\"\n") {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return text
}

// follow copies the log until the container has ended, and asks how it did.
func (c *Container) follow(ctx context.Context) {
	defer close(c.done)
	log := c.spec.Log
	if log == nil {
		log = io.Discard
	}
	reading, enough := context.WithCancel(ctx)
	defer enough()
	if c.engine.cli.podman {
		go func() {
			// It may follow the log of a container that has ended for ever.
			const rest = 300 * time.Millisecond
			_, _ = c.engine.cli.ask(reading, "wait", c.Name)
			time.AfterFunc(rest, enough)
		}()
	}
	p, err := c.engine.Supervisor.Start(reading, c.engine.cli.command(log, "logs", "--follow", c.Name))
	if err == nil {
		_, err = p.Wait()
	}
	if ctx.Err() != nil {
		return
	}
	if reading.Err() != nil {
		err = nil
	}
	if err != nil {
		fmt.Fprintf(log, "%s logs %s: %v\n", c.engine.Name, c.Name, err)
	}
	c.mu.Lock()
	stopped := c.stopped
	c.mu.Unlock()
	if stopped && err == nil {
		return
	}
	c.ended = c.engine.end(ctx, c.Name)
}

// end waits until a container has ended, and returns how.
func (e *Engine) end(ctx context.Context, name string) End {
	// The client that followed its log may have ended before it.
	if _, err := e.cli.ask(ctx, "wait", name); err != nil {
		return End{Err: err}
	}
	text, err := e.cli.ask(ctx, "inspect", "--type", "container", "--format", "{{.State.ExitCode}} {{.State.OOMKilled}}", name)
	if err != nil {
		return End{Err: err}
	}
	var end End
	if _, err := fmt.Sscan(text, &end.Status, &end.OutOfMemory); err != nil {
		end.Err = fmt.Errorf("it says %q", text)
	}
	return end
}

// Done is closed when the container has ended.
func (c *Container) Done() <-chan struct{} { return c.done }

// Settle comes back when Done knows of an end that the engine knows of: that takes until
// its log was read and its status asked for.
func (c *Container) Settle(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	running, err := c.engine.cli.ask(ctx, "inspect", "--type", "container", "--format", "{{.State.Running}}", c.Name)
	if err != nil || strings.TrimSpace(running) != "true" {
		c.wait(ctx)
	}
}

// Ended says how it ended, once it has.
func (c *Container) Ended() End { return c.ended }

// Stop asks the container to end by a signal, "TERM" say or the one that the image
// names if it is "", and kills it when the grace is over or ctx is done.
func (c *Container) Stop(ctx context.Context, signal string, grace time.Duration) (killed bool, err error) {
	select {
	case <-c.done:
		return false, nil
	default:
	}
	c.mu.Lock()
	c.stopped = true
	c.mu.Unlock()
	if signal == "" {
		signal = c.image.StopSignal
	}
	// How long the engine takes is not of the grace.
	err = c.signal(ctx, signal)
	late, cancel := context.WithTimeout(ctx, grace)
	defer cancel()
	if err == nil && c.wait(late) {
		return false, nil
	}
	cannot, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := errors.Join(err, c.signal(cannot, "KILL")); err != nil {
		return true, err
	}
	if !c.wait(cannot) {
		return true, fmt.Errorf("%s: %s did not end, though it was killed", c.engine.Name, c.Name)
	}
	return true, nil
}

// signal sends a signal. It is no error that the container has ended meanwhile.
func (c *Container) signal(ctx context.Context, name string) error {
	err := c.engine.cli.act(ctx, "kill", "--signal", name, c.Name)
	if err == nil {
		return nil
	}
	brief, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if c.wait(brief) {
		return nil
	}
	return err
}

func (c *Container) wait(ctx context.Context) bool {
	select {
	case <-c.done:
		return true
	case <-ctx.Done():
		return false
	}
}

// Remove removes the container, which is killed if it runs, and its volumes.
func (c *Container) Remove(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c.mu.Lock()
	c.stopped = true
	c.mu.Unlock()
	err := removeLeft(ctx, c.engine, Left{Kind: "container", Name: c.Name})
	if c.cancel != nil {
		c.cancel()
		<-c.done
	}
	return err
}
