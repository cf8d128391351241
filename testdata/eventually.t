With #eventually, a command is repeated until its block matches. The others run once.

  $ cat >a.t <<'EOF'
  >   $ runs=0; (sleep 0.3; echo ready >flag) &
  > #eventually 20s
  > (a comment)
  >   $ runs=$((runs+1)); cat flag || echo "none yet" >&2
  >   ready
  >   $ echo once >>log; [ $runs -gt 1 ] && echo more than once; cat log
  >   more than once
  >   once
  > EOF
  $ for shell in dash bash zsh mksh busybox; do
  >   dott --shell $shell $([ $shell != busybox ] || echo --shell-opts sh) a.t
  > done
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ (echo '#stderr apart'; cat a.t) >b.t; dott b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

When its time is over, the last output is what the failure shows, with its status. An
update writes that, also where nothing stood there.

  $ cat >c.t <<'EOF'
  > #eventually 0.2s
  >   $ runs=$((runs+1)); [ $runs -gt 2 ] && echo later || echo soon; sh -c 'exit 4'
  >   at last
  >   $ echo done
  >   done
  > EOF
  $ dott c.t
  !
  --- c.t
  +++ c.t.err
  @@ -1,5 +1,6 @@
   #eventually 0.2s
     $ runs=$((runs+1)); [ $runs -gt 2 ] && echo later || echo soon; sh -c 'exit 4'
  -  at last
  +  later
  +  [4]
     $ echo done
     done
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:3: the output differs; to run it again: dott c.t
  [1]
  $ grep -v 'at last' c.t >d.t; dott -u -q d.t; cat d.t; dott d.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  d.t: 1 change written (changed)
  #eventually 0.2s
    $ runs=$((runs+1)); [ $runs -gt 2 ] && echo later || echo soon; sh -c 'exit 4'
    later
    [4]
    $ echo done
    done
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A time limit ends it, and so does Ctrl-C.

  $ printf '#timeout 1s\n#eventually 1h\n  $ echo waits\n  never\n' >e.t
  $ dott e.t 2>/dev/null
  t
  e.t:3: timed out after 1s; while running: echo waits
  
  # Ran 1 tests, 0 skipped, 1 failed.
  [1]
  $ printf '#eventually 1h\n  $ touch "$TESTDIR/begun"; echo waits\n  never\n' >f.t
  $ dott f.t >out 2>&1 & until [ -e begun ]; do sleep 0.1; done; kill -INT $!; wait $!
  [130]

What stands behind it has to be a command of the shell.

  $ printf '#eventually 5s\n' >g.t
  $ printf '  $ echo\n#eventually 5s\n  \n' >h.t
  $ printf '#eventually 0\n  $ echo\n#eventually soon\n  $ echo\n' >i.t
  $ printf '#eventually 5s\n  >>> 1\n' >j.t
  $ dott -q g.t h.t i.t j.t 2>&1 | grep -v '^[!#]'
  g.t:1: #eventually stands in front of no command; put it above the command to repeat, behind the output of the one before; to run it again: dott g.t
  h.t:2: #eventually stands in front of no command; put it above the command to repeat, behind the output of the one before; to run it again: dott h.t
  i.t:1: #eventually 0: write for how long the command is repeated, as in `#eventually 5s`; to run it again: dott i.t
  j.t:1: #eventually repeats a command of the shell, and below it is inline code; write it as a command; to run it again: dott j.t
