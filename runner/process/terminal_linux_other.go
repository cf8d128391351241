//go:build linux && !amd64

package process

// Newer systems have only the newer calls.
var oldSelectCalls []int
