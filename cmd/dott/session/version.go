package session

import "runtime/debug"

// release is the version of a release, which the linker sets.
var release string

// Version is that of the release, or else the module's, if this build knows it.
func Version() string {
	if release != "" {
		return release
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
