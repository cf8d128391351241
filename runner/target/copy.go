package target

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dott/runner/process"
	"dott/runner/words"
)

// sendCopy sends what the configuration says is to be there, once for each machine.
func sendCopy(ctx context.Context, t *target, s *session) error {
	if len(t.config.Copy) == 0 {
		return nil
	}
	return t.unpack(ctx, s, s.root+"/copy", func(w *tar.Writer) error {
		for _, name := range t.config.Copy {
			if err := addTree(w, t.places.o.Dir, filepath.FromSlash(name), ""); err != nil {
				return fmt.Errorf("copy %q: %w", name, err)
			}
		}
		return nil
	})
}

// copyDirectory sends the directory of a test for it to run in.
func (b *sandbox) copyDirectory(ctx context.Context) error {
	var c chain
	b.make(&c, false)
	if _, err := b.session.do(ctx, "make", c.then("make", "say done make")); err != nil {
		return b.target.errorf("making the test's directories there: %w", err)
	}
	return b.target.unpack(ctx, b.session, b.work, func(w *tar.Writer) error {
		return addTree(w, filepath.Dir(b.test.Path), ".", filepath.Base(b.test.Path))
	})
}

// unpack sends files to a directory on the machine of a session. It takes a shell of
// its own: the reader's input is commands, and more of it may have been read already.
func (t *target) unpack(ctx context.Context, s *session, dir string, add func(*tar.Writer) error) error {
	if t.facts.has["tar"] == "" {
		return t.errorf("there is no tar there, which it takes to copy files")
	}
	read, write, err := os.Pipe()
	if err != nil {
		return t.errorf("copying: %w", err)
	}
	head, tail := "DOTT"+rand.Text()[:4], rand.Text()
	ready, unpacked := make(chan struct{}), false
	var said bytes.Buffer
	out := &salted{salt: []byte(head + tail), text: func(p []byte) {}, mark: func(line string) {
		switch line {
		case "ready":
			close(ready)
		case "done":
			unpacked = true
		}
	}}
	argv := t.channel.beside(s.instance)
	pipe := t.places.pipe()
	p, err := t.places.supervisor().Start(ctx, process.Command{
		Path: argv[0], Args: argv[1:], Dir: t.places.o.Dir, Env: t.places.environ(), Stdin: read, Output: out, Errors: &said, ErrorPipe: pipe,
	})
	_ = os.Remove(pipe)
	_ = read.Close()
	if err != nil {
		_ = write.Close()
		return t.errorf("copying: %w", err)
	}
	packed := make(chan error, 1)
	over := make(chan struct{})
	go func() { packed <- pack(write, hello2(head, tail, dir, s.root), ready, over, add) }()
	_, err = p.Wait()
	close(over)
	perr := <-packed
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err == nil && !unpacked && perr != nil && !errors.Is(perr, os.ErrClosed) && said.Len() == 0:
		err = perr
	case err == nil && !unpacked:
		err = t.reason(said.String())
	case err == nil:
		err = perr
	}
	if err != nil {
		return t.errorf("copying to %s there: %w", dir, err)
	}
	return nil
}

// hello2 is what the shell is told that unpacks. It has nothing more of the input
// than this line.
func hello2(head, tail, dir, root string) string {
	return "exec sh -c " + words.Quote(`printf "%s%s ready\n" `+head+` `+tail+`
if mkdir -p "$1" && cd "$1" && tar xpf -
then printf "%s%s done\n" `+head+` `+tail+`
else r=$2
`+full+`full 3>&2
fi`) + " sh " + words.Quote(dir) + " " + words.Quote(root) + "\n"
}

// pack writes the archive as soon as somebody is there to read it.
func pack(to *os.File, first string, ready, over <-chan struct{}, add func(*tar.Writer) error) error {
	defer to.Close()
	if _, err := io.WriteString(to, first); err != nil {
		return err
	}
	select {
	case <-ready:
	case <-over:
		return os.ErrClosed
	}
	stop := make(chan struct{})
	defer close(stop)
	go func() {
		select {
		case <-over:
			_ = to.SetWriteDeadline(time.Now())
		case <-stop:
		}
	}()
	w := tar.NewWriter(to)
	err := add(w)
	return errors.Join(err, w.Close())
}

// addTree adds a file or a directory with all that is in it. What an earlier run of a
// test left is not sent with it.
func addTree(w *tar.Writer, root, name, test string) error {
	return filepath.WalkDir(filepath.Join(root, name), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil || rel == "." || test != "" && strings.HasPrefix(rel, test) && strings.HasSuffix(rel, ".err") {
			return err
		}
		return addEntry(w, path, filepath.ToSlash(rel), d)
	})
}

func addEntry(w *tar.Writer, path, name string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	link := ""
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		if link, err = os.Readlink(path); err != nil {
			return err
		}
	case !info.IsDir() && !info.Mode().IsRegular():
		return fmt.Errorf("%s is neither a file nor a directory", path)
	}
	h, err := tar.FileInfoHeader(info, link)
	if err != nil {
		return err
	}
	// Whose they are here means nothing there.
	h.Name, h.Uid, h.Gid, h.Uname, h.Gname = name, 0, 0, "", ""
	h.Format = tar.FormatUnknown
	if info.IsDir() {
		h.Name += "/"
		h.Mode |= 0o700
	}
	if err := w.WriteHeader(h); err != nil || !info.Mode().IsRegular() {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}
