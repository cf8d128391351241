package completion

import (
	"fmt"
	"os"

	"dott/matcher/transcript"
)

// Commands are the addresses of the commands of a file, with the commands.
func Commands(prefix, file string) (all []string) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	t := transcript.For(file, transcript.Format{}).Parse(string(data))
	for _, b := range t.Blocks {
		if len(b.Code) > 0 {
			all = append(all, fmt.Sprintf("%s%d\t%s", prefix, b.Code[0]+1, t.Lines[b.Code[0]].Text))
		}
	}
	return all
}
