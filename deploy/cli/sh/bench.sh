# ./forge bench render: the renderer against the bare ffmpeg command of the same graph. It lives with the renderer's tests,
# which are in no distribution, so it is built and started from here.

bench_usage() {
  cat <<'USAGE'
Usage: forge bench render CLIP CAPTIONS [REPETITIONS]

Renders a short of CLIP with CAPTIONS (WebVTT) by a warm renderer and by the one ffmpeg command of the same graph,
taking turns (7 times by default), and writes what CPU each used to bench/results.
USAGE
}

bench_render() {
  case ${1-} in '' | -h | --help) bench_usage && return 0 ;; esac
  for file in "$1" "${2-}"; do
    if [ ! -r "$file" ]; then
      echo "forge bench render: there is no file '$file' (see ./forge bench render --help)" >&2
      return 2
    fi
  done
  lock_builds
  bench_worker render || return 1
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Djava.awt.headless=true -cp "$worker_tests" \
    io.viralforge.worker.media.RenderBench "$1" "$2" "${3:-7}" "$commit" "$result"
  echo "Written to $result." >&2
}

# ./forge bench speech: how well and how fast speech is heard.
bench_speech() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench speech [CLIP TEXT]..."
    echo
    echo "Hears a machine's voice, of which is known when it says each word, and each CLIP, in which TEXT (WebVTT or plain)"
    echo "is said, and writes how many words were wrong, how far off their times are and how long it took to bench/results."
    echo "Wants ./forge models."
    return 0
    ;;
  esac
  lock_builds
  models=${VIRALFORGE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/viralforge}/models
  if [ ! -d "$models" ]; then
    echo "forge bench speech: UNAVAILABLE: ./forge models" >&2
    return 1
  fi
  bench_worker speech || return 1
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED \
    -cp "$worker_tests" io.viralforge.worker.media.SpeechBench "$models" "$commit" "$result" "$@" || return 1
  echo "Written to $result." >&2
}

# Builds the worker with its tests, and says where they, the result NAME and its commit are.
bench_worker() {
  mkdir -p "$home/bench/results"
  list=$home/gpu-worker/target/test.classpath
  maven "$home/deploy/cli/target/bench.log" -Dgates=off -DskipTests -pl gpu-worker -am \
    -Dmdep.outputFile="$list" -Dmdep.includeScope=test package dependency:build-classpath || return 1
  result=$home/bench/results/$1-$(date -u +%Y-%m-%dT%H%M%SZ).json
  commit=$(cd "$home" && git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
  worker_tests=$home/gpu-worker/target/test-classes:$home/gpu-worker/target/classes:$(cat "$list")
}

# Measures the server by a program that lives with its tests: NAME MAIN-CLASS [ARGUMENT...]; heap is what it may have.
bench_server() {
  mkdir -p "$home/deploy/cli/target" "$home/bench/results"
  list=$home/server/target/test.classpath
  maven "$home/deploy/cli/target/bench.log" -Dgates=off -DskipTests -pl server -am \
    -Dmdep.outputFile="$list" -Dmdep.includeScope=test package dependency:build-classpath || return 1
  result=$home/bench/results/$1-$(date -u +%Y-%m-%dT%H%M%SZ).json
  commit=$(cd "$home" && git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
  main=$2
  shift 2
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC ${heap:+-Xmx$heap} -Djava.awt.headless=true \
    --enable-native-access=ALL-UNNAMED \
    -cp "$home/server/target/test-classes:$home/server/target/classes:$(cat "$list")" \
    "$main" "$commit" "$result" "$@" || return 1
  echo "Written to $result." >&2
}

# ./forge bench queue: leases a second and the time from a submit to its start, against bare round trips of the database.
bench_queue() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench queue"
    echo
    echo "Measures how fast 500 simulated workers are handed jobs, and how soon an idle one starts a new job, against"
    echo "plain round trips of the same database. Writes to bench/results. Takes a minute or two."
    return 0
    ;;
  esac
  bench_server queue io.viralforge.jobs.QueueBench
}

# ./forge bench request: a request's CPU over HTTP, against graphql-java alone.
bench_request() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench request"
    echo
    echo "Measures what CPU a page of jobs takes over HTTP, against graphql-java alone on the same rows and on the same"
    echo "values in memory, and how many statements go to the database. Writes to bench/results. Takes a minute or two."
    return 0
    ;;
  esac
  bench_server request io.viralforge.platform.graphql.RequestBench
}

# ./forge bench sockets: memory of idle sockets.
bench_sockets() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench sockets"
    echo
    echo "Measures what memory a replica takes for each of 2,000 and of 10,000 idle sockets with a durable subscription."
    echo "Writes to bench/results. Takes a minute or two, and 10,000 open files in each of two processes (ulimit -n)."
    return 0
    ;;
  esac
  bench_server sockets io.viralforge.testing.SocketBench
}

# ./forge bench samples: sightings into Cassandra, and out of it again.
bench_samples() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench samples [SIGHTINGS.csv]"
    echo
    echo "Loads a million sightings into Cassandra against the driver alone writing the same rows, then replays and"
    echo "forecasts them, in a heap of 1 GB. A file that is shorter comes several times; without one they are made up."
    echo "Writes to bench/results. Takes some minutes."
    return 0
    ;;
  esac
  if [ $# -eq 0 ]; then
    for file in "$home"/../shared/data/trends/*.csv.gz; do
      if [ -r "$file" ]; then set -- "$file"; fi
    done
  elif [ ! -r "$1" ]; then
    echo "forge bench samples: there is no file '$1' (see ./forge bench samples --help)" >&2
    return 2
  fi
  heap=1g
  bench_server samples io.viralforge.trends.samples.SamplesBench "$@"
}

# ./forge bench meaning: titles read a second.
bench_meaning() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench meaning"
    echo
    echo "Measures how many titles a second are read, from text to meaning, against plain onnxruntime, and what it takes to"
    echo "find a title's story among 10,000. Writes to bench/results. Takes half a minute."
    return 0
    ;;
  esac
  bench_server meaning io.viralforge.trends.meaning.MeaningBench
}

# ./forge bench scan: all networks at once, against the slowest.
bench_scan() {
  case ${1-} in -h | --help)
    echo "Usage: forge bench scan"
    echo
    echo "Measures how long 24 faked networks that each take a second take together, against the slowest of them alone."
    echo "Writes to bench/results. Takes a minute."
    return 0
    ;;
  esac
  bench_server scan io.viralforge.trends.ScanBench
}
