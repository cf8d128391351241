// Package prepared starts something on a thread that was made ready for it.
package prepared

import (
	"encoding/json"
	"fmt"

	"dott/runner/confine"
	"dott/runner/process/thread"
	"dott/runner/trace"
)

// Thread is what is done to the thread on which a command starts, and so to the command.
// The zero Thread is any.
type Thread struct {
	Confine *confine.Limits `json:",omitempty"`
	Trace   *trace.Spec     `json:",omitempty"`
}

// String is how a helper is told; "" is that nothing is to be done.
func (t Thread) String() string {
	if t.Confine.None() {
		if t.Confine = nil; t.Trace == nil {
			return ""
		}
	}
	text, _ := json.Marshal(t) // it has no type that could fail
	return string(text)
}

// Parse reads what String returned.
func Parse(text string) (t Thread, err error) {
	if text != "" {
		if err = json.Unmarshal([]byte(text), &t); err != nil {
			return t, fmt.Errorf("how to start it: %w", err)
		}
	}
	return t, nil
}

// Start calls start, on a thread of its own if that is to be prepared. When nothing is
// left of what that started, end is to be called.
func (t Thread) Start(start func() error) (watcher *confine.Watcher, end func(), err error) {
	if t == (Thread{}) {
		return nil, func() {}, start()
	}
	var follower *trace.Follower
	endThread, err := thread.Run(func() (err error) {
		if t.Confine != nil {
			if err := t.Confine.Apply(); err != nil {
				return err
			}
		}
		switch {
		case t.Trace != nil:
			if follower, watcher, err = follow(t); err != nil {
				return err
			}
			defer follower.Started()
		case t.Confine != nil:
			watcher = t.Confine.Watch()
		}
		return start()
	})
	return watcher, func() {
		if follower != nil {
			_ = follower.End() // without a record, the host says so
		}
		endThread()
		watcher.Close()
	}, err
}
