package accept

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/review/change"
	"dott/runner/words"
)

// List tells of the changes of files, a line of JSON for each.
func List(w io.Writer, files []*File, format func(file string) transcript.Format, max matcher.DiffLimit) error {
	out := json.NewEncoder(w)
	for _, f := range files {
		if f.Gone() {
			continue
		}
		for i, l := range f.Lefts {
			e, err := f.Event(i)
			if err != nil {
				return err
			}
			places, err := l.Places()
			if err != nil {
				return err
			}
			again := l.Again
			if again == "" {
				again = "dott"
			}
			about := Listed{Test: e.Address(), Again: again + " " + words.Quote(e.Address())}
			data, err := change.Read(e)
			var units [][]matcher.Edit
			if err == nil && e.Target == "" {
				units = change.ByBlock(transcript.For(e.File, format(e.File)).Parse(data), e.Edits)
			}
			for n, p := range places {
				c := about
				c.Line, c.Command, c.Accept = p.Line, p.Code, Command(e.Address(), p.Line)
				switch {
				case n < len(units):
					c.Diff = change.Diff(max, e, data, units[n], "")
				case err == nil:
					c.Diff = change.Diff(max, e, data, e.Edits, "")
				}
				if err := out.Encode(c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// Summary says in a line what is left.
func Summary(files []*File) string {
	tests, changes := 0, 0
	for _, f := range files {
		tests += len(f.Lefts)
		for _, l := range f.Lefts {
			changes += l.Changes
		}
	}
	plural := func(n int, what string) string {
		if n == 1 {
			return "1 " + what
		}
		return fmt.Sprintf("%d %ss", n, what)
	}
	return strings.Join([]string{plural(changes, "change"), plural(tests, "test"), plural(len(files), "file")}, ", ")
}
