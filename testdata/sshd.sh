# Sourced by transcripts: sshd NAME PORT starts a server for ssh on the loopback. The
# ssh first on PATH knows it by the name, with keys of its own. Its environment has
# $DEPLOY, a directory of its own that is on PATH and has a "tmp" for temporary files; it is
# HOME as well, so that no .bashrc is read.
# $NAME_pid is its process.
mkdir bin
ssh-keygen -q -t ed25519 -N '' -f hostkey && ssh-keygen -q -t ed25519 -N '' -f key
printf '#!/bin/sh\nexec %s -F %s/ssh_config "$@"\n' "$(command -v ssh)" "$PWD" >bin/ssh
chmod +x bin/ssh
PATH=$PWD/bin:$PATH
test "$(id -u)" != 0 || mkdir -p /run/sshd

sshd() {
    mkdir "$1" "$1/tmp"
    cat >"$1.conf" <<END
Port $2
ListenAddress 127.0.0.1
HostKey $PWD/hostkey
AuthorizedKeysFile $PWD/key.pub
StrictModes no
UsePAM no
PidFile none
PermitRootLogin yes
SetEnv HOME=$PWD/$1 DEPLOY=$PWD/$1 PATH=$PWD/$1:$PATH TMPDIR=$PWD/$1/tmp
END
    cat >>ssh_config <<END
Host $1
  HostName 127.0.0.1
  Port $2
  HostKeyAlias $1
  IdentityFile $PWD/key
  UserKnownHostsFile $PWD/known
END
    echo "$1 $(cat hostkey.pub)" >>known
    "$(command -v /usr/sbin/sshd || command -v sshd)" -D -f "$1.conf" -E "$1.log" &
    eval "$1_pid=\$!"
    until grep -q listening "$1.log" 2>/dev/null; do sleep 0.1; done
}
