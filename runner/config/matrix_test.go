package config

import (
	"regexp"
	"strings"
	"testing"
)

// TestMatrixCheck: each fault is said, with what to do; all of them at once.
func TestMatrixCheck(t *testing.T) {
	for _, test := range []struct{ axis, want string }{
		{`values = ["2.30", "tip"]`, ""},
		{`values = ["1"]
install = "get {version} {dir}"
path = "{dir}/bin"
env = { A = "{value} ${dir} {{dir}} { x }" }
probe = "a --version"
allow-failure = ["1", ">=2"]`, ""},
		{`from = ["/opt/git-*/bin", "b/*"]
path = "{dir}"
pick = "latest 2"`, ""},
		{`list = "go list -f '{{.Versions}}'"
pick = ">=3.4, latest 3, tip"
install = "GOBIN={dir} go install x@{version}"`, ""},

		{``, "[matrix.a] has no versions: add values, targets, from or list"},
		{`values = []`, "[matrix.a] values is empty"},
		{`from = []`, "[matrix.a] from is empty"},
		{"values = [\"1\"]\norder = \"lists\"", `[matrix.a] order: must be "list", not "lists"`},
		{"from = [\"*\"]\norder = \"list\"", "[matrix.a] order: what is found installed has no list"},
		{"values = [\"1\"]\nresolve = \"x\"", "[matrix.a] resolve: there is nothing to ask it about"},
		{"values = [\"1\"]\nmoving = []", "[matrix.a] moving is empty"},
		{"from = [\"*\"]\nmoving = [\"main\"]\nresolve = \"x\"", "[matrix.a] moving: what is found installed does not move"},
		{"values = [\"1\"]\nmoving = [\"main\"]\nresolve = \"x\"", "[matrix.a] moving: there is no install"},
		{"values = [\"1\"]\nmoving = [\"main\"]\ninstall = \"x {dir}\"", "[matrix.a] moving: add resolve, a command that prints what {name} stands for now"},
		{"values = [\"1\"]\nmoving = [\"m n\"]\nresolve = \"x\"\ninstall = \"x {dir}\"", `[matrix.a] moving: "m n" is not a version`},
		{"values = [\"1\"]\nmoving = [\"m\", \"m\"]\nresolve = \"x {name}\"\ninstall = \"x {dir}\"", `[matrix.a] moving: "m" stands there twice`},
		{"values = [\"1\"]\nmoving = [\"m\", \"n\"]\nresolve = \"x\"\ninstall = \"x {dir}\"", "[matrix.a] resolve: without {name} it prints the same for each of them"},
		{"values = [\"1\"]\nmoving = [\"m\"]\nresolve = \"x {version}\"\ninstall = \"x {dir}\"", "[matrix.a] resolve: {version} has no meaning here; {name} is the name to ask about"},
		{"values = [\"1\"]\ninstall = \"x {dir} {name}\"", "[matrix.a] install: {name} is for resolve; here it is {value}"},
		{"values = [\"1\"]\nfrom = [\"*\"]", "[matrix.a] has values and from; an axis has one of values, targets, from and list"},
		{"values = [\"1\"]\nlist = \"x\"", "has values and list"},
		{`install = "x {dir}"`, "has install and nothing to install: add list"},
		{"from = [\"*\"]\ninstall = \"x {dir}\"", "has from and install"},
		{"values = [\"1\"]\npick = \"latest\"", "has pick and values"},
		{`values = ["1 2", ""]`, `values: "1 2" is not a version`},
		{`values = ["1", "1"]`, `values: "1" stands there twice`},
		{`values = ["$(id)"]`, `values: "$(id)" is not a version`},
		{`from = ["/opt"]`, `from: "/opt" must have one star`},
		{`from = ["/*/*"]`, `from: "/*/*" must have one star`},
		{"list = \"x\"\npick = \"newest 3\"", ""}, // a name and a version
		{"list = \"x\"\npick = \">=\"", `pick: ">=" is not a choice of versions`},
		{"values = [\"1\"]\nallow-failure = [\"latest\"]", "allow-failure: \"latest\": latest depends on what else is there"},
		{"values = [\"1\"]\npath = \"{dir}\"", "path: {dir} needs install or from"},
		{"values = [\"1\"]\nprobe = \"x {vresion}\"", "probe: unknown placeholder {vresion}; there are {value}, {version} and {dir}"},
		{"values = [\"1\"]\nenv = { A = \"{x}\", B = \"{y}\" }", "env.B: unknown placeholder {y}"},
		{"values = [\"1\"]\nenv = { \"A=B\" = \"\" }", `env: "A=B" is not the name of a variable`},
		{`list = "x {version}"`, "list: {version} has no meaning here"},
		{"list = \"x\"\ninstall = \"make install\"", "install does not put anything into {dir}"},
	} {
		checkMatrix(t, "[matrix.a]\n"+test.axis, test.want)
	}
	for text, want := range map[string]string{
		"[matrix.all]\nvalues = [\"1\"]":                                                      "[matrix.all]: an axis cannot have this name",
		"[matrix.no-x]\nvalues = [\"1\"]":                                                     "[matrix.no-x]: an axis cannot begin with no-",
		"[matrix.\"a b\"]\nvalues = [\"1\"]":                                                  `[matrix."a b"]: not the name of an axis`,
		"[matrix.1]\nvalues = [\"1\"]":                                                        `[matrix."1"]: not the name of an axis`,
		"[[matrix-exclude]]\na = \"1\"":                                                       "[[matrix-exclude]] a: no such axis; there are none",
		"[matrix.b]\nvalues = [\"1\"]\n[[matrix-exclude]]\na = \"1\"":                         "[[matrix-exclude]] a: no such axis; there are b",
		"[matrix.b]\nvalues = [\"1\"]\n[[matrix-exclude]]":                                    "[[matrix-exclude]] names no axis",
		"[matrix.b]\nvalues = [\"1\"]\n[[matrix-exclude]]\nb = \"latest 2\"":                  "[[matrix-exclude]] b: \"latest 2\": latest depends",
		"[matrix.b]\nvalues = [\"1\"]\n[[matrix-exclude]]\nb = \"\"":                          "[[matrix-exclude]] b: \"\" chooses no versions",
		"[matrix.b]\nvalues = [\"1\"]\n[[matrix-exclude]]\nb = \">=1, <2\"":                   "",
		"[matrix.b]\nvalues = [\"1\"]\n[matrix.c]\nlist = \"\"\nvalues = []\ninstall = \"x\"": "[matrix.c] install does not",
	} {
		checkMatrix(t, text, want)
	}
}

func checkMatrix(t *testing.T, text, want string) {
	t.Helper()
	_, err := parse("F", []byte(text), nil)
	got := ""
	if err != nil {
		got = regexp.MustCompile(`(?m)^F:\d+: `).ReplaceAllString(err.Error(), "")
	}
	if (err == nil) != (want == "") || !strings.Contains(got, want) {
		t.Errorf("%s:\n%v, want %s", text, err, want)
	}
}
