package covermap

import "testing"

func TestFileAndLine(t *testing.T) {
	for _, test := range []struct {
		text, path string
		line       int
	}{
		{"main.go", "main.go", 0}, {"main.go:12", "main.go", 12}, {"a:b:3", "a:b", 3}, {"main.go:0", "main.go:0", 0},
		{"main.go:x", "main.go:x", 0}, {":3", ":3", 0}, {"main.go:-1", "main.go:-1", 0}, {"main.go:99999999999", "main.go:99999999999", 0},
	} {
		if path, line := FileAndLine(test.text); path != test.path || line != test.line {
			t.Errorf("%s: %s, %d", test.text, path, line)
		}
	}
}
