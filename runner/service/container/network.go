package container

import (
	"context"
	"errors"
)

// A Network is one in which containers know each other by names.
type Network struct {
	Name   string
	engine *Engine
}

// NewNetwork returns a network in which nobody is.
func (e *Engine) NewNetwork(ctx context.Context) (*Network, error) {
	e.mu.Lock()
	if last := len(e.networks) - 1; last >= 0 {
		n := e.networks[last]
		e.networks = e.networks[:last]
		e.mu.Unlock()
		return n, nil
	}
	e.mu.Unlock()
	n := &Network{e.name("net"), e}
	args := append([]string{"network", "create"}, labels(e, "--label", "")...)
	if err := e.cli.act(ctx, append(args, n.Name)...); err != nil {
		return nil, errors.Join(err, n.remove(context.WithoutCancel(ctx)))
	}
	return n, nil
}

// Release gives back a network whose containers are removed. It costs some 300 ms to
// make and remove one, so it is kept for others, until the run ends.
func (n *Network) Release() {
	n.engine.mu.Lock()
	defer n.engine.mu.Unlock()
	n.engine.networks = append(n.engine.networks, n)
}

// Join lets a container that runs already into the network, under other names.
func (n *Network) Join(ctx context.Context, c *Container, aliases ...string) error {
	args := []string{"network", "connect"}
	for _, a := range aliases {
		args = append(args, "--alias", a)
	}
	return n.engine.cli.act(ctx, append(args, n.Name, c.Name)...)
}

// Leave takes it out again.
func (n *Network) Leave(ctx context.Context, c *Container) error {
	err := n.engine.cli.act(ctx, "network", "disconnect", "--force", n.Name, c.Name)
	if err != nil && isGone(err) {
		return nil
	}
	return err
}

func (n *Network) remove(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return removeLeft(ctx, n.engine, Left{Kind: "network", Name: n.Name})
}
