// Package confine limits what a command may do: which network it sees, which processes,
// where it may write and what it may read. It is Linux's own means, and no program is
// started for them: namespaces and Landlock.
//
// The namespaces belong to a helper of package process, which starts one command at a
// time and ends all of it before the next: so each command has them to itself, and they
// cost it nothing. To make a network for every command would cost each a millisecond.
// Landlock belongs to the thread that starts a command, since every sandbox is another
// place to write; that costs some 60 µs.
//
// A helper with namespaces is in a user namespace, also as root: so no privilege is
// needed for them, and a command that runs as root has no power over what is outside of
// them, its own network's interfaces included. Root keeps all of its user ids there; any
// other user has one's own alone, and sees the files of others as nobody's.
//
// What the kernel cannot do, or may not do here, is an error, never silence. Its means
// have limits, which docs/sandbox.md lists: a socket that has a path is a file, and
// Landlock does not know modes, owners and times of files.
package confine

import (
	"strings"
)

// Limits say what a command may not do. The zero value is no limit.
type Limits struct {
	Network   bool  `json:",omitempty"` // it has a network of its own, with a loopback alone
	Processes bool  `json:",omitempty"` // it sees the processes of its own helper alone
	Ports     []int `json:",omitempty"` // loopback ports of the machine that a network of its own has too, for TCP

	Sockets []string `json:",omitempty"` // folders with sockets of the machine that it may connect to, of services

	Writes bool     `json:",omitempty"` // it writes only to what Write names, and to /dev's harmless files
	Write  []string `json:",omitempty"` // its own folders, and what else it may write; absolute
	Reads  bool     `json:",omitempty"` // it reads only what Read and Write name, and the system's programs
	Read   []string `json:",omitempty"`
}

// None reports whether nothing is limited.
func (l *Limits) None() bool { return l == nil || !l.Network && !l.Processes && !l.Writes && !l.Reads }

// Namespaces returns what a helper must have that starts a command with these limits.
func (l *Limits) Namespaces() Namespaces {
	if l == nil {
		return Namespaces{}
	}
	return Namespaces{Network: l.Network, Processes: l.Processes}
}

// Namespaces are what a helper has of its own.
type Namespaces struct{ Network, Processes bool }

// Any reports whether there are any.
func (n Namespaces) Any() bool { return n != Namespaces{} }

// String is how a helper is told.
func (n Namespaces) String() string {
	var words []string
	if n.Network {
		words = append(words, "network")
	}
	if n.Processes {
		words = append(words, "processes")
	}
	return strings.Join(words, ",")
}

// Parse reads what String returned.
func Parse(text string) (n Namespaces) {
	for word := range strings.SplitSeq(text, ",") {
		switch word {
		case "network":
			n.Network = true
		case "processes":
			n.Processes = true
		}
	}
	return n
}

// An Error is why a limit cannot be had on this machine, and what to do about it.
type Error struct {
	Limit string // as the configuration has it
	Why   error
	Hint  string // "" is that nothing is known to help
}

func (e Error) Error() string {
	text := "[sandbox] " + e.Limit + " is not possible here: " + e.Why.Error()
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

func (e Error) Unwrap() error { return e.Why }

// limit names one of the namespaces as the configuration has it.
func (n Namespaces) limit() string {
	if n.Network {
		return `network = "private"`
	}
	return `processes = "private"`
}

// first names one of the limits as the configuration has it.
func (l *Limits) first() string {
	switch {
	case l.Writes:
		return `write = "sandbox"`
	case l.Reads:
		return "read"
	}
	return l.Namespaces().limit()
}
