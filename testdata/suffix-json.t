  $ cat >pass.t <<'END'
  >   $ echo '{"name": "x", "size": 12.0, "tags": ["a", "b"]}'
  >   {"size": 12, "tags": ["a","b"], "name": "x"} (json)
  >   $ printf '{\n "id": "x17",\n "took": 0.30000001,\n "more": {"any": [1]}\n}'
  >   {"id": "(re) x\\d+", "took": 0.3, "more": "*"} (json ~1e-6)
  >   $ echo begin; echo '[{"id": 4711}, {"url": "/items/4711"}]'; echo end
  >   begin
  >   [ (json)
  >     {
  >       "id": "(re) {{id:\\d+}}"
  >     },
  >     {
  >       "url": "(glob) */{{id}}"
  >     }
  >   ]
  >   end
  >   $ echo '{"b":2}'; echo '{"a":1}'
  >   {"a": 1} (json)
  >   {"b": 2} (json) (any-order)
  >   $ echo 'any text (json)'
  >   any text (json)
  > END
  $ dott -q pass.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

An update keeps what still matches, and writes as the file does:

  $ cat >fail.t <<'END'
  >   $ echo '{"took":12,"user":{"name":"Bea","roles":["x"]},"id":"a9"}'
  >   { (json)
  >     "id": "(glob) a*",
  >     "user": {
  >       "name": "Ann"
  >     },
  >     "took": "*",
  >     "old": true
  >   }
  >   $ echo '{"b": 2, "a": 1.5}'
  >   {"a":1, "c":3} (json)
  > END
  $ dott -u fail.t
  --- fail.t
  +++ fail.t.err
  @@ -2,10 +2,12 @@
     { (jso\x6e) (esc)
       "id": "(glob) a*",
       "user": {
  -      "name": "Ann"
  +      "name": "Bea",
  +      "roles": [
  +        "x"
  +      ]
       },
  -    "took": "*",
  -    "old": true
  +    "took": "*"
     }
     $ echo '{"b": 2, "a": 1.5}'


  -  {"a":1, "c":3} (json)
  +  {"b":2, "a":1.5} (json)
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  fail.t: 2 changes written (changed)
  $ dott -q fail.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

What is no JSON is named, in the file and in the output:

  $ cat >wrong.t <<'END'
  >   $ echo '{"a": 1'
  >   {"a": 1} (json)
  >   $ echo hello
  >   hello world (json)
  >   $ echo x
  >   {"a": (json)
  >   $ echo '{}'
  >   {} (json ~lots)
  > END
  $ dott -q wrong.t
  !
  # Ran 1 tests, 0 skipped, 1 failed.
  wrong.t:4: `hello world` is no JSON value: invalid character 'h' looking for beginning of value; write a value, or take (json) away; to run it again: dott wrong.t
  [1]
