package config

// Notify says who is told of what a run found.
type Notify struct {
	Command string `toml:"command"` // a shell command that gets the message on its standard input and in its environment
	On      string `toml:"on"`      // "change" (the default), "failure" or "always"
	After   *int   `toml:"after"`   // in how many runs in a row a test must have its verdict; nil is 1
}

func checkNotify(k checker, n *Notify, p place) {
	if n == nil {
		return
	}
	k.need(n.Command, p, "command", "a shell command that tells somebody")
	k.oneOf(n.On, p.key("on"), "change", "failure", "always")
	if at := p.key("after"); n.After != nil && *n.After < 1 && !k.bad[at.id] {
		k.wrong(at, *n.After, "must be 1 or more")
	}
}
