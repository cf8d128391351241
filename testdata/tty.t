With #tty, the commands see a terminal, and a block is what its screen shows when the
command has ended.

  $ update() { dott -u "$1" >/dev/null 2>&1; dott -q "$1"; cat "$1"; }
  $ cat >a.t <<'EOF'
  > #tty
  >   $ test -t 0 && test -t 1 && test -t 2 && stty size; echo $TERM $COLUMNS $LINES
  >   $ printf '10%%\r20%%\r100%%\ndone   \n'; printf '\033[31mred\033[0m\n'
  >   $ printf 'old\033[2J\033[2;3Hnew\n'; sh -c 'exit 3'
  >   $ seq 30
  > EOF
  $ update a.t | head -n 15
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  #tty
    $ test -t 0 && test -t 1 && test -t 2 && stty size; echo $TERM $COLUMNS $LINES
    24 80
    xterm-256color 80 24
    $ printf '10%%\r20%%\r100%%\ndone   \n'; printf '\033[31mred\033[0m\n'
    100%
    done
    red
    $ printf 'old\033[2J\033[2;3Hnew\n'; sh -c 'exit 3'
    
      new
    [3]
    $ seq 30
  $ tail -n 2 a.t; grep -c . a.t
    29
    30
  36

Another size, and colours:

  $ cat >b.t <<'EOF'
  > #tty 40x5 style
  >   $ stty size; printf '\033[1;31merror\033[0m: no \033[4mfile\033[0m\n'
  >   $ printf '\033[7m menu \033[0m <a>\n'; echo '<a>'; echo 'no (style)'
  >   $ printf 'in \033[38;5;200m\033[48;2;0;0;255m12 ms\033[0m\n'
  > EOF
  $ update b.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  #tty 40x5 style
    $ stty size; printf '\033[1;31merror\033[0m: no \033[4mfile\033[0m\n'
    5 40
    <bold red>error</>: no <underline>file</> (style)
    $ printf '\033[7m menu \033[0m <a>\n'; echo '<a>'; echo 'no (style)'
    <reverse> menu </> <lt>a> (style)
    <a>
    no (styl\x65) (esc)
    $ printf 'in \033[38;5;200m\033[48;2;0;0;255m12 ms\033[0m\n'
    in <color200 on-#0000ff>12 ms</> (style)
  $ cat >c.t <<'EOF'
  > #tty style
  >   $ printf '\033[31merror\033[0m: 12 ms\n'
  >   <red>error</>: * ms (style) (glob)
  >   $ printf '\033[31merror\033[0m: 12 ms\n'
  >   <red>error</>: \d+ ms (style) (re)
  >   $ printf '\033[32merror\033[0m: 12 ms\n'
  >   * (glob)
  > EOF
  $ dott c.t
  !
  --- c.t
  +++ c.t.err
  @@ -4,4 +4,4 @@
     $ printf '\033[31merror\033[0m: 12 ms\n'
     <red>error</>: \d+ ms (style) (re)
     $ printf '\033[32merror\033[0m: 12 ms\n'
  -  * (glob)
  +  <green>error</>: 12 ms (style)
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t:7: the output differs; to run it again: dott c.t
  [1]

What stands below a command behind a < is typed when it waits for input. Keys are in
brackets.

  $ cat >d.t <<'EOF'
  > #tty
  >   $ printf 'Name? '; read name; printf 'Sure? '; read sure; echo "Hello, $name ($sure)"
  >   < Ada <ada@example.com>
  >   < yes
  >   $ sh -c 'read word </dev/tty; echo "got $word"'
  >   < x
  >   $ cat
  >   < a
  >   <^D>
  >   $ sleep 60
  >   <^C>
  >   $ stty -icanon -echo; dd bs=1 count=6 2>/dev/null | od -An -c; stty icanon echo
  >   < <Up><Down>
  >   $ stty -icanon -echo; dd bs=1 count=3 2>/dev/null | od -An -c; stty icanon echo
  >   < a<Tab><lt>
  > EOF
  $ update d.t; cp d.t expected
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  #tty
    $ printf 'Name? '; read name; printf 'Sure? '; read sure; echo "Hello, $name ($sure)"
    < Ada <ada@example.com>
    < yes
    Name? Ada <ada@example.com>
    Sure? yes
    Hello, Ada <ada@example.com> (yes)
    $ sh -c 'read word </dev/tty; echo "got $word"'
    < x
    x
    got x
    $ cat
    < a
    <^D>
    a
    a
    $ sleep 60
    <^C>
    ^C
    [130]
    $ stty -icanon -echo; dd bs=1 count=6 2>/dev/null | od -An -c; stty icanon echo
    < <Up><Down>
     033   [   A 033   [   B
    $ stty -icanon -echo; dd bs=1 count=3 2>/dev/null | od -An -c; stty icanon echo
    < a<Tab><lt>
       a  \t   <
  $ for shell in dash bash zsh mksh busybox; do
  >   dott -q --shell $shell $([ $shell != busybox ] || echo --shell-opts sh) d.t
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

Programs that draw on the screen, and ask the terminal where they are:

  $ cat >e.t <<'EOF'
  > #tty 30x6
  >   $ seq 100 | less
  >   < G
  >   < q
  >   $ python3 -c 'import sys, termios, tty
  >   > old = termios.tcgetattr(0); tty.setraw(0)
  >   > sys.stdout.write("\x1b[3;5H\x1b[6n"); sys.stdout.flush()
  >   > answer = sys.stdin.read(6); termios.tcsetattr(0, termios.TCSANOW, old)
  >   > print(repr(answer))'
  >   $ python3 -c 'import curses
  >   > def main(screen):
  >   >   curses.curs_set(0); screen.box(); screen.addstr(1, 1, "key: "); screen.refresh()
  >   >   key = screen.getkey(); screen.addstr(1, 6, key); screen.refresh(); screen.getkey()
  >   > curses.wrapper(main); print("over")'
  >   < <Up>
  >   < x<Esc>
  > EOF
  $ update e.t | sed -n '/termios/,$p'
    $ python3 -c 'import sys, termios, tty
    > old = termios.tcgetattr(0); tty.setraw(0)
    > sys.stdout.write("\x1b[3;5H\x1b[6n"); sys.stdout.flush()
    > answer = sys.stdin.read(6); termios.tcsetattr(0, termios.TCSANOW, old)
    > print(repr(answer))'
    
    
        '\x1b[3;5R'
    $ python3 -c 'import curses
    > def main(screen):
    >   curses.curs_set(0); screen.box(); screen.addstr(1, 1, "key: "); screen.refresh()
    >   key = screen.getkey(); screen.addstr(1, 6, key); screen.refresh(); screen.getkey()
    > curses.wrapper(main); print("over")'
    < <Up>
    < x<Esc>
    over

A command that waits for more is ended, and the report has what its screen showed. So it
is with one that runs out of time. What a command did not wait for makes its test fail.

  $ printf '#tty\n  $ printf "Name? "; read name\n  $ echo never\n' >f.t
  $ printf '#tty\n  $ printf "One? "; read a; printf "Two? "; read b\n  < 1\n' >g.t
  $ printf '#tty\n#timeout 1s\n  $ printf "a\\rb\\n"; sleep 60\n' >h.t
  $ printf '#tty\n  $ echo over\n  < yes\n  over\n' >i.t
  $ dott f.t g.t h.t i.t 2>/dev/null
  !
  f.t:2: the command waits for input; write what is typed below it, as in `< yes`; while running: printf "Name? "; read name
    Name?
  !
  g.t:2: the command waits for more input than the line below it; while running: printf "One? "; read a; printf "Two? "; read b
    One? 1
    Two?
  t
  h.t:3: timed out after 1s; while running: printf "a\rb\n"; sleep 60
    b
  !
  i.t:3: this was not typed: the command ended, and had not waited for it
  
  # Ran 4 tests, 0 skipped, 4 failed.
  [1]

What goes with it: #eventually types again each time.

  $ cat >j.t <<'EOF'
  > #tty
  > #eventually 20s
  >   $ n=$((n+1)); printf 'Word? '; read word; echo $word $((n > 2))
  >   < x
  >   Word? x
  >   x 1
  > EOF
  $ dott j.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What does not make sense:

  $ printf '#tty 100x\n  $ x\n' >k.t
  $ printf '#tty 0x24\n#tty big\n  $ x\n' >l.t
  $ printf '#stderr apart\n#tty\n  $ x\n' >m.t
  $ printf '#if windows\n#tty\n#endif\n  $ x\n  < yes\n' >n.t
  $ dott k.t l.t m.t n.t 2>/dev/null
  !
  k.t:1: #tty 100x: "100x" is not the size of a terminal, columns and rows from 1 to 1000, such as 100x30
  !
  l.t:1: #tty 0x24: "0x24" is not the size of a terminal, columns and rows from 1 to 1000, such as 100x30
  l.t:2: #tty big: "big" is not the size of a terminal, columns and rows from 1 to 1000, such as 100x30
  !
  m.t:1: #stderr apart and #tty do not go together: a terminal shows both streams on one screen; remove one of them
  !
  n.t:5: this is typed into the command, which sees no terminal here: no #tty holds; write `#tty` at the margin, outside of #if
  
  # Ran 4 tests, 0 skipped, 4 failed.
  [1]

Where no #tty is said, such a line is output. Where it does not match, and the command
prints nothing of the kind, it is named and stays, also with -u.

  $ printf '  $ printf "< a\\n"\n  < a\n' >o.t; dott o.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ printf '  $ printf "< b\\n"\n  < a\n' >o.t; dott -q -u o.t; cat o.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  o.t: 1 change written (changed)
    $ printf "< b\n"
    < b
  $ printf '  $ head -n 1\n  < yes\n' >p.t; dott -u p.t 2>/dev/null; cat p.t
  !
  p.t:2: this looks like what is typed into the command and is expected output, as the file has no #tty; write `#tty` at the margin above the first command
  
  # Ran 1 tests, 0 skipped, 1 failed.
    $ head -n 1
    < yes
