package coverage

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dott/runner/process"
	"dott/runner/words"
)

// customTool measures by commands of the project's own. What arrived are files of
// LCOV in the test's folder, named *.info or *.lcov.
type customTool struct{}

func (customTool) open(context.Context, *Session) error { return nil }

func (customTool) env(s *Session, t *measured) (map[string]string, error) {
	env := make(map[string]string, len(s.Config.Env))
	for name, value := range s.Config.Env {
		for _, n := range t.names() {
			value = strings.ReplaceAll(value, n[0], n[1])
		}
		env[name] = value
	}
	return env, nil
}

func (customTool) ended(*Session, *measured) error { return nil }

func (customTool) advice() string {
	return "no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there"
}

// names are what stands for the test in a command.
func (t *measured) names() [][2]string {
	return [][2]string{{"{dir}", t.dir}, {"{test}", t.Name}, {"{cell}", t.Cell}}
}

// hookLimit is how long a command around a test may take.
const hookLimit = time.Minute

// command runs one of the project's commands for a test.
func (s *Session) command(ctx context.Context, key, text string, t *measured) error {
	if text == "" {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, hookLimit, fmt.Errorf("it took longer than %v", hookLimit))
	defer cancel()
	var out bytes.Buffer
	result, err := s.Supervisor.Run(ctx, process.Command{
		Path: "/bin/sh", Args: []string{"-c", words.Fill(text, t.names()...)}, Dir: s.Base, Env: s.Env, Output: &out,
	})
	switch {
	case err == nil && result.Signal != "":
		err = fmt.Errorf("it was ended by a signal: %s", result.Signal)
	case err == nil && result.Status != 0:
		err = fmt.Errorf("it ended with status %d", result.Status)
	case err == nil:
		return nil
	}
	said := strings.TrimSpace(out.String())
	if said != "" {
		said = ": " + said
	}
	return fmt.Errorf("%s: [coverage] %s: %w%s", t.Name, key, err, said)
}

func (customTool) collect(ctx context.Context, s *Session, tests []*measured) (Profile, error) {
	return nil, s.each(ctx, tests, func(_ context.Context, t *measured) error {
		entries, err := os.ReadDir(t.dir)
		if err != nil {
			return err
		}
		var p Profile
		for _, e := range entries {
			if ext := filepath.Ext(e.Name()); e.IsDir() || ext != ".info" && ext != ".lcov" {
				continue
			}
			if p == nil {
				p = Profile{}
			}
			if err := addLCOV(s, filepath.Join(t.dir, e.Name()), p); err != nil {
				return err
			}
		}
		if p != nil {
			s.arrived(t, p)
		}
		return nil
	})
}

// addLCOV adds an LCOV file to a profile.
func addLCOV(s *Session, path string, p Profile) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := readLCOV(f, p, s.name); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
