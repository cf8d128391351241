package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"dott/cmd/dott/app"
	"dott/cmd/dott/options"
	"dott/cmd/dott/session"
	"dott/runner/accept"
	"dott/runner/event"
	"dott/runner/state"
)

// acceptOptions are the options of the verbs that deal with what a run left.
type acceptOptions struct {
	accept.Store
	all, json bool
	as, deny  string
}

// readAccept reads the command line of such a verb; nil is that its help was shown.
func readAccept(a *app.App, verb, help string, args []string, more func(*pflag.FlagSet, *acceptOptions)) (*acceptOptions, error) {
	o := &acceptOptions{Store: accept.Store{Stdin: a.Stdin}}
	line, err := options.ParseVerb(verb, args, func(_ options.Group, f options.Option) bool { return f.Name == "config" || f.Name == "indent" }, func(flags *pflag.FlagSet) {
		flags.BoolVar(&o.json, "json", false, "")
		flags.StringVar(&o.Events, "events", "", "")
		more(flags, o)
	})
	if err != nil {
		return nil, err
	}
	if line.Values.Help {
		return nil, app.Written(a.Stdout, func(w io.Writer) { fmt.Fprint(w, help) })
	}
	set, err := line.Settle(a.Env)
	if err != nil {
		return nil, err
	}
	s, err := session.Begin(a, set)
	if err != nil {
		return nil, err
	}
	o.Format = session.Formats(s)
	if o.Here, err = os.Getwd(); err != nil {
		return nil, fmt.Errorf("the working directory: %w", err)
	}
	o.Dir = state.Open(state.Root(o.Here), a.Getenv).Cache("left")
	for _, text := range line.Flags.Args() {
		address, err := accept.ParseAddress(text)
		if err != nil {
			return nil, options.Errorf("%v", err)
		}
		o.Addresses = append(o.Addresses, address)
	}
	switch {
	case o.deny != "" && o.deny != "weakened":
		return nil, options.Errorf("%s: --deny must be weakened, not %q", verb, o.deny)
	case o.as != "" && !slices.Contains(accept.Forms, o.as):
		return nil, options.Errorf("%s: --as must be %s, not %q", verb, strings.Join(accept.Forms, ", "), o.as)
	}
	return o, nil
}

// acceptChanges is the verb `accept`: it writes changes that the last run left.
func acceptChanges(ctx context.Context, a *app.App, args []string) error {
	o, err := readAccept(a, "accept", acceptHelp, args, func(flags *pflag.FlagSet, o *acceptOptions) {
		flags.BoolVar(&o.all, "all", false, "")
		flags.StringVar(&o.as, "as", "", "")
		flags.StringVar(&o.deny, "deny", "", "")
	})
	if err != nil || o == nil {
		return err
	}
	if o.all == (len(o.Addresses) > 0) {
		return options.Errorf("accept: name changes, as in: dott accept a.t:14, or give --all")
	}
	files, unlock, err := o.Locked(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	chooser := &accept.Chooser{As: o.as, Format: o.Format, Files: files}
	apply := applying(a, o, chooser, event.HandlerFunc(chooser.Ended))
	apply.Silent = func() bool { return true }
	apply.Refuse = func(f *accept.File, why error) { chooser.Result(f).Refuse(why.Error()) }
	if err := apply.Do(ctx, files); err != nil {
		return err
	}
	ok := false
	err = app.Written(a.Stdout, func(w io.Writer) { ok = chooser.Tell(w, files, o.json) })
	if err == nil && !ok {
		err = app.ExitStatus(1)
	}
	return err
}

// rejectChanges is the verb `reject`: it forgets changes that the last run left.
func rejectChanges(ctx context.Context, a *app.App, args []string) error {
	o, err := readAccept(a, "reject", rejectHelp, args, func(flags *pflag.FlagSet, o *acceptOptions) { flags.BoolVar(&o.all, "all", false, "") })
	if err != nil || o == nil {
		return err
	}
	if o.all == (len(o.Addresses) > 0) || o.Events != "" {
		return options.Errorf("reject: name changes, as in: dott reject a.t:14, or give --all")
	}
	files, unlock, err := o.Locked(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	n, err := o.Reject(ctx, files)
	if err != nil {
		return err
	}
	return app.Written(a.Stdout, func(w io.Writer) {
		switch {
		case o.json:
			fmt.Fprintf(w, "{\"rejected\":%d}\n", n)
		case n == 1:
			fmt.Fprintln(w, "1 change rejected; the file is unchanged, and the test fails until its output matches")
		default:
			fmt.Fprintf(w, "%d changes rejected\n", n)
		}
	})
}
