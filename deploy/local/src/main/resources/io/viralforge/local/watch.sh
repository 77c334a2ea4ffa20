# Runs "$@" with standard input from the file $2, and stops it by the signal $1 when this shell's own
# standard input says so: a line holds the patience in tenths of a second, end of file means that the
# parent is gone, even by kill -9. A TERM to this shell is passed on.
signal=$1
input=$2
shift 2
exec 3<&0
"$@" <"$input" 3<&- &
child=$!
trap 'kill -s "$signal" $child' TERM
(
  read -r patience <&3 || patience=8
  kill -s "$signal" $child
  while [ "$patience" -gt 0 ] && kill -0 $child; do
    sleep 0.1
    patience=$((patience - 1))
  done
  kill -s KILL $child
) >/dev/null 2>&1 </dev/null &
watcher=$!
exec 3<&-
{
  wait $child
  code=$?
  # The trap interrupts the wait; the program itself may still be stopping.
  while kill -0 $child; do
    wait $child
    code=$?
  done
  kill -s KILL $watcher
} 2>/dev/null
exit $code
