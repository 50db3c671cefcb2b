# IIS with an application pool other than the default, for ServiceTests. Both services start with the container, as in
# the base image, so bootstrap has to restart them. Context: the folder with the published programs. Never built so
# far: see docs/verification.md.
ARG TAG=ltsc2022
FROM mcr.microsoft.com/dotnet/framework/aspnet:4.8-windowsservercore-${TAG}
SHELL ["cmd", "/S", "/C"]
USER ContainerAdministrator
COPY bootstrap.exe C:/
RUN echo own: ^<%=Environment.GetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")%^> > C:\inetpub\wwwroot\environment.aspx
RUN %windir%\system32\inetsrv\appcmd add apppool /name:Own && %windir%\system32\inetsrv\appcmd set app "Default Web Site/" /applicationPool:Own
ENTRYPOINT ["C:\\bootstrap.exe", "--service-environment", "iis", "--"]
CMD ["C:\\ServiceMonitor.exe", "w3svc"]
