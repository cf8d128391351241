#require command:promtool

What --metrics writes is what Prometheus reads.

  $ printf '  $ true\n' >a.t; printf '  $ false\n' >'b\"c.t'; printf '  $ exit 80\n' >s.t
  $ dott -q --metrics m.prom >/dev/null 2>&1
  [1]
  $ promtool check metrics <m.prom
