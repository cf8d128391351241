//go:build unix

package process

import (
	"encoding/json"
	"fmt"

	"dott/runner/process/thread"
	"dott/runner/trace"
)

// preparation is what is done to the thread on which a command starts, and so to the
// command. Nothing in it is "" in a message.
type preparation struct {
	Trace *trace.Spec `json:",omitempty"`
}

// prepare returns how the thread of a command is to be prepared, for a message.
func (c *Command) prepare() string {
	p := preparation{Trace: c.Trace}
	if p == (preparation{}) {
		return ""
	}
	text, _ := json.Marshal(p) // it has no type that could fail
	return string(text)
}

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
	var follower *trace.Follower
	endThread, err := thread.Run(func() (err error) {
		if p.Trace != nil {
			if follower, err = p.Trace.Follow(); err != nil {
				return err
			}
			defer follower.Started()
		}
		return start()
	})
	return func() {
		if follower != nil {
			_ = follower.End() // without a record, the host says so
		}
		endThread()
	}, err
}
