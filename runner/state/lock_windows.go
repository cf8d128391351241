package state

const nonblocking = 0 // there are no pipes among files

// tryLock holds off nobody: two runs that install one version at the same moment
// do so in folders of their own, and the last one to be complete counts; of two
// that end at the same moment, one may lose its times.
func tryLock(string) (unlock func(), free bool, err error) { return func() {}, true, nil }
