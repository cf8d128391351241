#require command:semver

Those of the versions that are in a range, in order.

  $ semver -r '~1.2' 1.2.10 1.2.4 1.3.0
  1.2.4
  1.2.10
  $ semver -r '^1.2.3-beta' 1.2.3-beta.2 1.3.0-beta.1
  1.2.3-beta.2

A loose range with a number behind an x is no range any more, since 7.8.4.

  $ semver -l -r '>=1.x.3' 1.2.3
  1.2.3 (semver<7.8.4 !)
  [1] (semver>=7.8.4 !)
