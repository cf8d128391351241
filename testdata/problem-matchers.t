#require command:node

The problem matchers for GitHub and VS Code find what dott prints, and name files that are there.

  $ cat > dott.toml <<'END'
  > [matrix.mode]
  > values = ["fast"]
  > END
  $ mkdir tests && cat > tests/cases.t <<'END'
  > #testcases x y
  > 
  >   $ echo $TESTCASE
  >   x
  > END
  $ printf '  $ echo one\n  two\n' > tests/differs.t
  $ printf '  $ exit 3\n  $ echo never\n' > tests/ends.t
  $ printf '#if\n  $ sleep 1\n' > tests/wrong.t
  $ printf '# Doc\n\n```console\n$ echo 1\n2\n```\n' > doc.md

Each program of the two has a regular expression for a line, and the number of the group of each
part.

  $ cat > match.js <<'END'
  > const fs = require("fs");
  > const integrations = process.env.TESTDIR + "/../integrations/";
  > const read = (file) => JSON.parse(fs.readFileSync(integrations + file));
  > const code = read("vscode/package.json").contributes;
  > const all = process.argv[2] === "github"
  >   ? read("github/problem-matcher.json").problemMatcher.map((m) => [m.owner, m.pattern[0]])
  >   : code.problemMatchers.map((m) => [m.name, code.problemPatterns.find((p) => "$" + p.name === m.pattern)]);
  > for (const line of fs.readFileSync(0, "utf8").split("\n"))
  >   for (const [owner, p] of all) {
  >     const m = line.match(new RegExp(p.regexp));
  >     if (!m) continue;
  >     const part = (name) => m[p[name]] || "-";
  >     console.log([owner, fs.existsSync(m[p.file]) ? m[p.file] : "NO FILE " + m[p.file], part("line"), part("column"), part("severity"), part("message").split(";")[0]].join(" | "));
  >   }
  > END

  $ dott --matrix all tests doc.md > run 2>&1
  [1]
  $ node match.js github < run > github && cat github
  dott | tests/ends.t | 1 | - | - | the shell ended with status 3
  dott | tests/wrong.t | 1 | - | - | #if: no feature is named
  dott | tests/wrong.t | 1 | - | - | #if without #endif
  dott | tests/cases.t | 4 | - | - | the output differs
  dott | tests/differs.t | 2 | - | - | the output differs
  dott | doc.md | 5 | - | - | Doc: the output differs
  $ node match.js vscode < run | diff github -
  $ dott lint tests > lint
  [1]
  $ node match.js github < lint
  dott-lint | tests/wrong.t | 1 | 1 | error | #if: no feature is named
  dott-lint | tests/wrong.t | 1 | 1 | error | #if without #endif
  dott-lint | tests/wrong.t | 2 | 5 | warning | sleep is too long on a fast machine and too short on a busy one
  $ node match.js vscode < lint
  dott-lint | tests/wrong.t | 1 | 1 | error | #if: no feature is named
  dott-lint | tests/wrong.t | 1 | 1 | error | #if without #endif
  dott-lint | tests/wrong.t | 2 | 5 | warning | sleep is too long on a fast machine and too short on a busy one
