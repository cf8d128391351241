package process

import "testing"

func TestParseProc(t *testing.T) {
	for stat, want := range map[string]proc{
		"7 (sh) S 1 2 3 0 -1 4194304 120":   {pid: 7, name: "sh", parent: 1, group: 2, session: 3},
		"7 (a) b (c)) R 11 12 13 0":         {pid: 7, name: "a) b (c)", parent: 11, group: 12, session: 13},
		"7 (\xff\n) Z 1 7 7 0":              {pid: 7, name: "\xff\n", parent: 1, group: 7, session: 7, zombie: true},
		"7 () X 1 7 7":                      {pid: 7, parent: 1, group: 7, session: 7, zombie: true},
		"":                                  {},
		"7 (sh":                             {},
		")7 (sh) S":                         {},
		"7 (sh) S 1 2":                      {},
		"7 (sh) S 1 x 3 0 -1 4194304 120 0": {},
	} {
		if got, ok := parseProc(7, []byte(stat)); got != want || ok != (want.pid != 0) {
			t.Errorf("%q: %+v %v", stat, got, ok)
		}
	}
}

func FuzzParseProc(f *testing.F) {
	f.Add([]byte("7 (sh) S 1 2 3 0 -1 4194304 120"))
	f.Add([]byte(")("))
	f.Add([]byte("()    "))
	f.Fuzz(func(t *testing.T, stat []byte) {
		if p, ok := parseProc(1, stat); !ok && p != (proc{}) {
			t.Errorf("%q: %+v", stat, p)
		}
	})
}
