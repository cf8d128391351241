package event

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Times returns how long each file took in the runs of an event stream, by
// the name that it had. An empty file is a stream in which nobody knows.
func Times(path string) (map[string]float64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w (an empty file is one without times)", err)
	}
	defer f.Close()
	type part struct{ file, test, cell string }
	last := map[part]float64{}
	r := NewReader(path, f)
	for {
		e, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if e.Done() && e.Action != Skip {
			last[part{e.FileName(), e.Test, e.Cell}] = e.Elapsed
		}
	}
	seconds := map[string]float64{}
	for p, s := range last {
		seconds[p.file] += s
	}
	return seconds, nil
}
