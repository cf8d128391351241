package service

import "io/fs"

// chown does nothing: there are no owners to be kept.
func chown(string, fs.FileInfo) error { return nil }
