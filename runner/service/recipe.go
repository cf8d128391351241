package service

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"dott/runner/config"
)

// What holds where the configuration says nothing.
const (
	readyTimeout   = 30 * time.Second
	prepareTimeout = 10 * time.Minute
	stopGrace      = 10 * time.Second
	stopSignal     = "TERM"
	keepFor        = 14 * 24 * time.Hour
)

// A recipe is a service as one cell of the matrix has it.
type recipe struct {
	service config.Service
	name    string
	cell    string
	env     []string // of the cell's tests, but for what tells a test about itself
}

func (r *recipe) signal() string { return cmp.Or(r.service.Stop, stopSignal) }

func (r *recipe) grace() time.Duration { return orElse(r.service.Grace, stopGrace) }

func (r *recipe) prepareTimeout() time.Duration {
	return orElse(r.service.PrepareTimeout, prepareTimeout)
}

func (r *recipe) readyTimeout() time.Duration { return orElse(r.service.ReadyTimeout, readyTimeout) }

func (r *recipe) keep() time.Duration { return orElse(r.service.Keep, keepFor) }

func orElse[T any](value *T, otherwise T) T {
	if value == nil {
		return otherwise
	}
	return *value
}

// inCell returns a service with the versions of a cell in place of {AXIS}.
func inCell(s config.Service, versions map[string]string) config.Service {
	var pairs []string
	for _, axis := range slices.Sorted(maps.Keys(versions)) {
		pairs = append(pairs, "${"+axis+"}", "${"+axis+"}", "{"+axis+"}", versions[axis]) // the first is a shell's
	}
	fill := strings.NewReplacer(pairs...).Replace
	for _, text := range []*string{
		&s.Command, &s.Image, &s.Build, &s.Ready, &s.ReadyHTTP, &s.ReadyLog, &s.Reset, &s.Prepare.Command, &s.Prepare.Running,
	} {
		*text = fill(*text)
	}
	for _, m := range []*map[string]string{&s.Env, &s.Export, &s.Files} {
		filled := make(map[string]string, len(*m))
		for name, text := range *m {
			filled[name] = fill(text)
		}
		*m = filled
	}
	s.Inputs = slices.Clone(s.Inputs)
	for i := range s.Inputs {
		s.Inputs[i] = fill(s.Inputs[i])
	}
	return s
}
