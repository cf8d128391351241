package container

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Image is what an engine knows of one.
type Image struct {
	ID         string
	Volumes    []string // folders that are not in the container itself
	Ports      []int    // that it says it listens on
	StopSignal string
	Created    time.Time
	Bytes      int64
	Labels     map[string]string
}

// ErrNoImage is the error of an image that is not here.
type ErrNoImage struct{ Engine, Name string }

func (e ErrNoImage) Error() string {
	return fmt.Sprintf(`%s has no image %q; get it, or let dott do so with pull = "missing"`, e.Engine, e.Name)
}

// Image returns what the engine knows of an image. It is asked once.
func (e *Engine) Image(ctx context.Context, name string) (*Image, error) {
	e.mu.Lock()
	image := e.images[name]
	e.mu.Unlock()
	if image != nil {
		return image, nil
	}
	if name == "" || strings.HasPrefix(name, "-") {
		return nil, fmt.Errorf("%q is not the name of an image", name)
	}
	text, err := e.cli.ask(ctx, "image", "inspect", name)
	switch {
	case err != nil && (isGone(err) || strings.Contains(err.Error(), "not known")):
		return nil, ErrNoImage{e.Name, name}
	case err != nil:
		return nil, fmt.Errorf("%s image inspect: %w", e.Name, err)
	}
	if image, err = parseImage(text); err != nil {
		return nil, fmt.Errorf("%s image inspect %s: %w", e.Name, name, err)
	}
	e.mu.Lock()
	e.images[name] = image
	e.mu.Unlock()
	return image, nil
}

func parseImage(text string) (*Image, error) {
	var all []struct {
		ID      string `json:"Id"`
		Created time.Time
		Size    int64
		Config  struct {
			Volumes      map[string]struct{}
			ExposedPorts map[string]struct{}
			StopSignal   string
			Labels       map[string]string
		}
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, err
	}
	if len(all) != 1 {
		return nil, fmt.Errorf("it tells of %d images", len(all))
	}
	raw := all[0]
	i := &Image{
		ID: raw.ID, Created: raw.Created, Bytes: raw.Size, StopSignal: raw.Config.StopSignal,
		Labels: raw.Config.Labels, Volumes: slices.Sorted(maps.Keys(raw.Config.Volumes)),
	}
	if i.StopSignal == "" {
		i.StopSignal = "TERM"
	}
	for port := range raw.Config.ExposedPorts {
		number, protocol, _ := strings.Cut(port, "/")
		if n, err := strconv.Atoi(number); err == nil && protocol != "udp" {
			i.Ports = append(i.Ports, n)
		}
	}
	slices.Sort(i.Ports)
	return i, nil
}

// Pull gets an image, if it is not there. Nothing else ever asks a registry.
func (e *Engine) Pull(ctx context.Context, name string) error {
	if _, err := e.Image(ctx, name); err == nil {
		return nil
	}
	return e.cli.act(ctx, "pull", "--quiet", name)
}

// forgetImage makes the engine be asked again.
func forgetImage(e *Engine, name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.images, name)
}
