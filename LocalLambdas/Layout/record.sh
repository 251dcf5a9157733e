#!/bin/sh
# Writes methods.txt anew: publishes proxy and services with Native AOT, asks the proxy as users do, and notes which methods run, in the order
# of their first calls. Linux, x64; needs cc, nm, readelf and curl. Takes some minutes, most of them the compiler's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$(dirname "$here")")
work=$(mktemp -d)
proxy=
trap 'test -z "$proxy" || kill "$proxy" 2>/dev/null || true; rm -rf "$work"' EXIT

# Address and names of each method: identical bodies are one, under several names.
methods() {
  # shellcheck disable=SC2046
  set -- "$1" $(readelf -SW "$1" | sed -n 's/.* __managedcode *PROGBITS *//p')
  nm -n --defined-only "$1.dbg" | awk -v begin="$2" -v end="$(printf %016x $((0x$2 + 0x$4)))" '
    $1 < begin || $1 >= end || $2 !~ /[tTwW]/ { next }
    $1 == last { names = names "\t" substr($0, 20); next }
    last { print last, names }
    { last = $1; names = substr($0, 20) }
    END { print last, names }'
}

# A program that notes what it runs.
prepare() {
  dotnet publish "$root/$1" -r linux-x64 -p:PublishAot=true -o "$work/$1" -v quiet -nologo >&2
  methods "$work/$1/$2" > "$work/$1.methods"
  printf '#!/bin/sh\nexec "%s" "%s" "%s" "%s" "$@"\n' "$work/first_calls" "$work/$1.methods" "$work/$1.calls" "$work/$1/$2" > "$work/$1.sh"
  chmod +x "$work/$1.sh"
}

ask() { curl -sS --no-progress-meter -f -o /dev/null --parallel --parallel-max "$@"; }

cc -O2 -o "$work/first_calls" "$here/first_calls.c"
prepare LocalLambdas local_lambdas
prepare PipeService PipeService
prepare HttpService HttpService
sed "s#artifacts/bin/\([A-Za-z]*\)/release/[A-Za-z]*#$work/\1.sh#" "$root/manifest.xml" > "$work/manifest.xml"
head -c 100000 /dev/zero > "$work/body"

BIND_ADDRESS=127.0.0.1:0 ENABLE_CACHE=true CACHE_DEFAULT_SECONDS=0 "$work/LocalLambdas.sh" "$work/manifest.xml" > "$work/output" &
proxy=$!
until url=$(sed -n 's/^Listening on //p' "$work/output") && test -n "$url"; do sleep 0.1; done
for at_once in 1 16 200; do
  for path in '/pipe/hello' '/http/hello' '/http/hello?max-age=3600'; do ask $at_once "$url$path#[1-2000]"; done
  for path in '/pipe/hello' '/http/hello'; do
    ask $at_once "$url$path?bytes=100000#[1-100]"
    ask $at_once --data-binary "@$work/body" "$url$path#[1-100]"
  done
done
kill "$proxy"
wait "$proxy"
proxy=

cat "$work/LocalLambdas.calls" "$work/PipeService.calls" "$work/HttpService.calls" | tr '\t' '\n' | awk '!seen[$0]++' > "$here/methods.txt"
wc -l "$here/methods.txt"
