package judge

import (
	"fmt"
	"strings"

	"dott/matcher"
	"dott/runner/shell"
)

// A test has been seen to pass when the marker behind its last command arrived, or
// when that command visibly ends the shell: then the status with which the shell
// ended is compared as any other. A shell that ends in any other way, by `set -e`
// say, or that stopped printing, fails.

// code returns the commands of a block.
func (in *Input) code(block int) string {
	var b strings.Builder
	for _, n := range in.Transcript.Blocks[block].Code {
		b.WriteString(in.Transcript.Lines[n].Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// lastEnds reports whether the shell ended in the last command, as that says.
func (in *Input) lastEnds() (end shell.End, ok bool) {
	o := &in.Output
	last := len(o.Blocks) - 1
	if o.Complete || o.Last != last || in.Ran.Signal != "" {
		return shell.End{}, false
	}
	// Where the command also takes away the shell's output, what it printed before it
	// ended was not seen.
	end = shell.EndOf(in.code(last))
	return end, end.Ends && !shell.Redirects(in.code(last)) || in.Rules.UnseenEnds
}

// comparesEnd reports whether the status of the shell is part of what the last
// command is compared with. As under cram, an exit with a number need not have it.
func (in *Input) comparesEnd(want []matcher.Pattern) bool {
	end, ok := in.lastEnds()
	switch {
	case in.Output.Complete || in.Output.Last != len(in.Output.Blocks)-1 || in.Ran.Signal != "":
		return false
	case in.Ran.Status == 0: // as behind any other command, nothing tells of it
		return false
	case !ok, in.Rules.UnseenEnds, end.Bare && (end.Status < 0 || end.Status == in.Ran.Status):
		return wantsStatus(want)
	}
	return true
}

// wantsStatus reports whether a block ends in an expected exit status; also in
// such lines that are all for other runs.
func wantsStatus(want []matcher.Pattern) bool {
	forOthers := false
	for i := len(want) - 1; i >= 0; i-- {
		is := matcher.TakesStatus(&want[i])
		if !want[i].Absent {
			return is || forOthers
		}
		forOthers = forOthers || is
	}
	return forOthers
}

// earlyEnd returns the sentence about commands that did not run, or were not
// seen to, and names their line in the event. It is empty when all were.
func (t *trial) earlyEnd() string {
	o := &t.in.Output
	if _, ok := t.in.lastEnds(); o.Complete || ok {
		for b, pieces := range o.Blocks {
			if pieces == nil {
				t.locate(b)
				return t.at(t.end.Line-1) + "this command was not seen to run: its marker is missing from the output"
			}
		}
		return ""
	}
	t.locate(o.Last)
	how := t.in.Ran.ending()
	switch {
	case t.in.Ran.Signal == "" && shell.Redirects(t.in.code(o.Last)):
		how = "closed or redirected its own output here"
	case t.in.Ran.Signal == "" && t.in.Ran.Status == 0 && !shell.MayEnd(t.in.code(o.Last)):
		how += " or stopped printing"
	}
	if o.Last == 0 && len(t.in.Transcript.Blocks[0].Code) == 0 {
		return fmt.Sprintf("%sthe shell %s before the first command", t.at(t.end.Line-1), how)
	}
	sentence := fmt.Sprintf("%sthe shell %s", t.at(t.end.Line-1), how)
	switch left := len(o.Blocks) - 1 - o.Last; left {
	case 0:
		if t.in.Ran.Signal == "" && !shell.Redirects(t.in.code(o.Last)) {
			return sentence + " in this command, which is no exit, exec or return"
		}
		return sentence + " before the end of this command"
	case 1:
		return sentence + "; 1 command after it did not run"
	default:
		return fmt.Sprintf("%s; %d commands after it did not run", sentence, left)
	}
}
