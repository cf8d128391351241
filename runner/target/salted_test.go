package target

import (
	"strings"
	"testing"
)

// FuzzSalted: whatever a stream is cut into, the same text and the same marks come out
// of it, and no byte of the text is lost.
func FuzzSalted(f *testing.F) {
	const salt = "DOTTabcSALT"
	f.Add("text "+salt+" end 1 0\nmore", 1)
	f.Add(salt+" go 1\n"+salt[:4], 3)
	f.Add("DOTTaDOTTabcSALT end\nDOTTabcSAL", 2)
	f.Add("no mark"+salt+" cut off", 5)
	f.Fuzz(func(t *testing.T, stream string, chunk int) {
		read := func(chunk int) (text, marks string) {
			w := &salted{salt: []byte(salt), text: func(p []byte) { text += string(p) }, mark: func(line string) { marks += line + "\n" }}
			for rest := stream; rest != ""; {
				n := min(len(rest), chunk)
				if k, err := w.Write([]byte(rest[:n])); k != n || err != nil {
					t.Fatal(k, err)
				}
				rest = rest[n:]
			}
			w.end()
			return text, marks
		}
		wantText, wantMarks := "", ""
		rest := stream
		for {
			before, after, found := strings.Cut(rest, salt)
			line, behind, whole := strings.Cut(after, "\n")
			if !found || !whole {
				wantText += rest
				break
			}
			wantText += before
			wantMarks += strings.TrimSpace(line) + "\n"
			rest = behind
		}
		for _, n := range []int{1, 2, 7, max(1, chunk), len(stream) + 1} {
			if text, marks := read(n); text != wantText || marks != wantMarks {
				t.Fatalf("%d bytes at a time: %q with %q, want %q with %q", n, text, marks, wantText, wantMarks)
			}
		}
	})
}
