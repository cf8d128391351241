//go:build amd64 || arm64

package prepared

import (
	"dott/runner/confine"
	"dott/runner/trace"
)

// follow begins to trace. The kernel tells one listener alone of calls, so what names
// refusals is shown them by what traces.
func follow(t Thread) (*trace.Follower, *confine.Watcher, error) {
	watcher := t.Confine.Share()
	if watcher == nil {
		f, err := t.Trace.Follow()
		return f, nil, err
	}
	f, err := t.Trace.FollowWith(watcher.Keeps, watcher.Also()...)
	if err != nil {
		watcher.Close()
		return nil, nil, err
	}
	return f, watcher, nil
}
