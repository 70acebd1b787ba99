#!/usr/bin/env bash
# Builds, tests and runs GanCompression.MLNet on a machine that has only the .NET SDK.
# ./build.sh help lists the verbs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

solution=GanCompression.MLNet.sln
record=.dependencies.props
configuration=Release
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() { printf '== %s\n' "$*" >&2; }
fail() { printf 'build.sh: %s\n' "$1" >&2; exit "${2:-1}"; }

usage() {
  cat <<'TEXT'
Usage: ./build.sh [--dependencies packages|embedded] VERB [arguments]

  quickstart  train a teacher, compress it at least 10x, evaluate both, write artifacts/quickstart/report.html
              (--data DIR --direction AtoB|BtoA --image-size N for your own images; see gancompress quickstart --help)
  test        build everything and run all tests
  build       build everything
  bench       measure this stack
  help        this text

test and bench take --peers: it installs what this stack is compared with (PyTorch and the checker of ONNX files: Debian's
python3-torch and python3-onnx; ONNX Runtime: npm's onnxruntime-node, into artifacts/peers), and Playwright (npm's
playwright-core), which tests the demo's page in the Chromium on the PATH. So the tests and measurements run that need
them, which are left out otherwise.

Microsoft.ML and TorchSharp come from the package feed where it carries them, else from src/embedded, which runs on the
system's libtorch and image libraries. The first run asks the feed and records the answer in .dependencies.props;
--dependencies forces one. What is missing is installed with apt where that is possible, else named.
TEXT
}

# --- .NET -----------------------------------------------------------------------------------------------------------
need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK is missing: install .NET SDK 10 (https://dot.net), then run this again." 2
  dotnet --version >/dev/null 2>&1 || fail "the installed .NET SDK does not satisfy global.json (10.0.100 or a later 10.0 feature band): $(dotnet --list-sdks | tr '\n' ';')" 2
}

# --- Where Microsoft.ML and TorchSharp come from --------------------------------------------------------------------
package_version() { sed -n "s/.*Include=\"$1\" Version=\"\([^\"\$]*\)\".*/\1/p" Directory.Packages.props; }

# A throw-away restore of exactly the packages that the product references, outside the repository. Leaves the feed's answer in $refusal.
feed_has_packages() {
  local torch folder answer=1
  torch=$(sed -n "s/.*<TorchSharpVersion[^>]*>\([^<]*\)<.*/\1/p" Directory.Packages.props)
  folder=$(mktemp -d)
  cat > "$folder/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" Version="[$(package_version Microsoft.ML)]" />
    <PackageReference Include="Microsoft.ML.ImageAnalytics" Version="[$(package_version Microsoft.ML.ImageAnalytics)]" />
    <PackageReference Include="Microsoft.Data.Analysis" Version="[$(package_version Microsoft.Data.Analysis)]" />
    <PackageReference Include="TorchSharp" Version="[$torch]" />
    <PackageReference Include="TorchSharp-cpu" Version="[$torch]" />
  </ItemGroup>
</Project>
XML
  if timeout 900 dotnet restore "$folder/probe.csproj" -v q >"$folder/log" 2>&1; then answer=0; fi
  refusal=$(sed -n 's/.*error \(NU[0-9]*: .*\)/\1/p' "$folder/log" | head -n 1 | sed 's/\. .*//')
  rm -rf "$folder"
  return $answer
}

choose_dependencies() {
  local source="$forced" why
  if [ -z "$source" ] && [ -f "$record" ]; then
    source=$(sed -n 's:.*<DependencySource>\(.*\)</DependencySource>.*:\1:p' "$record")
    say "dependencies: $source (recorded in $record)"
  elif [ -n "$source" ]; then
    why="forced by --dependencies"
  elif say "asking the package feed for Microsoft.ML and TorchSharp (once)"; feed_has_packages; then
    source=packages why="the feed carries Microsoft.ML and TorchSharp"
  else
    source=embedded why="the feed lacks them: ${refusal:-the restore failed}"
  fi
  case "$source" in packages|embedded) ;; *) fail "unknown dependency source '$source'; expected packages or embedded." 2 ;; esac
  if [ -n "${why:-}" ]; then
    say "dependencies: $source ($why)"
    local content="<Project><PropertyGroup><DependencySource>$source</DependencySource></PropertyGroup></Project>"
    [ -f "$record" ] && [ "$(cat "$record")" = "$content" ] || printf '%s\n' "$content" > "$record"
  fi
  dependencies=$source
}

# --- What the system must have for the embedded sources ---------------------------------------------------------------
install_packages() { # why, packages...
  local why="$1"; shift
  local wanted=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || wanted+=("$package")
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  local command="apt-get install -y --no-install-recommends ${wanted[*]}"
  say "needed: ${wanted[*]} ($why)"
  command -v apt-get >/dev/null 2>&1 || fail "this system has no apt; install the equivalents of: ${wanted[*]}" 2
  [ "$(id -u)" = 0 ] || fail "installing needs root; run: sudo $command" 2
  say "installing with apt"
  local log; log=$(mktemp)
  if ! { apt-get update && DEBIAN_FRONTEND=noninteractive $command; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2; rm -f "$log"
    fail "installing failed; run: $command" 2
  fi
  rm -f "$log"
}

need_native_libraries() {
  [ "$dependencies" = embedded ] || return 0
  install_packages "libtorch runs the training; OpenBLAS is the fast one of the BLAS libraries it accepts; libjpeg and libpng decode images; g++ compiles the two small shims" \
    libtorch-dev libopenblas0-pthread libjpeg62-turbo-dev libpng-dev g++
}

# --- What the stack is compared with, and tested with beside .NET ----------------------------------------------------
need_peers() {
  install_packages "PyTorch, to compare with, and the checker of ONNX files" python3-torch python3-onnx
  command -v npm >/dev/null 2>&1 || install_packages "npm installs ONNX Runtime, to compare with, and Playwright, to test the demo's page" nodejs npm
  local folder=artifacts/peers
  ! cmp -s tests/peers/package-lock.json "$folder/.installed" || return 0
  say "installing ONNX Runtime and Playwright into $folder with npm"
  mkdir -p "$folder"
  cp tests/peers/package.json tests/peers/package-lock.json "$folder/"
  local command="npm ci --prefix $folder --ignore-scripts --no-audit --no-fund" log; log=$(mktemp)
  if ! $command >"$log" 2>&1; then
    tail -n 15 "$log" >&2; rm -f "$log"
    fail "installing failed; run: $command" 2
  fi
  rm -f "$log"
  cp tests/peers/package-lock.json "$folder/.installed"
}

# --- Building ---------------------------------------------------------------------------------------------------------
# Nothing newer than the stamp of the last good build means nothing to build: MSBuild itself would take long to find that out.
build() { # project or solution, stamp name
  local stamp="artifacts/.built-$2-$dependencies"
  if [ -f "$stamp" ] && [ -z "$(find src tests samples notebooks ./*.props ./*.targets ./*.sln global.json "$record" -newer "$stamp" -type f -print -quit 2>/dev/null)" ]; then
    say "build: up to date"
    return 0
  fi
  say "building $1"
  mkdir -p artifacts
  local start; start=$(mktemp)
  dotnet build "$1" -c "$configuration" -v q -nologo --property WarningLevel=4 || fail "the build failed."
  mv "$start" "$stamp"
}

run_tests() {
  build "$solution" all
  local log; log=$(mktemp)
  local status=0
  # One project at a time: each uses all cores, and two native thread pools on the same cores only slow each other down.
  dotnet test "$solution" -c "$configuration" --no-build -m:1 --logger "console;verbosity=normal" -v q "$@" 2>&1 \
    | tee "$log" | grep -vE '^ *(Passed|Skipped) |^ *$|^Test Parallelization|Standard Output|Determining|^VSTest|^A total|^Starting' || true
  status=${PIPESTATUS[0]}
  local passed failed skipped
  passed=$(awk '/^ *Passed: /{n+=$2} END{print n+0}' "$log")
  failed=$(awk '/^ *Failed: /{n+=$2} END{print n+0}' "$log")
  skipped=$(awk '/^ *Skipped: /{n+=$2} END{print n+0}' "$log")
  rm -f "$log"
  printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ] && [ "$status" = 0 ]
}

# --- Verbs --------------------------------------------------------------------------------------------------------------
forced=""
while [ $# -gt 0 ]; do
  case "$1" in
    --dependencies) [ $# -ge 2 ] || fail "--dependencies needs a value: packages or embedded." 2; forced="$2"; shift 2 ;;
    --dependencies=*) forced="${1#*=}"; shift ;;
    *) break ;;
  esac
done
verb="${1:-help}"
[ $# -eq 0 ] || shift
case "$verb" in
  help|-h|--help) usage; exit 0 ;;
  quickstart|test|build|bench) ;;
  *) usage >&2; fail "unknown verb '$verb'." 2 ;;
esac

need_dotnet
choose_dependencies
need_native_libraries
arguments=()
for argument in "$@"; do
  case "$verb $argument" in
    "test --peers") need_peers ;;
    "bench --peers") need_peers; arguments+=("$argument") ;;
    *) arguments+=("$argument") ;;
  esac
done
case "$verb" in
  build) build "$solution" all ;;
  test) run_tests "${arguments[@]}" ;;
  quickstart)
    build src/GanCompression.Tool/GanCompression.Tool.csproj tool
    exec dotnet artifacts/bin/GanCompression.Tool/release/gancompress.dll quickstart "${arguments[@]}" ;;
  bench)
    build tests/GanCompression.Benchmarks/GanCompression.Benchmarks.csproj bench
    exec dotnet artifacts/bin/GanCompression.Benchmarks/release/GanCompression.Benchmarks.dll "${arguments[@]}" ;;
esac
