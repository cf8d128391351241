package target

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dott/runner/environment"
	"dott/runner/place"
	"dott/runner/words"
)

// A sandbox is what one run of one test has on a target. Nothing is done there before
// something is started.
type sandbox struct {
	target  *target
	test    place.Test
	session *session
	dir     string // CRAMTMP; what is the test's own and not for it is beside it
	copies  string // the directory with the copy
	work    string
	shell   string // the base name of the script
	ports   [][2]string

	files   map[string]string // to be written: contents by path
	made    bool              // the directories are there
	brought int
	closed  bool
}

// sandbox makes the sandbox of a test.
func (t *target) sandbox(ctx context.Context, test place.Test) (*sandbox, error) {
	s, err := t.take(ctx, test.Probe)
	if err != nil {
		return nil, err
	}
	name := filepath.Base(test.Path)
	if len(test.Cases) > 0 {
		name += "-" + strings.Join(test.Cases, "-")
	}
	switch {
	case test.Probe:
		name = "probe"
	case name == "home" || name == "tmp":
		name += "-1"
	}
	t.mu.Lock()
	b := &sandbox{
		target: t, test: test, session: s, dir: s.root + "/1", shell: path.Base(filepath.ToSlash(test.Shell)),
		copies: t.first.root, files: map[string]string{},
	}
	if t.fresh() {
		b.copies = s.root
	}
	if !test.Probe {
		for n := range t.places.o.Place.Ports {
			b.ports = append(b.ports, place.PortVariable(t.places.o.Place.PortPrefix, n, nextPort(t)))
		}
	}
	t.mu.Unlock()
	if b.shell == "" || b.shell == "." {
		b.shell = "sh"
	}
	b.work = b.dir + "/" + name
	if test.Copy {
		err = b.copyDirectory(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return b, nil
}

// firstPort is where the ports of a run begin.
func firstPort() int { return rand.IntN(8000) }

// nextPort returns a port that no other test of this run has on the target. Whether it is
// free there nobody knows before it is used.
func nextPort(t *target) int {
	t.nextPort = (t.nextPort + 1) % 8000
	return 21000 + t.nextPort
}

// own is the directory of what is not for the test to see.
func (b *sandbox) own() string { return b.dir + ".s" }

// directories are where the test is.
func (b *sandbox) directories() place.Directories {
	return place.Directories{
		Test: b.target.there(b.copies, filepath.Dir(b.test.Path)), Work: b.work, Root: b.dir, Home: b.dir + "/home", Tmp: b.dir + "/tmp",
		Project: b.target.there(b.copies, b.target.places.o.Dir),
	}
}

// Env returns the environment of the test: of the target's own that tells who the
// user is, and nothing of this machine's but what is set for tests. A value may name
// a variable of the caller, which is to say that it is sent.
func (b *sandbox) Env() []string {
	var env []string
	for _, name := range userVariables {
		if value := b.target.facts.env[name]; value != "" {
			env = append(env, name+"="+value)
		}
	}
	for _, v := range slices.Concat(place.Fixed(), [][2]string{{"HOME", b.dir + "/home"}}, place.Described(b.test, b.directories(), b.ports)) {
		env = append(env, v[0]+"="+v[1])
	}
	if len(b.test.Set) == 0 {
		return env
	}
	set := map[string]string{}
	for own, value := range b.test.Set {
		set[own] = environment.Expand(value, func(name string) (string, bool) {
			_, there := environment.Lookup(env, name)
			if _, other := b.test.Set[name]; there || other && name != own {
				return "", false
			}
			return environment.Lookup(b.target.places.o.Place.Env, name)
		})
	}
	return environment.With(env, set)
}

// Put notes files that are written before something is started.
func (b *sandbox) Put(files map[string]string, env []string) error {
	expand := place.Expand(b.test, b.ports, env)
	for name, text := range files {
		p := expand(name)
		if !path.IsAbs(p) {
			p = b.work + "/" + p
		}
		if p = path.Clean(p); !strings.HasPrefix(p, b.dir+"/") {
			return &os.PathError{Op: "writing", Path: name, Err: place.ErrOutside}
		}
		text = expand(text)
		if strings.Contains(p+text, "\x00") {
			return b.target.errorf("writing %s: a file with a zero byte cannot be sent there; have it copied", name)
		}
		b.files[p] = text
	}
	return nil
}

// Bring has a file of this machine sent along, and returns its path there.
func (b *sandbox) Bring(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	b.brought++
	there := fmt.Sprintf("%s/%d-%s", b.own(), b.brought, filepath.Base(file))
	b.files[there] = string(text)
	return there, nil
}

// ShellName is the name of the program that is run for a shell.
func (b *sandbox) ShellName(shell string) string {
	if name := path.Base(filepath.ToSlash(shell)); name != "sh" {
		return name
	}
	return b.target.facts.sh
}

// HasProgram asks whether there is a program.
func (b *sandbox) HasProgram(name string, env []string) bool {
	search, _ := environment.Lookup(env, "PATH")
	ctx, cancel := context.WithTimeout(b.target.ctx, b.target.connectTimeout())
	defer cancel()
	said, err := b.session.do(ctx, "has", "if ( PATH="+words.Quote(search)+"; command -v "+words.Quote(name)+" ) >/dev/null 2>&1\nthen printf 'yes\\n' >&3; fi; say done has\n")
	return err == nil && strings.TrimSpace(said) == "yes"
}

func (b *sandbox) Names() []place.Name {
	names := []place.Name{{Text: b.work, Variable: "$TESTTMP"}, {Text: b.dir, Variable: "$CRAMTMP"}}
	for _, v := range b.ports {
		names = append(names, place.Name{Text: v[1], Variable: "$" + v[0], Number: true})
	}
	return names
}

func (b *sandbox) Script() string { return b.own() + "/" + b.shell }

func (b *sandbox) Pipes() place.Pipes {
	return place.Pipes{Errors: b.own() + "/errors", Answers: b.own() + "/answers"}
}

// Close has the directories removed, with what the session is told next.
func (b *sandbox) Close() error {
	if b.closed {
		return nil
	}
	b.closed = true
	if b.made {
		b.session.later("z\n")
	}
	b.session.mu.Lock()
	stuck := b.session.stuck
	b.session.mu.Unlock()
	if stuck {
		b.target.places.warn("target %s: %s: something that the test started there could not be ended", b.target.name, filepath.Base(b.test.Path))
		b.session.close()
	}
	b.target.give(b.session, b.test.Probe)
	return nil
}

// make adds the commands that make the directories and files. With late, perl gives the
// test's own directory its name later, unless something is to be written there.
func (b *sandbox) make(c *chain, late bool) {
	d := b.directories()
	if !b.made {
		name := words.Quote(path.Base(b.work))
		for p := range b.files {
			late = late && !strings.HasPrefix(p, b.work+"/")
		}
		if late {
			name += " late"
		}
		c.add("p "+name, "")
		b.target.mu.Lock()
		known := b.target.dirs[d.Test]
		b.target.mu.Unlock()
		if !known || b.target.fresh() {
			c.add("mkdir -p "+words.Quote(d.Test), "")
		}
		b.target.mu.Lock()
		b.target.dirs[d.Test] = true
		b.target.mu.Unlock()
		b.made = true
	}
	made := map[string]bool{}
	var large chain
	for _, name := range sorted(b.files) {
		if dir := path.Dir(name); dir != b.work && dir != b.own() && dir != d.Home && !made[dir] {
			made[dir] = true
			c.add("mkdir -p "+words.Quote(dir), "")
		}
		c.add(write(name, b.files[name]))
	}
	c.text += large.text
	clear(b.files)
}

func sorted(files map[string]string) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
