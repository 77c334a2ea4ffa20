# Finds a JDK 25 without starting any: each candidate's file "release" says what it is.

# True when $1 is the home of a JDK 25.
is_jdk25() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in
      'JAVA_VERSION="25"'* | 'JAVA_VERSION="25.'*) return 0 ;;
    esac
  done <"$1/release"
  return 1
}

# Sets and exports JAVA_HOME; where there is no JDK 25 says how to get one.
find_jdk() {
  if [ -n "${FORGE_JAVA_HOME-}" ] && ! is_jdk25 "$FORGE_JAVA_HOME"; then
    echo "forge: FORGE_JAVA_HOME ($FORGE_JAVA_HOME) is not the home of a JDK 25." >&2
    return 1
  fi
  on_path=
  if java=$(command -v java 2>/dev/null); then
    java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    on_path=${java%/bin/java}
  fi
  for jdk in "${FORGE_JAVA_HOME-}" "${JAVA_HOME-}" "${JDK25-}" "${JDK25_HOME-}" "${JDK_25-}" "${JAVA_HOME_25-}" \
    "${JAVA25_HOME-}" "${JAVA_HOME_25_X64-}" "${JAVA_HOME_25_ARM64-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /usr/local/java/* /opt/java/* /opt/jdk* \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/.jabba/jdk/* \
    "${HOME-}"/.gradle/jdks/* "${HOME-}"/.m2/jdks/* \
    "${ASDF_DATA_DIR:-${HOME-}/.asdf}"/installs/java/* "${MISE_DATA_DIR:-${HOME-}/.local/share/mise}"/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
    if [ -n "$jdk" ] && is_jdk25 "$jdk"; then
      JAVA_HOME=$jdk
      export JAVA_HOME
      return 0
    fi
  done
  if [ -x /usr/libexec/java_home ] && jdk=$(/usr/libexec/java_home -F -v 25 2>/dev/null) && is_jdk25 "$jdk"; then
    JAVA_HOME=$jdk
    export JAVA_HOME
    return 0
  fi
  {
    echo "forge: no JDK 25 was found on this machine${on_path:+ (java on the PATH is $on_path)}."
    echo "Get one, for example:"
    case $(uname -s) in
      Darwin) echo "  brew install --cask temurin@25" ;;
      *) echo "  apt install openjdk-25-jdk    dnf install java-25-openjdk-devel    (whichever your system has)" ;;
    esac
    echo "  sdk install java 25-tem                    (https://sdkman.io)"
    echo "  https://adoptium.net/temurin/releases/?version=25"
    echo "If it lies somewhere unusual: FORGE_JAVA_HOME=/path/to/jdk ./forge ..."
  } >&2
  return 1
}
