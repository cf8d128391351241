// Package thread runs something on an operating system's thread that nothing else uses,
// before or after. On Linux much of what limits or watches a process belongs to a thread,
// and what the thread starts inherits it: Landlock's rules, no_new_privs, filters of
// system calls, the namespaces for the network and for processes. To prepare a thread
// costs some 50 µs; to start one more program that prepares itself, some milliseconds.
package thread

import "runtime"

// Run calls a function on a thread of its own, and returns what that returns. The thread
// stays until end is called, since what it started may be told of its death
// (PR_SET_PDEATHSIG); then it ends, and nothing else ever runs on it.
//
// What the function does to its thread, no other thread has: the runtime makes threads
// from one that it keeps as it was.
func Run(f func() error) (end func(), err error) {
	result, over := make(chan error), make(chan struct{})
	go func() {
		runtime.LockOSThread() // until it ends: the thread ends with it
		result <- f()
		<-over
	}()
	return func() { close(over) }, <-result
}
