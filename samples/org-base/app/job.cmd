@echo off
rem What a team would run: this one says what the agent has told the container, without the id, which is a secret.
if defined AWS_CONTAINER_CREDENTIALS_RELATIVE_URI (
    echo This task has a role.
) else (
    echo This task has no role.
)
