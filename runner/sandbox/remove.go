package sandbox

// RemoveAll removes a tree like os.RemoveAll, also where folders in it have lost
// their write permission: those of Go's module cache, say.
func RemoveAll(dir string) error { return removeAll(dir) }
