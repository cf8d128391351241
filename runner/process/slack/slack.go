// Package slack says by how much the kernel may be late with the timers of a thread, and
// of what that thread starts.
//
// Go's runtime has a monitor thread that sleeps for 20 µs at a time while anything
// runs. In a program that mostly waits for others, these wake-ups are the largest
// single cost: without them, a thousand small tests take a tenth less processor time.
package slack

import "runtime"

// A Slack is in nanoseconds. 0 is an unknown one, and changes nothing.
type Slack int64

// Relaxed is for threads whose timers need not be exact.
const Relaxed Slack = 1_000_000

// Around calls start on a thread with this slack. A process that start starts has it too,
// in all its threads.
func (s Slack) Around(start func() error) error {
	if s <= 0 {
		return start()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := Current()
	if before != s {
		set(s)
		defer set(before)
	}
	return start()
}
