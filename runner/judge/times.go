package judge

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"dott/matcher/transcript"
	"dott/runner/event"
)

// Of the commands of a test, so many are told with their text: those that take the most
// time, and not next to none.
const (
	slowCommands = 3
	slowCommand  = 0.01 // seconds
)

// CommandTimes returns how long each command of a test took, by its blocks.
func CommandTimes(t *transcript.Transcript, took []time.Duration) []event.CommandTime {
	var all []event.CommandTime
	var blocks []int
	for i, d := range took {
		if len(t.Blocks[i].Code) == 0 || d == 0 || len(all) == MaxCommands {
			continue
		}
		all = append(all, event.CommandTime{Line: t.Blocks[i].Code[0] + 1, Seconds: math.Round(d.Seconds()*1e6) / 1e6})
		blocks = append(blocks, i)
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(all[b].Seconds, all[a].Seconds) })
	for _, i := range order[:min(len(order), slowCommands)] {
		if all[i].Seconds >= slowCommand {
			all[i].Text = strings.ToValidUTF8(t.Lines[t.Blocks[blocks[i]].Code[0]].Text, "\uFFFD")
		}
	}
	return all
}
