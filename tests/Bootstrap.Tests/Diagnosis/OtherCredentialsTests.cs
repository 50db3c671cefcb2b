using Bootstrap.Diagnosis;

namespace Bootstrap.Tests.Diagnosis;

public class OtherCredentialsTests
{
    private static readonly string DefaultFile = Path.Combine("home", ".aws", "credentials");

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_PROFILE", "AWS_PROFILE")]
    [InlineData("AWS_DEFAULT_PROFILE", "AWS_DEFAULT_PROFILE")]
    [InlineData("AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData("AWS_SHARED_CREDENTIALS_FILE", "the file that AWS_SHARED_CREDENTIALS_FILE names")]
    [InlineData("AWS_SECRET_ACCESS_KEY", null)]
    public void Find_OfAVariable_NamesItWithoutItsValue(string name, string? expected) =>
        Assert.Equal(
            expected is null ? [] : [expected],
            OtherCredentials.Find(asked => asked == name ? "HUSH" : null, file => file == "HUSH", "home")
        );

    [Fact]
    public void Find_OfTheDefaultFile_NamesItUnlessAnotherIsNamed()
    {
        Assert.Single(OtherCredentials.Find(_ => null, file => file == DefaultFile, "home"));
        Assert.Empty(
            OtherCredentials.Find(
                name => name == "AWS_SHARED_CREDENTIALS_FILE" ? "elsewhere" : null,
                file => file == DefaultFile,
                "home"
            )
        );
        Assert.Empty(OtherCredentials.Find(_ => null, _ => true, userProfile: string.Empty));
    }
}
