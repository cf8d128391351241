package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// accessList is an access control list as the system keeps it: rw for the owner,
// r for the user 1234, nothing for the group and others.
const accessList = "\x02\x00\x00\x00" +
	"\x01\x00\x06\x00\xff\xff\xff\xff" + "\x02\x00\x04\x00\xd2\x04\x00\x00" + "\x04\x00\x00\x00\xff\xff\xff\xff" +
	"\x10\x00\x04\x00\xff\xff\xff\xff" + "\x20\x00\x00\x00\xff\xff\xff\xff"

// setAttribute reports whether the system lets us set an attribute here.
func setAttribute(t *testing.T, path, name, value string) bool {
	t.Helper()
	err := unix.Setxattr(path, name, []byte(value), 0)
	if err == unix.ENOTSUP || err == unix.EPERM {
		t.Logf("%s: %v", name, err)
		return false
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return true
}

// TestReplaceKeepsAttributes: mode, owner, access control list and extended
// attributes are those of the file that is replaced, and not those that its
// directory gives to new files.
func TestReplaceKeepsAttributes(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f.t")
	write(t, path, oldText)
	if os.Getuid() == 0 {
		if err := os.Chown(path, 1234, 2345); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]string{"user.note": "kept\x00", "user.empty": "", "system.posix_acl_access": accessList}
	if os.Getuid() == 0 {
		want["trusted.note"] = "kept too"
		want["security.capability"] = "\x01\x00\x00\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	}
	if err := os.Chmod(path, os.ModeSetuid|os.ModeSticky|0o640); err != nil {
		t.Fatal(err)
	}
	for name, value := range want {
		if !setAttribute(t, path, name, value) {
			delete(want, name)
		}
	}
	setAttribute(t, dir, "system.posix_acl_default", accessList)
	was := attributesAt(t, path)
	if err := Replace(path, oldText, newText); err != nil {
		t.Fatal(err)
	}
	checkFile(t, path, newText)
	if is := attributesAt(t, path); !is.equal(was) {
		t.Errorf("%+v, want %+v", is, was)
	}
	for name, value := range want {
		if is := attributesAt(t, path).extended[name]; is != value {
			t.Errorf("%s is %q, want %q", name, is, value)
		}
	}

	plain := filepath.Join(dir, "plain.t") // has no list, whatever its directory says
	write(t, plain, oldText)
	_ = unix.Removexattr(plain, "system.posix_acl_access")
	was = attributesAt(t, plain)
	if err := Replace(plain, oldText, newText); err != nil {
		t.Fatal(err)
	}
	if is := attributesAt(t, plain); !is.equal(was) {
		t.Errorf("%+v, want %+v", is, was)
	}
}

func attributesAt(t *testing.T, path string) attributes {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := attributesOf(f)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAttributesRefused: what cannot be kept is said.
func TestAttributesRefused(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	a, err := attributesOf(f)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"nosuch.note":  "its attribute nosuch.note cannot be kept: operation not supported",
		"security.ima": "its attribute security.ima is about its content, and would be wrong",
	} {
		a.extended = map[string]string{name: "x"}
		if err := a.give(f); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	a.extended = nil
	if a.uid += 77; os.Getuid() != 0 {
		if err := a.give(f); err == nil || !strings.Contains(err.Error(), "its owner ") {
			t.Errorf("the owner: %v", err)
		}
	}
}

// TestReplaceRefused: a file that is being changed, or is none, stays as it is.
func TestReplaceRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"another text", func(t *testing.T, path string) { write(t, path, savedText) }, ErrChanged},
		{"a text that begins alike", func(t *testing.T, path string) { write(t, path, oldText+"x") }, ErrChanged},
		{"open for writing", func(t *testing.T, path string) {
			write(t, path, oldText)
			f, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = f.Close() })
		}, errBusy},
		{"none", func(*testing.T, string) {}, os.ErrNotExist},
		{"a link", func(t *testing.T, path string) { symlink(t, "/etc/passwd", path) }, ErrChanged},
		{"a pipe", func(t *testing.T, path string) {
			if err := unix.Mkfifo(path, 0o600); err != nil {
				t.Fatal(err)
			}
		}, ErrChanged},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := replacement{path: filepath.Join(t.TempDir(), "f.t"), was: oldText, text: newText, patience: 10 * time.Millisecond}
			test.make(t, r.path)
			was, _ := os.Lstat(r.path)
			if err := r.do(); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			is, _ := os.Lstat(r.path)
			if (was == nil) != (is == nil) || was != nil && !os.SameFile(was, is) {
				t.Errorf("the file is another")
			}
			if left, _ := os.ReadDir(filepath.Dir(r.path)); len(left) > 1 {
				t.Errorf("something was left: %v", left)
			}
		})
	}
}

func symlink(t *testing.T, to, path string) {
	t.Helper()
	if err := os.Symlink(to, path); err != nil {
		t.Fatal(err)
	}
}

// TestReplaceWithout: where there are no leases, or names cannot be exchanged, it
// works as well, and what was saved before the exchange is not lost.
func TestReplaceWithout(t *testing.T) {
	for _, r := range []replacement{{noLeases: true}, {noExchanges: true}, {noLeases: true, noExchanges: true}} {
		r.path, r.was, r.text, r.patience = filepath.Join(t.TempDir(), "f.t"), oldText, newText, time.Second
		n := steps(t, r)
		for _, e := range editors {
			for at := range n - 1 {
				write(t, r.path, oldText)
				saved, step := make(chan error, 1), 0
				r.step = func() {
					if step++; step-1 == at {
						go func() { saved <- e.all(r.path, savedText) }()
						select {
						case err := <-saved:
							saved <- err
						case <-time.After(5 * time.Millisecond): // it waits for us
						}
					}
				}
				err := r.do()
				if err := <-saved; err != nil {
					t.Fatal(err)
				}
				checkSaved(t, r.path, err)
			}
		}
	}
}
