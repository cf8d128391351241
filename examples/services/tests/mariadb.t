MariaDB, prepared once.

#require service:mariadb
#service mariadb

  $ sql() { mariadb --no-defaults -h "$MARIADB_HOST" -P "$MARIADB_PORT" -u root -N -e "$1"; }
  $ sql 'create database shop; create table shop.t (a int); insert into shop.t values (1), (2)'
  $ sql 'select sum(a) from shop.t'
  3
