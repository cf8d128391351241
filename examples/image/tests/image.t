What must be true of the image before it ships.

#require target

  $ busybox | head -1
  BusyBox v* (glob)
  $ test -w /tmp && echo yes
  yes

Whatever a test does to the container, no other test sees:

  $ test -e /marker
  [1]
  $ touch /marker
