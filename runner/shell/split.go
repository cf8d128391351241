package shell

import (
	"bytes"
	"slices"
	"strings"
	"time"
)

// A Piece is a part of a block's output, up to a marker or to the end of all.
type Piece struct {
	Text   string
	Errors string // standard error, where that is apart
	Status int    // that the marker behind it tells; -1 when there was none
	// Traced is the text with what `set -x` says of the command that separates blocks, as
	// cram shows it; "" is that it says nothing.
	Traced string
}

// Output is what a script printed, block by block. No text in it has the salt.
type Output struct {
	Blocks   [][]Piece // nil for a block whose marker was not seen
	Last     int       // the last block that was seen to begin
	Complete bool      // the last marker arrived
	// Stray is the block in which the salt was printed in another form than that of
	// a marker, or -1: from there on nobody knows what belongs where.
	Stray int
	// Setups and Teardowns are what each file that was sourced at first and at last
	// printed; a last one without a status ended the shell.
	Setups, Teardowns []Piece
	// Took is how long each block took, where there was a clock.
	Took []time.Duration
}

// A Splitter cuts what a script prints at its markers, while it comes.
//
// A marker that comes for the first time opens its block, usually the next one;
// the commands of a function may come later than those behind it. One that comes
// again (a loop over several blocks) opens nothing: as under cram, what follows
// belongs to the block that was opened last. One that never comes leaves its
// block nil.
//
// It keeps no text, only where in the output the pieces are: that may be longer
// than memory.
type Splitter struct {
	// OnBlock is called when a block begins, and OnText with what a block prints,
	// soon after it was printed. Both may be nil.
	OnBlock func(block int)
	OnText  func(block int, text []byte)
	// Clock tells the time, where it is asked how long each block takes: from its marker
	// to the next one, as they arrive. It may be nil.
	Clock func() time.Time
	// OnMark is called when a command is about to run, also if its block has begun before.
	OnMark func(block int)
	// OnAttempt is called behind each run of a command that may be repeated. It calls
	// Again where it is. The block is negative if there is nothing to compare.
	OnAttempt func(block int)

	script  *Script
	errs    bool   // it is the stream of standard error
	offset  int64  // of the first byte that is undecided, in the output
	pending []byte // the undecided bytes
	behind  []byte // some of the bytes before them

	piece    piece // that grows now
	blocks   [][]piece
	settled  bool // the open block is one that was repeated, and is not any more
	open     int
	last     int
	complete bool
	stray    int

	setups, teardowns []piece

	marked time.Time // when the last marker came
	took   []time.Duration
}

// A piece is where a Piece is in the output.
type piece struct {
	spans  []span
	status int
}

// A span is a stretch of the output. Where it is traced, the trace of a marker
// stands at its end.
type span struct {
	from, to int64
	traced   bool
}

// noBlock is the block of a command that ran again, but not to be compared again.
const noBlock = -1

// lookBehind is how much of what has been decided is kept to look at: the head of
// a marker's source.
const lookBehind = 64

// Splitter returns a Splitter for what the script prints.
func (s *Script) Splitter() *Splitter {
	p := &Splitter{script: s, blocks: make([][]piece, s.blocks), stray: -1}
	p.blocks[0] = []piece{}
	return p
}

// ErrorSplitter returns a Splitter for what the script prints on standard error, where
// that is apart.
func (s *Script) ErrorSplitter() *Splitter {
	p := s.Splitter()
	p.errs = true
	return p
}

// Feed takes the next bytes of the output, and does not keep them.
func (s *Splitter) Feed(p []byte) {
	buf := p
	if len(s.pending) > 0 {
		s.pending = append(s.pending, p...)
		buf = s.pending
	}
	n := s.scan(buf, false)
	s.pending = append(s.pending[:0], buf[n:]...)
}

// scan decides about bytes, and returns about how many.
func (s *Splitter) scan(buf []byte, end bool) int {
	head := []byte(s.script.salt[:saltHead])
	done := 0
	for done < len(buf) {
		i := bytes.Index(buf[done:], head)
		if i < 0 {
			n := len(buf)
			if !end {
				n -= begun(buf[done:], head)
			}
			s.take(buf, done, n)
			return n
		}
		i += done
		f := s.script.find(s.behind, buf[done:], i-done, end, s.errs)
		if f.token == undecided {
			s.take(buf, done, i)
			return i
		}
		from, to := done+f.from, done+f.to
		switch f.token {
		case ordinary:
			s.take(buf, done, to)
		case traced:
			s.take(buf, done, from)
			if n := len(s.piece.spans); n > 0 {
				s.piece.spans[n-1].traced = true
			}
			s.skip(to - from)
		case marker:
			s.take(buf, done, from)
			s.skip(to - from)
			s.mark(f.line, f.status)
		case source:
			s.dropBehind(done - from)
			s.take(buf, done, max(done, from))
			s.skip(to - max(done, from))
		case stray:
			s.take(buf, done, from)
			s.skip(to - from)
			if s.stray < 0 {
				s.stray = s.open
			}
		}
		done = to
	}
	return done
}

// begun returns the length of the longest end of buf that is the beginning of a
// salt.
func begun(buf, head []byte) int {
	for n := min(len(buf), len(head)-1); n > 0; n-- {
		if bytes.HasSuffix(buf, head[:n]) {
			return n
		}
	}
	return 0
}

// take makes buf[from:to] part of the piece that grows.
func (s *Splitter) take(buf []byte, from, to int) {
	if from == to {
		return
	}
	s.behind = append(s.behind, buf[max(from, to-lookBehind):to]...)
	if n := len(s.behind); n > lookBehind {
		s.behind = append(s.behind[:0], s.behind[n-lookBehind:]...)
	}
	end := s.offset + int64(to-from)
	if n := len(s.piece.spans); n > 0 && s.piece.spans[n-1].to == s.offset && !s.piece.spans[n-1].traced {
		s.piece.spans[n-1].to = end
	} else {
		s.piece.spans = append(s.piece.spans, span{from: s.offset, to: end})
	}
	s.offset = end
	if s.OnText != nil {
		s.OnText(s.open, buf[from:to])
	}
}

// skip leaves out the next n bytes.
func (s *Splitter) skip(n int) {
	s.offset += int64(n)
	s.behind = s.behind[:0]
}

// dropBehind takes n bytes back that were taken already.
func (s *Splitter) dropBehind(n int) {
	for n > 0 && len(s.piece.spans) > 0 {
		last := &s.piece.spans[len(s.piece.spans)-1]
		cut := min(int64(n), last.to-last.from)
		last.to -= cut
		n -= int(cut)
		if last.to > last.from {
			return
		}
		s.piece.spans = s.piece.spans[:len(s.piece.spans)-1]
	}
}

// mark takes notice of a marker.
func (s *Splitter) mark(line, status int) {
	if line == noLine {
		return
	}
	s.measure()
	p := s.piece
	p.status = status
	s.piece = piece{}
	switch line {
	case afterSetup:
		s.setups = append(s.setups, p)
		return
	case afterTeardown:
		s.teardowns = append(s.teardowns, p)
		return
	}
	if block := s.script.block[line]; line <= attempted && block == s.open {
		s.blocks[block], s.settled = []piece{p}, true
		if s.OnAttempt != nil {
			s.OnAttempt(block)
		}
		return
	}
	if !s.settled || len(p.spans) > 0 {
		s.blocks[s.open] = append(s.blocks[s.open], p)
	}
	s.settled = false
	if line <= attempted { // it is repeated as part of a block that was opened later
		if s.OnAttempt != nil {
			s.OnAttempt(noBlock)
		}
		return
	}
	if s.OnMark != nil {
		s.OnMark(s.script.block[line])
	}
	switch block := s.script.block[line]; {
	case block == s.script.blocks:
		s.complete = true
	case s.blocks[block] == nil:
		s.blocks[block] = []piece{}
		s.open = block
		s.last = max(s.last, block)
		if s.OnBlock != nil {
			s.OnBlock(block)
		}
	}
}

// measure gives the time since the last marker to the block that is open.
func (s *Splitter) measure() {
	if s.Clock == nil {
		return
	}
	now := s.Clock()
	if s.took == nil {
		s.took = make([]time.Duration, len(s.blocks))
	} else if !s.complete {
		s.took[s.open] += now.Sub(s.marked)
	}
	s.marked = now
}

// Again forgets what the command printed that was run last: it is repeated.
func (s *Splitter) Again() {
	s.blocks[s.open], s.settled = []piece{}, false
}

// Attempt returns what the command printed that was run last; printed is the output so
// far.
func (s *Splitter) Attempt(printed string) Piece {
	p := s.blocks[s.open][0]
	return Piece{Text: p.text(printed), Status: p.status}
}

// TornDown reports whether the shell has come to the end of all files that are to
// be sourced last.
func (s *Splitter) TornDown() bool { return len(s.teardowns) >= s.script.ends }

// Output returns the blocks of the whole output, which printed is. What scripts
// print of their own path is put right by rename, which gets each piece; it may
// be nil. No more can be fed.
func (s *Splitter) Output(printed string, rename func(string) string) Output {
	s.scan(s.pending, true)
	s.pending = nil
	s.measure() // a block that did not come to its end
	teardowns := s.teardowns
	if len(s.piece.spans) > 0 {
		s.piece.status = -1
		if s.complete && !s.TornDown() {
			teardowns = append(slices.Clip(teardowns), s.piece)
		} else {
			s.blocks[s.open] = append(s.blocks[s.open], s.piece)
		}
		s.piece = piece{}
	}
	stray := s.stray
	text := func(block int, pieces []piece) []Piece {
		if pieces == nil {
			return nil
		}
		texts := make([]Piece, len(pieces))
		for i, p := range pieces {
			texts[i] = Piece{Text: p.text(printed), Status: p.status}
			if len(p.spans) > 1 && s.script.clean(&texts[i].Text) && (stray < 0 || block < stray) {
				stray = block
			}
			if s.errs {
				texts[i].Text = s.script.untraced(texts[i].Text)
			}
			if n := len(p.spans); n > 0 && p.spans[n-1].traced && !s.errs {
				texts[i].Traced = p.trace(printed)
			}
			if rename != nil {
				texts[i].Text, texts[i].Traced = rename(texts[i].Text), rename(texts[i].Traced)
			}
		}
		return texts
	}
	o := Output{
		Blocks: make([][]Piece, len(s.blocks)), Last: s.last, Complete: s.complete,
		Setups: text(0, s.setups), Teardowns: text(s.open, teardowns),
	}
	for b := range s.blocks {
		o.Blocks[b] = text(b, s.blocks[b])
	}
	o.Stray, o.Took = stray, s.took
	return o
}

// clean takes the salt out of a text that was put together of several parts, where
// it came to stand by that, and reports whether it did.
func (s *Script) clean(text *string) (found bool) {
	for clean := false; !clean; {
		clean = true
		for _, ours := range []string{s.salt, s.source(), s.inlineSource()} {
			if strings.Contains(*text, ours) {
				*text = strings.ReplaceAll(*text, ours, "")
				clean, found = false, true
			}
		}
	}
	return found
}

// text returns the text of a piece, copied only where something was left out of
// its middle.
func (p *piece) text(printed string) string {
	one := func(s span) string {
		if s.traced {
			return dropTrace(printed[s.from:s.to])
		}
		return printed[s.from:s.to]
	}
	if len(p.spans) == 1 {
		return one(p.spans[0])
	}
	var b strings.Builder
	for _, s := range p.spans {
		b.WriteString(one(s))
	}
	return b.String()
}
