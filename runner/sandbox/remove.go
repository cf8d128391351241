package sandbox

import (
	"fmt"

	"dott/runner/process"
)

// RemoveAll removes a tree, also where folders in it have lost their permissions:
// those of Go's module cache, say. What is mounted in it is not emptied.
func RemoveAll(dir string) error {
	if err := process.RemoveTree(dir); err != nil {
		return fmt.Errorf("removing the temporary directory: %w", err)
	}
	return nil
}
