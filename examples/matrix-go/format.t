#require command:shfmt

What shfmt does with a script is the same in all releases.

  $ cat >a.sh <<'EOF'
  > for i in  a b;do echo  $i;done
  > x=$((i ++))
  > EOF
  $ shfmt a.sh
  for i in a b; do echo $i; done
  x=$((i++))

Bash's newest substitution is read since 3.13.

  $ echo 'a=${ b; }' | shfmt -ln bash
  <standard input>:1:3: "${ stmts;}" is a mksh feature (shfmt<3.11 !)
  <standard input>:1:3: "${ stmts;}" is a mksh feature; tried parsing as bash (shfmt>=3.11 shfmt<3.13 !)
  a=${ b;} (shfmt>=3.13 !)
  [1] (shfmt<3.13 !)
