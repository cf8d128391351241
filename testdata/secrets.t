A secret value never appears, in whatever form a test prints it, wherever it is told of:

  $ cat >dott.toml <<'END'
  > [env]
  > secret = ["TOKEN", "KEY*"]
  > END
  $ export TOKEN='s3cr&t/K+val?!' KEY_A='first line of key
  > second line of key
  > '
  $ cat >a.t <<'END'
  >   $ echo "it is $TOKEN."
  >   $ printf %s "$TOKEN" | base64; printf "x%s" "$TOKEN" | base64
  >   $ printf '%s' "$KEY_A"
  >   $ echo "$TOKEN" | sed 's/&/%26/; s,/,%2f,; s/+/%2B/; s/?/%3F/; s/!/%21/'
  >   $ for c in s 3 c r '&' t / K + v a l; do printf "$c"; sleep 0.01; done; echo '?!'
  >   $ printf "${TOKEN}" >&2; exit 3
  > END
  $ cat >ok.t <<'END'
  >   $ echo "Authorization: $TOKEN"
  >   Authorization: $TOKEN
  > END
  $ dott a.t ok.t
  !
  --- a.t
  +++ a.t.err
  @@ -1,6 +1,14 @@
     $ echo "it is $TOKEN."
  +  it is $TOKEN.
     $ printf %s "$TOKEN" | base64; printf "x%s" "$TOKEN" | base64
  +  $TOKEN
  +  eH$TOKEN
     $ printf '%s' "$KEY_A"
  +  $KEY_A
     $ echo "$TOKEN" | sed 's/&/%26/; s,/,%2f,; s/+/%2B/; s/?/%3F/; s/!/%21/'
  +  $TOKEN
     $ for c in s 3 c r '&' t / K + v a l; do printf "$c"; sleep 0.01; done; echo '?!'
  +  $TOKEN
     $ printf "${TOKEN}" >&2; exit 3
  +  $TOKEN (no-eol)
  +  [3]
  .
  # Ran 2 tests, 0 skipped, 1 failed.
  warning: a.t:1: prints the value of $TOKEN, which is hidden; keep it out of the output
  warning: a.t:2: prints the value of $TOKEN, which is hidden; keep it out of the output
  warning: a.t:3: prints the value of $KEY_A, which is hidden; keep it out of the output
  warning: a.t:4: prints the value of $TOKEN, which is hidden; keep it out of the output
  warning: a.t:5: prints the value of $TOKEN, which is hidden; keep it out of the output
  warning: a.t:6: prints the value of $TOKEN, which is hidden; keep it out of the output
  a.t:2: the output differs; to run it again: dott a.t
  warning: ok.t:1: prints the value of $TOKEN, which is hidden; keep it out of the output
  [1]
  $ dott a.t ok.t --json events.json --junit junit.xml --html report.html --tap out.tap --github >terminal 2>&1
  [1]
  $ dott -d a.t >debug 2>&1
  $ GITHUB_STEP_SUMMARY=$PWD/summary dott --github a.t >github 2>&1
  [1]
  $ dott report events.json --junit again.xml --html again.html >again 2>&1
  [1]
  $ grep -lF -e 's3cr&t' -e 's3cr&amp;t' -e 's3cr%26' -e 's3cr\u0026' -e line\ of\ key -e czNjciZ0 -e MzY3ImdC -- *
  [1]
  $ grep -LF '$TOKEN' events.json junit.xml report.html out.tap terminal debug summary github again.xml again.html again a.t.err

-u writes the name:

  $ dott -q -u -y a.t >log 2>&1; grep -F "$TOKEN" log a.t; tail -n 6 a.t; dott -q a.t >/dev/null 2>&1
    $TOKEN
    $ for c in s 3 c r '&' t / K + v a l; do printf "$c"; sleep 0.01; done; echo '?!'
    $TOKEN
    $ printf "${TOKEN}" >&2; exit 3
    $TOKEN (no-eol)
    [3]

A file that has a value in it is an error, and so is a value that is too short to be hidden:

  $ printf '  $ curl -u me:s3cr&t/K+val?! localhost\n' >b.t; dott b.t
  !
  b.t:1: this line contains the value of $TOKEN, which [env] secret hides; write $TOKEN instead
  
  # Ran 1 tests, 0 skipped, 1 failed.
  b.t:1: see above; to run it again: dott b.t
  [1]
  $ TOKEN=12345 dott ok.t
  dott: [env] secret: the value of TOKEN is too short to be hidden: with fewer than 6 characters it would be found everywhere; take TOKEN off the list, or give it a longer value
  [2]
  $ TOKEN= KEY_A= dott ok.t
  !
  --- ok.t
  +++ ok.t.err
  @@ -1,2 +1,2 @@
     $ echo "Authorization: $TOKEN"
  -  Authorization: $TOKEN
  +  Authorization: 
  
  # Ran 1 tests, 0 skipped, 1 failed.
  ok.t:2: new: the output differs; to run it again: dott ok.t
  [1]
  $ printf '#env KEY_B=12345\n  $ true\n' >c.t; dott c.t
  !
  c.t: [env] secret: the value of KEY_B is too short to be hidden: with fewer than 6 characters it would be found everywhere; take KEY_B off the list, or give it a longer value
  
  # Ran 1 tests, 0 skipped, 1 failed.
  c.t: see above; to run it again: dott c.t
  [1]
