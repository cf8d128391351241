package runner

import (
	"fmt"
	"slices"
	"strings"

	"dott/runner/config"
	"dott/runner/confine"
	"dott/runner/event"
	"dott/runner/judge"
	"dott/runner/place"
	"dott/runner/prepare"
)

// confined returns what a test may not do; nil is that it may do everything. An error is
// that it could not do what it is to do.
func confined(t *trial) (*confine.Limits, error) {
	s := &t.prepared.Settings
	box := &s.Sandbox
	strict := is(box.Strict)
	l := &confine.Limits{
		Network:   box.Network == config.Private || strict && box.Network == "",
		Processes: box.Processes == config.Private || strict && box.Processes == "",
		Writes:    box.Write == config.Own || strict && box.Write == "",
		Reads:     box.Read != nil || strict,
	}
	if l.None() {
		return nil, nil
	}
	if l.Network {
		if far := t.part.Far; len(far) > 0 {
			return nil, fmt.Errorf("[sandbox] network = \"private\" keeps the test from a service that is not on this machine's loopback, at %s", strings.Join(far, ", "))
		}
		l.Ports, l.Sockets = t.part.Ports, t.part.Sockets
	}
	l.Write = slices.Concat(box.AllowWrite, t.part.Write)
	l.Read = slices.Concat(box.Read, prepare.Paths(s.Setup), prepare.Paths(s.Teardown))
	return l, l.Possible()
}

// refusals are what a test was refused by its limits, in order.
type refusals struct {
	trial *trial
	all   []string
}

// maxRefusals is how many of them are named.
const maxRefusals = 10

// newRefusals takes down what a command is refused, and at which line of the file.
func newRefusals(t *trial, c *place.Command) *refusals {
	r := &refusals{trial: t}
	c.Refused = func(what string) { r.add(what) }
	return r
}

func (r *refusals) add(what string) {
	line, command := lineOf(r.trial)
	command = strings.TrimSpace(strings.ToValidUTF8(command, "\uFFFD"))
	text := fmt.Sprintf("%s[sandbox] refused %s", judge.At(r.trial.end, line), what)
	if command != "" {
		text += ": " + command
	}
	if !slices.Contains(r.all, text) && len(r.all) <= maxRefusals {
		r.all = append(r.all, text)
	}
}

// name names them, where the test failed: one that passes may have wanted to be refused.
func (r *refusals) name(end *event.Event) {
	if end.Action != event.Fail && end.Action != event.Error || len(r.all) == 0 {
		return
	}
	if len(r.all) > maxRefusals {
		r.all[maxRefusals] = "and more"
	}
	judge.Fail(end, strings.Join(r.all, "\n"))
}
