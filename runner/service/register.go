package service

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"
)

// What runs is noted beside it, for `dott services`: the directory of a run has the
// project's name, and that of each instance what it is.
const (
	projectName = "project"
	noteName    = "instance.json"
)

// A note is about an instance.
type note struct {
	Service string    `json:"service"`
	Host    string    `json:"host"`
	Ports   []int     `json:"ports"`
	Started time.Time `json:"started"`
	Dott    int       `json:"dott"` // the process that started it
}

// register notes whose directory this is.
func register(s *Services, dir string) error {
	if err := os.Chmod(dir, 0o711); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, projectName), []byte(s.o.Project), 0o600)
}

// note notes an instance. Nothing depends on it.
func (st *starter) note(i *instance) {
	n := note{Service: i.recipe.name, Host: i.host, Started: time.Now(), Dott: os.Getpid()}
	for _, p := range i.ports {
		n.Ports = append(n.Ports, p.number)
	}
	if text, err := json.Marshal(n); err == nil {
		_ = os.WriteFile(filepath.Join(i.dir, noteName), text, 0o600)
	}
}
