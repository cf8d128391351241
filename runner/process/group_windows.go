package process

import "os/exec"

// ownGroup changes nothing: the command alone is ended.
func ownGroup(*exec.Cmd) (kill func()) { return func() {} }
