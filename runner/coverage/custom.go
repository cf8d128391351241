package coverage

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dott/runner/process"
)

// customTool measures by commands of the project's own. What arrived are files of
// LCOV in the test's folder, named *.info or *.lcov.
type customTool struct{}

func (customTool) open(context.Context, *Session) error { return nil }

func (c customTool) env(s *Session, t *measured) (map[string]string, error) {
	if err := s.command("before", s.Config.Before, t); err != nil {
		return nil, err
	}
	env := make(map[string]string, len(s.Config.Env))
	for name, value := range s.Config.Env {
		env[name] = t.fill(value)
	}
	return env, nil
}

func (customTool) ended(s *Session, t *measured) error {
	return s.command("after", s.Config.After, t)
}

func (customTool) advice() string {
	return "no file *.info or *.lcov (LCOV) is in the folders {dir}; the command of [coverage] after has to write one there"
}

// fill puts what stands for the test into a text.
func (t *measured) fill(text string) string {
	return strings.NewReplacer("{dir}", t.dir, "{test}", t.Name, "{cell}", t.Cell).Replace(text)
}

// hookLimit is how long a command around a test may take.
const hookLimit = time.Minute

// command runs one of the project's commands for a test.
func (s *Session) command(key, text string, t *measured) error {
	if text == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), hookLimit)
	defer cancel()
	token := "DOTT_HOOK=" + rand.Text()
	var out bytes.Buffer
	// Not by process.Output: while tests run, only the supervisor starts processes.
	result, err := s.Supervisor.Run(ctx, process.Command{
		Path: "/bin/sh", Args: []string{"-c", t.fill(text)}, Dir: s.Base,
		Env: append(slices.Clone(s.Env), token), Token: token, Output: &out,
	})
	if err == nil && (result.Status != 0 || result.Signal != "") {
		err = fmt.Errorf("it ended with status %d", result.Status)
	}
	if err != nil {
		return fmt.Errorf("%s: [coverage] %s: %w: %s", t.Name, key, err, strings.TrimSpace(out.String()))
	}
	return nil
}

func (customTool) collect(_ context.Context, s *Session, tests []*measured) (Profile, error) {
	for _, t := range tests {
		var files []string
		for _, ending := range []string{"*.info", "*.lcov"} {
			found, err := filepath.Glob(filepath.Join(quoteGlob(t.dir), ending))
			if err != nil {
				return nil, err
			}
			files = append(files, found...)
		}
		for _, file := range files {
			if t.covered == nil {
				t.covered = Profile{}
			}
			if err := s.readLCOV(file, t.covered); err != nil {
				return nil, err
			}
		}
	}
	return nil, nil
}

// readLCOV adds an LCOV file to a profile.
func (s *Session) readLCOV(path string, p Profile) error {
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
