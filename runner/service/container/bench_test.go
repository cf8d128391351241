//go:build unix

package container

import (
	"os/exec"
	"slices"
	"testing"
	"time"
)

// BenchmarkStart is what a container from a snapshot takes until it runs, against
// `docker run` of the same image by hand: in turns, and the median of each, since what
// else the machine does is the most of it.
func BenchmarkStart(b *testing.B) {
	e := newEngine(b, "docker")
	made := start(b, e, Spec{Command: sh("echo >/data")})
	<-made.Done()
	if err := made.Commit(b.Context(), "db-bench", month); err != nil {
		b.Fatal(err)
	}
	snapshot := e.Owner.SnapshotImage("db-bench")
	port := Port{8080, 29977}
	var ours, direct []time.Duration
	// The engine is still busy with the end of a container when that is gone.
	const rest = 300 * time.Millisecond
	for b.Loop() {
		time.Sleep(rest)
		began := time.Now()
		c, err := e.Start(b.Context(), Spec{Service: "db", Image: snapshot, Command: sh(polite), Ports: []Port{port}})
		if err != nil {
			b.Fatal(err)
		}
		ours = append(ours, time.Since(began))
		if err := c.Remove(b.Context()); err != nil {
			b.Fatal(err)
		}
		time.Sleep(rest)
		began = time.Now()
		const name = "dott-bench"
		if out, err := exec.Command(e.cli.path, "run", "--detach", "--name", name, "--publish", "127.0.0.1:29977:8080", snapshot, "sh", "-c", polite).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		direct = append(direct, time.Since(began))
		if err := exec.Command(e.cli.path, "rm", "--force", name).Run(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(median(ours).Milliseconds()), "ms/dott")
	b.ReportMetric(float64(median(direct).Milliseconds()), "ms/docker")
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
