package service

import (
	"io/fs"
	"syscall"
	"time"
)

// printOf returns what a file has as long as nobody changes it.
func printOf(info fs.FileInfo) (print, bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return print{}, false
	}
	return print{s.Ino, info.Size(), time.Unix(s.Ctim.Unix())}, true
}
