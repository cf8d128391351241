package target

import (
	"strings"

	"dott/runner/words"
)

// What runs on a target is three shells. The first is the one that the channel
// gives us, whatever else it may be: it is told, by hello, to become the two others
// with a clean environment. They are joined by a pipe:
//
//   - The reader has our input as its commands. It makes directories and writes
//     files, and is never kept waiting by a test.
//   - The runner has the reader's output as its commands. It runs tests, one at a
//     time and in its foreground: what a shell runs in the background has SIGINT and
//     SIGQUIT ignored, and no shell can undo that.
//
// What either has to tell us is a line with the session's salt in front, among what
// the tests print. In the commands that make it the salt is in two halves, for a
// shell or a program that repeats its input.

// hello is the first line. Behind it nothing may follow before the shell has
// answered: it might read that line together with this one, and lose it.
//
// The environment that the channel brought along is dropped, but for what tells a
// user where he is. There may be no env there, and no sed to take its words apart.
func hello(head, tail string) string {
	return "exec sh -c " + words.Quote(`set -f
for w in $(export -p); do
case $w in
[A-Za-z_]*=*)
n=${w%%=*}
case $n in
*[!A-Za-z0-9_]*|PATH|HOME|USER|LOGNAME|SHELL|TMPDIR) ;;
*) command unset "$n" 2>/dev/null ;;
esac ;;
esac
done
set +f
unset w n
p=
perl -e "exit 7" </dev/null >/dev/null 2>&1
[ $? = 7 ] && p=`+words.Quote(perl)+`
printf "%s%s ready ${p:+perl}\n" `+head+` `+tail+`
t() { if [ -n "$p" ]; then perl -e "$p"; else sh; fi; }
if [ -p /dev/stdout ] || ! command -v cat >/dev/null 2>&1
then exec 3>&1; sh | t
else { exec 3>&1; sh | t; } | cat
fi`) + "\n"
}

// A cat in between makes the output of tests a pipe. Under sshd it is a socket, and
// /dev/stdout cannot be opened then.

// common are the functions that both shells have.
//
// g ends a process group: of $1, which leads it. It is asked, and after half a second
// made to. That it is still there after two more is told by the status.
const common = `g() {
kill -TERM "-$1" || return 0
n=0
while kill -0 "-$1"; do
case $n in 5|10|15) kill -KILL "-$1" ;; 25) return 1 ;; esac
n=$((n+1))
sleep .1 || sleep 1
done
} 2>/dev/null
`

// full tells whether the disk is full. Some shells say no more of that than "I/O error",
// and tar says nothing, so it has cat say it.
const full = `full() {
printf '%065536d\n' 0 2>/dev/null | cat >"${r%/*}/dott-space-${r##*-}"
rm -f "${r%/*}/dott-space-${r##*-}"
} 2>&3
`

// reader are the functions of the reader; $s is the salt and $r its directory.
//
// k ends the test, whose process is in a file or is not there yet; then it sees
// that it is to end when it gets there. bye removes all there is: it runs at the end
// of the input, whatever has ended it.
//
// p makes the directories of a test whose own is called $1, and z removes what it has
// left. Where that is nothing but the directories, the next test has them: to start
// mkdir or rm takes as long as to start a test. With $2, the test's own directory is still
// called $f, and perl is to rename it.
//
// x has a shell run commands, and q gives perl its words.
const reader = `c=
w=
m=
command -v mv >/dev/null 2>&1 && m=1
say() { printf '%s %s\n' "$s" "$*" >&3; }
` + full + `no() { full; say no "$1"; }
x() { printf '%s\n' "$1" || exit; }
q() { printf '%s\0' $# "$@" || exit; }
k() {
true >"$r/1.s/ended"
p=
[ -f "$r/1.s/pid" ] && read -r p <"$r/1.s/pid"
[ -n "$p" ] || return 0
kill -TERM "-$p" || kill -TERM "$p" || return 0
n=0
while kill -0 "-$p" || kill -0 "$p"; do
case $n in 5|10|15) kill -KILL "-$p" || kill -KILL "$p" ;; 25) return 1 ;; esac
n=$((n+1))
sleep .1 || sleep 1
done
} 2>/dev/null
d() {
rm -rf "$@" && return
chmod -R u+rwx "$@"
rm -rf "$@" && return
chmod -R u+rwx "$@"
rm -rf "$@"
} 2>/dev/null
none() {
set -- "$1"/* "$1"/.[!.]* "$1"/..?*
[ $# = 3 ] && [ ! -e "$1" ] && [ ! -L "$1" ] && [ ! -e "$2" ] && [ ! -L "$2" ] && [ ! -e "$3" ] && [ ! -L "$3" ]
}
three() {
set -- "$1"/* "$1"/.[!.]* "$1"/..?*
[ $# = 5 ] && [ ! -e "$4" ] && [ ! -L "$4" ] && [ ! -e "$5" ] && [ ! -L "$5" ]
}
o() { [ ! -e "$r/1.s/ended" ] || rm -f "$r/1.s/ended"; }
p() {
f=$w
if [ -z "$w" ]
then mkdir "$r/1" "$r/1/home" "$r/1/tmp" "$r/1/$1" && f=$1
else [ "$w" = "$1" ] || [ $# = 2 ] || mv "$r/1/$w" "$r/1/$1"
fi || return
w=$1
o
}
z() {
c=
if [ -n "$m" ] && [ ! -L "$r/1/$w" ] && none "$r/1/$w" && none "$r/1/home" && none "$r/1/tmp" && three "$r/1"
then return
fi
w=
d "$r/1"
[ ! -e "$r/1" ] || say stuck "$r/1"
}
bye() {
trap '' HUP TERM INT
trap - EXIT
[ -z "$c" ] || k
cd /
d "$r"
if [ -e "$r" ]; then say left; else say bye; fi
}
`

// runner are the functions of the runner.
//
// me writes down the process that a test is: the number of a shell's own process is
// in /proc, or known to a child; a background process would know it, but see above.
// The file is written over, and never made shorter: ext4 brings what a file gets after
// that to the disk at once.
//
// fin ends what a test left in its group, and tells of its end.
const runner = `pid() { printf '%-9s\n' "$1" 1<>"$r/1.s/pid"; }
say() { printf '%s %s\n' "$s" "$*"; }
me() {
if [ -r /proc/self/stat ]
then read -r p q </proc/self/stat; pid "$p"
else sh -c 'printf "%-9s\n" $PPID' 1<>"$r/1.s/pid"
fi
[ ! -e "$r/1.s/ended" ] || exit 143
}
fin() {
p=
read -r p <"$r/1.s/pid"
[ -z "$p" ] || g "$p" || say stuck "$p"
pid ''
} 2>/dev/null
`

// ask are the commands that find out about a target. The reader runs them once.
const ask = `t=${TMPDIR:-/tmp}
if cd "$t" 2>/dev/null
then t=$(pwd -P); say fact tmp "$t"
else say fact bad-tmp "$t"
fi
for w in PATH HOME USER LOGNAME SHELL; do eval "say fact $w \"\${$w-}\""; done
for w in mkdir rm tar cat setsid perl mkfifo sleep chmod uname id; do
e=$(command -v "$w" 2>/dev/null) && say fact has "$w $e"
done
say fact uname "$(uname -s 2>/dev/null) $(uname -m 2>/dev/null)"
w=$(readlink -f "$(command -v sh)" 2>/dev/null)
if [ -n "${BASH_VERSION-}" ]; then w=bash
elif [ -n "${ZSH_VERSION-}" ]; then w=zsh
elif [ -n "${KSH_VERSION-}" ]; then w=mksh
fi
say fact sh "$w"
`

// begin are the commands with which a session begins: the functions for both
// shells, and the directory of the session. The reader's own directory is in it, and
// tells a later run that this process is what it thinks.
func begin(head, tail, root string, perl bool) string {
	salt := "s=" + head + tail + "\n"
	dir := "r=" + words.Quote(root) + "\n"
	open := `if { (umask 077 && mkdir "$r" "$r/1.s" && echo "         " >"$r/1.s/pid") && cd "$r" && printf '%s\n' $$ >.pid; } 2>&3
then trap bye EXIT; trap 'exit 1' HUP TERM; say done open
else full; d "$r"; [ -e "$r" ] || say bye; say no open
fi
`
	first := "x " + words.Quote(shellRunner(head+tail, root))
	if perl {
		first = "m=1\nq at" + quoted([]string{head + tail, root})
	}
	return "trap '' PIPE\n" + salt + dir + common + reader + first + "\n" + open
}

// shellRunner is what makes a shell the runner.
func shellRunner(salt, root string) string {
	return "s=" + salt + "\nr=" + words.Quote(root) + "\n" + common + runner
}

// ways are what puts a test's process at the head of a group of its own, by what has
// to be there.
var ways = [][2]string{
	{"setsid", ""},
	{"perl", ` -e 'use POSIX "setsid"; setsid; exec { $ARGV[0] } @ARGV'`},
}

// write is a command that writes a file, and what stands behind the line that it is
// in. Most shells have printf built in; what is more than the arguments of a program
// may be goes another way.
func write(path, text string) (command, below string) {
	const arguments = 100 << 10
	if len(text) < arguments || !strings.HasSuffix(text, "\n") {
		return "printf %s " + words.Quote(text) + " >" + words.Quote(path), ""
	}
	end := "END_" + newName()
	return "cat >" + words.Quote(path) + " <<'" + end + "'", text + end + "\n"
}

// A chain is commands of which each is run if the one before has succeeded.
type chain struct{ text string }

func (c *chain) add(command, below string) { c.text += command + " &&\n" + below }

// then ends the chain: with what is done if all has succeeded, or with what is wrong
// told, as the end of what has the number.
func (c *chain) then(number, last string) string {
	return "if {\n" + c.text + "true\n} 2>&3\nthen\n" + last + "\nelse no " + number + "\nfi\n"
}

// exports are commands that make variables those of what is run next.
func exports(env []string) string {
	var b strings.Builder
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		b.WriteString(name + "=" + words.Quote(value) + "; export " + name + "\n")
	}
	return b.String()
}
