package prepare

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"dott/matcher/expression"
	"dott/runner/config"
	"dott/runner/discover"
)

// Substitutions compiles those of the configuration, and those that its command
// prints. Its TESTDIR is that of the given test.
func (p *Preparer) Substitutions(ctx context.Context, t *discover.Test) ([]*expression.Substitution, error) {
	all := p.o.Config.Substitute
	if from := p.o.Config.SubstituteFrom; from != nil {
		more, err := p.printedSubstitutions(ctx, t, from.Command)
		if err != nil {
			return nil, fmt.Errorf("%s: [substitute-from]: %w", p.o.Config.Path, err)
		}
		all = append(all[:len(all):len(all)], more...)
	}
	var compiled []*expression.Substitution
	for _, c := range all {
		s, err := expression.NewSubstitution(c.Pattern, c.With)
		if err != nil {
			return nil, fmt.Errorf("%s: a substitution: %w", p.o.Config.Path, err)
		}
		compiled = append(compiled, s)
	}
	return compiled, nil
}

// printedSubstitutions runs a command that prints a JSON object a line.
func (p *Preparer) printedSubstitutions(ctx context.Context, t *discover.Test, command string) ([]config.Substitution, error) {
	result, printed, err := p.o.command(ctx, t, command)
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
