tool = "node" measures what Node.js runs: modules of either kind, workers and
children, under names that a URL writes in another way.

  $ mkdir -p "src/a b" src/lib src/node_modules/dep "tests/with space"
  $ cat >"src/a b/100% é.js" <<'END'
  > // é: a character of two bytes, and 𝒳, one of two units
  > const lib = require("../lib/util.js");
  > const other = require("./util.js");
  > require("dep");
  > 
  > function never() {
  >   return 1;
  > }
  > 
  > /*
  >  * What is done.
  >  */
  > switch (process.argv[2]) {
  >   case "child":
  >     require("child_process").execFileSync(process.execPath, [__filename, "half"], { stdio: "inherit", env: {} });
  >     break;
  >   case "worker":
  >     new (require("worker_threads").Worker)(require.resolve("../lib/worker.mjs"));
  >     break;
  >   case "half":
  >     console.log("é𝒳", lib.half(4)); break;
  >   default:
  >     console.log(other.twice(2));
  > }
  > END
  $ cat >src/lib/util.js <<'END'
  > exports.half = function (n) {
  >   if (n < 0) {
  >     return 0;
  >   }
  >   return n / 2;
  > };
  > END
  $ echo 'exports.twice = (n) => 2 * n;' >"src/a b/util.js"
  $ echo 'exports.dep = 1;' >src/node_modules/dep/index.js
  $ cat >src/lib/worker.mjs <<'END'
  > import { threadId } from "node:worker_threads";
  > 
  > export function name() {
  >   return `worker ${threadId}`;
  > }
  > console.log(name());
  > END
  $ cat >dott.toml <<'END'
  > [run]
  > paths = ["tests"]
  > [env]
  > set = { TOOL = "$CONFIGDIR/src/a b/100% é.js" }
  > [coverage]
  > tool = "node"
  > source = "src"
  > END
  $ cat >"tests/with space/a b.t" <<'END'
  >   $ cd /; node "$TOOL"
  >   4
  > END
  $ cat >tests/child.t <<'END'
  >   $ node "$TOOL" child
  >   é𝒳 2
  > END
  $ cat >tests/worker.t <<'END'
  >   $ node "$TOOL" worker
  >   worker 1
  > END
  $ cat >tests/fails.t <<'END'
  >   $ node "$TOOL" half; node -e 'throw 1' 2>/dev/null
  >   é𝒳 3
  > END
  $ echo '  $ true' >tests/shell.t

What fails is measured too, and what runs no Node is no fault.

  $ dott --cover -j4 --quiet
  .!..* (glob)
  # Ran 5 tests, 0 skipped, 1 failed.
  # Coverage: 88.0 % of the lines, 22 of 25 in 4 files; 1 test left no data.
  tests/fails.t:2: the output differs; to run it again: dott tests/fails.t
  [1]
  $ rm tests/fails.t*
  $ dott --cover -j4
  ....
  # Ran 4 tests, 0 skipped, 0 failed.
  # Coverage: 88.0 % of the lines, 22 of 25 in 4 files; 1 test left no data.
  #   75.0 %  src/lib/util.js
  #   87.5 %  src/a b/100% é.js
  $ sed -n '/100%/,/^LF/p' coverage/lcov.info | grep -v ,[1-9]
  SF:src/a b/100% é.js
  DA:6,0
  DA:7,0
  LF:16
  $ sed -n '/^SF.*lib.util/,/^LF/p' coverage/lcov.info
  SF:src/lib/util.js
  DA:1,4
  DA:2,1
  DA:3,0
  DA:5,1
  LF:4

  $ dott --covers src/lib/util.js:5
  tests/child.t

V8's own files are there for tools such as c8.

  $ ls coverage/node/default | grep -c '^coverage-.*\.json$'
  [45] (re)
  $ ls coverage/html/index.html
  coverage/html/index.html

A matrix.

  $ cat >>dott.toml <<'END'
  > [matrix.do]
  > values = ["half", "twice"]
  > env = { DO = "{value}" }
  > END
  $ cat >tests/cell.t <<'END'
  >   $ node "$TOOL" $DO | tail -c2
  >   [24] (re)
  > END
  $ dott --cover --matrix all tests/cell.t | grep Coverage
  # Coverage: * (glob)
  $ ls coverage/node
  do=half
  do=twice

What a compiler wrote counts as what it was made of.

  $ mkdir dist
  $ cat >src/typed.ts <<'END'
  > interface Named { name: string }
  > 
  > function greet(n: Named) {
  >   if (!n.name)
  >     return "nobody";
  >   return n.name;
  > }
  > console.log(greet({ name: "you" }));
  > END
  $ cat >dist/typed.js <<'END'
  > function greet(n) {
  >     if (!n.name)
  >         return "nobody";
  >     return n.name;
  > }
  > console.log(greet({ name: "you" }));
  > //# sourceMappingURL=typed.js.map
  > END
  $ echo '{"version":3,"file":"typed.js","sources":["../src/typed.ts","webpack://x/y"],"names":[],"mappings":"AAEA;IACE;QACE;IACF;AACF;AACA"}' >dist/typed.js.map
  $ cat >tests/typed.t <<'END'
  >   $ node "$CONFIGDIR/dist/typed.js"
  >   you
  > END
  $ dott --cover tests/typed.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 80.0 % of the lines, 4 of 5 in 1 file.* (glob)
  #   80.0 %  src/typed.ts
  $ grep ,0 coverage/lcov.info
  DA:5,0

A map that is broken, or not there, is no fault of the run's; the script counts
then, if it is a source.

  $ echo 'AAEA;!!,ZZZZ' >dist/typed.js.map
  $ cp dist/typed.js* src
  $ sed -i 's/dist/src/' tests/typed.t
  $ dott --cover tests/typed.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  # Coverage: 80.0 % of the lines, 4 of 5 in 1 file.* (glob)
  #   80.0 %  src/typed.js

No data.

  $ cat >tests/clean.t <<'END'
  >   $ env -i "$(command -v node)" -p 1
  >   1
  > END
  $ dott --cover tests/clean.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  dott: *no data arrived*: they run no Node.js of version 10.12 or newer that ended by itself (Debian's package is nodejs; tests that clean the environment must keep NODE_V8_COVERAGE) (glob)
  [2]

What cannot be read is a fault.

  $ printf '  $ echo garbage >"$NODE_V8_COVERAGE/coverage-1.json"\n' >tests/garbage.t
  $ dott --cover tests/garbage.t 2>&1 | sed -n 3p
  dott: *the data of tests/garbage.t: $TESTTMP/coverage/*/coverage-1.json: invalid character 'g' looking for beginning of value (glob)
