package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"dott/cmd/dott/options"
	"dott/runner/config"
)

var schemaPath = filepath.Join("..", "..", "docs", "dott.schema.json")

// TestSchemaKeys holds the keys of the schema to those of the types and of the
// options, in both directions, and wants a description of each.
func TestSchemaKeys(t *testing.T) {
	data, err := os.ReadFile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	compareKeys(t, "", schema, reflect.TypeFor[config.Config]())
}

func compareKeys(t *testing.T, path string, schema map[string]any, typ reflect.Type) {
	want := map[string]reflect.Type{}
	var rest reflect.Type
	for f := range typ.Fields() {
		key, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
		switch {
		case f.Anonymous:
			for f := range f.Type.Fields() {
				want[f.Tag.Get("toml")] = f.Type
			}
		case key == "*" && typ != reflect.TypeFor[config.Run]():
			rest = f.Type.Elem()
		case key != "*" && key != "-" && key != "":
			want[key] = f.Type
		}
	}
	if typ == reflect.TypeFor[config.Run]() {
		for name, o := range options.FileOptions() {
			if o.Refuse == "" {
				want[name] = reflect.TypeFor[any]()
			}
		}
	}
	got, _ := schema["properties"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[key]; !ok {
			t.Errorf("%s%s is in the schema, and the parser does not know it", path, key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		sub, ok := got[key].(map[string]any)
		if !ok {
			t.Errorf("%s%s is not in the schema", path, key)
			continue
		}
		if sub["description"] == nil {
			t.Errorf("%s%s has no description", path, key)
		}
		compareValue(t, path+key+".", sub, want[key])
	}
	if rest != nil {
		for _, form := range schema["additionalProperties"].(map[string]any)["anyOf"].([]any) {
			if form := form.(map[string]any); form["properties"] != nil {
				compareKeys(t, path+"*.", form, rest)
			}
		}
	} else if schema["additionalProperties"] != false {
		t.Errorf("%s: the schema takes unknown keys", path)
	}
}

// compareValue goes on where a value has keys of its own.
func compareValue(t *testing.T, path string, schema map[string]any, typ reflect.Type) {
	switch {
	case typ.Kind() == reflect.Pointer:
		compareValue(t, path, schema, typ.Elem())
	case typ.Kind() == reflect.Slice && typ.Elem().Kind() == reflect.Struct:
		compareKeys(t, path, schema["items"].(map[string]any), typ.Elem())
	case typ.Kind() == reflect.Struct:
		compareKeys(t, path, schema, typ)
	case typ == reflect.TypeFor[map[string]config.Axis]():
		compareKeys(t, path, schema["additionalProperties"].(map[string]any), typ.Elem())
	}
}

// TestSchemaAnswers gives documents to both the schema and the parser.
func TestSchemaAnswers(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	schema, err := compiler.Compile(schemaPath)
	if err != nil {
		t.Fatal(err)
	}
	answers := func(doc string) (bySchema, byParser error) {
		path := filepath.Join(t.TempDir(), "dott.toml")
		if err := os.WriteFile(path, []byte(doc), 0o666); err != nil {
			t.Fatal(err)
		}
		_, byParser = config.Read(path, options.FileOptions())
		var tree map[string]any
		if err := toml.Unmarshal([]byte(doc), &tree); err != nil {
			t.Fatalf("%s: %v", doc, err)
		}
		if tree == nil {
			tree = map[string]any{}
		}
		text, err := json.Marshal(tree)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value), byParser
	}
	for _, doc := range goodDocuments(t) {
		if s, p := answers(doc); s != nil || p != nil {
			t.Errorf("%s\nschema: %v\nparser: %v", doc, s, p)
		}
	}
	for _, doc := range badDocuments {
		if s, p := answers(doc); s == nil || p == nil {
			t.Errorf("%s\nschema: %v\nparser: %v", doc, s, p)
		}
	}
}

func goodDocuments(t *testing.T) []string {
	docs := []string{
		"", firstConfig, uncommented(firstConfig),
		"[run]\njobs = 1\ntimeout = 90\norder = 'random:7'\ncolor = 'never'\nquiet = true\nmax-output = '10 MiB'\nretry = 0\n",
		"[run]\ntimeout = '1h2.5m'\nmax-output = 1\npaths = ['.']\nsetup = 'a'\nteardown = 'b'\nstderr = 'apart'\ncompat = 'cram'\nkeyword = 'a+'\n",
		"[run]\ntimeout = 0.5\norder = 'random'\n",
		"[env]\npass = ['*', 'A*']\nunset = []\nset = { _a1 = '${B}$C' }\n",
		"[files]\n'a/b' = ''\n'$HOME/.x' = 'y'\n'${TMPDIR}/z' = ''\n'..a' = ''\n",
		"[features]\na = 'b'\n'x:y+z/1.2' = { check = 'c' }\nchecker = ''\n",
		"[inline]\nuse = 'python'\nx = { command = 'y', mark = 'p {mark}' }\n",
		"[ports]\nprefix = ''\ncount = 0\n[resources]\na = 0\nb = '1KiB'\n",
		"[[foreign]]\nfiles = '*.py'\ncommand = 'x'\n[[foreign]]\nfiles = 'x'\ncommand = 'x'\nverdict = 'tap'\n",
		"[compat]\ndirectives = true\nnested-if = true\nstrict-cd = true\nshared-tmp = true\nnested-tmp = true\nloose-status = true\nscript = 'file'\nescape = 'utf-8'\n",
		"[coverage]\n", "[coverage]\ntool = 'go'\nsource = 'src'\nexclude = ['gen/**']\nfail-under = 79.5\naffects-all = ['a']\naffects-none = ['*.md']\n",
		"[run]\ncover = true\ncover-dir = 'out'\n[coverage]\ntool = 'custom'\nfail-under = 0\nenv = { A = '{dir}/{test}' }\nbefore = 'x'\nafter = 'y'\n",
		"[[override]]\npaths = ['a']\ntimeout = 0\nretry = 1\nmax-output = 5\nshell = 'x'\nshell-opts = '-e'\nsetup = 'x'\nteardown = 'x'\nstderr = 'together'\nserial = false\ninline = 'python'\nsandbox = { read = [] }\n",
		"[sandbox]\nstrict = true\nnetwork = 'shared'\nprocesses = 'private'\nwrite = 'anywhere'\nallow-write = ['/x', '$HOME/y']\nread = []\n[env]\nsecret = ['A', 'B*']\n",
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples := strings.Split(string(page), "```toml\n")[1:]
	for _, e := range examples {
		doc, _, _ := strings.Cut(e, "```\n")
		docs = append(docs, doc)
	}
	if len(examples) < 10 {
		t.Errorf("%d examples on the page", len(examples))
	}
	presets, err := filepath.Glob(filepath.Join("..", "..", "runner", "config", "presets", "*.toml"))
	if err != nil || len(presets) == 0 {
		t.Fatalf("no presets: %v", err)
	}
	presets = append(presets, filepath.Join("..", "..", "examples", "mercurial", "dott.toml"))
	for _, path := range presets {
		doc, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, string(doc))
	}
	return docs
}

var badDocuments = []string{
	"x = 1\n", "[matrix.git]\n", "[enf]\n", "run = 1\n", "[[env]]\n", "[override]\n",
	"[run]\nx = 1\n", "[run]\nwatch = true\n", "[run]\nupdate = true\n", "[run]\nconfig = 'x'\n", "[run]\nhelp = true\n",
	"[run]\njobs = 0\n", "[run]\njobs = '1'\n", "[run]\njobs = 1.5\n", "[run]\ntimeout = 'soon'\n", "[run]\ntimeout = -1\n", "[run]\ntimeout = ''\n",
	"[run]\norder = 'size'\n", "[run]\norder = 'random:x'\n", "[run]\ncolor = 'red'\n", "[run]\ncompat = 'make'\n", "[run]\nquiet = 1\n", "[run]\nretry = -1\n",
	"[run]\nmax-output = 0\n", "[run]\nmax-output = '1.5G'\n", "[run]\npaths = []\n", "[run]\npaths = ['']\n", "[run]\nsetup = ''\n", "[run]\nshell = []\n", "[run]\nindent = 0\n",
	"[env]\npass = ['']\n", "[env]\npass = ['A*B']\n", "[env]\nunset = ['A=']\n", "[env]\nset = { '1' = '' }\n", "[env]\nset = { TESTDIR = '' }\n", "[env]\nset = { A = 1 }\n",
	"[files]\n'' = ''\n", "[files]\n'/a' = ''\n", "[files]\n'a/' = ''\n", "[files]\n'$HOME' = ''\n", "[files]\n'a/..' = ''\n", "[files]\na = 1\n",
	"[features]\na = ''\n", "[features]\n'a b' = 'x'\n", "[features]\nno-a = 'x'\n", "[features]\na = {}\n", "[features]\na = { check = 'x', version = 'y' }\n", "[features]\na = { x = 'y' }\n", "[features]\nchecker = 1\n",
	"[[substitute]]\n", "[[substitute]]\npattern = 'a'\n", "[[substitute]]\npattern = ''\nwith = ''\n", "[[substitute]]\npattern = 'a'\nwith = ''\nx = 1\n",
	"[substitute-from]\n", "[substitute-from]\ncommand = ''\n",
	"[inline]\na = ''\n", "[inline]\na = {}\n", "[inline]\na = { command = 'x', mark = 'y' }\n", "[inline]\na = 1\n",
	"[ports]\ncount = -1\n", "[ports]\ncount = 1001\n", "[ports]\nprefix = '1'\n", "[resources]\na = -1\n", "[resources]\n'a b' = 1\n", "[resources]\na = true\n",
	"[[foreign]]\n", "[[foreign]]\nfiles = 'a/b'\ncommand = 'x'\n", "[[foreign]]\nfiles = 'a'\ncommand = ''\n", "[[foreign]]\nfiles = 'a'\ncommand = 'x'\nverdict = 'y'\n", "[[foreign]]\nfiles = 'a'\ncommand = 'x'\nexpected = 'y'\n",
	"[run]\nmarkdown = 'x.md'\n", "[run]\nmarkdown = ['docs']\n", "[markdown]\nfences = []\n", "[markdown]\nfences = ['a b']\n", "[markdown]\nx = 1\n", "[compat]\nscrut = 1\n",
	"[compat]\nscript = 'x'\n", "[compat]\nescape = ''\n", "[compat]\ndirectives = 'no'\n",
	"[coverage]\ntool = 'gcc'\n", "[coverage]\nfail-under = 101\n", "[coverage]\nfail-under = '80'\n", "[coverage]\nexclude = ['']\n", "[coverage]\naffects-all = 'x'\n",
	"[coverage]\naffects-none = [1]\n", "[coverage]\ntool = 'custom'\nenv = { 'A=B' = 'x' }\n", "[coverage]\nx = 1\n", "[run]\naffected = 'x'\n", "[run]\ncovers = 'x'\n",
	"[[known-failure]]\n", "[[known-failure]]\ntests = ['x']\n", "[[known-failure]]\ntests = []\nreason = 'x'\n", "[[known-failure]]\ntests = ['x']\nreason = ''\n",
	"[[known-failure]]\ntests = ['x']\nreason = 'x'\nuntil = 'soon'\n", "[[known-failure]]\ntests = ['x']\nreason = 'x'\nsince = 1\n",
	"[matrix.a]\nvalues = ['1']\norder = 'x'\n", "[matrix.a]\nvalues = ['1']\nmoving = []\n", "[run]\nfail-on-skip = 1\n", "[run]\nrequire = 2\n",
	"[[override]]\n", "[[override]]\npaths = []\n", "[[override]]\npaths = 'x'\n", "[[override]]\npaths = ['x']\nretry = -1\n", "[[override]]\npaths = ['x']\nshell = ''\n", "[[override]]\npaths = ['x']\ntimeout = 'x'\n", "[[override]]\npaths = ['x']\njobs = 1\n",
}

// uncommented is what `dott init` writes with all its settings switched on.
func uncommented(doc string) string {
	var b strings.Builder
	for line := range strings.Lines(doc) {
		rest, ok := strings.CutPrefix(line, "#")
		if ok && !strings.HasPrefix(rest, " ") && rest != "\n" {
			line = rest
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestFirstConfig wants every section, and every key of most, in what `dott init`
// writes.
func TestFirstConfig(t *testing.T) {
	var tree map[string]any
	if err := toml.Unmarshal([]byte(uncommented(firstConfig)), &tree); err != nil {
		t.Fatal(err)
	}
	for f := range reflect.TypeFor[config.Config]().Fields() {
		key := f.Tag.Get("toml")
		if _, ok := tree[key]; !ok && key != "" && key != "-" && key != "compat" {
			t.Errorf("[%s] is missing", key)
		}
	}
}
