package service

import (
	"context"
	"errors"
	"slices"
	"sync"

	"dott/runner/service/container"
)

// A link is the network of containers that belong together: those of one test, or of
// one that is shared with what it depends on. It is made when the first of them
// starts. One alone needs none.
type link struct {
	mu      sync.Mutex
	engine  *container.Engine
	network *container.Network
	joined  []*instance // that were there before, and will be later
}

type linkKey struct{}

// withLink lets containers that are started with a context be linked.
func withLink(ctx context.Context, l *link) context.Context {
	return context.WithValue(ctx, linkKey{}, l)
}

func linkOf(ctx context.Context) *link {
	l, _ := ctx.Value(linkKey{}).(*link)
	return l
}

// open returns the network, or nil for a container of another engine.
func (l *link) open(ctx context.Context, c *container.Engine) (*container.Network, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.network == nil {
		n, err := c.NewNetwork(ctx)
		if err != nil {
			return nil, err
		}
		l.network, l.engine = n, c
	}
	if l.engine != c {
		return nil, nil
	}
	return l.network, nil
}

// join lets an instance into the network that was started outside of it, under its
// name. A process is no part of any.
func (l *link) join(ctx context.Context, i *instance) error {
	b, ok := i.body.(*containerBody)
	if l == nil || !ok {
		return nil
	}
	n, err := l.open(ctx, b.engine)
	if n == nil || err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if i.link == l || slices.Contains(l.joined, i) {
		return nil
	}
	if err := n.Join(ctx, b.container, i.recipe.name); err != nil {
		return err
	}
	l.joined = append(l.joined, i)
	return nil
}

// close gives the network back, when what was started in it has been removed.
func (l *link) close() error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.network == nil {
		return nil
	}
	var errs []error
	for _, i := range l.joined {
		if b, ok := i.body.(*containerBody); ok {
			errs = append(errs, l.network.Leave(context.Background(), b.container))
		}
	}
	if errors.Join(errs...) == nil {
		l.network.Release()
	}
	l.network, l.joined = nil, nil
	return errors.Join(errs...)
}
