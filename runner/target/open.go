package target

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"
)

// open opens a session: a shell answers, and has made its directory. The first one of
// a target also finds out about it. Others may be opened meanwhile: their shells begin to
// start, which takes a while where a file such as .bashrc has much to do, and they wait
// for what is found out.
func (t *target) open(ctx context.Context, first bool) (*session, error) {
	argv, instance, err := t.channel.command(first)
	if err != nil {
		return nil, t.errorf("%w", err)
	}
	head, tail := "DOTT"+rand.Text()[:4], rand.Text()
	s := &session{target: t, instance: instance, salt: head + tail, ended: make(chan struct{}), clean: true}
	s.out = salted{salt: []byte(head + tail), text: s.printed, mark: s.heard}
	s.errs = salted{salt: []byte(head + tail), text: s.complained, mark: s.heardApart}
	if err := s.run(argv, hello(head, tail)); err != nil {
		return nil, t.errorf("%w", err)
	}
	limit := t.connectTimeout()
	if t.fresh() {
		limit += 20 * time.Second // an engine has more to do than to connect
	}
	ctx, cancel := context.WithTimeoutCause(ctx, limit+limit/2, errNone)
	defer cancel()
	if err = s.answers(ctx); err == nil && first {
		s.facts = facts{has: map[string]string{}}
		_, err = s.do(ctx, "asked", "s="+head+tail+"\nsay() { printf '%s %s\\n' \"$s\" \"$*\" >&3; }\n"+ask+"say done asked\n")
		if err == nil {
			t.facts, err = s.facts, s.facts.missing()
		}
	}
	if !first {
		if down := t.ready(ctx); down != nil {
			s.close()
			return nil, down
		}
	}
	if err == nil {
		s.root = t.facts.tmp + "/cramtests-" + newName()
		t.places.left.note(t.name, s.root)
		s.mu.Lock()
		s.clean = false
		s.mu.Unlock()
		if _, err = s.do(ctx, "open", begin(head, tail, s.root, s.perl)); err != nil {
			err = fmt.Errorf("making a directory there: %w", err)
		}
	}
	if err != nil {
		err = unreached(ctx, t, s, err)
		s.close()
		return nil, err
	}
	t.mu.Lock()
	t.all = append(t.all, s)
	t.mu.Unlock()
	return s, nil
}

// unreached makes the error of a session that was not opened.
func unreached(ctx context.Context, t *target, s *session, err error) error {
	s.mu.Lock()
	said, printed := strings.TrimSpace(string(s.stderr)), strings.TrimSpace(strings.ToValidUTF8(string(s.unasked), "\uFFFD"))
	s.mu.Unlock()
	switch {
	case errors.Is(err, errNone):
		if printed != "" {
			return t.errorf("no shell answered within %v; what did is: %q; it must run the commands that it reads: is it a menu, or does a file such as .profile ask something?", t.connectTimeout(), shorten(printed))
		}
		return t.errorf("no answer within %v; check that the target is up, or set connect-timeout in [target.%s]", t.connectTimeout(), t.name)
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case !s.over():
		return t.errorf("%w", err)
	}
	why := lastLine(said)
	if why == "" {
		why = lastLine(printed)
	}
	if why == "" {
		why = err.Error()
	}
	if remedy := t.channel.remedy(said); remedy != "" {
		return t.errorf("cannot get a shell there: %s; %s", why, remedy)
	}
	return t.errorf("cannot get a shell there: %s", why)
}

// reason is what a command that failed there said, with a remedy for a disk that is full.
func (t *target) reason(said string) error {
	for _, full := range []string{"no space left", "quota exceeded"} {
		if strings.Contains(strings.ToLower(said), full) {
			return fmt.Errorf("%s in %s: make room there, or set TMPDIR there to a directory on another disk", full, t.facts.tmp)
		}
	}
	return errors.New(lastLine(said))
}

func shorten(text string) string {
	if len(text) > 200 {
		return strings.ToValidUTF8(text[:200], "") + "…"
	}
	return text
}
