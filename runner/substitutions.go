package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dott/matcher"
	"dott/runner/config"
)

// readSubstitutions compiles those of the configuration, and those that its
// command prints.
func (r *run) readSubstitutions(ctx context.Context, tests []chosenTest) ([]*matcher.Substitution, error) {
	all := r.Config.Substitute
	if from := r.Config.SubstituteFrom; from != nil {
		more, err := r.printedSubstitutions(ctx, tests, from.Command)
		if err != nil {
			return nil, fmt.Errorf("%s: [substitute-from]: %w", r.Config.Path, err)
		}
		all = append(all[:len(all):len(all)], more...)
	}
	var compiled []*matcher.Substitution
	for _, c := range all {
		s, err := matcher.NewSubstitution(c.Pattern, c.With)
		if err != nil {
			return nil, fmt.Errorf("%s: a substitution: %w", r.Config.Path, err)
		}
		compiled = append(compiled, s)
	}
	return compiled, nil
}

// printedSubstitutions runs a command that prints a JSON object a line. TESTDIR
// is that of the first test.
func (r *run) printedSubstitutions(ctx context.Context, tests []chosenTest, command string) ([]config.Substitution, error) {
	result, printed, err := r.command(ctx, &job{chosenTest: tests[0]}, command)
	if err != nil {
		return nil, err
	}
	if result.Status != 0 {
		return nil, fmt.Errorf("`%s` ended with status %d: %s", command, result.Status, strings.ToValidUTF8(strings.TrimSpace(printed), "\uFFFD"))
	}
	var all []config.Substitution
	d := json.NewDecoder(strings.NewReader(printed))
	d.DisallowUnknownFields()
	for {
		var s config.Substitution
		err := d.Decode(&s)
		switch {
		case errors.Is(err, io.EOF):
			return all, nil
		case err == nil && s.Pattern == "":
			err = errors.New(`no "pattern"`)
		}
		if err != nil {
			return nil, fmt.Errorf("`%s` must print a line such as {\"pattern\": \"[0-9a-f]{40}\", \"with\": \"$HASH\"} for each substitution; number %d: %w", command, len(all)+1, err)
		}
		all = append(all, s)
	}
}
