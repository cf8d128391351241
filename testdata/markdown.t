The fences of a Markdown file that are marked as a session are run. All of them share
one shell. Nothing else in the file matters.

  $ cat > README.md <<'END'
  > # My program
  > 
  > Say hello:
  > 
  > ```console
  > $ greeting=hello
  > $ echo "$greeting"
  > hello
  > ```
  > 
  > ## Usage
  > 
  > - In a list:
  > 
  >   ~~~ sh-session
  >   $ for x in 1 2
  >   > do echo "$greeting $x"; done
  >   hello [0-9] (re+)
  >   ~~~
  > 
  > > ``` t
  > > $ (echo in a quote; echo; exit 3)
  > > in a quote
  > >
  > > [3]
  > >
  > > ```
  > 
  > ```sh
  > $ not run
  > ```
  > END
  $ dott README.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.

The heading above names what failed.

  $ sed 's/\[3\]/[4]/' README.md > wrong.md
  $ dott wrong.md
  !
  --- wrong.md
  +++ wrong.md.err
  @@ -22,7 +22,7 @@ Usage
   > $ (echo in a quote; echo; exit 3)
   > in a quote
   >
  -> [4]
  +> [3]
   >
   > ```
   
  
  # Ran 1 tests, 0 skipped, 1 failed.
  wrong.md:25: Usage: the output differs; to run it again: dott wrong.md
  [1]
  $ diff wrong.md.err README.md
  $ dott -u -q wrong.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  wrong.md: 1 change written (changed)
  $ cmp wrong.md README.md

Preparation is hidden in comments, with the same lines; directives stand there. A fence may
be a file, or be skipped.

  $ cat > hidden.md <<'END'
  > <!-- dott
  > #env NAME=World
  > $ greet() { echo "hello, $NAME"; cat conf/greet.toml; }
  > -->
  > 
  > ```toml file=conf/greet.toml
  > polite = true
  > 
  > [more]
  > ```
  > 
  > ```console skip
  > $ rm -rf /
  > ```
  > 
  > ```console
  > $ greet
  > ```
  > 
  > <!-- dott
  > #if no-linux
  > -->
  > 
  > ```console
  > $ never
  > ```
  > 
  > <!-- dott
  > #endif
  > -->
  > END
  $ dott -u hidden.md
  --- hidden.md
  +++ hidden.md.err
  @@ -15,6 +15,10 @@
   
   ```console
   $ greet
  +hello, World
  +polite = true
  +
  +[more]
   ```
   
   <!-- dott
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  hidden.md: 1 change written (changed)
  $ dott hidden.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A fence grows where output would close it. In a comment, an arrow is escaped.

  $ cat > fence.md <<'END'
  > ```console
  > $ printf '```\n$ x\n> y\n\n'
  > $ echo z
  > 
  > ```
  > <!-- dott
  > $ echo --\>; echo '#if'; echo '# a'
  > -->
  > END
  $ dott -u -q fence.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  fence.md: 3 changes written (changed)
  $ sed 's/^/| /' fence.md
  | ````console
  | $ printf '```\n$ x\n> y\n\n'
  | ```
  | \x24 x (esc)
  | \x3e y (esc)
  | 
  | $ echo z
  | z
  | 
  | ````
  | <!-- dott
  | $ echo --\>; echo '#if'; echo '# a'
  | --\x3e (esc)
  | \x23if (esc)
  | # a
  | -->
  $ dott fence.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.

-i asks for each block, and a fence grows with the block that needs it.

  $ cat > ask.md <<'END'
  > # Asked
  > ~~~t
  > $ echo a
  > $ echo '~~~'
  > ~~~
  > END
  $ printf 'n\ny\n' | dott -i ask.md
  --- ask.md
  +++ ask.md.err
  @@ -1,5 +1,6 @@
   # Asked
   ~~~t
   $ echo a
  +a
   $ echo '~~~'
   ~~~
  Accept this change 1/2? [y,n,a,A,s,e,g,b,u,q,?] n
  @@ -2,4 +2,5 @@
   ~~~t
   $ echo a
   $ echo '~~~'
  +~~~
   ~~~
  Accept this change 2/2? [y,n,a,A,s,e,g,b,u,q,?] y
  !
  --- ask.md
  +++ ask.md.err
  @@ -1,6 +1,7 @@ Asked
   # Asked
   ~~~~t
   $ echo a
  +a
   $ echo '~~~'
   ~~~
   ~~~~
  
  # Ran 1 tests, 0 skipped, 1 failed.
  ask.md: 1 change written (changed)
  ask.md:4: Asked: the output differs; to run it again: dott ask.md
  [1]
  $ sed 's/^/| /' ask.md
  | # Asked
  | ~~~~t
  | $ echo a
  | $ echo '~~~'
  | ~~~
  | ~~~~

Line ends and all else stay as they are.

  $ printf 'a  \r\n```t\r\n$ echo b\r\n\r\n```\r\n\tc' > crlf.md
  $ dott -u -q crlf.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  crlf.md: 1 change written (changed)
  $ od -c crlf.md | cut -c9-
    a          \r  \n   `   `   `   t  \r  \n   $       e   c   h
    o       b  \r  \n   b  \r  \n  \r  \n   `   `   `  \r  \n  \t
    c
  
