package config

import (
	"math"
	"testing"
	"time"
)

func TestParseAmount(t *testing.T) {
	for _, test := range []struct {
		s    string
		want int64 // -1: an error
	}{
		{"0", 0}, {"7", 7}, {"1B", 1}, {"1K", 1024}, {"1KiB", 1024}, {"1kB", 1000}, {"3M", 3 << 20}, {"2 GiB", 2 << 30}, {"1TB", 1e12},
		{"9223372036854775807", math.MaxInt64}, {"4TiB", 4 << 40},
		{"", -1}, {"GiB", -1}, {"-1", -1}, {"-1GiB", -1}, {"1.5GiB", -1}, {"1 0", -1}, {"1Gib", -1}, {"1e3", -1},
		{"9223372036854775808", -1}, {"9223372036854775807K", -1}, {"8388608TiB", -1}, {"1 GiB GiB", -1},
	} {
		got, err := ParseAmount(test.s)
		if err != nil {
			got = -1
		}
		if got != test.want {
			t.Errorf("%q: %d (%v), want %d", test.s, got, err, test.want)
		}
	}
}

func TestParseDuration(t *testing.T) {
	for _, test := range []struct {
		s    string
		want time.Duration // -1: an error
	}{
		{"0", 0}, {"90", 90 * time.Second}, {"1.5", 1500 * time.Millisecond}, {"2m", 2 * time.Minute}, {"1h30m", 90 * time.Minute},
		{"", -1}, {"-1", -1}, {"-1s", -1}, {"1 s", -1}, {"soon", -1}, {"1d", -1},
	} {
		got, err := ParseDuration(test.s)
		if err != nil {
			got = -1
		}
		if got != test.want {
			t.Errorf("%q: %v (%v), want %v", test.s, got, err, test.want)
		}
	}
}
