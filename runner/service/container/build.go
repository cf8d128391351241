package container

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"

	"dott/runner/state"
)

// Build returns the name of the image that a folder with a Dockerfile makes, and
// builds it if it is not there: its name has a hash of the folder's files, and of the
// images that it begins with. With pull set, the engine gets those that it has not.
func (e *Engine) Build(ctx context.Context, service, dir string, keep time.Duration, pull bool) (name string, err error) {
	key, err := buildKey(ctx, e, dir, pull)
	if err != nil {
		return "", fmt.Errorf("building %s: %w", dir, err)
	}
	name = buildPrefix + key
	if there, err := use(ctx, e, name); there || err != nil {
		return name, err
	}
	unlock, err := state.Lock(ctx, filepath.Join(e.Owner.Dir, "images", key+".lock"))
	if err != nil {
		return "", err
	}
	defer unlock()
	if there, err := use(ctx, e, name); there || err != nil {
		return name, err // another run has built it
	}
	args := append([]string{"build", "--force-rm", "--tag", name}, imageLabels(e, "--label", service, key, keep)...)
	if err := e.cli.act(ctx, append(args, dir)...); err != nil {
		return "", fmt.Errorf("building %s: %w", dir, err)
	}
	forgetImage(e, name)
	_, err = use(ctx, e, name)
	return name, err
}

// buildKey returns what the image of a folder depends on, as a hash.
func buildKey(ctx context.Context, e *Engine, dir string, pull bool) (string, error) {
	dockerfile, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
	if errors.Is(err, fs.ErrNotExist) {
		return "", errors.New("there is no Dockerfile in it")
	}
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "project %q\n", e.Owner.Project)
	for _, base := range baseImages(dockerfile) {
		if pull {
			if err := e.Pull(ctx, base); err != nil {
				return "", err
			}
		}
		image, err := e.Image(ctx, base)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "from %s\n", image.ID)
	}
	if err := hashTree(sum, dir); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)[:16]), nil
}

// baseImages returns the images that a Dockerfile begins with. One that is named by a
// variable is left out: only the engine knows it.
func baseImages(dockerfile []byte) (images []string) {
	stages := map[string]bool{"scratch": true}
	lines := bufio.NewReader(bytes.NewReader(dockerfile))
	for {
		line, err := lines.ReadString('\n')
		words := slices.DeleteFunc(strings.Fields(line), func(w string) bool { return strings.HasPrefix(w, "--") })
		if len(words) > 1 && strings.EqualFold(words[0], "FROM") {
			name := words[1]
			if !stages[strings.ToLower(name)] && !strings.Contains(name, "$") && !slices.Contains(images, name) {
				images = append(images, name)
			}
			if len(words) > 3 && strings.EqualFold(words[2], "AS") {
				stages[strings.ToLower(words[3])] = true
			}
		}
		if err != nil {
			return images
		}
	}
}

// hashTree hashes the files of a folder that the engine is shown.
func hashTree(sum hash.Hash, dir string) error {
	ignored, err := dockerIgnore(dir)
	if err != nil {
		return err
	}
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if name != "Dockerfile" {
			if skip, err := ignored.MatchesOrParentMatches(name); err != nil {
				return err
			} else if skip {
				if d.IsDir() && !ignored.Exclusions() {
					return fs.SkipDir
				}
				return nil
			}
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(sum, "%q %s %d\n", filepath.ToSlash(name), info.Mode(), info.Size()*int64(bit(info.Mode().IsRegular())))
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(path)
			fmt.Fprintf(sum, "%q\n", target)
			return err
		case info.Mode().IsRegular():
			return hashFile(sum, path)
		}
		return nil
	})
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func hashFile(sum hash.Hash, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(sum, f)
	return err
}

// dockerIgnore returns what the folder's .dockerignore leaves out.
func dockerIgnore(dir string) (*patternmatcher.PatternMatcher, error) {
	var patterns []string
	f, err := os.Open(filepath.Join(dir, ".dockerignore"))
	switch {
	case err == nil:
		defer f.Close()
		if patterns, err = ignorefile.ReadAll(f); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name(), err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	m, err := patternmatcher.New(patterns)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, ".dockerignore"), err)
	}
	return m, nil
}
