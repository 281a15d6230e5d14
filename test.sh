#!/usr/bin/env bash
# Sets the machine up, builds, publishes the sample's media, and runs all tests. Its last line is "N passed, N failed".
# usage: ./test.sh [--soak]     --soak: the long forms as well
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=eng/setup.sh
. eng/setup.sh

for argument in "$@"; do
    case "$argument" in
        --soak) export COS_SOAK=1 ;;
        *) die "unknown argument: $argument" "usage: ./test.sh [--soak]" ;;
    esac
done

results="$PWD/artifacts/test-results"
passed=0 failed=0 status=0 stage="setting the machine up"

# Whatever happens, the sum is told; what ended the script early counts as one failure.
finish() {
    local code=$?
    if [ -n "$stage" ]; then
        printf 'error: %s failed\n' "$stage" >&2
        failed=$((failed + 1))
        if [ "$code" -ne 0 ]; then status=$code; else status=1; fi
    fi
    printf '%s passed, %s failed\n' "$passed" "$failed"
    exit "$status"
}

# run_tests PROJECT: runs its tests and adds them up. A project that ends without results, or with none, counts as one failure.
run_tests() {
    local name="$1" trx="$results/$1.trx" code=0 counters failures
    say "tests: $name"
    rm -f "$trx"
    DOTNET_ROOT="$(dotnet_folder)" "artifacts/bin/$name/release/$name" -noLogo -noColor -longRunning 120 -result-trx "$trx" || code=$?
    counters="$(grep -o '<Counters [^>]*>' "$trx" 2>/dev/null || true)"
    failures=$(($(counter failed "$counters") + $(counter error "$counters")))
    passed=$((passed + $(counter passed "$counters")))
    if [ "$failures" -eq 0 ] && { [ "$code" -ne 0 ] || [ "$(counter passed "$counters")" -eq 0 ]; }; then
        note "$name ended with status $code and without results to trust: counted as one failure"
        failures=1
    fi
    failed=$((failed + failures))
    if [ "$failures" -ne 0 ]; then status=1; fi
    note "$name: $(counter passed "$counters") passed, $failures failed; after $(elapsed)"
}

# run_golden FOLDER [--engine]: compares with the recorded answers in a folder. The cases are counted as tests are.
run_golden() {
    local log="$results/golden.txt" code=0 sum
    say "recorded answers: $1"
    DOTNET_ROOT="$(dotnet_folder)" artifacts/bin/Cos.Sdk.Golden/release/Cos.Sdk.Golden "$@" | tee "$log" || code=$?
    sum="$(tail -n 1 "$log")"
    if [[ "$sum" =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    else
        note "the comparison ended with status $code and without a sum: counted as one failure"
        failed=$((failed + 1))
    fi
    if [ "$code" -ne 0 ]; then status=1; fi
    note "after $(elapsed)"
}

# counter NAME COUNTERS: a number of the results' summary; 0 when it is not there.
counter() {
    local number
    number="$(sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2")"
    printf '%s' "${number:-0}"
}

elapsed() { printf '%s min %s s' $((SECONDS / 60)) $((SECONDS % 60)); }

trap finish EXIT
say "1/4 the machine"
setup_packages "${setup_test_packages[@]}" ${COS_SOAK:+chromium}
setup_dotnet
setup_engine "$@"
setup_podman
mkdir -p "$results"

stage="building"
say "2/4 building"
dotnet build Cos.Sdk.sln --configuration Release -nologo -v quiet
pack_sdk
note "after $(elapsed)"

stage="publishing the sample"
say "3/4 publishing samples/sampleOS"
if publish_sample "iso.yaml;iso-grub.yaml" Iso+Raw; then
    export COS_SAMPLE_PUBLISH="$PWD/samples/sampleOS/bin/Release/publish"
else
    # Media of an earlier run must not stand in for it.
    note "the sample could not be published: counted as one failure; the tests that need it will fail as well"
    unset COS_SAMPLE_PUBLISH
    failed=1 status=1
fi
note "after $(elapsed)"

stage="running the tests"
say "4/4 tests"
for project in tests/*/*.csproj; do
    case "$project" in
        */Cos.Sdk.Golden.csproj) run_golden tests/golden ${COS_SOAK:+--engine} ;;
        *) run_tests "$(basename "$project" .csproj)" ;;
    esac
done
note "results: $results"
stage=""
