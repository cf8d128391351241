package target

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"dott/runner/words"
)

// Where there is a perl, the runner is that: it renames a directory and begins a process
// group by itself, for which a shell starts mv and setsid. To start either takes as long
// as to start a test. What it runs, it runs by the rules of the shell's functions, which
// say why; and what is more than a script with one stream of output, it has a shell run.
//
// Its input is the number of words that a command has, and the words, a zero byte behind
// each. It uses no module: to load one takes longer than the rest.
const perl = `$/ = "\0"; $| = 1;
open(T, "<&=3") && close T;
if (open(T, "</dev/tty")) { close T; require POSIX }
while (1) { my $n = word(); command(map { word() } 1..$n) }
sub word { my $w = <STDIN>; exit unless defined $w; chomp $w; $w }
sub mark { print "$s @_\n" }
sub command {
my $kind = shift;
if ($kind eq "at") { ($s, $r) = @_ }
elsif ($kind eq "sh") { open(P, "|sh") and print P @_; close P }
else { run(@_) }
}
sub pid { open(F, "+<$r/1.s/pid") and printf F "%-9s\n", @_; close F }
sub refuse { print "$_[1]\n"; mark("no $_[0]") }
sub run {
my ($number, $from, $to, $dir, $in, $script, $shell, $args, @env) = @_;
rename "$r/1/$from", "$r/1/$to" or return refuse($number, "$r/1/$to: $!") if $from ne $to;
my @args = splice @env, 0, $args;
my $h = $shell;
if (!-x $h || -d _) {
$h =~ s{.*/}{};
return mark("no $number") unless grep { -x "$_/$h" } split /:/, $ENV{PATH};
}
mark("go $number");
my $pid = fork;
return refuse($number, "fork: $!") unless defined $pid;
if (!$pid) {
if ($INC{"POSIX.pm"}) { POSIX::setsid() } else { setpgrp }
pid($$);
exit 143 if -e "$r/1.s/ended";
chdir $dir and open(STDIN, "<$in") and open(STDERR, ">&STDOUT") or exit 126;
%ENV = map { split /=/, $_, 2 } @env;
$ENV{TESTSHELL} = $h if $ENV{TESTSHELL} eq $shell;
exec { $h } $h, @args or exit 127
}
waitpid $pid, 0;
my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
if (kill "TERM", -$pid) {
for (my $n = 0; kill 0, -$pid; $n++) {
kill "KILL", -$pid if $n == 5 || $n == 10 || $n == 15;
if ($n == 25) { mark("stuck $pid"); last }
select undef, undef, undef, .1
}
}
pid("");
unlink $script if $script ne "";
mark("end $number $status")
}
`

// quick is a command by which perl runs a script. The reader knows in what name the
// directory of the test is so far.
func (b *sandbox) quick(r *request, shell, dir, input, script string, args, env []string) string {
	fields := []string{"run", r.number}
	to := []string{path.Base(b.work), dir, input, script, filepath.ToSlash(shell), fmt.Sprint(len(args))}
	to = append(append(to, args...), env...)
	return "q" + quoted(fields) + ` "$f"` + quoted(to) + "\nf=$w\n"
}

func quoted(all []string) string {
	var b strings.Builder
	for _, w := range all {
		b.WriteString(" " + words.Quote(w))
	}
	return b.String()
}
