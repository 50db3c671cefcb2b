@echo off
rem Stands for a team's program. It says whether the task has a role, without the credentials id, which is a secret.
if defined AWS_CONTAINER_CREDENTIALS_RELATIVE_URI (
    echo This task has a role.
) else (
    echo This task has no role.
)
