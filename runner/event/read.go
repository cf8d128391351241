package event

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"
)

// A Reader reads a stream of events, a line of JSON each. Fields and actions
// that it does not know are no error.
type Reader struct {
	name string
	r    *bufio.Reader
	line int
	long []byte // a line longer than the buffer
}

// NewReader returns a reader; its errors begin with the name.
func NewReader(name string, r io.Reader) *Reader {
	return &Reader{name: name, r: bufio.NewReaderSize(r, 64<<10)}
}

// Next returns the next event, or io.EOF behind the last. A run that was killed
// may leave half a line at the end; that is the end of the stream, too.
func (r *Reader) Next() (Event, error) {
	for {
		line, err := r.next()
		if err != nil && (err != io.EOF || len(line) == 0) {
			return Event{}, err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		e, bad := parse(line)
		switch {
		case bad != nil && err == io.EOF:
			return Event{}, io.EOF
		case bad != nil:
			return Event{}, fmt.Errorf("%s:%d: not an event of dott: %w", r.name, r.line, bad)
		case e.Action == Dott && e.Schema > Schema:
			return Event{}, fmt.Errorf("%s:%d: written by dott %s, whose events this dott cannot read (they have schema %d, not %d): update it",
				r.name, r.line, e.Version, e.Schema, Schema)
		}
		return e, nil
	}
}

// next returns the next line, which is valid until the one after.
func (r *Reader) next() ([]byte, error) {
	r.line++
	line, err := r.r.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	r.long = r.long[:0]
	for err == bufio.ErrBufferFull {
		r.long = append(r.long, line...)
		line, err = r.r.ReadSlice('\n')
	}
	r.long = append(r.long, line...)
	return r.long, err
}

// parse reads the line of one event.
func parse(line []byte) (Event, error) {
	if e, ok := parseSimple(line); ok {
		return e, nil
	}
	var e struct {
		Event
		Raw map[string][]byte `json:"raw"`
	}
	if err := json.Unmarshal(line, &e); err != nil {
		return Event{}, err
	}
	if e.Action == "" {
		return Event{}, fmt.Errorf("it has no action")
	}
	for key, value := range e.Raw {
		if field := e.Event.stringField(key); field != nil {
			*field = string(value)
		}
	}
	return e.Event, nil
}

// stringField returns the field of that name, if it is one that holds a string.
func (e *Event) stringField(name string) *string {
	switch name {
	case "version":
		return &e.Version
	case "test":
		return &e.Test
	case "file":
		return &e.File
	case "on_target":
		return &e.OnTarget
	case "resolved":
		return &e.Resolved
	case "known":
		return &e.Known
	case "cell":
		return &e.Cell
	case "reason":
		return &e.Reason
	case "command":
		return &e.Command
	case "section":
		return &e.Section
	case "output":
		return &e.Output
	case "diff":
		return &e.Diff
	case "hash":
		return &e.Hash
	case "target":
		return &e.Target
	case "host":
		return &e.Host
	case "shell":
		return &e.Shell
	case "again":
		return &e.Again
	case "dir":
		return &e.Dir
	case "shard":
		return &e.Shard
	case "split":
		return &e.Split
	}
	return nil
}

// parseSimple reads what most lines are, as [Append] writes them: strings
// without escapes, numbers, truths. Of all others it knows nothing. It is ten
// times faster than encoding/json, and there are many events.
func parseSimple(line []byte) (e Event, ok bool) {
	rest := bytes.TrimSuffix(line, []byte("\n"))
	if bytes.IndexByte(rest, '\\') >= 0 || !bytes.HasPrefix(rest, []byte("{")) || !utf8.Valid(rest) {
		return e, false
	}
	for sep := byte('{'); ; sep = ',' {
		if len(rest) == 1 && rest[0] == '}' {
			return e, e.Action != ""
		}
		if len(rest) < 2 || rest[0] != sep || rest[1] != '"' {
			return e, false
		}
		name, value, found := bytes.Cut(rest[2:], []byte(`":`))
		if !found || len(value) == 0 {
			return e, false
		}
		var n int
		if value[0] == '"' {
			end := bytes.IndexByte(value[1:], '"')
			if end < 0 || !e.setString(string(name), value[1:1+end]) {
				return e, false
			}
			n = end + 2
		} else {
			if n = bytes.IndexFunc(value, func(r rune) bool { return r == ',' || r == '}' }); n < 0 || !e.setOther(string(name), string(value[:n])) {
				return e, false
			}
		}
		rest = value[n:]
	}
}

func (e *Event) setString(name string, value []byte) (ok bool) {
	for _, c := range value {
		if c < ' ' {
			return false
		}
	}
	switch name {
	case "action":
		e.Action = actionOf(value)
		return true
	case "time":
		err := e.Time.UnmarshalText(value)
		return err == nil
	}
	field := e.stringField(name)
	if field == nil {
		return false
	}
	*field = string(value)
	return true
}

// actionOf spares a string for each event.
func actionOf(name []byte) Action {
	for _, a := range [...]Action{Start, Stop, Pass, Skip, Fail, Error} {
		if string(a) == string(name) {
			return a
		}
	}
	return Action(name)
}

func (e *Event) setOther(name, value string) (ok bool) {
	integer := func(field *int) bool {
		n, err := strconv.Atoi(value)
		*field = n
		return err == nil && strconv.Itoa(n) == value
	}
	truth := func(field *bool) bool {
		*field = value == "true"
		return *field
	}
	number := func(field *float64) bool {
		f, err := strconv.ParseFloat(value, 64)
		*field = f
		return err == nil && value[0] >= '0' && value[0] <= '9' && json.Valid([]byte(value))
	}
	switch name {
	case "seq":
		return integer(&e.Seq)
	case "elapsed":
		return number(&e.Elapsed)
	case "expected":
		return number(&e.Expected)
	case "line":
		return integer(&e.Line)
	case "run":
		return integer(&e.Run)
	case "attempt":
		return integer(&e.Attempt)
	case "failed":
		return truth(&e.Failed)
	case "allowed":
		return truth(&e.Allowed)
	case "flaky":
		return truth(&e.Flaky)
	case "empty":
		return truth(&e.Empty)
	}
	return false
}
