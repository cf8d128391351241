package main

import (
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed has for each of our packages which others it imports, without dott/ in
// front of their names. What is not here may not be imported, and what is here is
// imported on some system.
var allowed = map[string]string{
	"cmd/dott":            "cmd/dott/app cmd/dott/completion cmd/dott/cramline cmd/dott/man cmd/dott/options cmd/dott/session docs matcher matcher/convert matcher/layout matcher/transcript runner runner/accept runner/accept/apply runner/against runner/config runner/discover runner/doctor runner/event runner/every runner/history runner/lint runner/lsp runner/matrix runner/notify runner/process runner/process/slack runner/project runner/record runner/report runner/report/monitor runner/review runner/service runner/state runner/step runner/target runner/verdicts runner/words",
	"cmd/dott/app":        "cmd/dott/options runner/process",
	"cmd/dott/session":    "cmd/dott/app cmd/dott/cramline cmd/dott/options matcher matcher/transcript runner runner/accept runner/around runner/ci runner/config runner/coverage runner/covermap runner/dependence runner/discover runner/event runner/history runner/matrix runner/process runner/project runner/report runner/report/agent runner/report/outfile runner/review runner/review/change runner/review/editor runner/review/errfile runner/review/keys runner/review/prompt runner/schedule runner/service runner/state runner/target runner/trace runner/verdicts runner/watch runner/words",
	"cmd/dott/options":    "matcher/feature matcher/transcript runner runner/config runner/environment runner/event runner/history runner/report runner/report/agent runner/report/xunit runner/words",
	"cmd/dott/cramline":   "cmd/dott/options runner runner/discover",
	"cmd/dott/completion": "matcher/transcript",
	"cmd/dott/man":        "",
	"docs":                "",

	// pure
	"matcher":             "matcher/expression matcher/feature matcher/jsonvalue",
	"matcher/block":       "matcher matcher/expression matcher/jsonvalue",
	"matcher/convert":     "matcher",
	"matcher/expression":  "",
	"matcher/feature":     "",
	"matcher/jsonvalue":   "",
	"matcher/generalize":  "matcher",
	"matcher/markdown":    "",
	"matcher/scrut":       "",
	"matcher/subsequence": "",
	"matcher/transcript":  "matcher matcher/feature matcher/markdown matcher/scrut",
	"matcher/weakened":    "matcher matcher/expression matcher/feature matcher/subsequence matcher/transcript",
	"matcher/layout":      "matcher/lint matcher/transcript",
	"matcher/lint":        "matcher matcher/feature matcher/transcript",

	// the stages, in order
	"runner":          "matcher matcher/expression matcher/feature matcher/transcript runner/around runner/config runner/confine runner/discover runner/environment runner/event runner/judge runner/matrix runner/place runner/prepare runner/process runner/review runner/schedule runner/secret runner/shell runner/step runner/terminal runner/trace runner/verdicts runner/waiting",
	"runner/discover": "matcher/transcript runner/config runner/event",
	"runner/schedule": "runner/discover",
	"runner/prepare": "matcher/expression matcher/feature matcher/transcript runner/around runner/config runner/discover runner/place runner/process" +
		" runner/schedule runner/shell runner/terminal runner/words",
	"runner/shell":    "matcher/transcript runner/config runner/words",
	"runner/place":    "runner/confine runner/environment runner/process runner/trace",
	"runner/terminal": "matcher/transcript",
	"runner/judge":    "matcher matcher/block matcher/expression matcher/feature matcher/transcript runner/event runner/shell runner/words",

	// in their place
	"runner/record": "matcher/transcript runner/environment runner/judge runner/place runner/process runner/process/typing runner/shell runner/step runner/words",
	"runner/step":   "matcher/transcript runner/environment runner/event runner/judge runner/place runner/process runner/process/typing runner/shell runner/words",

	// around them
	"runner/around":              "runner/event",
	"runner/coverage":            "runner/around runner/atomicfile runner/config runner/coverage/llvmobject runner/covermap runner/environment runner/event runner/process runner/words",
	"runner/coverage/llvmobject": "",
	"runner/service":             "runner/around runner/config runner/environment runner/event runner/place runner/process runner/service/container runner/service/copytree runner/state",
	"runner/target":              "runner/config runner/environment runner/place runner/process runner/service/container runner/state runner/words",
	"runner/service/container":   "runner/process runner/state",
	"runner/service/copytree":    "",
	"runner/matrix":              "matcher/feature runner/around runner/config runner/process runner/state runner/words",

	// behind them
	"runner/history":          "runner/atomicfile runner/event runner/state",
	"runner/report":           "runner/event runner/report/grid runner/report/judged runner/report/marks runner/report/metrics runner/report/outfile runner/report/printable runner/report/skips runner/report/trend runner/report/workflow runner/report/xmlwriter runner/words",
	"runner/report/agent":     "runner/event runner/report/judged runner/words",
	"runner/report/xunit":     "runner/event runner/report/xmlwriter",
	"runner/report/grid":      "runner/event",
	"runner/report/judged":    "matcher/weakened runner/event runner/report/workflow runner/words",
	"runner/report/marks":     "",
	"runner/report/outfile":   "runner/atomicfile runner/event",
	"runner/report/skips":     "runner/event",
	"runner/report/trend":     "runner/event",
	"runner/report/workflow":  "",
	"runner/report/xmlwriter": "",
	"runner/review":           "matcher matcher/feature matcher/generalize matcher/subsequence matcher/transcript runner/atomicfile runner/event runner/review/change runner/review/weigh",
	"runner/review/change":    "matcher matcher/feature matcher/transcript runner/atomicfile runner/event",
	"runner/review/weigh":     "matcher matcher/transcript matcher/weakened runner/event runner/review/change",
	"runner/review/errfile":   "runner/atomicfile runner/event runner/review/change",
	"runner/review/prompt":    "matcher matcher/feature matcher/generalize matcher/transcript runner/review/change",
	"runner/review/keys":      "",
	"runner/watch":            "matcher runner/report",
	"runner/report/printable": "",
	"runner/accept":           "matcher matcher/generalize matcher/transcript matcher/weakened runner/atomicfile runner/event runner/report/judged runner/review/change runner/review/prompt runner/state runner/words",
	"runner/lint":             "matcher matcher/layout matcher/lint matcher/transcript runner/atomicfile runner/config runner/discover runner/prepare runner/process runner/shell runner/words",
	"runner/lsp":              "matcher matcher/generalize matcher/layout matcher/lint matcher/transcript runner/accept runner/event runner/lint matcher/subsequence",
	"runner/accept/apply":     "runner/accept runner/event runner/review runner/review/errfile runner/state",
	"runner/review/editor":    "runner/process runner/words",
	"runner/against":          "matcher/transcript matcher/weakened runner/project runner/report/judged runner/words",
	"runner/waiting":          "runner/event",
	"runner/every":            "",
	"runner/notify":           "runner/atomicfile runner/event runner/history runner/process runner/state runner/words",
	"runner/report/metrics":   "runner/event",
	"runner/report/monitor":   "runner/event",

	// what they stand on
	"runner/atomicfile":       "",
	"runner/ci":               "",
	"runner/config":           "matcher/expression matcher/feature matcher/lint runner/words",
	"runner/covermap":         "runner/atomicfile runner/state",
	"runner/event":            "matcher matcher/weakened",
	"runner/process":          "runner/confine runner/process/prepared runner/process/slack runner/process/wire runner/trace",
	"runner/process/typing":   "runner/process",
	"runner/environment":      "",
	"runner/process/slack":    "",
	"runner/process/thread":   "",
	"runner/process/wire":     "",
	"runner/project":          "runner/covermap runner/process runner/state",
	"runner/state":            "runner/atomicfile runner/event",
	"runner/tooltest":         "",
	"runner/words":            "",
	"runner/confine":          "runner/seccomp",
	"runner/seccomp":          "",
	"runner/doctor":           "runner/confine runner/process",
	"runner/secret":           "",
	"runner/process/prepared": "runner/confine runner/process/thread runner/trace",
	"runner/trace":            "runner/process/thread runner/seccomp",
	"runner/verdicts":         "runner/atomicfile runner/trace",
	"runner/dependence":       "runner/verdicts",
}

// starters may import os/exec. All other packages start commands through
// runner/process, which ends what it starts.
var starters = []string{"runner/process", "runner/tooltest"}

// impure are packages that touch the world.
var impure = []string{"os", "os/exec", "os/signal", "net", "syscall", "math/rand", "math/rand/v2", "crypto/rand"}

// TestImports holds each package to what it may import, on every system that we
// build for, and matcher/... to being pure.
func TestImports(t *testing.T) {
	unused := map[string]bool{} // "from to"
	for from, all := range allowed {
		for to := range strings.FieldsSeq(all) {
			unused[from+" "+to] = true
		}
	}
	known := map[string]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		for from, imports := range importsOn(t, system) {
			known[from] = true
			permitted, ok := allowed[from]
			if !ok {
				t.Errorf("%s is not among the packages whose imports are known", from)
				continue
			}
			pure := from == "matcher" || strings.HasPrefix(from, "matcher/")
			for _, path := range imports {
				to, ours := strings.CutPrefix(path, "dott/")
				delete(unused, from+" "+to)
				switch {
				case ours && !slices.Contains(strings.Fields(permitted), to):
					t.Errorf("%s: %s imports %s", system, from, to)
				case path == "os/exec" && !slices.Contains(starters, from):
					t.Errorf("%s: %s imports os/exec", system, from)
				case pure && (slices.Contains(impure, path) || strings.HasPrefix(path, "net/") || strings.HasPrefix(to, "runner")):
					t.Errorf("%s: %s is to be pure, and imports %s", system, from, path)
				}
			}
		}
	}
	for _, permission := range slices.Sorted(maps.Keys(unused)) {
		from, to, _ := strings.Cut(permission, " ")
		t.Errorf("%s does not import %s any more", from, to)
	}
	for from := range allowed {
		if !known[from] {
			t.Errorf("there is no package %s any more", from)
		}
	}
}

// importsOn returns what our packages import on a system, by their names without
// dott/ in front.
func importsOn(t *testing.T, system string) map[string][]string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "dott/cmd/...", "dott/docs/...", "dott/matcher/...", "dott/runner/...")
	list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		all[strings.TrimPrefix(fields[0], "dott/")] = fields[1:]
	}
	return all
}
