What can be said in a .t file can be said in a fence, and -u writes it. Here are cases and
patterns.

  $ cat > cases.md <<'END'
  > <!-- dott
  > #testcases a b
  > -->
  > # Cases
  > 
  > * Item
  > 
  >   ```console
  >   $ echo "case $TESTCASE"; echo; echo same
  >   $ test $TESTCASE = a
  >   $ test $TESTCASE = b || printf '```\n'
  >   ```
  > END
  $ dott --list cases.md
  cases.md#a
  cases.md#b
  $ dott -u -q cases.md
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  cases.md: 3 changes written (changed)
  $ sed 's/^/| /' cases.md
  | <!-- dott
  | #testcases a b
  | -->
  | # Cases
  | 
  | * Item
  | 
  |   ```console
  |   $ echo "case $TESTCASE"; echo; echo same
  |   case a (a \x21) (esc)
  |   case b (b \x21) (esc)
  | 
  |   same
  |   $ test $TESTCASE = a
  |   [1] (b \x21) (esc)
  |   $ test $TESTCASE = b || printf '```\n'
  |   ``` (a \x21) (esc)
  |   ```
  $ dott cases.md
  ..
  # Ran 2 tests, 0 skipped, 0 failed.
  $ dott cases.md
  ..
  # Ran 2 tests, 0 skipped, 0 failed.

Output that varies becomes a pattern.

  $ cat > unstable.md <<'END'
  > <!-- dott
  > $ date +%N > name
  > -->
  > 
  > ```console
  > $ echo "id $(cat name) end"; echo stays
  > ```
  > END
  $ dott -u -q unstable.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  unstable.md: 1 change written (changed)
  unstable.md:7: the output is not stable: line 7 differs from run to run; written as patterns
  $ sed 's/^/| /' unstable.md
  | <!-- dott
  | $ date +%N > name
  | -->
  | 
  | ```console
  | $ echo "id $(cat name) end"; echo stays
  | id * end (glob)
  | stays
  | ```
  $ dott unstable.md
  .
  # Ran 1 tests, 0 skipped, 0 failed.

-i: lines can be edited and turned into patterns.

  $ printf '> ```t\n> $ echo took 13 ms\n> took 7 ms\n> ```\n' > ask.md
  $ printf 'g\ny\n' | dott -i ask.md 2> /dev/null | grep '^[+-]'
  --- ask.md
  +++ ask.md.err
  -> took 7 ms
  +> took 13 ms
  -> took 7 ms
  +> took * ms (glob)
  $ sed 's/^/| /' ask.md
  | > ```t
  | > $ echo took 13 ms
  | > took * ms (glob)
  | > ```
  $ printf '> ```t\n> $ printf "1\\n2\\n"\n> ```\n' > edit.md
  $ cat > editor <<'END'
  > #!/bin/sh
  > sed 's/^> 2/> * (glob)/' "$1" > new && mv new "$1"
  > END
  $ chmod +x editor; printf 'e\ny\n' | VISUAL=./editor dott -i edit.md > /dev/null 2>&1
  $ sed 's/^/| /' edit.md
  | > ```t
  | > $ printf "1\n2\n"
  | > 1
  | > * (glob)
  | > ```
  $ cat > editor <<'END'
  > #!/bin/sh
  > sed 's/^> 2/2/' "$1" > new && mv new "$1"
  > END
  $ printf '> ```t\n> $ printf "1\\n2\\n"\n> ```\n' > edit.md
  $ printf 'e\nn\n' | VISUAL=./editor dott -i edit.md 2> /dev/null | grep edited
  Not edited: the file would have other commands or comments; only expected output can be edited here, and it keeps its indent.

The .err file has a longer fence too, also where the changes are too many for an event.

  $ printf '```console\n$ seq 300000; echo "\\140\\140\\140"\n```\n' > many.md
  $ dott -q many.md
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  many.md:3: the output differs; to run it again: dott many.md
  [1]
  $ sed -n '1,4p;300000,$p' many.md.err | sed 's/^/| /'
  | ````console
  | $ seq 300000; echo "\140\140\140"
  | 1
  | 2
  | 299998
  | 299999
  | 300000
  | ```
  | ````

Reports name the section.

  $ dott --junit j.xml --tap t.tap --json e.json many.md > /dev/null 2>&1
  [1]
  $ printf '# One `two`\n\n```console\n$ echo a\n```\n' > named.md
  $ dott -q --junit j.xml --tap t.tap --json e.json named.md
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  named.md:5: One `two`: the output differs; to run it again: dott named.md
  [1]
  $ grep -o 'message="[^"]*"' j.xml; grep -o '"section":"[^"]*"' e.json
  message="named.md:5: One `two`: the output differs"
  "section":"One `two`"
