package runner

import (
	"fmt"
	"strings"
	"time"

	"dott/matcher/transcript"
	"dott/runner/config"
)

// directives are what the lines such as #timeout of a file ask for.
type directives struct {
	timeout   time.Duration // 0: the run's; negative: none
	serial    bool
	resources map[string]int64
}

// readDirectives reads those directives that a run carries out. The others are
// faults, since to pass over them would be to run another test than was written.
func readDirectives(t *transcript.Transcript) (d directives, faults []transcript.Fault) {
	broken := map[int]bool{}
	for _, f := range t.Faults {
		broken[f.Line] = true
	}
	faults = append(faults, t.Faults...)
	for _, dir := range t.Directives {
		var err error
		switch dir.Name {
		case "serial":
			d.serial = true
		case "timeout":
			d.timeout, err = config.ParseDuration(dir.Args)
			if err == nil && d.timeout == 0 {
				d.timeout = -1
			}
		case "resource":
			err = d.addResources(dir.Args)
		default:
			err = fmt.Errorf("the directive #%s is not supported yet", dir.Name)
		}
		if err != nil && !broken[dir.Line] {
			faults = append(faults, transcript.Fault{Line: dir.Line, Reason: err.Error()})
		}
	}
	for i, l := range t.Lines {
		if l.Kind == transcript.Inline {
			faults = append(faults, transcript.Fault{Line: i, Reason: "inline code is not supported yet"})
		}
	}
	return d, faults
}

func (d *directives) addResources(args string) error {
	if d.resources == nil {
		d.resources = map[string]int64{}
	}
	for word := range strings.FieldsSeq(args) {
		name, amount, ok := strings.Cut(word, "=")
		n := int64(1)
		if ok {
			var err error
			if n, err = config.ParseAmount(amount); err != nil {
				return fmt.Errorf("#resource %s: %w", name, err)
			}
		}
		if d.resources[name] += n; d.resources[name] < 0 {
			return fmt.Errorf("#resource %s: more than anybody has", name)
		}
	}
	return nil
}
