#require linux

The runner lets its own timers be late, to save processor time. What it starts gets the
timers that the runner was started with:

  $ cat > slack.t <<'EOF'
  >   $ cat /proc/self/timerslack_ns
  > EOF

  $ cat /proc/self/timerslack_ns > before
  $ dott slack.t 2>&1 | sed -n 's/^+  //p' | diff before -
