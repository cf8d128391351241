package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"time"

	"dott/runner/environment"
	"dott/runner/process"
)

// How often an instance is asked whether it is ready: first soon, since many
// servers take a few milliseconds, and then more and more seldom, by a third each
// time. Whatever it takes, it is waited for at most a third longer.
const (
	firstPause = 5 * time.Millisecond
	mostPause  = 250 * time.Millisecond
)

// A probe asks whether an instance is ready; the error says why it is not.
type probe func(ctx context.Context) error

// await waits until all that was asked for holds. Each is asked until it holds, in
// turn. That a port is open is never asked: many servers listen long before they
// answer.
func (st *starter) await(ctx context.Context, i *instance) error {
	limit := i.recipe.readyTimeout()
	cause := errors.New("out of time")
	ctx, cancel := context.WithTimeoutCause(ctx, limit, cause)
	defer cancel()
	// A probe may wait for a server that is gone.
	gone, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-i.body.Done():
			stop()
		case <-gone.Done():
		}
	}()
	pause := firstPause
	var why error // of the last answer that came in time
	for _, p := range st.probes(i) {
		for {
			timer := time.NewTimer(pause)
			select {
			case <-timer.C:
			case <-gone.Done():
				timer.Stop()
			}
			err := p(gone)
			if dead := i.died("before it was ready"); dead != nil {
				return dead
			}
			switch {
			case err == nil && ctx.Err() == nil:
			case context.Cause(ctx) == cause:
				if why == nil {
					why = err
				}
				return dead{i, fmt.Sprintf("was not ready within %v: %v", limit, why)}
			case ctx.Err() != nil:
				return context.Cause(ctx)
			default:
				why = err
				pause = min(pause*4/3, mostPause)
				continue
			}
			break
		}
		pause = time.Microsecond
	}
	return nil
}

// probes are the questions to an instance, what is cheap first.
func (st *starter) probes(i *instance) (all []probe) {
	r := i.recipe
	if r.service.ReadyLog != "" {
		all = append(all, logProbe(i.logPath, regexp.MustCompile(r.service.ReadyLog)))
	}
	if r.service.ReadyHTTP != "" {
		all = append(all, httpProbe(i.url(r.service.ReadyHTTP)))
	}
	if r.service.Ready != "" {
		all = append(all, st.commandProbe(i, r.service.Ready))
	}
	return all
}

// logProbe looks for a regular expression in what was printed. It reads on where it
// stopped, but for some text in front, in which a match may begin.
func logProbe(path string, re *regexp.Regexp) probe {
	const most = 64 << 10
	var text []byte
	var at int64
	return func(context.Context) error {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		more, err := io.ReadAll(io.NewSectionReader(f, at, 1<<30))
		at += int64(len(more))
		text = append(text, more...)
		if re.Match(text) {
			return nil
		}
		text = bytes.Clone(text[max(0, len(text)-most):])
		if err != nil {
			return err
		}
		return fmt.Errorf("it has printed nothing that ready-log, %q, matches", re)
	}
}

// url fills in the variables of a URL, which may be a path alone.
func (i *instance) url(text string) string {
	if strings.HasPrefix(text, "/") {
		text = "http://$SERVICE_HOST:$PORT" + text
	}
	return environment.Expand(text, i.lookup())
}

// httpProbe asks for a URL. A redirection is an answer, and is not followed.
func httpProbe(url string) probe {
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // without a proxy
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		answer, err := client.Do(request)
		if err != nil {
			return err
		}
		_ = answer.Body.Close()
		if answer.StatusCode < 200 || answer.StatusCode > 399 {
			return fmt.Errorf("%s answers %s", url, answer.Status)
		}
		return nil
	}
}

// commandProbe runs a shell command.
func (st *starter) commandProbe(i *instance, command string) probe {
	return func(ctx context.Context) error {
		printed, err := st.shell(ctx, i, command)
		if err != nil && printed != "" {
			return fmt.Errorf("%w: %s", err, printed)
		}
		return err
	}
}

// shell runs a command beside an instance, and returns the last line that it
// printed.
func (st *starter) shell(ctx context.Context, i *instance, command string) (lastLine string, err error) {
	s := st.s
	out := &tail{most: 4 << 10}
	result, err := s.o.Supervisor.Run(ctx, process.Command{
		Path: "/bin/sh", Args: []string{"-c", command}, Dir: s.o.Config.Dir, Env: i.environment(), Output: out,
	})
	if err == nil && (result.Status != 0 || result.Signal != "") {
		err = fmt.Errorf("%s %s", commandName(command), ended(result, nil))
	}
	return out.lastLine(), err
}
