// An ASP.NET application that says as whom it would call AWS. The SDK finds the task role by itself: nothing here knows
// of ECS, routes or bootstrap.exe. A real application hands nothing to its AWS clients either.

using Amazon.Runtime;
using Amazon.Runtime.Credentials;

var app = WebApplication.CreateBuilder(args).Build();

// For a load balancer: the process serves. Whether there are credentials is another question, which no restart answers.
app.MapGet("/health", () => "healthy\n");

// Never the secret key or the token, and of the access key only what tells one from another.
app.MapGet(
    "/",
    async (ILogger<Program> log) =>
    {
        try
        {
            var credentials = await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync();
            var keys = await credentials.GetCredentialsAsync();
            return Results.Json(
                new
                {
                    FoundBy = credentials.GetType().Name,
                    AccessKey = "..." + keys.AccessKey[^4..],
                    IsTemporary = !string.IsNullOrEmpty(keys.Token),
                    credentials.Expiration,
                }
            );
        }
        catch (AmazonClientException e)
        {
            Log.NoCredentials(log, e);
            return Results.Json(
                new { Error = "no credentials; 'bootstrap check' in this container says why" },
                statusCode: 503
            );
        }
    }
);

await app.RunAsync();

internal static partial class Log
{
    [LoggerMessage(LogLevel.Error, "The SDK found no credentials")]
    public static partial void NoCredentials(ILogger logger, Exception exception);
}
