package config

import (
	"fmt"
	"time"
)

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
