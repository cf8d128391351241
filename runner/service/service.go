// Package service runs what tests need beside them: databases and servers, as
// processes of this machine or as containers.
//
// The life of an instance: its directory is made, as a copy of a snapshot where the
// service has a prepare; ports are leased; its files are written with them; it is
// started; and when it answers, by the protocol that the configuration names, its
// tests begin. When they have ended it is asked to stop, in the reverse order of
// what depends on what, killed if it does not, and its directory is removed.
package service
