# ./forge test: what CI runs.

test_usage() {
  cat <<'USAGE'
Usage: forge test [--full] [MODULE...]

Builds everything with all gates and runs its tests, as CI does. Ends with a summary of all test reports.

      --full     also the long tests
  -h, --help     this text
  MODULE         only this module and what it is made of: server, gpu-worker, deploy/local or local, ...

Exit codes: 0 all passed, 1 something failed, 2 no such option or module.
USAGE
}

run_tests() {
  modules=
  full=
  for word in "$@"; do
    case $word in
      -h | --help) test_usage && return 0 ;;
      --full) full=-Pfull ;;
      -*)
        echo "forge test: unknown option $word (see ./forge test --help)" >&2
        return 2
        ;;
      *)
        module=$(module_path "$word") || {
          echo "forge test: there is no module $word" >&2
          return 2
        }
        modules=$modules${modules:+,}$module
        ;;
    esac
  done
  lock_builds
  begun=$home/deploy/cli/target/test-begun
  : >"$begun"
  native_libraries
  case ,$modules, in ,, | *,server,* | *,deploy/cli,*) npm_packages ;; esac
  set --
  [ -z "$full" ] || set -- "$full"
  [ -z "$modules" ] || set -- "$@" -pl "$modules" -am
  # --fail-at-end: one red module does not hide what the others have to say.
  status=0
  maven "$home/deploy/cli/target/test.log" --fail-at-end "$@" verify || status=1
  # All of it has been built and laid out: ./forge run need not do it again.
  [ $status = 1 ] || [ -n "$modules" ] || cp -p "$begun" "$dist/built"
  "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 "$home/deploy/cli/src/build/TestSummary.java" "$home" "$begun" || status=1
  return $status
}

module_path() {
  for path in "$1" "deploy/$1" "schema/$1" "server/$1" "schema/${1#schema-}" "deploy/${1#deploy-}" "server/${1#server-}"; do
    if [ -f "$home/$path/pom.xml" ]; then
      echo "$path"
      return 0
    fi
  done
  return 1
}

# FFmpeg's executables want these of the system. Only root on Debian's kin gets them installed without asking.
native_libraries() {
  command -v ldconfig >/dev/null 2>&1 || return 0
  missing=
  for library in libasound.so.2:libasound2 libpulse.so.0:libpulse0 libxcb.so.1:libxcb1 libxcb-shm.so.0:libxcb-shm0; do
    ldconfig -p | grep -q "${library%%:*}" || missing="$missing ${library#*:}"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing what FFmpeg needs:$missing" >&2
    log=$home/deploy/cli/target/apt.log
    # Debian 13 and Ubuntu 24.04 call the first one libasound2t64.
    export DEBIAN_FRONTEND=noninteractive
    if apt-get update >"$log" 2>&1 && { apt-get install -y --no-install-recommends $missing >>"$log" 2>&1 ||
      apt-get install -y --no-install-recommends $(echo "$missing" | sed 's/libasound2/libasound2t64/') >>"$log" 2>&1; }; then
      return 0
    fi
    echo "That failed (see $log); tests that need FFmpeg may skip or fail." >&2
  else
    echo "FFmpeg's native libraries are missing; install them with: sudo apt-get install$missing" >&2
  fi
}

# The judges of HTTP, WebSocket and SSE are npm packages; without node those tests skip.
npm_packages() {
  for lock in "$home"/*/src/test/js/package-lock.json; do
    [ -f "$lock" ] || continue
    js=${lock%/package-lock.json}
    if ! command -v npm >/dev/null 2>&1; then
      echo "npm is not installed: the tests of ${js#"$home"/} will skip." >&2
    elif [ ! -f "$js/node_modules/.package-lock.json" ] || [ "$lock" -nt "$js/node_modules/.package-lock.json" ]; then
      echo "Fetching npm packages for ${js#"$home"/}." >&2
      (cd "$js" && npm ci --no-audit --no-fund >"$home/deploy/cli/target/npm.log" 2>&1) ||
        echo "npm ci failed (see deploy/cli/target/npm.log); those tests will skip." >&2
    fi
  done
}
