The recipe of docs/services.md with a Dockerfile, which TestDockerfileRecipe compares.

#timeout 5m

  $ export HOME="$PWD/home"; mkdir home page
  $ cp "$(command -v busybox)" page/busybox
  $ echo "hello from a container" >page/index.html
  $ cat >dott.toml <<'END'
  > [service.page]
  > build = "page"
  > ports = [8080]
  > ready-http = "/"
  > stop = "KILL"
  > memory = "50MiB"
  > END
  $ cat >page/Dockerfile <<'END'
  > FROM scratch
  > COPY busybox /bin/busybox
  > COPY index.html /www/index.html
  > CMD ["/bin/busybox", "httpd", "-f", "-p", "8080", "-h", "/www"]
  > END
  $ cat >page.t <<'END'
  > #require docker
  > #service page
  > 
  >   $ wget -qO- "http://$PAGE_HOST:$PAGE_PORT/"
  >   hello from a container
  > END
  $ dott page.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.

When a file of the folder changes, the image is built again.

  $ echo changed >page/index.html
  $ dott -u -q page.t
  .
  # Ran 1 tests, 0 skipped, 0 failed.
  page.t: 1 change written (changed)
  $ tail -n 1 page.t
    changed

Its images are no service's any more.

  $ >dott.toml
  $ dott services --prune | sed 's/removed [0-9a-f]*,/removed KEY,/'
  removed KEY, * (glob)
  removed KEY, * (glob)
