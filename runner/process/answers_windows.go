package process

// Answers are lines that a command reads from a named pipe. There are none here.
type Answers struct{}

// Give does nothing.
func (a *Answers) Give(string) {}

// To does nothing.
func (a *Answers) To(func(string)) {}
