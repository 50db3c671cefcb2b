#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false
#:property GenerateDocumentationFile=false

// dotnet run --file eng/smoke-endpoint.cs -- --urls http://169.254.170.2:80
//
// Stands in for the credentials endpoint of the ECS agent while eng/smoke-test runs an image. It runs wherever the .NET
// SDK is, and its credentials are not valid. Answers and errors have the form of those of aws/amazon-ecs-agent
// (tmds/handlers). The sandbox has another endpoint, which can also misbehave (sandbox/src/Endpoints).

var container = new
{
    DockerId = "smoke-test",
    Name = "workload",
    DockerName = "workload",
    KnownStatus = "RUNNING",
    Networks = new[] { new { NetworkMode = "nat" } },
};

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();

// eng/smoke-test requests this until the endpoint is up.
app.MapGet("/", () => "smoke-endpoint\n");

app.MapGet(
    "/v2/credentials/{id}",
    (string id) =>
        id == "smoke-test"
            ? Results.Json(
                new
                {
                    RoleArn = "arn:aws:iam::123456789012:role/smoke-test",
                    AccessKeyId = "ASIASMOKETEST0000000",
                    SecretAccessKey = "smoke-test",
                    Token = "smoke-test",
                    Expiration = DateTime
                        .UtcNow.AddHours(1)
                        .ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
                },
                Serialization.AsWritten
            )
            : Results.Json(
                new
                {
                    code = "InvalidIdInRequest",
                    message = "CredentialsV2Request: Credentials not found",
                    HTTPErrorCode = 400,
                },
                Serialization.AsWritten, statusCode: 400
            )
);

app.MapGet("/v4/smoke-test", () => Results.Json(container, Serialization.AsWritten));
app.MapGet("/v4/smoke-test/task", () => Results.Json(
    new { Cluster = "smoke-test", Family = "smoke-test", Containers = new[] { container } }, Serialization.AsWritten));

await app.RunAsync();

internal static class Serialization
{
    /// <summary>Keeps the names above: ASP.NET's default would write them in camel case.</summary>
    public static readonly System.Text.Json.JsonSerializerOptions AsWritten = new();
}
