# Sourced by scripts that run one Java command: run MODULE CLASS NOTES ARGUMENT…. NOTES is what bin/up has noted in its
# home of how to reach what runs there; it counts where the environment has no settings.
run() {
  local module=$1 class=$2 notes=${SCHEMAWRIGHT_HOME:-$root/.schemawright}/$3 name java classes jar
  shift 3
  name=bin/$(basename "$0")
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  command -v "$java" >/dev/null || { echo "$name needs a JDK (17 or newer): there is no '$java'" >&2; exit 1; }
  classes=$root/$module/target/classpath.txt
  if [[ ! -f $classes ]]; then
    command -v mvn >/dev/null || { echo "$name needs Maven to build Schemawright: there is no 'mvn'" >&2; exit 1; }
    echo "Building Schemawright; the first time this also fetches what it needs and takes some minutes." >&2
    mvn -q -B -ntp -f "$root/pom.xml" -DskipTests -Dspotless.check.skip=true -pl "$module" -am package
  fi
  jar=$(ls -t "$root/$module/target/$module"-*.jar | grep -vE -- '-(tests|sources|javadoc)\.jar$' | sed -n 1p)
  if [[ -f $notes ]] && ! compgen -e | grep -v '^SCHEMAWRIGHT_HOME$' | grep -q '^SCHEMAWRIGHT_'; then
    set -a
    # shellcheck source=/dev/null
    . "$notes"
    set +a
  fi
  exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Xshare:auto -cp "$jar:$(<"$classes")" "$class" "$@"
}
