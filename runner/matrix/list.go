package matrix

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dott/matcher/feature"
	"dott/runner/config"
	"dott/runner/state"
)

// published runs a list command and returns what it printed. Where it fails, for
// there is no network say, what it printed the last time is taken, with a
// warning.
func (fi finder) published(ctx context.Context, axis string, a config.Axis) (versions []string, warning string, err error) {
	kept, command, listed := "", a.List, a.Order == "list"
	if fi.m.Cache != "" {
		kept = filepath.Join(fi.m.Cache, "lists", axis+"-"+digest(command))
	}
	commands(fi).progress("asking for the versions of %s", axis)
	printed, err := commands(fi).output(ctx, command, fi.m.Env)
	if err == nil {
		versions, err = readList(printed, listed)
	}
	if err == nil {
		// Without it, the next run without network has no list.
		_ = writeFile(kept, strings.Join(versions, "\n")+"\n")
		return versions, "", nil
	}
	err = fmt.Errorf("list: %w", err)
	if ctx.Err() != nil || kept == "" {
		return nil, "", err
	}
	text, rerr := state.ReadFile(kept)
	info, serr := os.Stat(kept)
	if rerr != nil || serr != nil {
		return nil, "", err
	}
	if versions, rerr = readList(string(text), listed); rerr != nil {
		return nil, "", err
	}
	return versions, fmt.Sprintf("[matrix.%s] %v\n  the list of %s is used instead", axis, err, info.ModTime().Format(time.DateTime)), nil
}

// readList reads versions separated by blanks or lines. What has no order of its own
// must be listed in the one that it has.
func readList(printed string, listed bool) ([]string, error) {
	words := strings.Fields(printed)
	if len(words) == 0 {
		return nil, errors.New("the command printed no versions")
	}
	numbers, commits, letters := false, true, false
	for _, w := range words {
		if !config.ValidVersion(w) {
			return nil, fmt.Errorf("the command printed %q, and %q is not a version (letters, digits and . _ + ~ -)", shorten(printed), shorten(w))
		}
		numbers = numbers || feature.Compare(w, "A") < 0 // the least name there is, and newer than any number
		commits = commits && len(w) >= 7 && strings.Trim(w, "0123456789abcdef") == ""
		letters = letters || strings.ContainsAny(w, "abcdef")
	}
	switch {
	case listed:
		return words, nil
	case commits && letters:
		return nil, fmt.Errorf("the command printed %q, which reads as commits: order = \"list\" says that they stand in their order", shorten(printed))
	case !numbers:
		return nil, fmt.Errorf("the command printed %q, which has no version with a number; order = \"list\" takes names, in the order of the list", shorten(printed))
	}
	return feature.Sorted(words), nil
}

func shorten(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "…"
	}
	return s
}

// digest names a text in a path.
func digest(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return hex.EncodeToString(sum[:6])
}

// writeFile replaces a file as a whole, and makes its folder. An empty path is
// nowhere.
func writeFile(path, text string) error {
	if path == "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
