package accept

import (
	"bytes"
	"reflect"
	"testing"
)

// FuzzRead: whatever is read is written again as it was read.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	l := &Left{File: "/src/a b.t", Case: []string{"x", "y"}, Cell: "git=2.40", Cells: []string{"git=2.40", ""}, Way: Way{"dott -E", "/src"}, event: []byte(`{"seq":0}`)}
	l.setPlaces([]Place{{Line: 2, Code: "a\nb"}, {Line: 4, Nth: 1, Below: 2}})
	large := *l
	large.File, large.Case, large.Cells, large.Large = "/src/b\t\xff.t", nil, nil, true
	if err := write(&b, []*Left{l, &large}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:b.Len()-10])
	f.Add([]byte("dott left 2 1 1\n{}\n0\t1\t2\t3\tL\t\"\"\n[]{}\n"))
	f.Add([]byte("dott left 2 999999999 9\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		all, err := read(data)
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := write(&b, all); err != nil { // it may sort them
			t.Fatal(err)
		}
		again, err := read(b.Bytes())
		if err != nil || len(again) != len(all) {
			t.Fatalf("%d, %v", len(again), err)
		}
		for i := range all {
			if !all[i].Large && again[i].Large {
				continue // there was too much
			}
			if !reflect.DeepEqual(all[i], again[i]) {
				t.Fatalf("%+v is %+v", all[i], again[i])
			}
		}
		files, err := Select(Files(all, "/src"), nil, "/src", plain)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			for i := range f.Lefts {
				_, _ = f.Event(i)
			}
			_ = f.Moved(plain)
		}
	})
}
