//go:build linux && !amd64

package confine

var oldCalls []call
