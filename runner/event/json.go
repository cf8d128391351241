package event

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// Append appends the event as one line of JSON. The line is valid UTF-8 whatever
// the event holds: a string that is not has U+FFFD in it, and stands a second
// time under "raw", in base64, so that a [Reader] gets back what it was.
//
// It is written by hand since there are three events for every test, and
// encoding/json would take longer for them than all other reports together.
func Append(b []byte, e *Event) []byte {
	o := object{b: append(b, '{')}
	o.int("seq", e.Seq)
	o.time("time", e.Time)
	o.string("action", string(e.Action))
	o.optionalInt("schema", e.Schema)
	o.optional("version", e.Version)
	o.optional("test", e.Test)
	o.optional("file", e.File)
	o.value("case", e.Case, len(e.Case))
	o.optional("cell", e.Cell)
	o.optional("on_target", e.OnTarget)
	o.optional("resolved", e.Resolved)
	o.optionalInt("run", e.Run)
	o.optionalInt("attempt", e.Attempt)
	o.float("elapsed", e.Elapsed)
	o.optional("reason", e.Reason)
	o.optionalInt("line", e.Line)
	o.optional("command", e.Command)
	o.optional("section", e.Section)
	o.optional("output", e.Output)
	o.optional("diff", e.Diff)
	o.value("edits", e.Edits, len(e.Edits))
	o.optionalInt("edits_left_out", e.EditsLeftOut)
	o.optional("hash", e.Hash)
	o.optional("target", e.Target)
	o.value("off", e.Off, len(e.Off))
	o.value("commands", e.Commands, len(e.Commands))
	o.value("logs", e.Logs, len(e.Logs))
	o.optionalInt("written", e.Written)
	if e.Judged != nil {
		o.value("judged", e.Judged, 1)
	}
	o.optionalInt("total", e.Total)
	o.optionalInt("not_run", e.NotRun)
	o.float("expected", e.Expected)
	o.bool("failed", e.Failed)
	o.bool("allowed", e.Allowed)
	o.optional("known", e.Known)
	o.bool("ran_before", e.RanBefore)
	o.bool("flaky", e.Flaky)
	o.bool("timeout", e.TimedOut)
	o.bool("empty", e.Empty)
	o.optional("host", e.Host)
	o.optional("shell", e.Shell)
	if e.Seed > 0 {
		o.key("seed")
		o.b = strconv.AppendUint(o.b, e.Seed, 10)
	}
	o.optional("again", e.Again)
	o.optional("dir", e.Dir)
	o.optional("shard", e.Shard)
	o.optional("split", e.Split)
	o.value("axes", e.Axes, len(e.Axes))
	o.bool("fail_on_skip", e.FailOnSkip)
	if e.Coverage != nil {
		o.value("coverage", e.Coverage, 1)
	}
	o.value("trend", e.Trend, len(e.Trend))
	if e.Cached != nil {
		o.value("cached", e.Cached, 1)
	}
	if e.Past != nil {
		o.value("past", e.Past, 1)
	}
	o.value("times", e.Times, len(e.Times))
	if len(o.raw) > 0 {
		o.key("raw")
		raw := object{b: append(o.b, '{')}
		for _, r := range o.raw {
			raw.string(r.key, base64.StdEncoding.EncodeToString([]byte(r.value)))
		}
		o.b = append(raw.b, '}')
	}
	return append(o.b, "}\n"...)
}

// An object is one of JSON that is being written.
type object struct {
	b   []byte
	raw []pair // what could not be written as it is
}

type pair struct{ key, value string }

func (o *object) key(name string) {
	if o.b[len(o.b)-1] != '{' {
		o.b = append(o.b, ',')
	}
	o.b = append(append(append(o.b, '"'), name...), `":`...)
}

func (o *object) string(name, s string) {
	o.key(name)
	valid := true
	if o.b, valid = appendString(o.b, s); !valid {
		o.raw = append(o.raw, pair{name, s})
	}
}

func (o *object) optional(name, s string) {
	if s != "" {
		o.string(name, s)
	}
}

func (o *object) int(name string, n int) {
	o.key(name)
	o.b = strconv.AppendInt(o.b, int64(n), 10)
}

func (o *object) optionalInt(name string, n int) {
	if n != 0 {
		o.int(name, n)
	}
}

func (o *object) bool(name string, is bool) {
	if is {
		o.key(name)
		o.b = append(o.b, "true"...)
	}
}

func (o *object) time(name string, t time.Time) {
	o.key(name)
	o.b = append(t.AppendFormat(append(o.b, '"'), time.RFC3339Nano), '"')
}

// float writes a number; those that JSON does not have are left out.
func (o *object) float(name string, f float64) {
	if f != 0 && !math.IsInf(f, 0) && !math.IsNaN(f) {
		o.key(name)
		o.b = strconv.AppendFloat(o.b, f, 'g', -1, 64)
	}
}

// value writes what few events have.
func (o *object) value(name string, v any, length int) {
	if length > 0 {
		if text, err := json.Marshal(v); err == nil {
			o.key(name)
			o.b = append(o.b, text...)
		}
	}
}

// appendString appends a string of JSON, and tells whether it was UTF-8.
func appendString(b []byte, s string) (_ []byte, valid bool) {
	const digits = "0123456789abcdef"
	valid = true
	b = append(b, '"')
	plain := 0 // from here on, all is as it stands
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if c >= utf8.RuneSelf && !(r == utf8.RuneError && n == 1) {
			i += n
			continue
		}
		b = append(b, s[plain:i]...)
		switch {
		case c >= utf8.RuneSelf:
			b, valid = append(b, "\uFFFD"...), false
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		}
		i += n
		plain = i
	}
	return append(append(b, s[plain:]...), '"'), valid
}
