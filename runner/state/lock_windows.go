package state

// lock does nothing here: of two runs that end at the same moment, one may lose
// its times.
func lock(string) (unlock func(), err error) { return func() {}, nil }

// tryLock holds off nobody either: two runs that install one version at the same
// moment do so in folders of their own, and the last one to be complete counts.
func tryLock(string) (unlock func(), free bool, err error) { return func() {}, true, nil }
