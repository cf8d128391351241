A CI provider's own matrix: each cell is a job that keeps its events, and the last
job makes one report of them.

  $ for v in 1.9 1.10 2.0; do
  >   mkdir -p opt/$v; printf '#!/bin/sh\necho "tool %s"\n' $v >opt/$v/tool; chmod +x opt/$v/tool
  > done
  $ printf '[matrix.tool]\nfrom = "opt/*"\nallow-failure = ["1.9"]\n' >dott.toml
  $ printf '  $ tool\n  tool 1.10\n' >a.t
  $ printf '  $ tool | wc -l | tr -d " "\n  1\n' >b.t

What GitHub's fromJSON takes, and what GitLab's parallel:matrix does:

  $ dott matrix --json >cells.json
  $ jq -c '.include[]' cells.json
  {"cell":"tool=1.9","tool":"1.9"}
  {"cell":"tool=1.10","tool":"1.10"}
  {"cell":"tool=2.0","tool":"2.0"}
  $ dott matrix --json=gitlab | jq -c '.[]'
  {"CELL":["tool=1.9"],"TOOL":["1.9"]}
  {"CELL":["tool=1.10"],"TOOL":["1.10"]}
  {"CELL":["tool=2.0"],"TOOL":["2.0"]}

The jobs:

  $ jq -r '.include[].cell' cells.json >cells
  $ n=0; while read -r cell; do
  >   n=$((n + 1)); dott --matrix "$cell" --json events-$n.json >/dev/null 2>&1; echo "$cell: $?"
  > done <cells
  tool=1.9: 0
  tool=1.10: 0
  tool=2.0: 1

The report:

  $ dott report --junit junit.xml -q events-*.json
  !.!...
  # 1  tool=1.9   1 passed, 1 failed (allowed)
  # 2  tool=1.10  2 passed
  # 3  tool=2.0   1 passed, 1 failed
  #
  #      1  2  3
  # a.t  !  .  !
  # Ran 6 tests, 0 skipped, 1 failed, 1 failed (allowed).
  a.t[tool=1.9]:2: the output differs; to run it again: dott 'a.t[tool=1.9]'
  a.t[tool=2.0]:2: new: the output differs; to run it again: dott 'a.t[tool=2.0]'
  a.t[tool=1.10]: fixed after 1 run (*) (glob)
  [1]
  $ xmllint --xpath 'count(//testsuite)' junit.xml
  3
