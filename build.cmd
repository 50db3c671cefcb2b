@echo off
rem build.cmd COMMAND
rem
rem   publish   artifacts\win-x64\bootstrap.exe, by the normal MSVC link, and the licences that go with it
rem   test      unit tests and Windows checks (tests\Windows); closes with "N passed, N failed, N skipped"
rem   demo      the main job for real, as a story: a Windows container, before and after
rem
rem It needs the .NET 10 SDK and the C++ build tools of Visual Studio ("Desktop development with C++"). test asks for an
rem administrator, and for Docker with Windows containers; what is missing is skipped, with a reason, unless
rem WINDOWS_CHECKS is "all": then it fails. demo needs both. With KEEP_EXE=yes they take the exe that is there already. Neither is for a machine on which the ECS agent runs.
rem The end-to-end tests in the sandbox are Linux's: ./build test.
rem
rem None of this has been run on Windows so far: see docs\verification.md.
setlocal EnableExtensions DisableDelayedExpansion
cd /d "%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
set DOTNET_CLI_UI_LANGUAGE=en
set MSBUILDTERMINALLOGGER=off

if "%~2" neq "" goto wrong
if "%~1"=="publish" goto publish
if "%~1"=="test" goto test
if "%~1"=="demo" goto demo
if "%~1"=="--help" goto help
if "%~1"=="-h" goto help
if "%~1"=="/?" goto help
:wrong
call :usage 1>&2
exit /b 2

:help
call :usage
exit /b 0

:usage
echo build.cmd COMMAND
echo.
echo   publish   artifacts\win-x64\bootstrap.exe, by the normal MSVC link, and the licences that go with it
echo   test      unit tests and Windows checks; closes with "N passed, N failed, N skipped"
echo   demo      the main job for real, as a story: a Windows container, before and after
echo.
echo On Linux: ./build.
echo It needs the .NET 10 SDK and Visual Studio's "Desktop development with C++".
exit /b 0


:publish
call :publish_exe || exit /b 1
dir artifacts\win-x64\bootstrap.exe | findstr /i /c:"bootstrap.exe"
exit /b 0

:publish_project
echo ==^> publishing %1 to %2 1>&2
dotnet publish %1 --output %2 --verbosity quiet
exit /b

:publish_exe
call :publish_project src\Bootstrap artifacts\win-x64 || exit /b 1
dotnet run --file eng\sbom.cs -- --notices artifacts\obj\Bootstrap\project.assets.json artifacts\win-x64\THIRD-PARTY-NOTICES.txt
exit /b

:publish_all
if not "%KEEP_EXE%"=="yes" call :publish_exe || exit /b 1
call :publish_project tests\Workloads\AwsSdk artifacts\workloads || exit /b 1
call :publish_project tests\Windows\Workload artifacts\windows-checks || exit /b 1
exit /b 0


:test
call :publish_all || exit /b 1
set passed=0
set failed=0
set skipped=0
set status=0
call :run_tests tests\Bootstrap.Tests unit
call :run_tests tests\Windows\Windows.Tests.csproj windows
if %passed%==0 (
    echo build.cmd: no test was run 1>&2
    set status=1
)
if not %failed%==0 set status=1
echo %passed% passed, %failed% failed, %skipped% skipped
exit /b %status%

:run_tests
echo ==^> testing %1 1>&2
set log=artifacts\test-%2.log
dotnet test --project %1 --no-progress --no-ansi >%log% 2>&1 || set status=1
type %log%
call :add passed succeeded
call :add failed failed
call :add skipped skipped
exit /b 0

rem The tests' own summary has a line "  succeeded: 12" for each count.
:add
for /f "tokens=2 delims=:" %%n in ('findstr /r /c:"^ *%2: [0-9][0-9]*" %log%') do set /a %1=%1+%%n
exit /b 0


:demo
call :publish_all || exit /b 1
set build=
for /f %%b in ('powershell -NoProfile -Command "[Environment]::OSVersion.Version.Build"') do set build=%%b
set tag=
if "%build%"=="20348" set tag=ltsc2022
if "%build%"=="26100" set tag=ltsc2025
if "%tag%"=="" (
    echo build.cmd: the demo needs Windows Server 2022 or 2025, for containers in process isolation; this is build %build% 1>&2
    exit /b 1
)
set base=mcr.microsoft.com/windows/servercore:%tag%
set context=artifacts\windows-checks\context
if not exist %context% mkdir %context%
copy /y artifacts\win-x64\bootstrap.exe %context% >nul || exit /b 1
copy /y artifacts\workloads\aws-sdk-workload.exe %context% >nul || exit /b 1
copy /y artifacts\windows-checks\windows-workload.exe %context% >nul || exit /b 1
echo ==^> building an image on %base% 1>&2
docker build --isolation process --file tests\Windows\Dockerfile --target plain --build-arg BASE=%base% --tag bootstrap-demo %context% || exit /b 1

set address=
set rule=
set endpoint=
call :demo_run
set status=%errorlevel%
call :demo_clean_up
exit /b %status%

rem Each thing is noted as soon as it is there, so that what is taken back is ours: the address may be the ECS agent's.
:demo_run
echo ==^> giving this host the address of the credentials endpoint, 169.254.170.2, on Docker's nat adapter 1>&2
powershell -NoProfile -Command "$ErrorActionPreference = 'Stop'; $adapter = Get-NetAdapter -IncludeHidden | Where-Object Name -eq 'vEthernet (nat)'; if (-not $adapter) { throw 'Docker has no adapter vEthernet (nat)' }; New-NetIPAddress -InterfaceIndex $adapter.ifIndex -IPAddress 169.254.170.2 -PrefixLength 32 -SkipAsSource $true -PolicyStore ActiveStore | Out-Null" || exit /b 1
set address=added
powershell -NoProfile -Command "$ErrorActionPreference = 'Stop'; New-NetFirewallRule -Name bootstrap-demo -DisplayName bootstrap-demo -Direction Inbound -Action Allow -Protocol TCP -LocalAddress 169.254.170.2 -LocalPort 80 | Out-Null" || exit /b 1
set rule=added
rem The address cannot be bound before Windows has made sure that nobody else has it. The endpoint ends by itself after
rem two minutes: Ctrl-C ends this script without cleaning up. Its id goes through a file and not through FOR /F, which
rem would wait for everything that has inherited the pipe.
powershell -NoProfile -Command "$ErrorActionPreference = 'Stop'; Start-Sleep -Seconds 5; $process = Start-Process -PassThru -WindowStyle Hidden -FilePath artifacts\windows-checks\windows-workload.exe -ArgumentList 'serve', '169.254.170.2', '80', '120' -RedirectStandardOutput artifacts\demo-endpoint.log; Set-Content -Path artifacts\demo-endpoint.pid -Value $process.Id" || exit /b 1
set /p endpoint=<artifacts\demo-endpoint.pid

set run=docker run --rm --isolation process --env AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/demo
echo.
echo A Windows container on Docker's nat network, as in ECS's nat mode, on a host that serves task-role credentials at
echo 169.254.170.2.
echo.
echo 1. Before. A workload with the AWS SDK for .NET finds no credentials:
call :show %run% --entrypoint C:\aws-sdk-workload.exe bootstrap-demo --timeout 5
echo.
echo 2. What bootstrap would do:
call :show %run% --entrypoint C:\bootstrap.exe bootstrap-demo plan
echo.
echo 3. After. The same workload behind bootstrap; its exit code is 42:
call :show %run% bootstrap-demo C:\aws-sdk-workload.exe --exit-code 42
if not "%shown%"=="42" exit /b 1
exit /b 0

rem One that fails must not keep the next from being taken back.
:demo_clean_up
if not "%endpoint%"=="" powershell -NoProfile -Command "Stop-Process -Id %endpoint% -Force"
if not "%rule%"=="" powershell -NoProfile -Command "Remove-NetFirewallRule -Name bootstrap-demo"
if not "%address%"=="" powershell -NoProfile -Command "Remove-NetIPAddress -IPAddress 169.254.170.2 -PolicyStore ActiveStore -Confirm:$false"
exit /b 0

rem Shown, then run. Its exit code is part of the story.
:show
echo.
echo ^> %*
%*
set shown=%errorlevel%
echo [exit code %shown%]
exit /b 0
