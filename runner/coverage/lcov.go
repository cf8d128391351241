package coverage

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"dott/runner/covermap"
)

// writeLCOV writes a profile as geninfo(1) describes it. There are commands that
// turn one tool's output into this format, and no kept Go package that writes it:
// it is a line for each line.
func writeLCOV(out io.Writer, p Profile) error {
	w := bufio.NewWriter(out)
	for _, file := range p.files() {
		lines := p[file]
		fmt.Fprintf(w, "TN:\nSF:%s\n", file)
		for _, n := range lines.numbers() {
			fmt.Fprintf(w, "DA:%d,%d\n", n, lines[n])
		}
		covered, all := lines.Count()
		fmt.Fprintf(w, "LF:%d\nLH:%d\nend_of_record\n", all, covered)
	}
	return w.Flush()
}

// readLCOV adds the lines of an LCOV file to a profile; name turns a path into
// the file's name there, "" for one that is none of the project's. Records that
// are not about lines are passed over, whatever else is no LCOV is not.
func readLCOV(in io.Reader, p Profile, name func(path string) string) error {
	r := bufio.NewReader(in)
	file, within := "", false
	for number := 1; ; number++ {
		line, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return err
		}
		line = strings.TrimRight(line, "\r\n")
		key, value, hasValue := strings.Cut(line, ":")
		wrong := ""
		switch {
		case key == "SF" && hasValue:
			within = true
			if file = name(value); file != "" && p[file] == nil {
				p[file] = Lines{}
			}
		case line == "end_of_record":
			file, within = "", false
		case key == "DA":
			n, count, ok := parseDA(value)
			switch {
			case !ok:
				wrong = "is no DA:LINE,COUNT"
			case !within:
				wrong = "is of no file: no SF:PATH is above it"
			case file != "" && n > 0: // some tools have a line 0 for the file as a whole
				p.add(file, n, count)
			}
		case line == "" || line[0] == '#':
		case !hasValue || strings.TrimLeft(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
			wrong = "is no LCOV"
		}
		if wrong != "" {
			return fmt.Errorf("line %d: %.100q %s", number, line, wrong)
		}
		if err == io.EOF {
			return nil
		}
	}
}

// parseDA reads LINE,COUNT; a checksum may follow.
func parseDA(value string) (line int, count int64, ok bool) {
	number, rest, ok := strings.Cut(value, ",")
	times, _, _ := strings.Cut(rest, ",")
	n, err := strconv.ParseUint(number, 10, 63)
	c, err2 := strconv.ParseInt(times, 10, 64)
	if err2 != nil {
		var f float64 // some tools write 1e+06
		f, err2 = strconv.ParseFloat(times, 64)
		ok = ok && f == f
		c = int64(max(0, min(f, maxCount)))
	}
	return int(n), min(max(0, c), maxCount), ok && err == nil && err2 == nil && n < covermap.MaxLine
}

// maxCount is the highest count that is kept: sums of them stay numbers.
const maxCount = 1 << 50
