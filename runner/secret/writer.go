package secret

import "io"

// A Writer masks what is written to it. It keeps back an end that may be the beginning of
// a value, until more comes or Close is called.
type Writer struct {
	// Found, if not nil, is called with the name of each value that was hidden, with its $,
	// when all that stood before it was written.
	Found func(name string)

	masker func() *Masker
	to     io.Writer
	kept   []byte
}

// NewWriter returns a writer that hides what masker knows at the time.
func NewWriter(to io.Writer, masker func() *Masker) *Writer { return &Writer{to: to, masker: masker} }

// Write hides the values in p. Like the writer behind it, it may take less.
func (w *Writer) Write(p []byte) (int, error) {
	m := w.masker()
	if m == nil && len(w.kept) == 0 {
		return w.to.Write(p)
	}
	if err := w.pass(m, p, false); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close writes what is kept back. It does not close the writer behind it.
func (w *Writer) Close() error {
	return w.pass(w.masker(), nil, true)
}

func (w *Writer) pass(m *Masker, p []byte, last bool) error {
	text := string(p)
	if len(w.kept) > 0 {
		text = string(w.kept) + text
		w.kept = w.kept[:0]
	}
	done := 0
	for i := 0; i < len(text) && m != nil; {
		f, n, more := m.at(text[i:])
		if more && !last {
			w.kept = append(w.kept, text[i:]...)
			text = text[:i]
			break
		}
		if n == 0 {
			i++
			continue
		}
		if err := w.write(text[done:i]); err != nil {
			return err
		}
		if w.Found != nil {
			w.Found(f.name)
		}
		if err := w.write(f.name); err != nil {
			return err
		}
		i += n
		done = i
	}
	return w.write(text[done:])
}

func (w *Writer) write(text string) error {
	if text == "" {
		return nil
	}
	_, err := io.WriteString(w.to, text)
	return err
}
