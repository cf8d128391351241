#require command:semver

A version in a text is found from the left, and since 6 from the right as well.

  $ semver -c 'v3.4 and 4.5.6 9'
  3.4.0
  $ semver --rtl -c 'v3.4 and 4.5.6 9'
  3.4.0 (semver<6 !)
  9.0.0 (semver>=6 !)
