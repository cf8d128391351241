//go:build unix

package process

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// RunOnDeath lets a command be run should this process die before it has called
// forget. It is for what no helper can find below itself, since another program
// started it: a container, say. One helper runs it, when all of them have ended what
// was below them, and before the directories of [Supervisor.RemoveOnDeath] are
// removed. It gets this process's environment, reads nothing, and has deathLimit to
// end. The command must be short enough for a page, and safe to run twice.
func (s *Supervisor) RunOnDeath(path string, args ...string) (forget func(), err error) {
	text, err := json.Marshal(append([]string{path}, args...))
	if err != nil {
		return nil, err
	}
	note := string(text)
	if err := s.pages.add(note); err != nil {
		return nil, err
	}
	s.needHelper()
	return func() { _ = s.pages.remove(note) }, nil
}

// deathLimit is how long a command may take that is run when the host is dead.
const deathLimit = time.Minute

// attend lets others know that this helper is there, until it ends or calls
// runNoted. It is a lock of the process, not of the file that it shares.
func attend(pages int) { _ = lockPages(pages, unix.F_RDLCK) }

// runNoted runs the commands that a dead host has noted. The last helper to come
// here does it: the others hold the lock until they have ended what is below them.
func runNoted(pages int) {
	_ = lockPages(pages, unix.F_UNLCK)
	commands := notedCommands(pages)
	if len(commands) == 0 || lockPages(pages, unix.F_WRLCK) != nil {
		return
	}
	defer func() { _ = lockPages(pages, unix.F_UNLCK) }()
	for page, args := range notedCommands(pages) {
		runAtDeath(args)
		_, _ = unix.Pwrite(pages, []byte{0}, page*pageSize)
	}
}

func lockPages(pages int, kind int16) error {
	return retry(func() error {
		return unix.FcntlFlock(uintptr(pages), unix.F_SETLKW, &unix.Flock_t{Type: kind, Len: 1})
	})
}

// notedCommands returns the commands in a file of pages.
func notedCommands(file int) map[int64][]string {
	commands := map[int64][]string{}
	for page := int64(0); ; page++ {
		text, ok := readPage(file, page)
		if !ok {
			return commands
		}
		var args []string
		if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &args) == nil && len(args) > 0 {
			commands[page] = args
		}
	}
}

// runAtDeath runs a command and comes back when nothing of it is left.
func runAtDeath(args []string) {
	w := &ward{pidfd: -1, pauses: blind}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, helperMark) })
	err := ownSlack.Around(func() (err error) {
		w.pid, err = syscall.ForkExec(args[0], args, &syscall.ProcAttr{
			Dir: "/", Env: env, Files: []uintptr{0, 1, 2}, Sys: &syscall.SysProcAttr{Setsid: true},
		})
		return err
	})
	if err != nil {
		return
	}
	for limit := time.Now().Add(deathLimit); w.reap(); {
		if w.ended || time.Now().After(limit) {
			w.ask(deathGrace)
		}
		if stuck := w.press(); stuck {
			return
		}
		time.Sleep(w.pause())
	}
}
