#!/usr/bin/env bash
# Measures the packed SDK against what anyone can run by hand, and prints a table. Makes its own trees; takes some fifteen minutes, with --small four.
# usage: benchmarks/run.sh [--small] [--only plan,system,repository] [--sizes 10,100,1000,10000] [--repeat N] [--page docs/performance.md]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=../eng/setup.sh
. eng/setup.sh

# shellcheck disable=SC2119 # no further packages
setup_packages busybox-static
setup_dotnet
setup_engine
pack_sdk
export NUGET_PACKAGES="$setup_sdk_packages"
version="$(basename "$(ls artifacts/packages/Cos.Sdk.[0-9]*.nupkg)" .nupkg)"
exec dotnet run --project benchmarks/Cos.Sdk.Benchmarks --configuration Release -- "$PWD/artifacts/packages" "${version#Cos.Sdk.}" "$@"
