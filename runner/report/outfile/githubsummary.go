package outfile

import (
	"fmt"
	"io"
	"os"
)

// AppendSummary appends a text to the summary of a GitHub step, which other programs
// write to as well, and which must not become longer than 1 MiB.
func AppendSummary(file string, text func(room int) string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return fmt.Errorf("writing the summary for GitHub: %w", err)
	}
	defer f.Close()
	room := 1 << 20
	if info, err := f.Stat(); err == nil {
		room -= int(info.Size())
	}
	if _, err := io.WriteString(f, text(room)); err != nil {
		return fmt.Errorf("writing the summary for GitHub: %w", err)
	}
	return nil
}
