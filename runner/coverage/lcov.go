package coverage

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
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
// are not about lines are passed over.
func readLCOV(in io.Reader, p Profile, name func(path string) string) error {
	r := bufio.NewReader(in)
	file := ""
	for number := 1; ; number++ {
		line, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return err
		}
		key, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		switch key {
		case "SF":
			if file = name(value); file != "" && p[file] == nil {
				p[file] = Lines{}
			}
		case "end_of_record":
			file = ""
		case "DA":
			fields := strings.Split(value, ",")
			if len(fields) < 2 {
				return fmt.Errorf("line %d: %.100q is no DA:LINE,COUNT", number, strings.TrimSpace(line))
			}
			n, err1 := strconv.Atoi(fields[0])
			count, err2 := strconv.ParseFloat(fields[1], 64) // some tools write 1e+06
			if err1 != nil || err2 != nil {
				return fmt.Errorf("line %d: %.100q is no DA:LINE,COUNT", number, strings.TrimSpace(line))
			}
			if file != "" && n > 0 {
				p.add(file, n, int64(max(0, count)))
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}
