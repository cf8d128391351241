#require command:semver

The next version.

  $ semver -i minor 1.2.3
  1.3.0

A pre-release counts from where one says, which is new in 7.4, or without a
number, in 7.5. Releases before take no notice.

  $ semver -i prerelease --preid beta -n 1 1.2.3
  1.2.4-beta.0 (semver<7.4 !)
  1.2.4-beta.1 (semver>=7.4 !)
  $ semver -i prerelease --preid beta -n false 1.2.3
  1.2.4-beta.0 (semver<7.5 !)
  1.2.4-beta (semver>=7.5 !)

A word that is none is taken for "patch"; the newest releases say so.

  $ semver -i bogus 1.2.3
  Invalid value for -i; defaulting to 'patch'. This may become a failure in future major versions. (semver>=7.8 !)
  1.2.4
