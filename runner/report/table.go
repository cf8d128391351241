package report

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/event"
	"dott/runner/report/metrics"
	"dott/runner/report/outfile"
)

// A Kind is a report that goes into a file: a row of the table. All that the rest
// of dott knows of it stands there.
type Kind struct {
	Name  string // of the option that asks for it
	Alias string // another name of that option, which the help does not have
	Usage string // what the help says, in lines that fit
	Times bool   // it tells how long each command took
	// New returns the report. It has to write to To in one of its three ways.
	New func(to *To) (event.Handler, error)
	// Is reports whether a file that begins so is such a report.
	Is func(beginning string) bool
}

// Kinds is the table, in the order of the help. A new format is a file and a row.
var Kinds = []*Kind{
	{
		Name: "junit", Alias: "xunit-file", Usage: "write a JUnit report; here and below, - is stdout",
		New: func(to *To) (event.Handler, error) { return &JUnit{To: to.Whole}, nil }, Is: isJUnit,
	},
	{
		Name: "html", Times: true, Usage: "write a page with the failures and all tests",
		New: func(to *To) (event.Handler, error) { return &HTML{To: to.Whole}, nil }, Is: isHTML,
	},
	{
		Name: "json", Times: true, Usage: "write the events of the run as they happen",
		New: func(to *To) (event.Handler, error) {
			w, err := to.Open()
			return NewJSON(w), err
		}, Is: isJSON,
	},
	{
		Name: "tap", Usage: "write TAP, the Test Anything Protocol",
		New: func(to *To) (event.Handler, error) {
			return to.Spooled(func(w io.Writer) event.Handler { return &TAP{Out: w} }), nil
		}, Is: isTAP,
	},
	{
		Name: "metrics", Usage: "write metrics for the textfile collector of\nPrometheus' node exporter",
		New: func(to *To) (event.Handler, error) { return &metrics.Metrics{To: to.Whole}, nil }, Is: metrics.Is,
	},
}

// A Choice is a report that was asked for, and its file: "-" is standard output.
type Choice struct {
	Kind *Kind
	File string
}

// A To is where a report goes.
type To struct {
	file   string
	stdout io.Writer
	opened *os.File
}

// Whole lets write write the report, which is complete.
func (t *To) Whole(write func(io.Writer) error) error {
	if t.file == "-" {
		return write(t.stdout)
	}
	return outfile.File(t.file).Write(write)
}

// Spooled returns a report that writes as it goes. A file is put in place when it
// is complete.
func (t *To) Spooled(report func(io.Writer) event.Handler) event.Handler {
	if t.file == "-" {
		return report(t.stdout)
	}
	return outfile.Whole(t.Whole, report)
}

// Open opens the file for a report whose reader wants to follow it.
func (t *To) Open() (io.Writer, error) {
	if t.file == "-" {
		return t.stdout, nil
	}
	f, err := os.Create(t.file)
	if err != nil {
		return nil, fmt.Errorf("writing the report %s: %w", t.file, err)
	}
	t.opened = f
	return f, nil
}

// Check judges choices before any file is touched: two reports cannot be one file,
// and none is written over a test or over what is no such report. isTest tells of a
// path.
func Check(choices []Choice, isTest func(path string) bool) error {
	names := map[string]string{}
	for _, c := range choices {
		file := c.File
		if file != "-" {
			file = filepath.Clean(file)
		}
		if other := names[file]; other != "" {
			return fmt.Errorf("--%s and --%s cannot both be written to %s", min(c.Kind.Name, other), max(c.Kind.Name, other), file)
		}
		names[file] = c.Kind.Name
		if file == "-" {
			continue
		}
		if strings.HasSuffix(file, ".t") || isTest(file) {
			return fmt.Errorf("--%s would be written over the test %s", c.Kind.Name, file)
		}
		if text := beginning(file); text != "" && !c.Kind.Is(text) {
			return fmt.Errorf("--%s would be written over %s, which is no such report; remove it, or name another file", c.Kind.Name, file)
		}
	}
	return nil
}

// CheckSources is Check for reports of event streams, over which none is written.
func CheckSources(choices []Choice, sources []event.Source) error {
	for _, c := range choices {
		info, err := os.Stat(c.File)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		for _, s := range sources {
			if source, err := os.Stat(s.Name); err == nil && os.SameFile(info, source) {
				return fmt.Errorf("--%s would be written over the events in %s", c.Kind.Name, s.Name)
			}
		}
	}
	return Check(choices, func(string) bool { return false })
}

// IsReport reports whether a file is a report of any kind.
func IsReport(path string) bool {
	text := beginning(path)
	return text != "" && slices.ContainsFunc(Kinds, func(k *Kind) bool { return k.Is(text) })
}

// beginning returns what a file begins with; "" is that there is nothing that
// could be lost.
func beginning(path string) string {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return ""
	}
	f, err := os.Open(path)
	if err != nil {
		return "" // whether it can be written, is found out later
	}
	defer f.Close()
	text := make([]byte, 4<<10)
	n, _ := io.ReadFull(f, text)
	return string(text[:n])
}

// Files are the reports of a run that go into files.
type Files struct {
	Handlers []event.Handler
	Stdout   bool // one of them takes standard output
	to       []*To
}

// Open makes the reports. What cannot be written is found here, before anything is
// run.
func Open(choices []Choice, stdout io.Writer) (*Files, error) {
	f := &Files{}
	for _, c := range choices {
		to := &To{file: c.File, stdout: stdout}
		if c.File == "-" {
			f.Stdout = true
		} else if err := outfile.File(c.File).Check(); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		h, err := c.Kind.New(to)
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		f.Handlers, f.to = append(f.Handlers, h), append(f.to, to)
	}
	return f, nil
}

// Close closes the files that are open, after the last event.
func (f *Files) Close() (err error) {
	for _, to := range f.to {
		if to.opened != nil {
			err = errors.Join(err, to.opened.Close())
			to.opened = nil
		}
	}
	return err
}
