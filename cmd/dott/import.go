package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/matcher/convert"
)

// importTests is the verb `import`: it writes tests of another format as transcripts.
func importTests(_ context.Context, a *app.App, args []string) error {
	flags := options.NewFlagSet("dott import")
	help := flags.BoolP("help", "h", false, "")
	dir := flags.String("dir", "", "")
	if err := flags.Parse(args); err != nil {
		return options.Errorf("import: %s", err)
	}
	if *help {
		return app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, importHelp) })
	}
	formats := slices.Sorted(maps.Keys(convert.Formats))
	translate := convert.Formats[flags.Arg(0)]
	switch {
	case translate == nil:
		return options.Errorf("import: name a format: %s", strings.Join(formats, ", "))
	case flags.NArg() == 1:
		return options.Errorf("import: name the files, as in: dott import %s tests/*", flags.Arg(0))
	}
	if *dir != "" {
		if err := os.MkdirAll(*dir, 0o777); err != nil {
			return fmt.Errorf("making the folder of --dir: %w", err)
		}
	}
	var errs []error
	for _, path := range flags.Args()[1:] {
		data, err := os.ReadFile(path)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		to := strings.TrimSuffix(path, filepath.Ext(path)) + ".t"
		if *dir != "" {
			to = filepath.Join(*dir, filepath.Base(to))
		}
		r := translate(string(data))
		if err := create(to, r.Text, "it was left as it is"); err != nil {
			errs = append(errs, err)
			continue
		}
		said := fmt.Sprintf("%s: written, %s", to, count(r.Done, "command"))
		if r.Left > 0 {
			said += fmt.Sprintf("; %s not translated, and stand there as text", count(r.Left, "piece"))
		}
		if _, err := fmt.Fprintln(a.Stdout, said); err != nil {
			return err
		}
	}
	return errors.Join(errs...)
}
