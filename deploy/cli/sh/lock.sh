# One build at a time in a checkout: two would write over each other's classes.

# Waits until nobody else builds here, and says whom it waits for. They are told $doing then.
lock_builds() {
  lock=$home/deploy/cli/target/building
  mkdir -p "${lock%/*}"
  if command -v flock >/dev/null 2>&1; then
    # Maven inherits it: where only this script is killed, the build that goes on still has the lock.
    exec 9<>"$lock"
    flock -n 9 || { say_waiting "$(cat "$lock")" && flock 9; }
    echo "$$ $doing" >"$lock"
  else
    trap unlock_builds EXIT
    trap 'exit 130' INT HUP TERM
    link_lock
  fi
}

unlock_builds() {
  exec 9>&-
  trap - EXIT INT HUP TERM
  [ "$(readlink "$lock.held" 2>/dev/null)" != "$$ $doing" ] || rm -f "$lock.held"
}

# Where there is no flock (macOS): a symbolic link is made, with its text, in one step and by one alone.
link_lock() {
  said=
  until ln -s "$$ $doing" "$lock.held" 2>/dev/null; do
    owner=$(readlink "$lock.held") || owner=
    if [ -n "$owner" ] && ! is_alive "${owner%% *}"; then
      # Left behind. One alone removes it, and looks again: it might be gone, and what is there another's.
      if mkdir "$lock.clearing" 2>/dev/null; then
        [ "$(readlink "$lock.held")" != "$owner" ] || rm -f "$lock.held"
        rmdir "$lock.clearing"
        continue
      fi
    elif [ -n "$owner" ] && [ -z "$said" ]; then
      said=yes
      say_waiting "$owner"
    fi
    sleep 1
  done
}

is_alive() {
  kill -0 "$1" 2>/dev/null || ps -p "$1" >/dev/null 2>&1
}

# say_waiting 'PID COMMAND'
say_waiting() {
  echo "Waiting for process ${1%% *} (${1#* }), which is building in this checkout." >&2
}
