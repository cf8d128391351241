package review

import (
	"strings"

	"dott/matcher"
	"dott/matcher/transcript"
	"dott/runner/event"
	"dott/runner/review/change"
	"dott/runner/review/weigh"
)

// A judge writes into one file, and says whether less is checked then than before.
type judge struct {
	review *Review
	was    *transcript.Transcript // the file as it ran
	text   string                 // and as it is written
	denied weigh.Denial
}

// allowed returns those of the chosen edits of the file, as it is now, that may be written.
func (j *judge) allowed(e event.Event, now *transcript.Transcript, chosen []matcher.Edit) []matcher.Edit {
	if e.Target != "" || len(chosen) == 0 {
		return chosen
	}
	if j.review.Deny {
		kept, denied := weigh.Deny(j.was, now, chosen, func(text string) *transcript.Transcript { return j.review.parse(e, text) })
		j.denied.Add(denied)
		chosen = kept
	}
	return transcript.Complete(now, chosen)
}

// rewrite makes edits in the event's file, and remembers what it was.
func (j *judge) rewrite(e event.Event, edits []matcher.Edit) error {
	text, err := change.Write(e, edits, j.review.syntax(e))
	if err != nil {
		return err
	}
	j.text = text
	if j.review.replaced == nil {
		j.review.replaced = map[string]string{}
	}
	j.review.replaced[e.File] = e.Hash
	return nil
}

// told adds to the end of a test what was written, and how it is judged.
func (j *judge) told(e event.Event, written []matcher.Edit) event.Event {
	e.Written = numberOf(j.was, e, written)
	if !j.review.Judge || e.Written+j.denied.Changes == 0 {
		return e
	}
	switch {
	case e.Written == 0:
		e.Judged = &event.Judged{}
	case e.Target != "":
		e.Judged = &event.Judged{Changed: 1}
	default:
		e.Judged = weigh.Written(j.was, j.review.parse(e, j.text), written)
	}
	e.Judged.Denied, e.Judged.Refused = j.denied.Changes, j.denied.Findings
	return e
}

// numberOf returns how many changes some edits are.
func numberOf(t *transcript.Transcript, e event.Event, edits []matcher.Edit) int {
	switch {
	case len(edits) == 0:
		return 0
	case e.Target != "":
		return 1
	}
	return len(change.ByBlock(t, edits))
}

// because adds a sentence to the reason of an event.
func because(e event.Event, sentence string) event.Event {
	e.Reason = strings.TrimPrefix(e.Reason+"\n"+sentence, "\n")
	return e
}
