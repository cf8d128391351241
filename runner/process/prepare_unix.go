//go:build unix

package process

import (
	"encoding/json"
	"fmt"

	"dott/runner/confine"
	"dott/runner/process/thread"
)

// preparation is what is done to the thread on which a command starts, and so to the
// command. Nothing in it is "" in a message.
type preparation struct {
	Confine *confine.Limits `json:",omitempty"`
}

// prepare returns how the thread of a command is to be prepared, for a message.
func (c *Command) prepare() string {
	p := preparation{}
	if !c.Confine.None() {
		p.Confine = c.Confine
	}
	if p == (preparation{}) {
		return ""
	}
	text, _ := json.Marshal(p) // it has no type that could fail
	return string(text)
}

// parsePreparation reads what prepare wrote.
func parsePreparation(text string) (p preparation, err error) {
	if text != "" {
		if err = json.Unmarshal([]byte(text), &p); err != nil {
			return p, fmt.Errorf("how to start it: %w", err)
		}
	}
	return p, nil
}

// start starts a command, on a thread of its own if that is to be prepared. When nothing
// is left of the command, end is to be called.
func (p preparation) start(start func() error) (watcher *confine.Watcher, end func(), err error) {
	if p == (preparation{}) {
		return nil, func() {}, start()
	}
	endThread, err := thread.Run(func() error {
		if err := p.Confine.Apply(); err != nil {
			return err
		}
		watcher = p.Confine.Watch()
		return start()
	})
	return watcher, func() {
		endThread()
		watcher.Close()
	}, err
}
