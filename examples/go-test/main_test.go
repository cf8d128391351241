package main

import (
	"testing"

	"dott/runner"
)

func TestMain(m *testing.M) {
	runner.Main(m, map[string]func() int{"greet": run})
}

func TestTranscripts(t *testing.T) {
	runner.Test(t, "testdata")
}
