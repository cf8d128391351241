package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// An Amount is a quantity of a resource: a number, or a size such as "2GiB".
type Amount int64

var units = []struct {
	suffix string
	factor int64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12},
	{"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1},
}

// ParseAmount reads a whole number, with or without the unit of a size.
func ParseAmount(s string) (int64, error) {
	number, factor := s, int64(1)
	for _, u := range units {
		if rest, ok := strings.CutSuffix(s, u.suffix); ok {
			number, factor = strings.TrimSpace(rest), u.factor
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || factor > 1 && n > (1<<62)/factor {
		return 0, fmt.Errorf("%q is not an amount such as 4 or 2GiB", s)
	}
	return n * factor, nil
}

// ParseDuration reads a time span such as 90s or 2m, or a number of seconds.
func ParseDuration(s string) (time.Duration, error) {
	v, err := time.ParseDuration(s)
	if err != nil {
		v, err = time.ParseDuration(s + "s")
	}
	if err != nil || v < 0 {
		return 0, fmt.Errorf("%q is not a duration such as 90s or 2m", s)
	}
	return v, nil
}
