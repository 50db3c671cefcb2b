using System.Net;

namespace Sandbox.Endpoints;

/// <summary>
/// Plays another program at port 80 of the host: IIS or any user of Windows' http.sys, with its HTML error pages.
/// </summary>
internal static class HttpSys
{
    public static HttpResponse Answer(int status) => new(status, $"""
        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">
        <HTML><HEAD><TITLE>{(HttpStatusCode)status}</TITLE></HEAD>
        <BODY><h2>{(HttpStatusCode)status}</h2><hr><p>HTTP Error {status}.</p></BODY></HTML>
        """, "text/html; charset=us-ascii");
}
