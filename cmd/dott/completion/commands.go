package completion

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

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

// Tests are the files and folders that begin so in which there may be tests.
func Tests(begun string) (all []string) {
	dir, base := filepath.Split(begun)
	where := dir
	if where == "" {
		where = "."
	}
	entries, _ := os.ReadDir(where)
	for _, e := range entries {
		name := e.Name()
		hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(base, ".")
		if hidden || !strings.HasPrefix(name, base) {
			continue
		}
		info, err := os.Stat(filepath.Join(where, name))
		switch {
		case err != nil:
		case info.IsDir():
			all = append(all, dir+name+"/")
		case slices.Contains([]string{".t", ".md"}, filepath.Ext(name)):
			all = append(all, dir+name)
		}
	}
	return all
}
