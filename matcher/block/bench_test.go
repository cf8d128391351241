package block

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dott/matcher"
)

// numbered makes n lines of a format, each with its number where the format has %d.
func numbered(n int, format string) []string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = strings.ReplaceAll(format, "%d", fmt.Sprint(i))
	}
	return lines
}

func shuffled(lines []string) []string {
	r := rand.New(rand.NewPCG(1, 2))
	r.Shuffle(len(lines), func(i, k int) { lines[i], lines[k] = lines[k], lines[i] })
	return lines
}

// wrong makes one in seven lines another one.
func wrong(lines []string) []string {
	for i := 0; i < len(lines); i += 7 {
		lines[i] = "wrong " + lines[i]
	}
	return lines
}

func jsonLines(n int, suffix string) []string {
	lines := []string{"[" + suffix}
	for i := range n {
		comma := ","
		if i == n-1 {
			comma = ""
		}
		lines = append(lines, fmt.Sprintf(`  {"id": %d, "name": "item %d", "tags": ["a", "b"]}%s`, i, i, comma))
	}
	return append(lines, "]")
}

func BenchmarkCompare(b *testing.B) {
	last := func(lines []string) []string {
		lines[len(lines)-1] += " (any-order)"
		return lines
	}
	for _, bench := range []struct {
		name      string
		want, got []string
		passes    bool
	}{
		{"value/100000", numbered(100_000, "id {{id}} line %d (glob)"), numbered(100_000, "id 4711 line %d"), true},
		{"value/200000", numbered(200_000, "id {{id}} line %d (glob)"), numbered(200_000, "id 4711 line %d"), true},
		{"values/1000", numbered(1000, "id {{id%d}} (glob)"), numbered(1000, "id %d"), true},
		{"value-wrong/20000", numbered(20_000, "id {{id}} line %d (glob)"), wrong(numbered(20_000, "id 4711 line %d")), false},
		{"guessed/10000", append(append([]string{"* (glob*)"}, "id {{id}} (glob)", "* (glob*)"), "again {{id}} (glob)"), append(numbered(9_999, "id %d"), "again 9998"), false},
		{"guessed/100", append(append([]string{"* (glob*)"}, "id {{id}} (glob)", "* (glob*)"), "again {{id}} (glob)"), append(numbered(99, "id %d"), "again 98"), true},
		{"order/100000", last(numbered(100_000, "line %d")), shuffled(numbered(100_000, "line %d")), true},
		{"order/200000", last(numbered(200_000, "line %d")), shuffled(numbered(200_000, "line %d")), true},
		{"order-wrong/20000", last(numbered(20_000, "line %d")), wrong(shuffled(numbered(20_000, "line %d"))), false},
		{"order-globs/1000", last(numbered(1000, "line %d * (glob)")), shuffled(numbered(1000, "line %d x")), true},
		{"order-globs/2000", last(numbered(2000, "line %d * (glob)")), shuffled(numbered(2000, "line %d x")), true},
		{"json/10000", jsonLines(10_000, " (json)"), jsonLines(10_000, ""), true},
		{"json/20000", jsonLines(20_000, " (json)"), jsonLines(20_000, ""), true},
		{"json-wrong/10000", jsonLines(10_000, " (json)"), wrong(jsonLines(10_000, ""))[1:], false},
		{"json-merged/10000", jsonLines(10_000, " (json)"), append(jsonLines(9_000, "")[:9_001], `  ,{"id": 1}`, "]"), false},
	} {
		want, got := parsed(strings.Join(bench.want, "|")), printed(strings.Join(bench.got, "|"))
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				for i := range want { // nothing of the round before is known
					want[i] = matcher.Parse(want[i].Text)
				}
				r, err := Compare(b.Context(), want, got, nil)
				if err != nil || (len(r.Changes) == 0) != bench.passes {
					b.Fatalf("%d changes, %v, %v", len(r.Changes), r.Notes, err)
				}
			}
		})
	}
}
