package watch

import (
	"errors"
	"path/filepath"
	"testing"
	"time"
)

// TestReload: the configuration is read anew when it changes. One that cannot be
// read is named, after every run, and the old one holds.
func TestReload(t *testing.T) {
	inBubble(t, []string{"a.t", "dott.toml", "more/b.t"}, func(t *testing.T) {
		scope := Scope{Paths: []string{"a.t"}, Config: []string{"dott.toml"}}
		reloads, fault := 0, error(nil)
		w := quiet(t, &Watcher{Scope: scope, Reload: func() (Scope, error) {
			reloads++
			return scope, fault
		}})
		const status = "watching 2 tests; Enter runs all, q leaves"
		run := func(tests ...string) {
			t.Helper()
			w.runOf(tests...).end <- Outcome{}
		}
		pause := func() { time.Sleep(2 * aftermath) }
		run()
		w.hears(status)
		pause()

		fault = errors.New("dott.toml:1: unknown key")
		w.write("dott.toml")
		w.hears("dott: dott.toml:1: unknown key")
		w.hears(status)
		w.nothing() // and no run
		w.write("a.t")
		w.hears("# a.t changed")
		run("a.t")
		w.hears("dott: dott.toml:1: unknown key") // it still holds
		w.hears(status)
		pause()
		w.write("dott.toml", "a.t")
		w.hears("# a.t changed")
		run("a.t")
		w.hears("dott: dott.toml:1: unknown key")
		w.hears(status)
		pause()

		fault = nil
		scope.Paths = []string{"."}
		w.write("dott.toml")
		w.hears("# dott.toml changed")
		run()
		w.hears(status)
		pause()
		w.write("more/b.t") // it is watched now
		w.hears("# " + filepath.Join("more", "b.t") + " changed")
		run(filepath.Join("more", "b.t"))
		w.hears(status)
		pause()

		scope.Paths = []string{"nosuch"}
		w.write("dott.toml")
		w.hears("dott: no such file: nosuch")
		w.hears(status)
		if reloads != 4 {
			t.Errorf("read anew %d times", reloads)
		}
	})
}
