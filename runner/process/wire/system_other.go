//go:build unix && !linux

package wire

const (
	closeOnExec = 0
	noSignal    = 0 // Go takes the signal, and the call returns EPIPE
)
