// Package workflow writes commands of GitHub Actions: lines of a log that it reads.
package workflow

import (
	"fmt"
	"strings"
)

var (
	dataEscapes     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// Data escapes the text of a command.
func Data(s string) string { return dataEscapes.Replace(s) }

// Property escapes the value of a property of one.
func Property(s string) string { return propertyEscapes.Replace(s) }

// Annotation returns the command that shows a text beside a line of a file; 0 is no line.
// The level is error, warning or notice.
func Annotation(level, file string, line int, title, text string) string {
	where := "file=" + Property(file)
	if line > 0 {
		where += fmt.Sprintf(",line=%d", line)
	}
	return "::" + level + " " + where + ",title=" + Property(title) + "::" + Data(text) + "\n"
}
