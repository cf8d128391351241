package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/matcher/layout"
	"dott/runner/lint"
)

// formatTests is the verb `fmt`: it writes tests in one form.
func formatTests(ctx context.Context, a *app.App, args []string) error {
	var check, diff bool
	parse := func(args []string) (*options.Line, error) {
		return options.ParseVerb("fmt", args, isOfFiles, func(f *pflag.FlagSet) {
			f.BoolVar(&check, "check", false, "")
			f.BoolVar(&diff, "diff", false, "")
		})
	}
	line, err := parse(args)
	switch {
	case err != nil:
		return err
	case line.Values.Help:
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, fmtHelp) })
	case slices.Contains(line.Flags.Args(), "-") && line.Flags.NArg() > 1:
		return options.Errorf("fmt: - is standard input; name no other files")
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return err
	}
	var files []lint.Formatted
	o := lintOptions(set)
	if set.With != nil {
		o.For = nearerOptions(a, set, args, parse)
	}
	stdin := len(set.Paths) == 1 && set.Paths[0] == "-"
	if stdin {
		data, err := io.ReadAll(a.Stdin)
		if err != nil {
			return fmt.Errorf("standard input: %w", err)
		}
		f := lint.Formatted{Name: "-", Data: string(data), Text: layout.File("-.t", string(data), set.Run.Format)}
		if !check && !diff {
			_, err := io.WriteString(a.Stdout, f.Text)
			return err
		}
		files = append(files, f)
	} else if files, err = lint.Formatting(ctx, o); err != nil {
		return err
	}
	changed := false
	for i := range files {
		f := &files[i]
		if !f.Changes() {
			continue
		}
		changed = true
		said := f.Name + "\n"
		if diff {
			said = f.Diff()
		} else if !check {
			if err := f.Write(); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(a.Stdout, said); err != nil {
			return err
		}
	}
	if changed && (check || diff) {
		return app.ExitStatus(1)
	}
	return nil
}
