package llvmobject

import "testing"

// TestWrote tells objects by what a file of counts has of them.
func TestWrote(t *testing.T) {
	counts := func(version, ids byte, id, names string) []byte {
		b := make([]byte, 64)
		copy(b, "\x81rforpl\xff")
		b[8], b[16], b[48] = version, ids, byte(len(names))
		return append(b, id+names+"\x00\x00\x00"...)
	}
	with := func(id string, names string) *object {
		o := &object{names: [][]byte{[]byte(names)}}
		if id != "" {
			o.id = []byte(id)
		}
		return o
	}
	for _, c := range []struct {
		what        string
		object      *object
		counts      []byte
		same, exact bool
	}{
		{"its build ID", with("id-1", "main-other"), counts(8, 8, "id-1", "main-other"), true, true},
		{"another build of it", with("id-2", "main-other"), counts(8, 8, "id-1", "main-other"), false, false},
		{"before there were IDs", with("id-2", "main-other"), counts(5, 8, "", "main-other"), true, false},
		{"linked without ID", with("", "main-other"), counts(8, 0, "", "main-other"), true, false},
		{"a part of it alone", with("", "main"), counts(8, 0, "", "main-other"), false, false},
		{"another program", with("", "name-other"), counts(8, 0, "", "main-other"), false, false},
	} {
		if same, exact := c.object.wrote(c.counts); same != c.same || exact != c.exact {
			t.Errorf("%s: %v, %v", c.what, same, exact)
		}
	}
	(&object{names: [][]byte{{}}}).wrote(nil) // what is cut short is no reason to panic
}
