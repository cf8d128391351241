package place

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// ports are loopback ports leased to one test at a time: no other test on this
// machine has them, of this run or of any other.
type ports struct {
	leases []*lease
}

// The ports come from below those that the system gives to outgoing connections
// by itself, on every system we know.
const (
	firstPort = 20000
	lastPort  = 29999
)

// lease leases n ports.
func (p *ports) lease(n int) error {
	for len(p.leases) < n {
		l, err := leaseFree()
		if err != nil {
			return err
		}
		p.leases = append(p.leases, l)
	}
	return nil
}

func leaseFree() (*lease, error) {
	start := rand.IntN(lastPort - firstPort + 1)
	for i := range lastPort - firstPort + 1 {
		port := firstPort + (start+i)%(lastPort-firstPort+1)
		l, err := tryLease(port)
		if err != nil {
			return nil, fmt.Errorf("leasing a port: %w", err)
		}
		if l == nil {
			continue
		}
		free, err := usable(port)
		if free {
			return l, nil
		}
		l.release()
		if err != nil {
			return nil, fmt.Errorf("leasing a port: %w", err)
		}
	}
	return nil, fmt.Errorf("no free port between %d and %d", firstPort, lastPort)
}

// refresh gives ports that a test left in use, by a connection that has not
// timed out say, for others.
func (p *ports) refresh() error {
	for i, l := range p.leases {
		if free, _ := usable(l.port); free {
			continue
		}
		fresh, err := leaseFree()
		if err != nil {
			return err
		}
		l.release()
		p.leases[i] = fresh
	}
	return nil
}

// release ends the leases.
func (p *ports) release() {
	for _, l := range p.leases {
		l.release()
	}
	p.leases = nil
}

// variables returns the ports as text, by the names of their variables.
func (p *ports) variables(prefix string) [][2]string {
	vars := make([][2]string, len(p.leases))
	for i, l := range p.leases {
		vars[i] = PortVariable(prefix, i, l.port)
	}
	return vars
}

// PortVariable returns the n-th port of a test as text, by the name of its variable:
// PORT, PORT1, PORT2 …, or others that begin with the prefix.
func PortVariable(prefix string, n, port int) [2]string {
	if prefix == "" {
		prefix = "PORT"
	}
	if n > 0 {
		prefix += strconv.Itoa(n)
	}
	return [2]string{prefix, strconv.Itoa(port)}
}
