@echo off
rem build.cmd publish | test
rem
rem   publish   artifacts\win-x64\bootstrap.exe, by the normal MSVC link (needs the "Desktop development with C++" tools)
rem   test      the unit tests
rem
rem The end-to-end tests run in the Linux sandbox (./build test). Running this script on Windows is unverified so far:
rem see README.md, "What has been run where".
setlocal
cd /d "%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1

if "%1"=="publish" (
    dotnet publish src\Bootstrap --output artifacts\win-x64
    exit /b %errorlevel%
)
if "%1"=="test" (
    dotnet test --project tests\Bootstrap.Tests
    exit /b %errorlevel%
)
echo usage: build.cmd publish ^| test 1>&2
exit /b 2
