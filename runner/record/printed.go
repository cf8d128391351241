package record

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"
)

// printed takes what the shell prints, shows it, and keeps what the command did that
// runs. Behind each command comes a mark with its status.
type printed struct {
	mark     string
	screen   io.Writer
	statuses chan int

	mu    sync.Mutex
	kept  bytes.Buffer
	shown int // bytes of it
	mute  bool
}

// most is how many bytes of a command's output are kept; the rest is seen and not written.
const most = 4 << 20

func newPrinted(mark string, screen io.Writer) *printed {
	return &printed{mark: mark, screen: screen, statuses: make(chan int, 1), mute: true}
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept.Write(b)
	rest := p.kept.Bytes()[p.shown:]
	at := bytes.Index(rest, []byte(p.mark))
	if at < 0 {
		return len(b), p.show(len(rest) - partial(rest, p.mark))
	}
	err := p.show(at)
	rest = rest[at:]
	if end := bytes.IndexByte(rest, '\a'); end >= 0 {
		status, _ := strconv.Atoi(string(rest[len(p.mark):end]))
		p.kept.Truncate(p.shown) // what comes behind it is of nothing
		select {
		case p.statuses <- status:
		default:
		}
	}
	return len(b), err
}

// show shows the next n bytes.
func (p *printed) show(n int) error {
	b := p.kept.Bytes()[p.shown : p.shown+n]
	p.shown += n
	if p.shown > most {
		p.kept.Truncate(most)
		p.shown = most
	}
	if p.mute {
		return nil
	}
	_, err := p.screen.Write(b)
	return err
}

// clear begins with the next command.
func (p *printed) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.kept.Reset()
	p.shown = 0
}

// loud shows from now on what is printed, or does not.
func (p *printed) loud(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mute = !on
}

func (p *printed) text() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.ReplaceAll(p.kept.String()[:p.shown], "\r\n", "\n")
}

// partial is how many bytes at the end of b may be the beginning of a mark.
func partial(b []byte, mark string) int {
	for n := min(len(b), len(mark)-1); n > 0; n-- {
		if string(b[len(b)-n:]) == mark[:n] {
			return n
		}
	}
	return 0
}

// plain is what is left of a text on a terminal where there is none: no colours, and of a
// line that was written over the last text.
func plain(text string) string {
	text = ansi.Strip(text)
	if !strings.Contains(text, "\r") {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		body := strings.TrimRight(line, "\r\n")
		b.WriteString(body[strings.LastIndexByte(body, '\r')+1:])
		if strings.HasSuffix(line, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
