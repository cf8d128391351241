package target

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"dott/runner/state"
	"dott/runner/words"
)

// A register has, in a file for each run, the directories that are on targets: a
// line with the target's name and the path. It is written before a directory is
// made. The run holds the lock of its file; a file whose lock is free is that of a
// run that has ended, and what it names is to be removed.
type register struct {
	dir string // "" is nowhere

	mu     sync.Mutex
	path   string // of this run's file; "" is that there is none yet
	unlock func()
	roots  map[string]string // targets by path
}

// note writes down a directory that is about to be made.
func (r *register) note(target, root string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.roots == nil {
		r.roots = map[string]string{}
	}
	r.roots[root] = target
	if r.dir == "" {
		return
	}
	if r.path == "" {
		path := filepath.Join(r.dir, "left", newName())
		unlock, free, err := state.TryLock(lockOf(path))
		if os.IsNotExist(err) && os.MkdirAll(filepath.Dir(path), 0o700) == nil {
			unlock, free, err = state.TryLock(lockOf(path))
		}
		if err != nil || !free {
			return
		}
		r.path, r.unlock = path, unlock
	}
	f, err := os.OpenFile(r.path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return
	}
	_, _ = f.WriteString(target + "\t" + root + "\n")
	_ = f.Close()
}

func lockOf(path string) string { return path + ".lock" }

// forget takes note that a directory has been removed.
func (r *register) forget(root string) {
	r.mu.Lock()
	delete(r.roots, root)
	r.mu.Unlock()
}

// close leaves what could not be removed for the next run.
func (r *register) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.path == "" {
		return
	}
	rewrite(r.path, r.roots)
	r.unlock()
	if len(r.roots) == 0 {
		_ = os.Remove(lockOf(r.path))
	}
	r.path = ""
}

// rewrite replaces a file, or removes it where nothing is left.
func rewrite(path string, roots map[string]string) {
	if len(roots) == 0 {
		_ = os.Remove(path)
		return
	}
	var text strings.Builder
	for root, target := range roots {
		text.WriteString(target + "\t" + root + "\n")
	}
	_ = os.WriteFile(path, []byte(text.String()), 0o600)
}

// reap removes on a target what dead runs left there.
func (r *register) reap(ctx context.Context, t *target, s *session) {
	if r.dir == "" || t.fresh() {
		return
	}
	files, _ := filepath.Glob(filepath.Join(r.dir, "left", "*"))
	for _, path := range files {
		if strings.HasSuffix(path, ".lock") {
			continue
		}
		unlock, free, err := state.TryLock(lockOf(path))
		if err != nil || !free {
			continue
		}
		roots := read(path)
		for root, name := range roots {
			switch {
			case name != t.name:
			case s.remove(ctx, root) == nil:
				delete(roots, root)
			default:
				t.places.warn("target %s: could not remove %s there, which an earlier run left", name, root)
			}
		}
		rewrite(path, roots)
		if len(roots) == 0 {
			_ = os.Remove(lockOf(path))
		}
		unlock()
	}
}

// read reads the file of a run. A line that is not whole is that of a directory that
// was not made.
func read(path string) map[string]string {
	roots := map[string]string{}
	f, err := os.Open(path)
	if err != nil {
		return roots
	}
	defer f.Close()
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return roots
		}
		name, root, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if ok && strings.Contains(root, "/cramtests-") {
			roots[root] = name
		}
	}
}

// removal are the commands that remove the directory of another session, and end its
// tests. Its reader may be waiting for input that never comes, and hears no signal then.
// Whether the process is that reader is told by where it is; without /proc nobody can
// say, and nothing is ended: the numbers may be those of others by now.
func removal(root string) string {
	return "o=" + words.Quote(root) + `
if [ -d "$o" ]
then
p=
[ -f "$o/.pid" ] && read -r p <"$o/.pid"
if [ -n "$p" ] && [ "/proc/$p/cwd" -ef "$o" ]
then
q=
[ -f "$o/1.s/pid" ] && read -r q <"$o/1.s/pid" && [ -n "$q" ] && g "$q"
kill -KILL "$p"
fi
d "$o"
fi 2>/dev/null
if [ -e "$o" ]; then no remove; else say done remove; fi
`
}

// lose notes that a session ended without having removed its directory.
func (t *target) lose(root string) {
	t.mu.Lock()
	t.lost = append(t.lost, root)
	t.mu.Unlock()
}

// removeLost tries by another connection to remove what sessions lost.
func removeLost(t *target) {
	ctx, cancel := context.WithTimeout(t.ctx, t.connectTimeout())
	defer cancel()
	if t.fresh() {
		t.mu.Lock()
		t.lost = nil // the container is gone, or the engine removes it
		t.mu.Unlock()
		return
	}
	s, err := t.open(ctx, false)
	if err != nil {
		return
	}
	defer s.close()
	t.mu.Lock()
	lost := t.lost
	t.mu.Unlock()
	var still []string
	for _, root := range lost {
		if s.remove(ctx, root) != nil {
			still = append(still, root)
			continue
		}
		t.places.left.forget(root)
	}
	t.mu.Lock()
	t.lost = still
	t.mu.Unlock()
}
