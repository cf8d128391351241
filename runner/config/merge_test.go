package config

import (
	"reflect"
	"slices"
	"testing"
	"time"
)

func TestMerge(t *testing.T) {
	under := Config{
		Path: "preset",
		Run:  Run{Options: map[string]any{"jobs": int64(1), "timeout": "6m"}, Setup: ptr("under.sh"), Paths: []string{"a"}},
		Env: Env{
			Pass: []string{"*"}, Set: map[string]string{"HOME": "$TESTTMP", "TERM": "xterm"}, Unset: []string{"HG"},
		},
		Features: Features{Checker: "./hghave", Named: map[string]Feature{
			"git": {Check: "true"}, "slow": {Check: "false"},
		}},
		Substitute: []Substitution{{Pattern: "a"}},
		Ports:      Ports{Prefix: "HGPORT", Count: ptr(3)},
		Resources:  map[string]Amount{"memory": 1},
		Compat:     Compat{Directives: ptr(false), StrictCd: ptr(true), Escape: "ascii"},
		Override:   []Override{{Paths: []string{"u"}, Timeout: ptr(time.Minute)}},
	}
	over := Config{
		Path: "file", Dir: "dir", name: "file", lines: map[string]int{"x": 1},
		Run: Run{Options: map[string]any{"jobs": int64(4)}, Teardown: ptr("over.sh")},
		Env: Env{
			Set: map[string]string{"TERM": "dumb", "A": ""}, Unset: []string{},
		},
		Features:       Features{Named: map[string]Feature{"git": {Version: "git --version"}}},
		Substitute:     []Substitution{{Pattern: "b"}},
		SubstituteFrom: &SubstituteFrom{Command: "c"},
		Ports:          Ports{Count: ptr(0)},
		Compat:         Compat{Directives: ptr(true)},
		Override:       []Override{{Paths: []string{"o"}}},
	}
	want := Config{
		Path: "file", Dir: "dir", name: "file", lines: map[string]int{"x": 1},
		Run: Run{
			Options: map[string]any{"jobs": int64(4), "timeout": "6m"}, Setup: ptr("under.sh"), Teardown: ptr("over.sh"), Paths: []string{"a"},
		},
		Env: Env{
			Pass: []string{"*"}, Set: map[string]string{"HOME": "$TESTTMP", "TERM": "dumb", "A": ""}, Unset: []string{},
		},
		Features: Features{Checker: "./hghave", Named: map[string]Feature{
			"git": {Version: "git --version"}, "slow": {Check: "false"},
		}},
		Substitute:     []Substitution{{Pattern: "a"}, {Pattern: "b"}},
		SubstituteFrom: &SubstituteFrom{Command: "c"},
		Ports:          Ports{Prefix: "HGPORT", Count: ptr(0)},
		Resources:      map[string]Amount{"memory": 1},
		Compat:         Compat{Directives: ptr(true), StrictCd: ptr(true), Escape: "ascii"},
		Override:       []Override{{Paths: []string{"u"}, Timeout: ptr(time.Minute)}, {Paths: []string{"o"}}},
	}
	if got := Merge(under, over); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if len(under.Run.Options) != 2 || len(over.Run.Options) != 1 || len(over.Env.Set) != 2 || under.Env.Set["TERM"] != "xterm" {
		t.Error("a layer was changed")
	}
	if got := Merge(Config{}, over); !reflect.DeepEqual(got, over) {
		t.Errorf("over nothing: %+v", got)
	}
	under.Path = ""
	if got := Merge(under, Config{}); !reflect.DeepEqual(got, under) {
		t.Errorf("nothing over it: got  %+v\nwant %+v", got, under)
	}
}

func TestPresets(t *testing.T) {
	for name := range Presets() {
		if _, err := Preset(name, someOptions); err != nil {
			t.Error(err)
		}
	}
	files, err := presets.ReadDir("presets")
	if n := len(slices.Collect(Presets())); err != nil || len(files) != n {
		t.Errorf("%d files for %d presets, %v", len(files), n, err)
	}
	if _, err := Preset("make", nil); err == nil {
		t.Error("there is a preset make")
	}
}
