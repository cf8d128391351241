#require command:nagios4
#timeout 2m

Nagios itself runs the check of docs/monitoring.md, and the wrappers of the monitoring
plugins take it as one of theirs.

  $ mkdir -p site var/spool; printf '  $ echo up\n  down\n' >site/site.t
  $ PLUGINS=/usr/lib/nagios/plugins
  $ $PLUGINS/negate -w OK $(command -v dott) --monitor site | head -1
  DOTT CRITICAL - 1 of 1 test failed: site/site.t:2 | tests=1 failed=1 skipped=0 time=*s (glob)
  $ $PLUGINS/negate $(command -v dott) --monitor site >/dev/null
  $ cat >nagios.cfg <<EOF
  > log_file=$PWD/var/log
  > cfg_file=$PWD/objects.cfg
  > status_file=$PWD/var/status.dat
  > object_cache_file=$PWD/var/objects.cache
  > lock_file=$PWD/var/lock
  > temp_path=$PWD/var
  > temp_file=$PWD/var/temp
  > check_result_path=$PWD/var/spool
  > state_retention_file=$PWD/var/retention
  > query_socket=$PWD/var/qh
  > command_file=$PWD/var/cmd
  > nagios_user=$(id -un)
  > nagios_group=$(id -gn)
  > check_workers=1
  > service_inter_check_delay_method=n
  > max_service_check_spread=1
  > check_external_commands=0
  > enable_notifications=0
  > EOF
  $ cat >objects.cfg <<EOF
  > define timeperiod {
  >   timeperiod_name always
  >   alias           always
  > $(for d in sun mon tues wednes thurs fri satur; do echo "${d}day 00:00-24:00"; done)
  > }
  > define command {
  >   command_name check_dott
  >   command_line cd $PWD && HOME=$HOME $(command -v dott) --monitor --warn-time 60 site
  > }
  > define command {
  >   command_name nobody
  >   command_line /bin/true
  > }
  > define contact {
  >   contact_name                  admin
  >   host_notification_period      always
  >   service_notification_period   always
  >   host_notification_commands    nobody
  >   service_notification_commands nobody
  > }
  > define host {
  >   host_name          site
  >   address            127.0.0.1
  >   max_check_attempts 1
  >   check_period       always
  >   contacts           admin
  > }
  > define service {
  >   host_name           site
  >   service_description transcripts
  >   check_command       check_dott
  >   check_interval      5
  >   retry_interval      1
  >   max_check_attempts  1
  >   check_period        always
  >   contacts            admin
  > }
  > EOF
  $ nagios4 nagios.cfg >out 2>&1 &
#eventually 1m
  $ grep -o 'SERVICE ALERT: .*' var/log
  SERVICE ALERT: site;transcripts;CRITICAL;HARD;1;DOTT CRITICAL - 1 of 1 test failed: site/site.t:2
  $ kill $!; wait
