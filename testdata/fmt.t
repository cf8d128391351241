dott fmt writes tests in one form, and prints the names of those it wrote.

  $ printf '#require   linux\nText \n\n  $ echo a b\t\n  a b (glob)\n  $ printf "x  \\n"\n  x  \n\n\n' > a.t
  $ printf '  $ echo a\n  a\n' > good.t
  $ dott fmt --check
  a.t
  [1]
  $ dott fmt --diff
  --- a.t
  +++ a.t
  @@ -1,9 +1,7 @@
  -#require   linux
  -Text 
  +#require linux
  +Text
   
  -  $ echo a b\t (esc)
  -  a b (glob)
  +  $ echo a b
  +  a b
     $ printf "x  \n"
     x  
  -
  -
  [1]
  $ dott -q a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  $ dott fmt
  a.t
  $ cat a.t
  #require linux
  Text
  
    $ echo a b
    a b
    $ printf "x  \n"
    x  
  $ dott -q a.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

A second time, there is nothing to do:

  $ dott fmt --check && dott fmt

A file whose commands have another indent runs nothing, and gets the usual one:

  $ printf 'Four:\n    $ echo a\n    > \n    a\n' > four.t
  $ dott fmt four.t; cat four.t
  four.t
  Four:
    $ echo a
    > 
    a

Standard input:

  $ printf '  $ echo a\n  a (re)' | dott fmt -
    $ echo a
    a
  $ printf '  $ echo a\n  a\n' | dott fmt --check -

In Markdown, only transcripts change:

  $ cat > a.md <<'END'
  > Text with two blanks,  
  > a line break.
  > 
  > ```console
  > $ echo a  
  > a (glob)
  > ```
  > END
  $ dott fmt a.md
  a.md
  $ sed 's/$/|/' a.md
  Text with two blanks,  |
  a line break.|
  |
  ```console|
  \x24 echo a| (esc)
  a|
  ```|

What a program prints is no ending:

  $ printf '  $ echo "a (glob)"\n  a (glob)\n' > prints.t
  $ dott fmt --check prints.t

A file with a fault stays as it is:

  $ printf '#if linux\n  $ echo a  \n' > fault.t
  $ dott fmt --check fault.t

Its mode stays, and what a link leads to is written:

  $ printf '  $ true\n\n\n' > mode.t; chmod 755 mode.t; ln -s mode.t link.t
  $ dott fmt link.t
  link.t
  $ ls -l mode.t link.t | cut -c1-10
  lrwxrwxrwx
  -rwxr-xr-x

Bad usage:

  $ dott fmt - a.t
  dott: fmt: - is standard input; name no other files
  Try 'dott --help'.
  [2]
