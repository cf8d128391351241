Questions to a JSON file.

  $ command -v jq >/dev/null || { echo "skipped: jq is not installed"; exit 80; }

  $ cat > people.json << END
  > [
  >   {"name": "Ann", "age": 41, "mail": "ann@example.com"},
  >   {"name": "Zoë", "age": 29, "mail": null}
  > ]
  > END

Blanks at the beginning of a line count: only the first two are the transcript's.

  $ jq '.[0]' people.json
  {
    "name": "Ann",
    "age": 41,
    "mail": "ann@example.com"
  }

  $ jq -r '.[] | "\(.name) is \(.age)"' people.json | head -n 1
  Ann is 41
  $ jq 'map(.age) | add' people.json
  70

Letters beyond ASCII stand as they are, or as the bytes that encode them.

  $ jq '.[1].name' people.json
  "Zoë"
  $ jq '.[1].name' people.json
  "Zo\xc3\xab" (esc)

With -e the last value decides the exit status: null and false are 1.

  $ jq -e '.[1].mail' people.json
  null
  [1]

What is not JSON at all is an error. The test asks only whether there is one, not for
the number of its status; and of the message, which goes to stderr, it looks at what
matters here.

  $ echo '{"name": ' | jq . 2> error || echo "jq failed"
  jq failed
  $ grep -o 'parse error' error
  parse error
