//go:build unix

package process

import (
	"encoding/json"
	"fmt"

	"dott/runner/process/thread"
)

// preparation is what is done to the thread on which a command starts, and so to the
// command. Nothing in it is JSON's null, or "" in a message.
type preparation struct{}

// prepare returns how the thread of a command is to be prepared, for a message.
func (c *Command) prepare() string {
	p := preparation{}
	if p == (preparation{}) {
		return ""
	}
	text, _ := json.Marshal(p) // it has no type that could fail
	return string(text)
}

// apply prepares this thread.
func (p preparation) apply() error { return nil }

// prepared starts a command on a thread that was prepared. When nothing is left of the
// command, end is to be called.
func prepared(how string, start func() error) (end func(), err error) {
	if how == "" {
		return func() {}, start()
	}
	var p preparation
	if err := json.Unmarshal([]byte(how), &p); err != nil {
		return func() {}, fmt.Errorf("how to start it: %w", err)
	}
	return thread.Run(func() error {
		if err := p.apply(); err != nil {
			return err
		}
		return start()
	})
}
