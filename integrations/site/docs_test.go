package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dott/runner/tooltest"
)

// widths asks the browser whether a page is wider than the window, on a phone and on a
// desk. A window of Chromium itself has no such narrow one; a frame has.
const widths = `<!DOCTYPE html><body><pre></pre><script>
(async () => {
  const found = ["checked"];
  for (const width of [360, 1280]) for (const page of %s) {
    const frame = document.createElement("iframe");
    frame.style.width = width + "px";
    frame.src = page;
    await new Promise(done => { frame.onload = done; document.body.append(frame); });
    const root = frame.contentDocument.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(page + " is " + root.scrollWidth + " pixels wide in " + width);
    frame.remove();
  }
  document.querySelector("pre").textContent = found.join("\n");
})();
</script></body>`

// TestDocs makes the site of this checkout: all links lead somewhere, and no page of it
// scrolls sideways.
func TestDocs(t *testing.T) {
	out := t.TempDir()
	s := newSite("../..")
	if err := s.load(); err != nil {
		t.Fatal(err)
	}
	problems, _, err := run("../..", out)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range problems {
		t.Error(problem)
	}

	chromium := tooltest.Find(t, "chromium")
	var targets []string
	for _, p := range s.pages {
		if strings.HasSuffix(p.target, ".html") {
			targets = append(targets, p.target)
		}
	}
	list, err := json.Marshal(targets)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(out)))
	mux.HandleFunc("/widths", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, widths, list)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=240000", "--dump-dom", server.URL+"/widths")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	_, said, _ := strings.Cut(stdout.String(), "<pre>")
	said, _, _ = strings.Cut(said, "</pre>")
	if said != "checked" {
		t.Errorf("wide pages: %s", said)
	}
}
