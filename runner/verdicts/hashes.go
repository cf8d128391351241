package verdicts

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dott/runner/atomicfile"
	"dott/runner/trace"
)

// A state is a hash of what a test can have seen of a path. Of what is not there it is zero.
type state [16]byte

// hashes knows the contents of files by their hashes.
type hashes struct {
	file    string
	mu      sync.Mutex
	known   map[string]hashed
	changed bool
}

// hashed is the hash of a content, and what tells that the file is still the same. The
// names are written into the file.
type hashed struct {
	Stamp stamp
	Sum   state
}

// racy is how long ago a file must have been changed, for its times to tell of the next
// change.
const racy = 100 * time.Millisecond

func openHashes(file string) *hashes {
	h := &hashes{file: file, known: map[string]hashed{}}
	if text, err := os.ReadFile(file); err == nil {
		known := map[string]hashed{}
		if gob.NewDecoder(bytes.NewReader(text)).Decode(&known) == nil {
			h.known = known
		}
	}
	return h
}

func (h *hashes) close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.changed || h.file == "" {
		return nil
	}
	if err := os.MkdirAll(dirOf(h.file), 0o700); err != nil {
		return err
	}
	return atomicfile.Write(h.file, 0o600, func(w io.Writer) error { return gob.NewEncoder(w).Encode(h.known) })
}

// state returns what can be seen of a path now, by what is done with it. Where it matters
// to which place a path leads, that is as named by name.
func (h *hashes) state(path string, how trace.How, name func(string) string) state {
	var b []byte
	if how&(trace.Stat|trace.Link) != 0 {
		if target, err := os.Readlink(path); err == nil {
			b = append(append(b, "link "...), target...)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		if b == nil {
			return state{}
		}
		return sum(b)
	}
	b = append(append(b, 0), info.Mode().String()...)
	if how&trace.Stat != 0 {
		b = append(b, owner(info)...)
	}
	if how&trace.Exec != 0 || info.IsDir() && how&(trace.Read|trace.Enter) != 0 {
		// Programs look for files beside where they really are, and paths that begin in a
		// folder are noted as they really are.
		if real, err := filepath.EvalSymlinks(path); err == nil && name(real) != name(path) {
			b = append(append(b, 0), name(real)...)
		}
	}
	switch {
	case info.Mode().IsRegular() && how&(trace.Read|trace.Stat|trace.Exec) != 0:
		content := h.content(path, info)
		b = append(b, content[:]...)
	case info.IsDir() && how&trace.Read != 0:
		entries, err := os.ReadDir(path)
		if err != nil {
			b = append(b, "unreadable"...)
		}
		for _, e := range entries {
			b = append(append(append(b, 0), e.Name()...), byte(e.Type()>>24))
		}
	}
	return sum(b)
}

func sum(b []byte) (s state) {
	all := sha256.Sum256(b)
	copy(s[:], all[:])
	return s
}

// content returns the hash of a file's content.
func (h *hashes) content(path string, info fs.FileInfo) state {
	now, st := time.Now(), stampOf(info)
	h.mu.Lock()
	known, ok := h.known[path]
	h.mu.Unlock()
	if ok && known.Stamp == st {
		return known.Sum
	}
	f, err := os.Open(path)
	if err != nil {
		return sum([]byte("unreadable"))
	}
	defer f.Close()
	all := sha256.New()
	if _, err := io.Copy(all, f); err != nil {
		return sum([]byte("unreadable"))
	}
	got := state(all.Sum(nil)[:len(state{})])
	if st.settled(now.Add(-racy)) {
		h.mu.Lock()
		h.known[path], h.changed = hashed{st, got}, true
		h.mu.Unlock()
	}
	return got
}

// Content returns the hash of a file's content.
func (s *Store) Content(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return ""
	}
	sum := s.hashes.content(path, info)
	return hex.EncodeToString(sum[:])
}

// changedAt returns when a file was last changed, and whether it is a folder.
func changedAt(path string) (when time.Time, dir, ok bool) {
	info, err := os.Stat(path)
	if err != nil {
		_, err = os.Lstat(path)
		return time.Time{}, false, err == nil && false
	}
	s := stampOf(info)
	return time.Unix(0, max(s.Modified, s.Changed)), info.IsDir(), true
}

func dirOf(path string) string {
	i := strings.LastIndexAny(path, `/\`)
	return path[:max(i, 0)]
}

// NewKey makes a key of texts.
func NewKey(parts ...[]byte) (k Key) {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.AppendUvarint(nil, uint64(len(p))))
		h.Write(p)
	}
	copy(k[:], slices.Clip(h.Sum(nil)))
	return k
}
