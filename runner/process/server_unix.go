//go:build unix

package process

import (
	"cmp"
	"errors"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"dott/runner/confine"
	"dott/runner/process/prepared"
	"dott/runner/process/slack"
	"dott/runner/process/wire"
)

// How a program knows that it was started as a helper.
const (
	helperName   = "dott-helper"       // its own name
	helperMark   = "DOTT_HELPER"       // in its environment; has the number of its page
	helperSpace  = "DOTT_HELPER_SPACE" // and the namespaces that it has
	helperSlack  = "DOTT_HELPER_SLACK" // and that of its commands, which is not its own
	helperSocket = 3
	helperPages  = 4
)

// init makes this program a helper, if it was started as one: any program that
// has this package in it can be its own. A helper never comes to main.
func init() {
	if len(os.Args) != 1 || os.Args[0] != helperName {
		return
	}
	page, err := strconv.ParseInt(os.Getenv(helperMark), 10, 64)
	if err != nil {
		return
	}
	if kind, err := unix.GetsockoptInt(helperSocket, unix.SOL_SOCKET, unix.SO_TYPE); err != nil || kind != unix.SOCK_STREAM {
		return
	}
	if n, err := strconv.ParseInt(os.Getenv(helperSlack), 10, 64); err == nil {
		ownSlack = slack.Slack(n)
	}
	// Not here: this goroutine is bound to its thread, and to change to another and
	// back would cost two wake-ups.
	go func() {
		serve(helperSocket, helperPages, page)
		// Not os.Exit: what the program does at its end is not for this.
		syscall.Exit(0)
	}()
	select {}
}

// serve is the life of a helper. It starts one command after another for its
// host, and ends with it.
func serve(socket, pages int, page int64) {
	closeInherited()
	// Signals are for the host, and a test that sends them to its parent is not to
	// get rid of it. Ignored they would be in the commands as well.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM,
		syscall.SIGABRT, syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU)
	becomeReaper()
	attend(pages)
	s := &server{line: wire.Line{FD: socket}, pages: pages, page: openPage(pages, page)}
	s.space = confine.Parse(os.Getenv(helperSpace))
	s.fault = s.space.Enter()
	for !s.dead {
		m, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			s.dead = true
		case err != nil:
			return
		case m.Kind == wire.OrderStart:
			s.run(m)
		case m.Kind == wire.OrderLeave:
			return
		}
		// An order to end came late, when nothing ran any more.
	}
	if !s.space.Any() { // what is noted reaches the machine
		runNoted(pages)
	}
	removeNoted(pages)
}

// closeInherited closes what the host had inherited itself, and handed on without
// knowing: a pipe of a caller, say, who waits for its end. What is left is ours, and
// not for commands.
func closeInherited() {
	unix.CloseOnExec(helperSocket)
	unix.CloseOnExec(helperPages)
	dir, err := openDir(unix.AT_FDCWD, "/dev/fd/.")
	if err != nil {
		return
	}
	names, _ := readNames(dir)
	_ = unix.Close(dir)
	// What the runtime has opened since has the mark that it is closed by itself.
	for _, name := range names {
		fd, err := strconv.Atoi(name)
		if err != nil || fd <= syscall.Stderr {
			continue
		}
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			_ = unix.Close(fd)
		}
	}
}

// removeNoted removes the directories that a dead host has noted. Other helpers
// of the host do so too, and what they have to end may still write there.
func removeNoted(pages int) {
	dirs := notedDirs(pages)
	for range 100 {
		failed := false
		for _, dir := range dirs {
			failed = RemoveTree(dir) != nil || failed
		}
		if !failed {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// A server is a helper as it sees itself.
type server struct {
	line  wire.Line
	pages int
	page  ownPage
	dead  bool // the host is
	space confine.Namespaces
	fault error // for which nothing can be started

	attached []int // files that go with what is said next
}

// hand makes what the host gets of a command, besides what it tells the host: sockets in
// the helper's network.
func (s *server) hand(limits *confine.Limits) (files []int, err error) {
	if limits == nil || !s.space.Network {
		return nil, nil
	}
	return confine.Listen(limits.Ports)
}

// next waits for an order.
func (s *server) next() (wire.Message, error) {
	fds := []unix.PollFd{{Fd: int32(s.line.FD), Events: unix.POLLIN}}
	for !s.line.Pending() {
		if n, err := pollQuietly(fds, -1); n > 0 || err != nil && !errors.Is(err, unix.EINTR) {
			break
		}
	}
	return s.line.Receive()
}

// run starts a command and comes back when nothing of it is left.
func (s *server) run(m wire.Message) {
	w := &ward{pidfd: -1, grace: time.Duration(m.A), pauses: whileRunning}
	files, err := s.line.TakeFiles()
	end := func() {}
	how, perr := prepared.Parse(m.Prepare)
	if err == nil {
		err = cmp.Or(s.fault, perr)
	}
	var handed []int
	if err == nil {
		handed, err = s.hand(how.Confine)
		defer func() { wire.CloseAll(handed) }()
	}
	if err == nil {
		own := ownSession(&w.pidfd)
		own.Setctty = m.B == 1 // its standard input is a terminal, and to be its own
		s.page.note(something)
		w.watcher, end, err = how.Start(func() error {
			return ownSlack.Around(func() (err error) {
				w.pid, err = syscall.ForkExec(m.Args[0], m.Args, &syscall.ProcAttr{
					Dir: m.Text, Env: m.Env, Files: []uintptr{uintptr(files[0]), uintptr(files[1]), uintptr(files[2])},
					Sys: own,
				})
				return err
			})
		})
		wire.CloseAll(files)
	}
	if err != nil {
		end()
		s.page.note(nothing)
		s.say(refusal(err))
		return
	}
	if w.pidfd >= 0 {
		defer unix.Close(w.pidfd)
	} else {
		w.pauses = blind
	}
	s.page.note(w.pid)
	s.line.Put(wire.Message{Kind: wire.NewsStarted, A: int64(w.pid)})
	if s.space.Any() {
		s.attached = s.files(w, handed)
	}
	if len(handed) > 0 {
		s.say() // the host is to answer there
	}
	s.wait(w, quiet)
	s.watch(w)
	end() // the host finds the record when it hears of the end
	s.page.note(nothing)
	s.say()
}

// refusal tells why a command was not started.
func refusal(err error) wire.Message {
	if number, ok := err.(syscall.Errno); ok {
		return wire.Message{Kind: wire.NewsRefused, A: int64(number)}
	}
	return wire.Message{Kind: wire.NewsRefused, Text: err.Error()}
}

// say tells the host something. Whether it is still there shows when the socket
// is read.
func (s *server) say(news ...wire.Message) {
	for _, m := range news {
		s.line.Put(m)
	}
	_ = s.line.Flush(s.attached...)
	s.attached = nil
}

// watch waits until a command has ended, or is to end, and ends what is left of
// it. One thread does it with plain system calls, since each that has to wake
// another would cost a short command dearly.
func (s *server) watch(w *ward) {
	for {
		endedBefore := w.ended
		left := w.reap()
		switch {
		case w.ended && !endedBefore && !left:
			s.line.Put(wire.Message{Kind: wire.NewsEnded, A: int64(w.status), B: 1})
			return
		case w.ended && !endedBefore:
			s.line.Put(wire.Message{Kind: wire.NewsEnded, A: int64(w.status)})
			w.ask(w.grace)
		case !left:
			s.line.Put(wire.Message{Kind: wire.NewsGone})
			return
		}
		if stuck := w.press(); stuck {
			s.line.Put(wire.Message{Kind: wire.NewsStuck, Text: remains(w.pid)})
			return
		}
		s.say()
		s.wait(w, w.pause())
	}
}

// quiet is for how long at its start nothing is said of a command, and so none of
// its output read. A short one is then through with all its writing, which fits
// into the pipe, and has woken the host but once; a long one is not held up to
// speak of.
const quiet = 5 * time.Millisecond

// wait waits for a while: until the command has ended, or the host has something
// to say. A child that ends sends a signal, which mostly ends it too. A call that is
// only to be looked at does not end it.
func (s *server) wait(w *ward, pause time.Duration) {
	if w.watcher == nil {
		s.waitOnce(w, pause)
		return
	}
	for until := time.Now().Add(pause); s.waitOnce(w, pause); {
		if pause = time.Until(until); pause <= 0 {
			return
		}
	}
}

// waitOnce also reports whether nothing came but calls that went on.
func (s *server) waitOnce(w *ward, pause time.Duration) (again bool) {
	fds := []unix.PollFd{{Fd: int32(s.line.FD), Events: unix.POLLIN}, {Fd: int32(w.pidfd), Events: unix.POLLIN}}
	if s.dead {
		fds[0].Fd = -1
	}
	if w.ended {
		fds[1].Fd = -1
	}
	if w.watcher != nil && !w.asking() {
		fds = append(fds, unix.PollFd{Fd: int32(w.watcher.FD), Events: unix.POLLIN})
	}
	n, _ := pollQuietly(fds, pause)
	if n > 0 && len(fds) > 2 && fds[2].Revents != 0 {
		s.look(w, fds[2].Revents&unix.POLLIN != 0)
		again = n == 1 && w.watcher != nil && !w.asking()
	}
	if n <= 0 || fds[0].Revents == 0 {
		return again
	}
	err := s.line.Fill()
	for err == nil {
		m, ok, merr := s.line.Take()
		if !ok {
			break
		}
		switch err = merr; {
		case m.Kind == wire.OrderEnd:
			w.ask(time.Duration(m.A))
		case m.Kind == wire.OrderGoOn:
			w.goOn()
		case m.Kind == wire.OrderSignal && !w.ended:
			_ = syscall.Kill(w.pid, syscall.Signal(m.A))
			_ = syscall.Kill(w.pid, syscall.SIGCONT) // what is stopped hears nothing
		}
	}
	if err != nil && !errors.Is(err, unix.EINTR) {
		s.dead = true
		w.ask(deathGrace)
	}
	return false
}
