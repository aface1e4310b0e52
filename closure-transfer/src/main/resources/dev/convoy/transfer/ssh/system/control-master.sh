# Runs here, not on a host. $1 is a directory of convoy's, the other words are ssh and its arguments. ssh lives for as long as
# convoy holds our standard input open: even where convoy is killed, no connection outlives it. An interrupt from the terminal
# is for convoy alone, which still needs its connections to end things well.
trap '' HUP INT QUIT
directory=$1
shift
exec 3<&0 </dev/null
"$@" 3<&- &
ssh=$!
exec 2>/dev/null
trap '' PIPE
{
    read -r _ <&3
    kill "$ssh"
} >/dev/null &
leash=$!
wait "$ssh"
status=$?
kill "$leash"
echo "ended $status"
# What ssh left in the directory is still read.
read -r _ <&3
rm -rf "${directory:?}"
