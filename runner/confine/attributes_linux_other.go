//go:build linux && !amd64

package confine

var oldAttributes map[int32]attributes
