namespace Bootstrap.Diagnosis;

/// <summary>
/// What SDKs take before the credentials of the task's role
/// (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). By name: no value is shown.
/// </summary>
internal static class OtherCredentials
{
    private const string SharedFile = "AWS_SHARED_CREDENTIALS_FILE";

    private static readonly string[] Variables =
        ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE"];

    /// <summary>What is there.</summary>
    /// <param name="variable">Gives a variable's value, or null when it is not set.</param>
    /// <param name="fileExists">Whether a file is there.</param>
    /// <param name="userProfile">The folder of the user; its <c>.aws</c> holds the shared files by default.</param>
    public static IReadOnlyList<string> Find(
        Func<string, string?> variable, Func<string, bool> fileExists, string userProfile)
    {
        var found = new List<string>();
        foreach (var name in Variables)
        {
            if (!string.IsNullOrWhiteSpace(variable(name)))
            {
                found.Add(name);
            }
        }

        if (variable(SharedFile) is { Length: > 0 } given)
        {
            if (fileExists(given))
            {
                found.Add($"the file that {SharedFile} names");
            }
        }
        else if (userProfile.Length > 0 && fileExists(Path.Combine(userProfile, ".aws", "credentials")))
        {
            found.Add(@"the file .aws\credentials of this user");
        }

        return found;
    }
}
