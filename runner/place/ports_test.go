package place

import (
	"fmt"
	"net"
	"testing"
)

// TestPorts: no port is leased twice, each can be listened on, and one that is
// in use is given for another.
func TestPorts(t *testing.T) {
	var all [20]ports
	seen := map[string]bool{}
	for i := range all {
		if err := all[i].lease(3); err != nil {
			t.Fatal(err)
		}
		defer all[i].release()
		for k, v := range all[i].variables("") {
			if want := []string{"PORT", "PORT1", "PORT2"}[k]; v[0] != want {
				t.Errorf("a variable is named %s, not %s", v[0], want)
			}
			if seen[v[1]] {
				t.Errorf("port %s is leased twice", v[1])
			}
			seen[v[1]] = true
			l, err := net.Listen("tcp", "127.0.0.1:"+v[1])
			if err != nil {
				t.Error(err)
				continue
			}
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d ports", len(seen))
	}
}

func TestPortsRefresh(t *testing.T) {
	var p ports
	defer p.release()
	if err := p.lease(2); err != nil {
		t.Fatal(err)
	}
	before := p.variables("")
	if err := p.refresh(); err != nil || fmt.Sprint(p.variables("")) != fmt.Sprint(before) {
		t.Errorf("free ports are exchanged: %v, %v (%v)", before, p.variables(""), err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+before[1][1])
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := p.refresh(); err != nil {
		t.Fatal(err)
	}
	if after := p.variables(""); after[0] != before[0] || after[1] == before[1] || after[1] == before[0] {
		t.Errorf("%v becomes %v with %s in use", before, after, before[1][1])
	}
	if err := p.lease(2); err != nil || len(p.variables("")) != 2 {
		t.Errorf("leased again: %v (%v)", p.variables(""), err)
	}
	p.release()
	if len(p.variables("")) != 0 {
		t.Errorf("%v after the release", p.variables(""))
	}
}
