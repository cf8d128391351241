package options

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dott/matcher/feature"
	"dott/runner/config"
)

// duration is a time.Duration that also takes a bare number of seconds, as
// Mercurial's runner does.
type duration time.Duration

func (d *duration) String() string { return time.Duration(*d).String() }
func (d *duration) Type() string   { return "duration" }
func (d *duration) Set(s string) error {
	v, err := config.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("not a duration such as 90s or 2m")
	}
	*d = duration(v)
	return nil
}

// cached says whether tests are run that need not be.
type cached string

func (c *cached) String() string { return string(*c) }
func (c *cached) Type() string   { return "bool" }
func (c *cached) Set(s string) error {
	switch s {
	case "true", "verify":
		*c = cached(s)
	case "false":
		*c = ""
	default:
		return fmt.Errorf("must be verify, or stand alone")
	}
	return nil
}

// interval is a duration of more than 0.
type interval time.Duration

func (i *interval) String() string {
	if *i == 0 {
		return ""
	}
	return time.Duration(*i).String()
}
func (i *interval) Type() string { return "duration" }
func (i *interval) Set(s string) error {
	v, err := config.ParseDuration(s)
	if err != nil || v <= 0 {
		return fmt.Errorf("not a time of more than 0 such as 5m or 1h")
	}
	*i = interval(v)
	return nil
}

// choice is one of some words.
type choice struct {
	value string
	of    []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return "choice" }
func (c *choice) Set(s string) error {
	if !slices.Contains(c.of, s) {
		last := len(c.of) - 1
		if last == 0 {
			return fmt.Errorf("must be %s", c.of[0])
		}
		return fmt.Errorf("must be %s or %s", strings.Join(c.of[:last], ", "), c.of[last])
	}
	c.value = s
	return nil
}

// keyword is a regular expression.
type keyword struct{ re *regexp.Regexp }

func (k *keyword) String() string {
	if k.re == nil {
		return ""
	}
	return k.re.String()
}
func (k *keyword) Type() string { return "regexp" }
func (k *keyword) Set(s string) (err error) {
	k.re, err = regexp.Compile(s)
	return err
}

// order is an order of tests: file, runtime or random, with its seed.
type order struct {
	Is   string
	Seed uint64
}

func (o *order) String() string {
	if o.Is == "random" {
		return fmt.Sprintf("random:%d", o.Seed)
	}
	return o.Is
}

func (o *order) Type() string { return "order" }
func (o *order) Set(s string) error {
	name, seed, seeded := strings.Cut(s, ":")
	switch {
	case s == "file" || s == "runtime":
		*o = order{Is: s}
	case name == "random":
		n := rand.Uint64N(1e9)
		if seeded {
			var err error
			if n, err = strconv.ParseUint(seed, 10, 64); err != nil {
				return fmt.Errorf("the seed is not a whole number")
			}
		}
		*o = order{name, n}
	default:
		return fmt.Errorf("not file, runtime or random[:SEED]")
	}
	return nil
}

// size is a number of bytes.
type size int64

func (z *size) String() string { return strconv.FormatInt(int64(*z), 10) }
func (z *size) Type() string   { return "size" }
func (z *size) Set(s string) error {
	n, err := config.ParseAmount(s)
	if err == nil && n == 0 {
		err = fmt.Errorf("must be more than 0")
	}
	*z = size(n)
	return err
}

// number is a whole number of 0 or more.
type number int

func (n *number) String() string { return strconv.Itoa(int(*n)) }
func (n *number) Type() string   { return "number" }
func (n *number) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 0 {
		return fmt.Errorf("not a whole number of 0 or more")
	}
	*n = number(v)
	return nil
}

// count is a whole number of 1 or more.
type count int

func (c *count) String() string { return strconv.Itoa(int(*c)) }
func (c *count) Type() string   { return "count" }
func (c *count) Set(s string) error {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return fmt.Errorf("not a whole number of 1 or more")
	}
	*c = count(n)
	return nil
}

// selection is what --matrix was given, each time.
type selection struct{ text string }

func (s *selection) String() string { return s.text }
func (s *selection) Type() string   { return "selection" }
func (s *selection) Set(text string) error {
	s.text = strings.TrimSpace(s.text + " " + text)
	return nil
}

// checkedOut stands for --changed or --affected without a revision.
const checkedOut = "\x00"

// since is a revision of git or Mercurial, if one was asked for.
type since struct {
	Asked    bool
	Revision string // "" is the one that is checked out
}

func (s *since) String() string {
	if s.Asked && s.Revision == "" {
		return checkedOut
	}
	return s.Revision
}
func (s *since) Type() string { return "since" }
func (s *since) Set(text string) error {
	*s = since{text != "", strings.TrimPrefix(text, checkedOut)}
	return nil
}

// terms are features, as in a condition, each time that they are given.
type terms struct {
	text  string
	terms []feature.Term
}

func (t *terms) String() string { return t.text }
func (t *terms) Type() string   { return "terms" }
func (t *terms) Set(text string) (err error) {
	t.text = strings.TrimPrefix(t.text+" "+strings.ReplaceAll(text, ",", " "), " ")
	t.terms, err = feature.Parse(t.text)
	return err
}
