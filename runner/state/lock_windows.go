package state

// lock does nothing here: of two runs that end at the same moment, one may lose
// its times.
func lock(string) (unlock func(), err error) { return func() {}, nil }
