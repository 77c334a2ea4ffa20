# Runs Maven with a line of progress instead of its pages of output, which go to a log file.

# True when there is no distribution, or something it is made of is newer.
is_stale() {
  [ -f "$dist/built" ] || return 0
  for pom in "$home"/pom.xml "$home"/*/pom.xml "$home"/*/*/pom.xml; do
    set -- "$@" "$pom"
    [ -d "${pom%/pom.xml}/src/main" ] && set -- "$@" "${pom%/pom.xml}/src/main"
  done
  # Folders count too: theirs is the only time that changes when a file is removed.
  [ -n "$(find "$@" "$home/deploy/cli/src/build" -newer "$dist/built" 2>/dev/null | head -n 1)" ]
}

# Brings the distribution up to date. Whoever has had to wait for another build may find that it has done so.
build() {
  lock_builds
  result=0
  ! is_stale || build_now || result=1
  unlock_builds
  return $result
}

build_now() {
  # Taken before the build: what is edited during it is newer and built the next time.
  begun=$home/deploy/cli/target/build-begun
  : >"$begun"
  if [ -f "$dist/built" ]; then
    echo "Building: sources have changed since the last build." >&2
  else
    echo "Building ViralForge for the first time; this takes a few minutes where Maven's repository is empty." >&2
  fi
  if maven "$home/deploy/cli/target/build.log" -T1C -Dgates=off -DskipTests -pl deploy/cli -am package; then
    mv "$begun" "$dist/built"
    (cd "$home" && git rev-parse --short=12 HEAD 2>/dev/null) >"$dist/commit" || :
  else
    return 1
  fi
}

# maven LOG ARGUMENTS...: runs it in the repository's root; its progress is shown on standard error.
maven() {
  log=$1
  shift
  if [ ! -d "${MAVEN_USER_HOME:-${HOME-}/.m2}/wrapper/dists" ] && [ -n "${HOME-}" ]; then
    echo "Fetching Maven itself (9 MB)." >&2
  fi
  code=$log.code
  echo 1 >"$code"
  (
    cd "$home"
    { ./mvnw -B "$@" 2>&1 && echo 0 >"$code"; } | tee "$log" | maven_progress >&2
  )
  result=$(cat "$code")
  rm -f "$code"
  if [ "$result" != 0 ]; then
    echo "forge: the build failed. The last of its words; all of them are in $log:" >&2
    grep '^\[ERROR\]' "$log" | head -n 40 >&2 || :
    grep -q '^\[ERROR\]' "$log" || tail -n 20 "$log" >&2
  fi
  return "$result"
}

# Reads Maven's output, writes what a person wants to know of it.
maven_progress() {
  step= files=0 kilobytes=0
  [ -t 1 ] && live=yes || live=
  while IFS= read -r line; do
    case $line in
      '[INFO] Building ViralForge'*']')
        module=${line#*Building ViralForge}
        module=${module#* :: }
        count=${line##*\[}
        module=${module%% [0-9]*}
        step="[${count%]}] ${module:-the whole}"
        [ "$live" ] || echo "$step"
        what=
        ;;
      '[INFO] --- '*)
        what=${line#*--- }
        what=${what#*:}
        what=${what#*:}
        what=${what%% *}
        ;;
      '[INFO] Running '*) what="test ${line##*.}" ;;
      *'Downloaded from '*)
        files=$((files + 1))
        size=${line##*(}
        number=${size%% *}
        case ${size#* } in
          MB*) kilobytes=$((kilobytes + ${number%%.*} * 1000)) ;;
          kB*) kilobytes=$((kilobytes + ${number%%.*})) ;;
        esac
        ;;
      *'Tests run:'*' -- in '*) [ "$live" ] || echo "  ${line#*] }"; continue ;;
      *) continue ;;
    esac
    [ "$live" ] || continue
    fetched=
    [ $files -gt 0 ] && fetched=" · fetched $files files, $((kilobytes / 1000)) MB"
    printf '\r\033[K%s%s%s' "$step" "${what:+: $what}" "$fetched"
  done
  if [ "$live" ]; then
    printf '\r\033[K'
  elif [ $files -gt 0 ]; then
    echo "Fetched $files files, $((kilobytes / 1000)) MB."
  fi
}
