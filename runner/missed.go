package runner

import (
	"slices"
	"strings"

	"dott/runner/event"
)

// ended notes which jobs of a run have their verdict, a bit for each.
type ended []uint64

func (d *ended) add(index int) {
	for len(*d) <= index/64 {
		*d = append(*d, 0)
	}
	(*d)[index/64] |= 1 << (index % 64)
}

func (d ended) has(index int) bool { return index/64 < len(d) && d[index/64]&(1<<(index%64)) != 0 }

// missed sends an event for each test that has no verdict because the run ended
// early, in the order of the verdicts: those who list tests can tell it from
// one that was never there.
func (t *teller) missed(reason string) {
	p := t.plan
	all := p.total()
	if p.UntilFail {
		all = p.made
	}
	for index := range all {
		if !t.ended.has(index) {
			j := p.job(index)
			e := j.event(event.NotRun, 0)
			e.Reason = reason
			t.now(*e)
		}
	}
}

// job returns a job as far as its index tells it.
func (p *plan) job(index int) *job {
	if p.UntilFail {
		return &job{chosenTest: p.files[index%len(p.files)], index: index, repeat: 1 + index/len(p.files)}
	}
	times := max(1, p.Repeat)
	j := &job{chosenTest: p.files[index/times], index: index}
	if times > 1 {
		j.repeat = 1 + index%times
	}
	return j
}

// maxCommands is how many commands of a failed test are told, at most.
const maxCommands = 1000

// commands returns the commands of a test, for those who want to do by hand what
// it does. Lines that #if left out are not among them.
func (j *job) commands(off []event.Range) []event.Command {
	if j.loaded == nil || j.loaded.transcript == nil {
		return nil
	}
	t := j.loaded.transcript
	var all []event.Command
	for _, b := range t.Blocks {
		if len(b.Code) == 0 || slices.ContainsFunc(off, func(r event.Range) bool { return r.Start <= b.Code[0] && b.Code[0] < r.End }) {
			continue
		}
		if len(all) == maxCommands {
			break
		}
		var text strings.Builder
		for i, n := range b.Code {
			if i > 0 {
				text.WriteByte('\n')
			}
			text.WriteString(t.Lines[n].Text)
		}
		all = append(all, event.Command{Line: b.Code[0] + 1, Text: strings.ToValidUTF8(text.String(), "\uFFFD")})
	}
	return all
}
