A test of a container image: each test has a container of its own.

#timeout 3m

  $ . "$TESTDIR/busybox-image.sh"
  $ cp -r "$TESTDIR/../examples/image" image; cd image
  $ dott -v
  tests/again.t: passed
  tests/image.t: passed
  # Ran 2 tests, 0 skipped, 0 failed.

A container that runs is tested as it is:

  $ docker run -d --rm --name dott-target-$$ dott-test-busybox:1 sleep 600 >/dev/null
  $ sed -i "s/^container = .*/container = \"dott-target-$$\"/" dott.toml
  $ dott -v tests/again.t
  tests/again.t: passed
  # Ran 1 tests, 0 skipped, 0 failed.
  $ docker exec dott-target-$$ ls /marker /tmp
  /marker
  
  /tmp:
  $ docker rm -f dott-target-$$ >/dev/null

An image that is not there:

  $ sed -i 's/^container = .*/container = "dott-no-such-image"/' dott.toml
  $ dott tests/again.t 2>/dev/null | grep target
  tests/again.t: target image: cannot get a shell there: *No such image*; pull or build the image first, or start a container of that name (glob)

Nothing is left of any of them, also of a run that was killed:

  $ sed -i 's/^container = .*/container = "dott-test-busybox:1"/' dott.toml
  $ printf '  $ sleep 4715\n' >long.t
  $ dott long.t >log 2>&1 & 
  $ until docker ps --format '{{.Names}}' | grep -q target-image; do sleep 0.1; done
  $ { kill -KILL $!; wait $!; } 2>/dev/null
  [137]
#eventually 20s
  $ docker ps -a --format '{{.Names}}' | grep target-image
  [1]
