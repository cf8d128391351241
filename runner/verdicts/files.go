package verdicts

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/atomicfile"
	"dott/runner/trace"
)

// A file has a head, the inputs, the tests with what is known of them, and the hash of all
// that. The inputs of an entry are numbers among the inputs of the same file.
const (
	magic  = "dott verdicts 2\n"
	suffix = ".verdicts"
	// many files are made one when there are more.
	many = 8
)

// packed is an entry as it stands in a file.
type packed struct {
	body []byte
	from []int // numbers of the file's inputs among all
}

func (p packed) entry() (e entry, ok bool) {
	r := reader{b: p.body}
	copy(e.key[:], r.take(len(e.key)))
	copy(e.text[:], r.take(len(e.text)))
	e.when, e.host, e.why = int64(r.number()), r.text(), r.text()
	n, at := r.number(), 0
	for range n {
		if at += r.number(); r.bad || at >= len(p.from) {
			return e, false
		}
		e.inputs = append(e.inputs, p.from[at])
	}
	return e, !r.bad
}

// read reads all files, the oldest first.
func (s *Store) read() {
	found, _ := filepath.Glob(filepath.Join(s.o.Dir, "*"+suffix))
	slices.Sort(found) // their names begin with when they were written
	numbers := map[input]int{}
	for _, file := range found {
		text, err := os.ReadFile(file)
		if err == nil && parse(s, text, numbers) == nil {
			s.files = append(s.files, file)
		}
	}
	if len(s.files) > 1 {
		s.index = numbers
	}
}

var errForeign = errors.New("no file of verdicts")

// parse adds what a file has.
func parse(s *Store, text []byte, numbers map[input]int) error {
	body, ours := bytes.CutPrefix(text, []byte(magic))
	if !ours || len(body) < sha256.Size {
		return errForeign
	}
	body, sum := body[:len(body)-sha256.Size], body[len(body)-sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return errForeign
	}
	r := reader{b: body}
	single := len(s.inputs) == 0
	var from []int
	for range r.number() {
		in := input{path: r.text(), how: trace.How(r.number())}
		copy(in.state[:], r.take(len(in.state)))
		if r.bad {
			return errForeign
		}
		n, known := 0, false
		if !single {
			n, known = numbers[in]
		}
		if !known {
			n = len(s.inputs)
			s.inputs = append(s.inputs, in)
			numbers[in] = n
		}
		from = append(from, n)
	}
	for range r.number() {
		name, count := r.text(), r.number()
		all := s.old[name]
		for range count {
			all = behind(all, packed{r.take(r.number()), from}, packed.entry)
		}
		if r.bad {
			return errForeign
		}
		s.old[name] = all
	}
	return nil
}

// behind returns what is kept of a test when one more of its runs is known: of those with
// the same key and inputs the latest, and of those that left no verdict the latest.
func behind[T any](all []T, last T, entryOf func(T) (entry, bool)) []T {
	if len(all) > 0 {
		l, _ := entryOf(last)
		slices.Sort(l.inputs)
		all = slices.DeleteFunc(slices.Clone(all), func(other T) bool {
			o, ok := entryOf(other)
			slices.Sort(o.inputs)
			return !ok || o.why != "" || o.key == l.key && slices.Equal(o.inputs, l.inputs)
		})
	}
	all = append(all, last)
	return all[max(0, len(all)-most):]
}

// Close writes what is new.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.hashes.close()
	if len(s.fresh) == 0 || s.o.Dir == "" {
		return err
	}
	all := map[string][]entry{}
	asIs := func(e entry) (entry, bool) { return e, true }
	for name, fresh := range s.fresh {
		for _, e := range fresh {
			all[name] = behind(all[name], e, asIs)
		}
	}
	var gone []string
	if len(s.files) >= many {
		gone = s.files
		for name, old := range s.old {
			var kept []entry
			for _, p := range old {
				if e, ok := p.entry(); ok {
					kept = append(kept, e)
				}
			}
			for _, e := range all[name] {
				kept = behind(kept, e, asIs)
			}
			all[name] = kept
		}
	}
	return errors.Join(err, s.write(all, gone))
}

// write writes a file with some entries, and removes those that it stands for.
func (s *Store) write(all map[string][]entry, gone []string) error {
	if err := os.MkdirAll(s.o.Dir, 0o755); err != nil {
		return err
	}
	body := pack(s, all)
	if len(gone) > 0 && int64(len(body)) > s.o.Limit/2 {
		body = pack(s, newest(all))
	}
	newestWhen := int64(0)
	for _, entries := range all {
		for _, e := range entries {
			newestWhen = max(newestWhen, e.when)
		}
	}
	name := filepath.Join(s.o.Dir, fmt.Sprintf("%012d-%s%s", newestWhen, strings.ToLower(rand.Text()[:10]), suffix))
	sum := sha256.Sum256(body)
	err := atomicfile.Write(name, 0o644, func(w io.Writer) error {
		_, err := w.Write(slices.Concat([]byte(magic), body, sum[:]))
		return err
	})
	if err != nil {
		return err
	}
	for _, file := range gone {
		_ = os.Remove(file)
	}
	return trim(s, name)
}

// newest returns the newer half of the entries.
func newest(all map[string][]entry) map[string][]entry {
	var when []int64
	for _, entries := range all {
		for _, e := range entries {
			when = append(when, e.when)
		}
	}
	slices.Sort(when)
	middle := when[len(when)/2]
	half := map[string][]entry{}
	for name, entries := range all {
		if kept := slices.DeleteFunc(slices.Clone(entries), func(e entry) bool { return e.when < middle }); len(kept) > 0 {
			half[name] = kept
		}
	}
	return half
}

// trim removes the oldest files while all together are too large.
func trim(s *Store, keep string) error {
	found, err := filepath.Glob(filepath.Join(s.o.Dir, "*"+suffix))
	slices.Sort(found)
	var total int64
	for _, file := range slices.Backward(found) {
		info, serr := os.Stat(file)
		if serr != nil {
			continue
		}
		if total += info.Size(); total > s.o.Limit && file != keep {
			_ = os.Remove(file)
		}
	}
	return err
}

func pack(s *Store, all map[string][]entry) []byte {
	numbers := map[int]int{}
	var used []int
	names := make([]string, 0, len(all))
	for name, entries := range all {
		names = append(names, name)
		for _, e := range entries {
			for _, n := range e.inputs {
				if _, ok := numbers[n]; !ok {
					numbers[n] = len(used)
					used = append(used, n)
				}
			}
		}
	}
	slices.Sort(names)
	b := binary.AppendUvarint(nil, uint64(len(used)))
	for _, n := range used {
		in := s.inputs[n]
		b = append(binary.AppendUvarint(appendText(b, in.path), uint64(in.how)), in.state[:]...)
	}
	b = binary.AppendUvarint(b, uint64(len(names)))
	for _, name := range names {
		b = binary.AppendUvarint(appendText(b, name), uint64(len(all[name])))
		for _, e := range all[name] {
			one := slices.Concat(e.key[:], e.text[:])
			one = appendText(appendText(binary.AppendUvarint(one, uint64(e.when)), e.host), e.why)
			var its []int
			for _, n := range e.inputs {
				its = append(its, numbers[n])
			}
			slices.Sort(its)
			one = binary.AppendUvarint(one, uint64(len(its)))
			before := 0
			for _, n := range its {
				one = binary.AppendUvarint(one, uint64(n-before))
				before = n
			}
			b = append(binary.AppendUvarint(b, uint64(len(one))), one...)
		}
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A reader takes apart what pack wrote. After a fault it gives zeros.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<40 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) take(n int) []byte {
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return nil
	}
	taken := r.b[:n]
	r.b = r.b[n:]
	return taken
}

func (r *reader) text() string { return string(r.take(r.number())) }
