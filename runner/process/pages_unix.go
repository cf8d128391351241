//go:build unix

package process

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"
)

// pageSize holds every path that the system takes.
const pageSize = 4096

// pages is a file, without a name, that a host shares with its helpers. Whoever
// writes in it wakes nobody, and can be killed without spoiling more than its own
// page. In a page stands a directory, which the helpers are to remove should the
// host die, or a command to be run then: to tell each of them of each would wake
// them all, twice for every test. Or it is a helper's own, and tells the host what
// that has started, should it die before it could say so.
type pages struct {
	mu    sync.Mutex
	file  *os.File
	count int64
	free  []int64
	notes map[string]int64 // the page of a directory or a command
}

// open makes the file, the first time.
func (p *pages) open() (*os.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.opened()
}

func (p *pages) opened() (*os.File, error) {
	if p.file == nil {
		file, err := unnamed()
		if err != nil {
			return nil, fmt.Errorf("making a file to share: %w", err)
		}
		p.file, p.notes = file, map[string]int64{}
	}
	return p.file, nil
}

// add notes a directory or a command.
func (p *pages) add(dir string) error {
	if len(dir) >= pageSize {
		return &os.PathError{Op: "note", Path: dir, Err: unix.ENAMETOOLONG}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := p.opened(); err != nil {
		return err
	}
	if _, ok := p.notes[dir]; ok {
		return nil
	}
	page := p.take()
	p.notes[dir] = page
	return write(p.file, page, dir)
}

// remove forgets it.
func (p *pages) remove(dir string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	page, ok := p.notes[dir]
	if !ok {
		return nil
	}
	delete(p.notes, dir)
	return p.put(page)
}

// claim returns an empty page for a helper. The file must be open.
func (p *pages) claim() int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.take()
}

// release takes a helper's page back.
func (p *pages) release(page int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.put(page)
}

func (p *pages) take() int64 {
	if n := len(p.free); n > 0 {
		page := p.free[n-1]
		p.free = p.free[:n-1]
		return page
	}
	p.count++
	return p.count - 1
}

func (p *pages) put(page int64) error {
	p.free = append(p.free, page)
	_, err := p.file.WriteAt(make([]byte, numberAt+numberSize), page*pageSize)
	return err
}

// started returns what a helper has started: a process id, or one of those below.
func (p *pages) started(page int64) int {
	var number [numberSize]byte
	if n, _ := p.file.ReadAt(number[:], page*pageSize+numberAt); n < numberSize {
		return nothing
	}
	return int(int64(binary.NativeEndian.Uint64(number[:])))
}

const (
	nothing   = 0
	something = -1 // it was about to start a command
)

func write(file *os.File, page int64, text string) error {
	_, err := file.WriteAt(append([]byte(text), 0), page*pageSize)
	return err
}

// The number in a helper's page stands behind an empty text.
const numberAt, numberSize = 8, 8

// An ownPage is the page of a helper, in its memory: to note something takes no
// system call. It is nil if that could not be had, and the file is written.
type ownPage struct {
	memory []byte
	file   int
	at     int64
}

func openPage(file int, page int64) ownPage {
	p := ownPage{file: file, at: page * pageSize}
	p.note(nothing) // now the file is as long as that
	size := os.Getpagesize()
	start := p.at / int64(size) * int64(size)
	if _, err := unix.Pwrite(file, []byte{0}, p.at+pageSize-1); err != nil {
		return p
	}
	if memory, err := unix.Mmap(file, start, int(p.at-start)+pageSize, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED); err == nil {
		p.memory = memory[p.at-start:]
	}
	return p
}

// note writes what the helper has started.
func (p ownPage) note(pid int) {
	if p.memory != nil {
		atomic.StoreInt64((*int64)(unsafe.Pointer(&p.memory[numberAt])), int64(pid))
		return
	}
	var number [numberSize]byte
	binary.NativeEndian.PutUint64(number[:], uint64(pid))
	_, _ = unix.Pwrite(p.file, number[:], p.at+numberAt)
}

// notedDirs returns the directories in a file of pages.
func notedDirs(file int) []string {
	var dirs []string
	for page := int64(0); ; page++ {
		text, ok := readPage(file, page)
		if !ok {
			return dirs
		}
		if len(text) > 0 && text[0] == '/' {
			dirs = append(dirs, text)
		}
	}
}

// readPage returns what stands in a page; there may be no such page.
func readPage(file int, page int64) (text string, ok bool) {
	buf := make([]byte, pageSize)
	n, _ := unix.Pread(file, buf, page*pageSize)
	if n <= 0 {
		return "", false
	}
	line, _, _ := bytes.Cut(buf[:n], []byte{0})
	return string(line), true
}
