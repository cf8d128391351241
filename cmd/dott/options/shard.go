package options

import (
	"fmt"
	"strconv"
	"strings"
)

// Shard is the part of the tests that a run has: I/N, or auto.
type Shard struct {
	Index, Of int
	Auto      bool
}

func (s *Shard) String() string {
	switch {
	case s.Auto:
		return "auto"
	case s.Of == 0:
		return ""
	}
	return fmt.Sprintf("%d/%d", s.Index, s.Of)
}
func (s *Shard) Type() string { return "shard" }
func (s *Shard) Set(text string) error {
	if text == "auto" {
		*s = Shard{Auto: true}
		return nil
	}
	index, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	if !ok || err1 != nil || err2 != nil || i < 1 || i > n {
		return fmt.Errorf("not a part such as 2/5, counted from 1, nor auto")
	}
	*s = Shard{Index: i, Of: n}
	return nil
}
