package place

import (
	"path/filepath"

	"dott/runner/process"
	"dott/runner/trace"
)

// trace says how the command of a sandbox is traced.
func (s *sandbox) trace() *trace.Spec {
	run := s.place.dirs.dir
	return &trace.Spec{File: filepath.Join(filepath.Dir(s.script), ".trace"), Skip: []string{s.root, run}}
}

// A traced command leaves a record.
type traced struct {
	Process
	file string
	told func(trace.Record, error)
}

// Wait tells what the command touched, when it has ended.
func (t traced) Wait() (process.Result, error) {
	result, err := t.Process.Wait()
	t.told(trace.ReadRecord(t.file))
	return result, err
}
