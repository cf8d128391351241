package target

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dott/runner/place"
)

// A Checked is what was found out about a target.
type Checked struct {
	Name      string
	Err       error // no test can run there
	System    string
	User      string
	Shell     string
	Dir       string        // for temporary directories
	Connect   time.Duration // what it took to get the first shell
	RoundTrip time.Duration
	Lacks     []string // what some tests may need, in sentences
}

// Check gets a shell on each of some targets, and tells of one after the other.
func Check(ctx context.Context, o Options, names []string, tell func(Checked) error) error {
	local, err := place.NewLocal(o.Place)
	if err != nil {
		return err
	}
	p := New(local, o)
	for _, name := range names {
		if err == nil {
			err = tell(check(ctx, p, name))
		}
		if err == nil && ctx.Err() != nil {
			err = context.Cause(ctx)
		}
	}
	return errors.Join(err, p.Close())
}

// check gets a shell on a target, and looks around.
func check(ctx context.Context, p *Places, name string) Checked {
	c := Checked{Name: name}
	t, err := p.target(name)
	if err != nil {
		c.Err = err
		return c
	}
	began := time.Now()
	if c.Err = t.ready(ctx); c.Err != nil {
		return c
	}
	c.Connect = time.Since(began)
	f := &t.facts
	c.System, c.User, c.Shell, c.Dir, c.Lacks = strings.TrimSpace(f.uname), f.env["LOGNAME"], f.sh, f.tmp, f.lacks()
	const times = 5
	for range times {
		began = time.Now()
		if _, err := t.first.do(ctx, "echo", "say done echo\n"); err != nil {
			c.Err = err
			return c
		}
		if took := time.Since(began); c.RoundTrip == 0 || took < c.RoundTrip {
			c.RoundTrip = took
		}
	}
	return c
}

// String is what a person is told.
func (c Checked) String() string {
	if c.Err != nil {
		return c.Name + ": " + strings.TrimPrefix(c.Err.Error(), "target "+c.Name+": ") + "\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: ok", c.Name)
	for _, w := range [][2]string{{", ", c.System}, {", user ", c.User}, {", sh is ", c.Shell}, {", directories in ", c.Dir}} {
		if w[1] != "" {
			b.WriteString(w[0] + w[1])
		}
	}
	fmt.Fprintf(&b, "\n  connected in %s, a round trip takes %s\n", shown(c.Connect), shown(c.RoundTrip))
	for _, l := range c.Lacks {
		b.WriteString("  " + l + "\n")
	}
	return b.String()
}

// shown writes a time for people.
func shown(d time.Duration) string {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(time.Millisecond).String()
}
