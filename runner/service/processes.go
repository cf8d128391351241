package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"dott/runner/environment"
	"dott/runner/place"
	"dott/runner/process"
)

// loopback is where processes are reached.
const loopback = "127.0.0.1"

// processes is the engine of processes of this machine. Each is below a helper
// process, so nothing of it outlives this one.
type processes struct {
	supervisor *process.Supervisor
	dir        string // of the configuration, where commands begin
	store      store

	replicas replicas
	recycle  bool // directories of instances that have stopped are used again

	mu     sync.Mutex
	leases map[*instance]*place.Lease
}

// check looks for the program that the command begins with.
func (e *processes) check(_ context.Context, r *recipe) error {
	name := program(r.service.Command)
	if name == "" {
		return nil
	}
	if strings.ContainsRune(name, '/') {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(e.dir, path)
		}
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			return fmt.Errorf("service %s: there is no program %s", r.name, name)
		}
		return nil
	}
	if path, _ := environment.Lookup(r.env, "PATH"); !process.OnPath(name, path) {
		return fmt.Errorf("service %s: there is no program %s on PATH", r.name, name)
	}
	return nil
}

// program returns the program that a shell command begins with, or "" where that
// takes a shell to tell.
func program(command string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(command), "\n")
	fields := strings.Fields(first)
	if len(fields) > 1 && fields[0] == "exec" {
		fields = fields[1:]
	}
	if len(fields) == 0 || strings.ContainsAny(fields[0], "\"'\\$`(){}[];&|<>=*?~!#") || shellWord(fields[0]) {
		return ""
	}
	return fields[0]
}

// shellWord reports whether a word is one of the shell's own.
func shellWord(word string) bool {
	switch word {
	case "if", "for", "while", "until", "case", "cd", "test", "set", "umask", "ulimit", "export", "trap", "eval", ".", ":", "true", "false", "echo", "printf", "command", "read", "unset", "wait":
		return true
	}
	return false
}

// identity is that of the programs: a newer one may want other data.
func (e *processes) identity(_ context.Context, r *recipe) (string, error) {
	var b strings.Builder
	path, _ := environment.Lookup(r.env, "PATH")
	for _, command := range []string{r.service.Command, r.service.Prepare.Command} {
		name := program(command)
		for _, dir := range filepath.SplitList(path) {
			if info, err := os.Stat(filepath.Join(dir, name)); name != "" && err == nil && !info.IsDir() {
				fmt.Fprintln(&b, filepath.Join(dir, name), info.Size(), info.ModTime().UnixNano())
				break
			}
		}
	}
	return b.String(), nil
}

func (e *processes) reserve(_ context.Context, i *instance) error {
	l, err := place.NewLease(i.recipe.service.PortCount())
	if err != nil {
		return err
	}
	e.mu.Lock()
	if e.leases == nil {
		e.leases = map[*instance]*place.Lease{}
	}
	e.leases[i] = l
	e.mu.Unlock()
	i.host, i.ports = loopback, nil
	for _, n := range l.Numbers() {
		i.ports = append(i.ports, port{number: n})
	}
	return nil
}

func (e *processes) restore(ctx context.Context, i *instance, key string) error {
	i.key = key
	if ok, err := e.replicas.take(ctx, key, e.store.data(key), i.data); ok || err != nil {
		return err
	}
	err := e.store.restore(ctx, key, i.data)
	if err == nil && e.recycle {
		e.replicas.made(i.data)
	}
	return err
}

func (e *processes) start(_ context.Context, i *instance) (body, error) {
	// Not the context of the start: what has started lives on.
	ctx, cancel := context.WithCancel(context.Background())
	b := &processBody{ended: make(chan struct{}), done: make(chan struct{})}
	command := e.command(i, i.recipe.service.Command)
	command.Ended = func(r process.Result) {
		b.result = r
		close(b.ended)
	}
	var err error
	if b.process, err = e.supervisor.Start(ctx, command); err != nil {
		cancel()
		return nil, err
	}
	go func() {
		defer cancel()
		defer close(b.done)
		_, err := b.process.Wait()
		select {
		case <-b.ended:
			b.left = err
		default:
			b.lost = err
			close(b.ended)
		}
	}()
	return b, nil
}

// command is a shell command of a service.
func (e *processes) command(i *instance, text string) process.Command {
	return process.Command{
		Path: "/bin/sh", Args: []string{"-c", text}, Dir: e.dir, Env: i.environment(), Output: i.log, Grace: i.recipe.grace(),
	}
}

func (e *processes) release(_ context.Context, i *instance) error {
	e.mu.Lock()
	l := e.leases[i]
	delete(e.leases, i)
	e.mu.Unlock()
	if l != nil {
		l.Release()
	}
	if i.key != "" {
		e.replicas.give(i.key, i.data, i.dir+"-used")
	}
	return nil
}

func (e *processes) save(ctx context.Context, i *instance, key string) error {
	return e.store.save(ctx, i.recipe, key, i.data)
}

func (e *processes) has(_ context.Context, _ *recipe, key string) (bool, error) {
	return e.store.has(key), nil
}

func (e *processes) snapshots(context.Context) ([]Snapshot, error) { return e.store.list() }

func (e *processes) remove(ctx context.Context, s Snapshot) error { return e.store.remove(ctx, s.Key) }

// A processBody is a command that was started. It is dead as soon as the command itself
// is, whatever that has left behind.
type processBody struct {
	process *process.Process
	ended   chan struct{}
	result  process.Result // once it has ended
	lost    error          // or how it ended is not known
	done    chan struct{}  // nothing of it is left
	left    error          // but for this, once it is done
}

func (b *processBody) Done() <-chan struct{} { return b.ended }

func (b *processBody) Settle() {}

func (b *processBody) Ended() string { return ended(b.result, b.lost) }

func ended(r process.Result, err error) string {
	switch {
	case err != nil:
		return "was lost: " + err.Error()
	case r.Signal != "":
		return "was ended by a signal (" + r.Signal + ")"
	}
	return fmt.Sprintf("ended with status %d", r.Status)
}

func (b *processBody) Stop(signal string, grace time.Duration) (killed bool, err error) {
	byItself := false // that was told elsewhere
	select {
	case <-b.done:
		return false, nil
	case <-b.ended:
		byItself = true
	default:
	}
	if err := b.process.Signal(signal); err != nil {
		b.process.Kill()
		<-b.done
		return true, err
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case <-b.done:
		killed = !byItself && b.result.Signal == "killed" && signal != "KILL"
	case <-timer.C:
		b.process.Kill()
		<-b.done
		killed = true
	}
	if b.lost != nil {
		return killed, errors.New(b.Ended())
	}
	return killed, b.left
}

// commandName shortens a shell command for a message.
func commandName(text string) string {
	line, more, _ := strings.Cut(strings.TrimSpace(text), "\n")
	if more != "" || len(line) > 80 {
		line = line[:min(len(line), 80)] + "…"
	}
	return "`" + strings.ToValidUTF8(line, "\uFFFD") + "`"
}
