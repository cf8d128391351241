`dott import` writes tests of other formats as transcripts, which pass.

  $ cat >v.bats <<'FILE'
  > #!/usr/bin/env bats
  > 
  > 
  > create_version() {
  >   mkdir -p "$1"
  > }
  > 
  > load test_helper
  > 
  > setup() {
  >   cd "$BATS_TEST_TMPDIR" 2>/dev/null || cd "$TESTTMP"
  > }
  > 
  > # A comment.
  > @test "addition" {
  >   result="$((2 + 2))"
  >   [ "$result" -eq 4 ]
  > }
  > 
  > @test "run: it's all here" {
  >   create_version "1.8.7"
  >   run ls 1.8.7 nope
  >   [ "$status" -eq 2 ]
  >   [[ "$output" == *"nope"* ]]
  > }
  > 
  > @test "lines" {
  >   X=a run bash -c 'printf "one\ntwo [x]\nthree\n"; exit 3'
  >   [ "$status" -eq 3 ]
  >   [ "${lines[0]}" = "one" ]
  >   [ "${lines[1]}" = "two [x]" ]
  >   [ "${#lines[@]}" -eq 3 ]
  > }
  > 
  > @test "more" {
  >   cat > f <<<"x y"
  >   run cat f
  >   [ "$output" = "x y" ]
  >   run ! false
  >   run -0 echo '$ 5'
  >   [ "$output" = '$ 5' ]
  >   run grep -c . f
  >   [[ "$output" =~ ^[0-9]+$ ]]
  >   run cat <<EOF
  > $HOME
  > EOF
  >   [ -f f ]
  >   assert_line --index 0 x
  >   for i in 1 2; do
  >     echo "loop $i"
  >   done
  > }
  > FILE
  $ dott import bats v.bats
  v.t: written, 19 commands; 2 pieces not translated, and stand there as text
  $ cat v.t
  #shell bash
  
    $ create_version() {
    >   mkdir -p "$1"
    > }
  
  Not translated: load test_helper
  
    $ setup() {
    >   cd "$BATS_TEST_TMPDIR" 2>/dev/null || cd "$TESTTMP"
    > }
  
  A comment.
  addition
  
    $ setup
    * (glob\x2a) (esc)
    $ result="$((2 + 2))"
    $ [ "$result" -eq 4 ]
  
  run: it's all here
  
    $ setup
    * (glob\x2a) (esc)
    $ create_version "1.8.7"
    * (glob\x2a) (esc)
    $ ls 1.8.7 nope
    * (glob\x2a) (esc)
    *nope* (glob)
    * (glob\x2a) (esc)
    [2]
  
  lines
  
    $ setup
    * (glob\x2a) (esc)
    $ X=a bash -c 'printf "one\ntwo [x]\nthree\n"; exit 3'
    one
    two [x]
    * (glob\x2a) (esc)
    [3]
  
  more
  
    $ setup
    * (glob\x2a) (esc)
    $ cat > f <<<"x y"
    * (glob\x2a) (esc)
    $ cat f
    x y
    \\[[0-9]+\\] (re) (\x3f) (esc)
    $ false
    * (glob\x2a) (esc)
    \[[1-9][0-9]*\] (re)
    $ echo '$ 5'
    \x24 5 (esc)
    $ grep -c . f
    * (glob\x2a) (esc)
    [0-9]+ (re)
    * (glob\x2a) (esc)
    \\[[0-9]+\\] (re) (\x3f) (esc)
    $ cat <<EOF
    > $HOME
    > EOF
    * (glob\x2a) (esc)
    \\[[0-9]+\\] (re) (\x3f) (esc)
    $ [ -f f ]
  
  Not translated: assert_line --index 0 x
  
    $ for i in 1 2; do
    >     echo "loop $i"
    >   done
    * (glob\x2a) (esc)
  $ dott -q v.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

  $ cat >f1.test <<'FILE'
  > # test content beginning with delimiter characters
  > 
  >  echo "<"
  > >>>
  > <
  > >>>2
  > >>>= 0
  > 
  >  echo ">"
  > >>>
  > >
  > >>>2
  > >>>= 0
  > 
  > cat; echo err >&2; exit 3
  > <<<
  > in put
  > >>>
  > in put
  > >>>2 /e.r/
  > >>>= 3
  > 
  > cat nofile
  > >>>2 /No such/
  > >>>= !0
  > FILE
  $ cat >f2.test <<'FILE'
  > AA
  > $$$  cat
  > AA
  > 
  > # test 2
  > $$$  cat
  > >>> /A/
  > >>>2
  > >>>= 0
  > 
  > # test 3
  > <<<
  > A
  > $$$  cat
  > >>> /A/
  > >>>2
  > >>>=
  > 
  > #
  > FILE
  $ cat >f3.test <<'FILE'
  > $  false
  > >= 1
  > 
  > # no comment is allowed at start of file, because of the first input's < delimiter being optional.
  > 
  > $  echo foo
  > foo
  > 
  > $  cat --unknown-option
  > >2 /option/
  > >= 1
  > 
  > # slashes in a regexp matcher must be backslash-escaped
  > $  echo 2000/1/2
  > > /2000\/1\/2/
  > 
  > $ echo
  > 
  > >=
  > 
  > $ cat --no-such-flag
  > >2 /(unrecognized|illegal) option/
  > >= !0
  > 
  > # comment at end of file
  > FILE
  $ dott import shelltest f1.test f2.test f3.test
  f1.t: written, 4 commands
  f2.t: written, 3 commands
  f3.t: written, 6 commands
  $ cat f1.t f2.t f3.t
  #stderr apart
  test content beginning with delimiter characters
  
    $  echo "<"
    <
    $  echo ">"
    >
    $ ( cat; echo err >&2; exit 3
    > ) <<'END'
    > in put
    > END
    in put
    * (err) (glob\x2a) (esc)
    .*e.r.* (err) (re)
    * (err) (glob\x2a) (esc)
    [3]
    $ cat nofile
    * (glob\x2a) (esc)
    * (err) (glob\x2a) (esc)
    .*No such.* (err) (re)
    * (err) (glob\x2a) (esc)
    \[[1-9][0-9]*\] (re)
  #stderr apart
  
    $ cat <<'END'
    > AA
    > END
    AA
    $ cat <<'END'
    > AA
    > END
    * (glob\x2a) (esc)
    .*A.* (re)
    * (glob\x2a) (esc)
  
  test 3
  
    $ cat <<'END'
    > A
    > END
    * (glob\x2a) (esc)
    .*A.* (re)
    * (glob\x2a) (esc)
    \\[[0-9]+\\] (re) (\x3f) (esc)
  #stderr apart
  
    $ false
    [1]
  
  no comment is allowed at start of file, because of the first input's < delimiter being optional.
  
    $ echo foo
    foo
    $ cat --unknown-option
    * (err) (glob\x2a) (esc)
    .*option.* (err) (re)
    * (err) (glob\x2a) (esc)
    [1]
  
  slashes in a regexp matcher must be backslash-escaped
  
    $ echo 2000/1/2
    * (glob\x2a) (esc)
    .*2000/1/2.* (re)
    * (glob\x2a) (esc)
    $ echo
    
    \\[[0-9]+\\] (re) (\x3f) (esc)
    $ cat --no-such-flag
    * (err) (glob\x2a) (esc)
    .*(?:(unrecognized|illegal) option).* (err) (re)
    * (err) (glob\x2a) (esc)
    \[[1-9][0-9]*\] (re)
  
  comment at end of file
  $ dott -q f1.t f2.t f3.t
  ...
  # Ran 3 tests, 0 skipped, 0 failed.

  $ cat >s.txtar <<'FILE'
  > # A comment.
  > env NAME=world
  > mkdir out/deep
  > exec sh -c 'echo hello $NAME; cat want.txt >&2'
exec echo it''s 'and it''s'
stdout 'it''s'
  > stdout '^hello w'
  > cmp stderr want.txt
  > ! exec false
  > ! stdout .
  > ! stderr .
  > stdin in/input
  > exec cat
  > cmp stdout in/input
  > exists in/input
  > ! exists nothing
  > grep 'a.c' in/input
  > [windows] skip
  > mycommand x
  > stdout -count=1 x
  > -- want.txt --
  > it's
  > -- in/input --
  > abc
  > $ 5
  > FILE
  $ dott import --dir . testscript s.txtar
  s.t: written, 10 commands; 3 pieces not translated, and stand there as text
  $ cat s.t
  #stderr apart
  
    $ cat >want.txt <<'END'
    > it's
    > END
    $ mkdir -p in; cat >in/input <<'END'
    > abc
    > $ 5
    > END
  
  A comment.
  
    $ export NAME=world
    $ mkdir -p out/deep
    $ sh -c 'echo hello $NAME; cat want.txt >&2'
    * (glob\x2a) (esc)
    hello w.* (re)
    * (glob\x2a) (esc)
    it's (err)
    $ false
    \[[1-9][0-9]*\] (re)
    $ cat <in/input
    abc
    \x24 5 (esc)
    * (err) (glob\x2a) (esc)
    $ [ -e in/input ]
    $ [ ! -e nothing ]
    $ grep -qP -e a.c in/input
  
  Not translated: [windows] skip
  Not translated: mycommand x
  Not translated: stdout -count=1 x (of the command below)
  $ dott -q s.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

Nothing is written over, and what cannot be read is said.

  $ dott import bats v.bats
  dott: v.t exists already; it was left as it is
  [2]
  $ dott import bats
  dott: import: name the files, as in: dott import bats tests/*
  Try 'dott --help'.
  [2]
  $ dott import cucumber x
  dott: import: name a format: bats, shelltest, testscript
  Try 'dott --help'.
  [2]
  $ dott import bats missing.bats
  dott: open missing.bats: no such file or directory
  [2]
  $ echo '@test "a" {' >broken.bats
  $ dott import bats broken.bats; cat broken.t
  broken.t: written, 0 commands; 1 piece not translated, and stand there as text
  #shell bash
  Not translated: the file, since 1:11: `{` must be followed by a statement list
