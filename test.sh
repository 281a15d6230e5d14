#!/usr/bin/env bash
# Sets the machine up and runs all tests.
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

say "1/3 the machine"
setup_packages
setup_dotnet
setup_engine "$@"

say "2/3 building"
dotnet build Cos.Sdk.sln -nologo -v quiet
pack_sdk

say "3/3 tests"
dotnet test --solution Cos.Sdk.sln --no-build
