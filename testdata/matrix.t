The matrix: cells from versions that a command lists and a recipe installs.

  $ cat >dott.toml <<'EOF'
  > [matrix.tool]
  > list = "cat published"
  > pick = ">=1.1, tip"
  > install = "sh build {version} {dir}"
  > path = "{dir}"
  > allow-failure = ["tip"]
  > [matrix.shell]
  > values = ["sh", "bash"]
  > [[matrix-exclude]]
  > tool = "tip"
  > shell = "bash"
  > EOF
  $ echo 1.0 1.2 1.10 1.11-rc1 >published

  $ dott matrix
  tool=tip is installed once and stays as it was then; moving = ["tip"], with resolve, has it installed anew
  shell=sh,tool=1.2     not installed
  shell=sh,tool=1.10    not installed
  shell=sh,tool=tip     not installed  (may fail)
  shell=bash,tool=1.2   not installed
  shell=bash,tool=1.10  not installed
  $ dott matrix 'tool>1.2,<tip'
  tool=1.10  not installed
  $ dott matrix shell
  shell=sh
  shell=bash

For a provider of continuous integration:

  $ dott matrix --json tool
  tool=tip is installed once and stays as it was then; moving = ["tip"], with resolve, has it installed anew
  {"include":[{"cell":"tool=1.2","tool":"1.2"},{"cell":"tool=1.10","tool":"1.10"},{"cell":"tool=tip","tool":"tip"}]}
  $ dott matrix --json=gitlab tool=1.10
  [{"CELL":["tool=1.10"],"TOOL":["1.10"]}]

Without the network, the list of the last time is used.

  $ rm published
  $ dott matrix tool=1.2
  [matrix.tool] list: exit status 1:
    cat: published: No such file or directory
    the list of * is used instead (glob)
  tool=1.2  not installed
  $ dott matrix --prune
  nothing to remove

What is wrong is said, with what there is.

  $ dott matrix gti
  dott: --matrix gti: no axis "gti"; there are shell, tool
  [2]
  $ dott matrix shell=zsh
  dott: --matrix, axis shell: no version zsh; known are sh, bash
  [2]
  $ dott matrix --json=circle
  dott: matrix: --json must be github or gitlab, not "circle"
  Try 'dott --help'.
  [2]
  $ sed 's/^install/instal/' dott.toml >wrong.toml
  $ dott matrix --config wrong.toml
  dott: wrong.toml:4: unknown key "instal" in [matrix] tool; did you mean "install"?
  dott: wrong.toml:5: [matrix.tool] path: {dir} needs install or from
  [2]
  $ sed 's/^shell = .*/shell = "latest"/' dott.toml >wrong.toml
  $ dott matrix --config wrong.toml
  dott: wrong.toml:11: [[matrix-exclude]] shell: "latest": latest depends on what else is there, and can be said in pick alone
  [2]
  $ rm dott.toml
  $ dott matrix
  dott: --matrix all: no axis is configured; an axis is a section such as [matrix.git]
  [2]
