package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Sandbox is what tests may not do. What a field says holds over strict.
type Sandbox struct {
	Strict     *bool    `toml:"strict"`      // all that there is: network, writing, reading and processes
	Network    string   `toml:"network"`     // "private", one of its own, or "shared", the machine's
	Processes  string   `toml:"processes"`   // "private", its own alone, or "shared", the machine's
	Write      string   `toml:"write"`       // "sandbox", below the test's own folders, or "anywhere"
	AllowWrite []string `toml:"allow-write"` // files and folders to which it may write as well
	Read       []string `toml:"read"`        // files and folders that it may read, besides its own and the system's; nil is all
}

// The words of a [Sandbox].
const (
	Private  = "private"
	Shared   = "shared"
	Own      = "sandbox"
	Anywhere = "anywhere"
)

// Over returns what holds where s is said later than under.
func (s Sandbox) Over(under Sandbox) Sandbox {
	// What strict asks for anew, no earlier word takes back.
	if s.Strict != nil && *s.Strict {
		under.Network, under.Processes, under.Write = "", "", ""
	}
	if s.Strict == nil {
		s.Strict = under.Strict
	}
	s.Network = orElse(s.Network, under.Network)
	s.Processes = orElse(s.Processes, under.Processes)
	s.Write = orElse(s.Write, under.Write)
	if s.AllowWrite == nil {
		s.AllowWrite = under.AllowWrite
	}
	if s.Read == nil {
		s.Read = under.Read
	}
	return s
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// In returns it with its paths below a folder. A path that begins with a variable of the
// test is left to that.
func (s Sandbox) In(dir string) Sandbox {
	absolute := func(paths []string) []string {
		all := slices.Clone(paths)
		for i, path := range all {
			if !filepath.IsAbs(path) && !strings.HasPrefix(path, "$") {
				all[i] = filepath.Join(dir, path)
			}
		}
		return all
	}
	s.AllowWrite, s.Read = absolute(s.AllowWrite), absolute(s.Read)
	return s
}

// ParseSandbox reads what stands behind #sandbox: the keys of [sandbox], each with =VALUE;
// a list has commas, and strict may stand alone.
func ParseSandbox(text string) (s Sandbox, err error) {
	for word := range strings.FieldsSeq(text) {
		key, value, given := strings.Cut(word, "=")
		choose := func(into *string, allowed ...string) {
			if !slices.Contains(allowed, value) {
				err = fmt.Errorf("#sandbox %s: must be %s=%s", word, key, strings.Join(allowed, " or "+key+"="))
			}
			*into = value
		}
		switch key {
		case "strict":
			strict := value != "false"
			if given && value != "true" && strict {
				err = fmt.Errorf("#sandbox %s: write `strict`, or `strict=false`", word)
			}
			s.Strict = &strict
		case "network":
			choose(&s.Network, Private, Shared)
		case "processes":
			choose(&s.Processes, Private, Shared)
		case "write":
			choose(&s.Write, Own, Anywhere)
		case "allow-write":
			s.AllowWrite, err = paths(word, value, err)
		case "read":
			s.Read, err = paths(word, value, err)
		default:
			err = fmt.Errorf("#sandbox %s: there is strict, network, processes, write, allow-write and read", word)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func paths(word, list string, err error) ([]string, error) {
	all := []string{}
	if list == "" {
		return all, err
	}
	for path := range strings.SplitSeq(list, ",") {
		if path == "" {
			err = fmt.Errorf("#sandbox %s: a path between two commas is missing", word)
		}
		all = append(all, path)
	}
	return all, err
}

func checkSandbox(k checker, s Sandbox, p place) {
	k.oneOf(s.Network, p.key("network"), Private, Shared)
	k.oneOf(s.Processes, p.key("processes"), Private, Shared)
	k.oneOf(s.Write, p.key("write"), Own, Anywhere)
	for i, path := range s.AllowWrite {
		k.path(&path, p.key("allow-write").item(i))
	}
	for i, path := range s.Read {
		k.path(&path, p.key("read").item(i))
	}
}

// Limits reports whether anything is kept from the tests.
func (s *Sandbox) Limits() bool {
	strict := s.Strict != nil && *s.Strict
	return strict && (s.Network == "" || s.Processes == "" || s.Write == "" || s.Read == nil) ||
		s.Network == Private || s.Processes == Private || s.Write == Own || s.Read != nil
}
