package matrix

import "dott/runner/words"

// names are what {value}, {version} and {dir} stand for.
type names struct{ value, version, dir string }

func (n names) pairs() [][2]string {
	return [][2]string{{"{value}", n.value}, {"{version}", n.version}, {"{dir}", n.dir}}
}

// literal puts the names into a path or a variable.
func (n names) literal(text string) string { return words.Expand(text, n.pairs()...) }

// command puts the names into a shell command.
func (n names) command(text string) string { return words.Fill(text, n.pairs()...) }
