package process

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"dott/runner/confine"
)

// files returns what the host gets of a command that was started: by what it knows the
// command, which here has another number than there, and sockets.
func (s *server) files(w *ward, sockets []int) []int {
	if !s.space.Processes || w.pidfd < 0 {
		return sockets
	}
	return append([]int{w.pidfd}, sockets...)
}

// receiveFiles takes what a helper with namespaces hands over.
func (p *Process) receiveFiles() {
	files := p.helper.line.TakeSome()
	if p.helper.space.Processes && len(files) > 0 {
		p.pid = pidOf(files[0])
		_ = unix.Close(files[0])
		files = files[1:]
	}
	if len(files) > 0 {
		p.forwarded = confine.Forward(files)
	}
}

// pidOf returns the number that a process has here; 0 is that it has none any more.
func pidOf(pidfd int) int {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/self/fdinfo/%d", pidfd))
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, "Pid:"); ok {
			pid, _ := strconv.Atoi(strings.TrimSpace(value))
			return max(pid, 0)
		}
	}
	return 0
}
