package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dott/cmd/dott/options"

	"github.com/spf13/pflag"

	"dott/matcher/transcript"
	"dott/runner/accept"
	"dott/runner/event"
	"dott/runner/state"
)

// acceptOptions are the options of the verbs that deal with what a run left.
type acceptOptions struct {
	all, json bool
	as, deny  string
	events    string
	addresses []accept.Address
	format    func(file string) transcript.Format
	here      string
	dir       string // of the cache
}

// readAccept reads the command line of such a verb; nil is that its help was shown.
func readAccept(a *app, verb, help string, args []string, more func(*pflag.FlagSet, *acceptOptions)) (*acceptOptions, error) {
	o := &acceptOptions{}
	line, err := options.ParseVerb(verb, args, func(_ options.Group, f options.Option) bool { return f.Name == "config" || f.Name == "indent" }, func(flags *pflag.FlagSet) {
		flags.BoolVar(&o.json, "json", false, "")
		flags.StringVar(&o.events, "events", "", "")
		more(flags, o)
	})
	if err != nil {
		return nil, err
	}
	if line.Values.Help {
		return nil, written(a.stdout, func(w io.Writer) { fmt.Fprint(w, help) })
	}
	set, err := line.Settle(a.env)
	if err != nil {
		return nil, err
	}
	s, err := a.begin(set)
	if err != nil {
		return nil, err
	}
	o.format = formats(s)
	if o.here, err = os.Getwd(); err != nil {
		return nil, fmt.Errorf("the working directory: %w", err)
	}
	o.dir = state.Open(state.Root(o.here), a.getenv).Cache("left")
	for _, text := range line.Flags.Args() {
		address, err := accept.ParseAddress(text)
		if err != nil {
			return nil, options.Errorf("%v", err)
		}
		o.addresses = append(o.addresses, address)
	}
	switch {
	case o.deny != "" && o.deny != "weakened":
		return nil, options.Errorf("%s: --deny must be weakened, not %q", verb, o.deny)
	case o.as != "" && !slices.Contains(accept.Forms, o.as):
		return nil, options.Errorf("%s: --as must be %s, not %q", verb, strings.Join(accept.Forms, ", "), o.as)
	}
	return o, nil
}

// files returns the files that a run left changes of, as far as they are asked for.
func (o *acceptOptions) files(a *app) ([]*accept.File, error) {
	var all []*accept.Left
	var err error
	if o.events != "" {
		sources, closeAll, err := event.OpenSources([]string{o.events}, a.stdin)
		defer closeAll()
		if err != nil {
			return nil, err
		}
		if all, err = accept.FromEvents(sources, o.here, o.format); err != nil {
			return nil, err
		}
	} else if all, err = accept.Load(o.dir); err != nil {
		return nil, err
	}
	files, err := accept.Files(all, o.here)
	if err != nil {
		return nil, err
	}
	return accept.Select(files, o.addresses, o.here, o.format)
}

// lock makes others wait who accept changes of the same project.
func (o *acceptOptions) lock(ctx context.Context) (unlock func(), err error) {
	if o.dir == "" {
		return func() {}, nil
	}
	unlock, err = state.Lock(ctx, filepath.Join(o.dir, "accept.lock"))
	if err != nil {
		return nil, fmt.Errorf("waiting for another dott that accepts changes: %w", err)
	}
	return unlock, nil
}

// acceptChanges is the verb `accept`: it writes changes that the last run left.
func acceptChanges(ctx context.Context, a *app, args []string) error {
	o, err := readAccept(a, "accept", acceptHelp, args, func(flags *pflag.FlagSet, o *acceptOptions) {
		flags.BoolVar(&o.all, "all", false, "")
		flags.StringVar(&o.as, "as", "", "")
		flags.StringVar(&o.deny, "deny", "", "")
	})
	if err != nil || o == nil {
		return err
	}
	if o.all == (len(o.addresses) > 0) {
		return options.Errorf("accept: name changes, as in: dott accept a.t:14, or give --all")
	}
	unlock, err := o.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	files, err := o.files(a)
	if err != nil {
		return err
	}
	chooser := &accept.Chooser{As: o.as, Deny: o.deny != "", Format: o.format}
	for _, f := range files {
		if err := f.Moved(o.format); err != nil {
			chooser.Result(f).Reason = err.Error()
		} else {
			chooser.Files = append(chooser.Files, f)
		}
	}
	ended := event.HandlerFunc(func(e event.Event) error {
		for _, f := range chooser.Files {
			if f.Path == e.File && (e.Written > 0 || chooser.Result(f).Accepted > 0) {
				chooser.Result(f).Ended(e, f.Lefts[0].Again)
			}
		}
		return nil
	})
	if err := reviewLeft(ctx, a, o, chooser.Files, chooser, ended); err != nil {
		return err
	}
	ok := len(files) > 0
	err = written(a.stdout, func(w io.Writer) {
		for _, f := range files {
			r := chooser.Result(f)
			ok = ok && r.OK()
			if o.json {
				_ = r.WriteJSON(w)
			} else {
				r.Write(w)
			}
		}
		if len(files) == 0 && !o.json {
			fmt.Fprintln(w, "the last run left no changes")
		}
	})
	if err == nil && !ok && len(files) > 0 {
		err = exitStatus(1)
	}
	return err
}

// rejectChanges is the verb `reject`: it forgets changes that the last run left.
func rejectChanges(ctx context.Context, a *app, args []string) error {
	o, err := readAccept(a, "reject", rejectHelp, args, func(flags *pflag.FlagSet, o *acceptOptions) { flags.BoolVar(&o.all, "all", false, "") })
	if err != nil || o == nil {
		return err
	}
	if o.all == (len(o.addresses) > 0) || o.events != "" {
		return options.Errorf("reject: name changes, as in: dott reject a.t:14, or give --all")
	}
	unlock, err := o.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	files, err := o.files(a)
	if err != nil {
		return err
	}
	n := 0
	err = accept.Update(o.dir, func(all []*accept.Left) []*accept.Left {
		for _, f := range files {
			all = f.Reject(all, o.format, &n)
		}
		return all
	})
	if err != nil {
		return err
	}
	return written(a.stdout, func(w io.Writer) {
		switch {
		case o.json:
			fmt.Fprintf(w, "{\"rejected\":%d}\n", n)
		case n == 1:
			fmt.Fprintln(w, "1 change rejected; the test fails until it prints what the file has")
		default:
			fmt.Fprintf(w, "%d changes rejected\n", n)
		}
	})
}
